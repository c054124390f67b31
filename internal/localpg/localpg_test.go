package localpg

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	_ "github.com/lib/pq" // the driver
)

// TestMain lets the test binary play the process that owns a cluster and is
// killed: "own DIR" starts one, says so and waits for ever.
func TestMain(m *testing.M) {
	if len(os.Args) == 3 && os.Args[1] == "own" {
		c, err := Start(context.Background(), Options{Dir: os.Args[2]})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println("started", c.server.cmd.Process.Pid)
		select {}
	}
	os.Exit(m.Run())
}

func start(t *testing.T, options Options) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Stop(context.Background()) }) // asserted where it matters
	return c
}

func ask(t *testing.T, c *Cluster, query string) string {
	t.Helper()
	db, err := sql.Open("postgres", c.URL(Database))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var answer string
	if err := db.QueryRowContext(t.Context(), query).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

// One cluster's whole life, in one test, since creating one takes most of a
// second.
func TestLife(t *testing.T) {
	dir := filepath.Join(openFolder(t), "postgres")
	c := start(t, Options{Dir: dir, Durable: true, Settings: map[string]string{"work_mem": "5MB"}})
	for query, want := range map[string]string{
		`SELECT current_database()`: Database,
		`SHOW listen_addresses`:     "",
		`SHOW server_encoding`:      "UTF8",
		`SHOW work_mem`:             "5MB",
		`SHOW fsync`:                "on",
		`SELECT LOWER('ÉŁŚ')`:       "éłś",
		`CREATE TABLE kept AS SELECT 'kept' AS word; SELECT word FROM kept`: "kept",
	} {
		if got := ask(t, c, query); got != want {
			t.Errorf("%s answered %q, want %q", query, got, want)
		}
	}
	// Nobody but the owner may come near the socket: there is no password.
	if info, err := os.Stat(c.sockets); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's folder is %v (%v), want mode 0700", info.Mode(), err)
	}

	t.Run("a second start shares the server", func(t *testing.T) { testShare(t, c, dir) })
	t.Run("a killed server's remains do not stop the next one", func(t *testing.T) { testCrash(t, c, dir) })
	t.Run("its number given to another program is not taken for it", func(t *testing.T) { testReusedNumber(t, c, dir) })
	t.Run("the server ends with a killed owner", func(t *testing.T) { testKilledOwner(t, dir) })
	t.Run("another version's data is refused", func(t *testing.T) { testOtherVersion(t, c, dir) })
}

func testShare(t *testing.T, c *Cluster, dir string) {
	t.Helper()
	second := start(t, Options{Dir: dir})
	if !second.Shared() || second.URL("x") != c.URL("x") {
		t.Errorf("shared is %t at %s, want the server at %s", second.Shared(), second.URL("x"), c.URL("x"))
	}
	if err := second.Stop(t.Context()); err != nil {
		t.Error(err)
	}
	if got := ask(t, c, `SELECT word FROM kept`); got != "kept" {
		t.Errorf("after the sharer's stop the table holds %q", got)
	}
}

func testCrash(t *testing.T, c *Cluster, dir string) {
	t.Helper()
	_ = c.server.cmd.Process.Kill()
	<-c.Done()
	if _, err := os.Stat(filepath.Join(c.Dir(), "postmaster.pid")); err != nil {
		t.Fatalf("no postmaster.pid is left: %v", err)
	}
	next := start(t, Options{Dir: dir})
	if got := ask(t, next, `SELECT word FROM kept`) + ask(t, next, `SHOW fsync`); got != "keptoff" {
		t.Errorf("after the crash the database answered %q", got)
	}
	if err := next.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func testReusedNumber(t *testing.T, c *Cluster, dir string) {
	t.Helper()
	remains := strconv.Itoa(os.Getpid()) + "\n" + c.Dir() + "\n1\n5432\n" + c.sockets + "\n\n1 1\nready\n"
	if err := os.WriteFile(filepath.Join(c.Dir(), "postmaster.pid"), []byte(remains), 0o644); err != nil {
		t.Fatal(err)
	}
	next := start(t, Options{Dir: dir})
	if next.Shared() {
		t.Error("the start shares a server that is not there")
	}
	if err := next.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func testKilledOwner(t *testing.T, dir string) {
	t.Helper()
	killOwner(t, dir)
	next := start(t, Options{Dir: dir})
	if next.Shared() {
		t.Error("the start shares the server of a dead owner")
	}
	if got := ask(t, next, `SELECT word FROM kept`); got != "kept" {
		t.Errorf("after the kill the table holds %q", got)
	}
	if err := next.Stop(t.Context()); err != nil {
		t.Error(err)
	}
}

func testOtherVersion(t *testing.T, c *Cluster, dir string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(c.Dir(), "PG_VERSION"), []byte("14\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(t.Context(), Options{Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "PostgreSQL 14") || !strings.Contains(err.Error(), "postgresql-14") {
		t.Errorf("the start says %v, want both versions and the package to install", err)
	}
}

// killOwner runs another process that owns the cluster, and kills it.
func killOwner(t *testing.T, dir string) {
	t.Helper()
	other := exec.Command(os.Args[0], "own", dir)
	other.Stderr = os.Stderr
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	var server int
	_, scanned := fmt.Fscanf(out, "started %d\n", &server)
	_ = other.Process.Signal(syscall.SIGKILL)
	_ = other.Wait() // it says that it was killed
	if scanned != nil {
		t.Fatalf("the other process did not start its cluster: %v", scanned)
	}
}

func TestTemporaryClusterLeavesNothing(t *testing.T) {
	// Short, as a real one is: a test's own folder has a long name.
	left, err := os.MkdirTemp("", temporaryName)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(left, ownerLock), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	c := start(t, Options{})
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the folder of a killed process is still there: %v", err)
	}
	if got := ask(t, c, `SELECT 1`); got != "1" {
		t.Errorf("the temporary cluster answered %q", got)
	}
	if err := c.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(c.Dir()); !os.IsNotExist(err) {
		t.Errorf("the temporary folder is still there: %v", err)
	}
}

func TestStartSaysWhatIsWrong(t *testing.T) {
	_, err := Start(t.Context(), Options{Settings: map[string]string{"work_mem": "much"}})
	if err == nil || !strings.Contains(err.Error(), "work_mem") {
		t.Errorf("a wrong setting is answered %v, want its name", err)
	}
	t.Setenv("PATH", "")
	if _, err := installedServers(nil); !errors.Is(err, ErrNoServer) || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("without a server the start says %v, want ErrNoServer and the package", err)
	}
}

// Two processes that start together on an empty folder make one cluster, which
// one of them owns.
func TestTwoStartsAtOnce(t *testing.T) {
	dir := openFolder(t)
	var both [2]*Cluster
	var starts sync.WaitGroup
	for i := range both {
		starts.Go(func() {
			c, err := Start(t.Context(), Options{Dir: dir})
			if err != nil {
				t.Errorf("start: %v", err)
				return
			}
			both[i] = c
		})
	}
	starts.Wait()
	owners := 0
	for _, c := range both {
		if c == nil {
			continue
		}
		t.Cleanup(func() { _ = c.Stop(context.Background()) }) // asserted in TestLife
		if !c.Shared() {
			owners++
		}
		if got := ask(t, c, `SELECT 1`); got != "1" {
			t.Errorf("one of the two is answered %q", got)
		}
	}
	if owners != 1 {
		t.Errorf("%d of two starts own the cluster, want 1", owners)
	}
}
