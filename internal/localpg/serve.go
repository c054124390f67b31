package localpg

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Bounds of a start: how often to look, and how long a server that recovers
// from a crash, or one that is just stopping, may take.
const (
	look    = 5 * time.Millisecond
	patient = 60 * time.Second
)

// errBusy says that the remains of an earlier server still hold the folder.
var errBusy = errors.New("an earlier server is still stopping")

// eventually tries until the error is another than errBusy.
func (h home) eventually(ctx context.Context, try func(running postmaster) error) error {
	ctx, cancel := context.WithTimeout(ctx, patient)
	defer cancel()
	for {
		err := try(readPostmaster(h.data()))
		if !errors.Is(err, errBusy) {
			return err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("start database in %s: %w: %w", h.dir, err, ctx.Err())
		case <-time.After(look):
		}
	}
}

// start starts a server and waits until it takes connections.
func (h home) start(ctx context.Context, b binaries, sockets string, options Options, owned *os.File) (*server, error) {
	// Left by a killed server, its number may by now be another program's, which
	// PostgreSQL would take for the server.
	_ = os.Remove(filepath.Join(h.data(), "postmaster.pid"))
	s, err := h.launch(b, sockets, options, owned)
	if err != nil {
		return nil, err
	}
	ticker := time.NewTicker(look)
	defer ticker.Stop()
	for {
		select {
		case <-s.done:
			said := s.said.last()
			// Sessions of a killed server end by themselves, a moment after it.
			if strings.Contains(said, "shared memory block") {
				return nil, fmt.Errorf("%w: %s", errBusy, said)
			}
			return nil, fmt.Errorf("start database: %w: %s", s.err, said)
		case <-ctx.Done():
			_ = s.stop(ctx) // ctx has ended: this is the immediate way
			return nil, fmt.Errorf("start database: %w: %s", ctx.Err(), s.said.last())
		case <-ticker.C:
			if p := readPostmaster(h.data()); p.pid == s.cmd.Process.Pid && p.ready {
				return s, nil
			}
		}
	}
}

// arguments are the server's command line: what keeps it private, then what
// makes it careful or quick, then what the caller wants.
func arguments(data, sockets string, options Options) []string {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": sockets,
		"unix_socket_permissions": "0700",
		"port":                    "5432",
		"cluster_name":            "inews",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		// Our queries are short; compiling one takes longer than running it.
		"jit": "off",
	}
	if !options.Durable {
		maps.Copy(settings, map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"wal_level": "minimal", "max_wal_senders": "0",
			"max_connections": "300", // tests run in parallel, each with a pool
		})
	}
	maps.Copy(settings, options.Settings)
	arguments := []string{"-D", data}
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		arguments = append(arguments, "-c", name+"="+settings[name])
	}
	return arguments
}

// postmaster is what a running server says of itself in postmaster.pid.
// Source: PostgreSQL, src/include/utils/pidfile.h.
type postmaster struct {
	pid     int
	sockets string
	ready   bool
}

func readPostmaster(data string) postmaster {
	var p postmaster
	content, err := os.ReadFile(filepath.Join(data, "postmaster.pid"))
	if err != nil {
		return p
	}
	lines := strings.Split(string(content), "\n")
	p.pid, _ = strconv.Atoi(strings.TrimSpace(lines[0])) // zero is nobody
	if len(lines) > 7 {                                  // the server adds lines as it starts
		p.sockets = strings.TrimSpace(lines[4])
		p.ready = strings.TrimSpace(lines[7]) == "ready"
	}
	return p
}

// answers tells whether the server takes connections.
func (p postmaster) answers() bool {
	if !p.ready || p.sockets == "" {
		return false
	}
	conn, err := net.Dial("unix", filepath.Join(p.sockets, socketFile))
	if err != nil {
		return false
	}
	_ = conn.Close()
	return true
}

// alive tells whether the process is there and, where that can be told, is a
// PostgreSQL and not another program that was given the same number.
func (p postmaster) alive() bool {
	if p.pid <= 0 {
		return false
	}
	if err := syscall.Kill(p.pid, 0); errors.Is(err, syscall.ESRCH) {
		return false
	}
	name, err := os.ReadFile("/proc/" + strconv.Itoa(p.pid) + "/comm")
	return err != nil || strings.HasPrefix(string(name), "postgres")
}
