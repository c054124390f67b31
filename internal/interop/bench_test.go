package interop

import (
	"cmp"
	"context"
	"database/sql"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/fediverse"
	"inews/internal/jobs"
	"inews/internal/localpg"
	"inews/internal/newsroom"
	"inews/internal/postgres"
)

// bench is a whole server under measure: the program in a process of its own,
// as it is delivered, on a database that survives a power cut.
type bench struct {
	*testing.B
	address  string // host and port
	base     string
	database string
	db       *postgres.DB
	newsroom *newsroom.Newsroom
	editor   blog.Editor

	env     []string
	process *exec.Cmd
}

func newBench(b *testing.B) *bench {
	b.Helper()
	ctx := context.Background()
	cluster, err := localpg.Start(ctx, localpg.Options{Durable: true, Settings: map[string]string{"max_connections": "200"}})
	must(b, err)
	b.Cleanup(func() { must(b, cluster.Stop(ctx)) })
	s := &bench{B: b, address: freeAddress(b), database: cluster.URL(localpg.Database)}
	s.base = "http://" + s.address
	s.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + b.TempDir(), "INEWS_DATA=" + b.TempDir(),
		"INEWS_BASE_URL=" + s.base, "INEWS_LISTEN=" + s.address, "INEWS_PRIVATE_LISTEN=127.0.0.1:0",
		"INEWS_DATABASE_URL=" + s.database, "INEWS_FEDERATION_ALLOW=127.0.0.0/8", "INEWS_FEDERATION_HTTP=true",
		"INEWS_INBOX_PER_ADDRESS=0", "INEWS_INBOX_PER_HOST=0", "INEWS_INBOX_PER_ACTOR=0",
	}
	must(b, s.command("migrate").Run())
	s.db, err = postgres.Open(ctx, s.database, nil)
	must(b, err)
	b.Cleanup(func() { must(b, s.db.Close()) })
	s.hireStaff()
	s.serve()
	return s
}

// hireStaff makes the editor who publishes, in this process as at a desk.
func (s *bench) hireStaff() {
	runner, err := jobs.New(s.db, jobs.Options{})
	must(s.B, err)
	s.db.SetEnqueue(func(ctx context.Context, tx *sql.Tx, change blog.Change) error {
		bridge := &fediverse.Bridge{Addresses: fediverse.Addresses{Base: s.base, Handle: "inews"}}
		if !bridge.Concerns(change) {
			return nil
		}
		return runner.EnqueueChange(ctx, tx, change)
	})
	s.newsroom = &newsroom.Newsroom{DB: s.db, Site: s.base}
	s.editor, err = (&accounts.Accounts{DB: s.db}).Add(context.Background(), blog.Editor{Role: blog.Owner},
		blog.Editor{Email: "ada@council.example", Name: "Ada", Role: blog.Owner})
	must(s.B, err)
}

// serve starts the server and returns how long it took until it answered.
func (s *bench) serve() time.Duration {
	s.Helper()
	log, err := os.Create(filepath.Join(s.TempDir(), "log"))
	must(s.B, err)
	process := s.command("serve")
	process.Stdout, process.Stderr = log, log
	begun := time.Now()
	must(s.B, process.Start())
	s.process = process
	s.Cleanup(func() {
		if s.process == process {
			s.stop()
		}
	})
	ticker := time.NewTicker(time.Millisecond)
	defer ticker.Stop()
	for time.Since(begun) < patience {
		if r, err := http.Get(s.base + "/"); err == nil {
			must(s.B, r.Body.Close())
			if r.StatusCode == http.StatusOK {
				return time.Since(begun)
			}
		}
		<-ticker.C
	}
	s.Fatal("the server does not answer")
	return 0
}

func (s *bench) stop() {
	must(s.B, s.process.Process.Signal(syscall.SIGTERM))
	must(s.B, s.process.Wait())
	s.process = nil
}

func (s *bench) command(args ...string) *exec.Cmd {
	command := exec.Command(program, args...)
	command.Env, command.Dir = s.env, s.TempDir()
	return command
}

// draft writes a post that may be published at once.
func (s *bench) draft() blog.Post {
	s.Helper()
	post, err := s.newsroom.Draft(context.Background(), s.editor, newsroom.Draft{
		Title: "What we learned from one year of open data", Author: "Ada", Tags: []string{"open data", "learning"},
		Body: "Forty services, **three** surprises and one [list](https://council.example/list).\n\n" +
			"We asked who uses what we publish, and why. The answers changed what we do next.\n",
	})
	must(s.B, err)
	return post
}

func (s *bench) publish(draft blog.Post) blog.Post {
	s.Helper()
	post, err := s.newsroom.Publish(context.Background(), s.editor, draft.ID)
	must(s.B, err)
	return post
}

func (s *bench) exec(statement string, args ...any) {
	s.Helper()
	_, err := s.db.SQL().ExecContext(context.Background(), statement, args...)
	must(s.B, err)
}

func (s *bench) count(query string) (n int) {
	s.Helper()
	must(s.B, s.db.SQL().QueryRowContext(context.Background(), query).Scan(&n))
	return n
}

// await waits until a query counts nothing any more.
func (s *bench) await(query string) {
	s.Helper()
	deadline := time.After(4 * patience)
	ticker := time.NewTicker(glance)
	defer ticker.Stop()
	for s.count(query) > 0 {
		select {
		case <-ticker.C:
		case <-deadline:
			s.Fatal("waited in vain: " + query)
		}
	}
}

// pair is one measurement beside its baseline, taken in the same minute.
type pair struct{ inews, bare float64 }

func (p pair) ratio() float64 { return p.inews / p.bare }

// Aims, as they are printed.
const (
	atMost  = "aim-at-most"
	atLeast = "aim-at-least"
)

// report prints the pair with the median ratio, and what it is aimed to be. No
// time ever fails.
func report(b *testing.B, limit string, aim float64, unit string, pairs []pair) {
	b.Helper()
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Compare(a.ratio(), b.ratio()) })
	median := pairs[len(pairs)/2]
	b.ReportMetric(0, "ns/op") // of the whole round: it says nothing
	b.ReportMetric(aim, limit)
	b.ReportMetric(median.inews, "inews-"+unit)
	b.ReportMetric(median.bare, "bare-"+unit)
	b.ReportMetric(median.ratio(), "ratio")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func freeAddress(t testing.TB) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	return listener.Addr().String()
}
