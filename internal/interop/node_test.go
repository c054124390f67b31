package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	fed "inews/federation"
	"inews/internal/pgtest"
)

// node is a whole server: "inews serve" in a process of its own, with its own
// database, on an https host name that leads to loopback.
type node struct {
	*testing.T
	internet *internet
	base     string // "https://localhost:8443"
	data     string // folder
	env      []string
	client   *http.Client
	desk     *desk

	process *exec.Cmd
	log     *journal
}

// node prepares a server that is not started yet: nobody answers at its
// address. More settings may follow, as in "INEWS_NAME=Leeds".
func (i *internet) node(settings ...string) *node {
	i.Helper()
	n := &node{T: i.T, internet: i, base: "https://localhost:" + i.freePort(), data: i.TempDir(), client: i.client, log: &journal{}}
	database := pgtest.URL(i.T)
	n.env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + n.data,
		"INEWS_BASE_URL=" + n.base, "INEWS_LISTEN=" + strings.TrimPrefix(n.base, "https://"), "INEWS_PRIVATE_LISTEN=127.0.0.1:0",
		"INEWS_DATABASE_URL=" + database, "INEWS_DATA=" + n.data, "INEWS_LOG=debug",
		"INEWS_TLS_CERT=" + i.certificate, "INEWS_TLS_KEY=" + i.key, "INEWS_CA_FILE=" + i.authority,
		"INEWS_FEDERATION_ALLOW=127.0.0.0/8,::1/128",
		"INEWS_INBOX_PER_ADDRESS=0", "INEWS_INBOX_PER_HOST=0", "INEWS_INBOX_PER_ACTOR=0", // every peer has this machine's
	}, settings...)
	n.desk = newDesk(n, database)
	i.Cleanup(func() {
		n.stop()
		if i.Failed() {
			i.Logf("the log of %s:\n%s", n.base, n.log.end())
		}
	})
	return n
}

// start lets the server run, and returns when it answers.
func (n *node) start() *node {
	n.Helper()
	n.process = n.command("serve")
	n.process.Stdout, n.process.Stderr = n.log, n.log
	check(n.T, n.process.Start())
	ended := make(chan struct{})
	process := n.process
	go func() {
		defer close(ended)
		_ = process.Wait() // killed is how it is to end
	}()
	n.await("the server answers", func() bool {
		select {
		case <-ended:
			n.Fatalf("the server at %s has ended:\n%s", n.base, n.log.end())
		default:
		}
		r, err := n.client.Get(n.base + "/robots.txt")
		if err == nil {
			_ = r.Body.Close()
		}
		return err == nil && r.StatusCode == http.StatusOK
	})
	n.internet.ends[process] = ended
	return n
}

// kill9 ends the server without a word of warning.
func (n *node) kill9() { n.end(syscall.SIGKILL) }

// stop asks the server to end, and waits for it.
func (n *node) stop() { n.end(syscall.SIGTERM) }

func (n *node) end(signal syscall.Signal) {
	n.Helper()
	if n.process == nil {
		return
	}
	check(n.T, n.process.Process.Signal(signal))
	<-n.internet.ends[n.process]
	n.process = nil
}

// inews runs a command on the server's database and reads its JSON.
func (n *node) inews(result any, args ...string) {
	n.Helper()
	command := n.command(append([]string{"--json"}, args...)...)
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		n.Fatalf("inews %s: %v\n%s", strings.Join(args, " "), err, complaint.String())
	}
	if err := json.Unmarshal(out, result); err != nil {
		n.Fatalf("inews %s printed %q: %v", strings.Join(args, " "), out, err)
	}
}

func (n *node) command(args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Env, command.Dir = n.env, n.data
	return command
}

// published is what "inews post publish" prints.
type published struct {
	ID     string // of the post in the database
	Page   string // address for readers
	Object fed.ID // address for other servers
}

// publish publishes Markdown as a "post" or an "event" by the command line, in
// Ada's name.
func (n *node) publish(form, markdown string) published {
	n.Helper()
	file := filepath.Join(n.TempDir(), form+".md")
	check(n.T, os.WriteFile(file, []byte("---\nauthor: Ada\n"+strings.TrimPrefix(markdown, "---\n")), 0o600))
	var p published
	n.inews(&p, form, "publish", file)
	return p
}

// actor is the blog's own.
func (n *node) actor() fed.ID { return fed.ID(n.base + "/ap/actors/inews") }

// handle is the blog's, as people write it.
func (n *node) handle() string { return "@inews@" + strings.TrimPrefix(n.base, "https://") }

// page fetches an address as a browser does: the status and the body.
func (n *node) page(address string) (int, string) {
	n.Helper()
	return n.ask(address, "text/html,application/xhtml+xml")
}

// object fetches an address as another server does, without a signature, and
// reads the JSON.
func (n *node) object(id fed.ID) map[string]any {
	n.Helper()
	code, body := n.ask(string(id), fed.MediaType)
	if code != http.StatusOK {
		n.Fatalf("%s answers %d: %s", id, code, body)
	}
	var document map[string]any
	check(n.T, json.Unmarshal([]byte(body), &document))
	return document
}

func (n *node) ask(address, accept string) (int, string) {
	n.Helper()
	if strings.HasPrefix(address, "/") {
		address = n.base + address
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	check(n.T, err)
	request.Header.Set("Accept", accept)
	response, err := n.client.Do(request)
	check(n.T, err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(response.Body)
	check(n.T, err)
	return response.StatusCode, body.String()
}

// journal keeps the log of a server.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write takes what the server logs.
func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// end is the last of it.
func (j *journal) end() string {
	const enough = 6000 // bytes: the last minute of a quiet server
	text := j.all()
	return text[max(0, len(text)-enough):]
}

func (j *journal) all() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// freePort is a port that nobody listens at.
func (i *internet) freePort() string {
	i.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(i.T, err)
	_, port, err := net.SplitHostPort(listener.Addr().String())
	check(i.T, err)
	check(i.T, listener.Close())
	return fmt.Sprint(port)
}
