package localpg

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
)

// server is the server process that this one started.
type server struct {
	cmd  *exec.Cmd
	said *tail
	done chan struct{} // closed after the process has ended
	err  error         // how it ended; read after done
}

// launch starts the server process without waiting for it to be ready. When
// the server ends, however that comes, it gives back the lock of the owner.
func (h home) launch(b binaries, sockets string, options Options, owned *os.File) (*server, error) {
	s := &server{
		cmd:  exec.Command(b.path("postgres"), arguments(h.data(), sockets, options)...),
		said: &tail{to: options.Log},
		done: make(chan struct{}),
	}
	s.cmd.Dir, s.cmd.Env = "/", environment()
	s.cmd.Stdout, s.cmd.Stderr = s.said, s.said
	s.cmd.SysProcAttr = attributes(h.owner)
	started := make(chan error)
	go func() {
		// The kernel tells the server of our death by the death of the thread
		// that started it: this one must last as long as the server.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := s.cmd.Start()
		started <- err
		if err == nil {
			s.err = s.cmd.Wait()
			_ = owned.Close()
		}
		close(s.done)
	}()
	if err := <-started; err != nil {
		return nil, fmt.Errorf("start database: %w", err)
	}
	return s, nil
}

// stop asks for a fast shutdown, which ends sessions and writes a checkpoint,
// and for an immediate one when ctx ends before that.
func (s *server) stop(ctx context.Context) error {
	_ = s.cmd.Process.Signal(syscall.SIGINT) // fails when the process has ended
	select {
	case <-s.done:
	case <-ctx.Done():
		_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		<-s.done
		return fmt.Errorf("stop database: %w", ctx.Err())
	}
	if s.err != nil {
		return fmt.Errorf("stop database: %w: %s", s.err, s.said.last())
	}
	return nil
}

// tail passes on what the server writes and keeps the end of it, for the error
// of a start that fails.
type tail struct {
	to   io.Writer
	mu   sync.Mutex
	kept []byte
}

// keep is how much of the log an error may quote from.
const keep = 4 << 10

// Write keeps the end of p. It never fails, so that a full disk under the log
// does not stop the database.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.kept = append(t.kept, p...)
	if len(t.kept) > keep {
		t.kept = append([]byte(nil), t.kept[len(t.kept)-keep:]...)
	}
	if t.to != nil {
		_, _ = t.to.Write(p)
	}
	return len(p), nil
}

func (t *tail) last() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return lastLines(t.kept)
}
