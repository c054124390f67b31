// Package localpg runs a private PostgreSQL cluster from the server binaries
// that are installed on this machine: for a newcomer who has set up no
// database, and for tests.
//
// The cluster listens on a Unix socket only, in a folder that nobody but its
// owner may enter, so it needs neither a port nor a password. PostgreSQL
// refuses to run as root; started by root, it runs as postgres, or else as
// nobody. It stops with the process that started it, however that one ends.
// Other processes on the same folder share it while it runs: the starter owns
// it, and its end is the end of the cluster for all.
package localpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// Database is the database that every new cluster holds.
const Database = "inews"

// superuser is the role that owns the cluster.
const superuser = "inews"

// ErrNoServer says that this machine has no usable PostgreSQL.
var ErrNoServer = errors.New("no PostgreSQL server found, version 15 or newer is needed: install it with \"apt-get install postgresql\", or set INEWS_DATABASE_URL")

// Options say where a cluster lives and how careful it is.
type Options struct {
	// Dir is the cluster's own folder, made when missing. Empty means a
	// temporary one, which Stop removes; what a killed process left behind, the
	// next one removes.
	Dir string
	// Durable makes a commit survive a power cut. Tests leave it off for speed.
	Durable bool
	// Log takes what the server writes; nil drops it.
	Log io.Writer
	// Settings are further server settings by name, stronger than our own.
	Settings map[string]string
}

// Cluster is a running server.
type Cluster struct {
	home      home
	sockets   string
	temporary string   // the folder to remove at the end, or ""
	owned     *os.File // the lock of the owner; nil when that is another process
	server    *server  // likewise
	stop      sync.Once
}

// Start starts the cluster, after creating it on the first start, or shares
// the one that another process runs in the same folder. ctx bounds the start
// alone. The error is ErrNoServer when PostgreSQL is not installed.
func Start(ctx context.Context, options Options) (*Cluster, error) {
	installed, err := installedServers(packageFolders)
	if err != nil {
		return nil, err
	}
	c := &Cluster{}
	if options.Dir == "" {
		if options.Dir, err = temporaryFolder(); err != nil {
			return nil, err
		}
		c.temporary = options.Dir
	}
	if err := c.start(ctx, installed, options); err != nil {
		c.leave()
		return nil, err
	}
	return c, nil
}

// start is Start without the temporary folder. Whoever starts does so alone:
// two that came together would both create the cluster.
func (c *Cluster) start(ctx context.Context, installed servers, options Options) (err error) {
	if c.home, err = openHome(options.Dir, systemFolder); err != nil {
		return err
	}
	starting, err := waitForLock(ctx, filepath.Join(c.home.dir, "start.lock"))
	if err != nil {
		return fmt.Errorf("wait for another start of the database: %w", err)
	}
	defer func() { _ = starting.Close() }() // which gives the lock back
	return c.home.eventually(ctx, func(running postmaster) error {
		if err := c.own(running); err != nil || c.owned == nil {
			return err
		}
		err := c.serve(ctx, running, installed, options)
		if err != nil {
			_ = c.owned.Close()
		}
		return err
	})
}

// own takes the lock of the owner or, while another process has it, shares
// what that one runs.
func (c *Cluster) own(running postmaster) (err error) {
	c.owned, err = lockFile(filepath.Join(c.home.dir, ownerLock))
	switch {
	case err == nil || !errors.Is(err, syscall.EWOULDBLOCK):
		return err
	case !running.answers():
		return errBusy
	}
	c.sockets = running.sockets
	return nil
}

// serve runs the server as its owner, after creating the cluster where there is
// none.
func (c *Cluster) serve(ctx context.Context, running postmaster, installed servers, options Options) error {
	if running.alive() {
		// Its owner was killed. On Linux the kernel has told it so already.
		_ = syscall.Kill(running.pid, syscall.SIGINT)
		return errBusy
	}
	binaries, err := installed.forData(c.home.data())
	if err != nil {
		return err
	}
	if err := c.home.prepare(ctx, binaries, options.Durable); err != nil {
		return err
	}
	if c.sockets, err = c.home.socketFolder(); err != nil {
		return err
	}
	c.server, err = c.home.start(ctx, binaries, c.sockets, options, c.owned)
	return err
}

// Dir is the server's data folder. It lies outside Options.Dir when the server
// could not have reached it there.
func (c *Cluster) Dir() string { return c.home.data() }

// Shared tells whether another process started the server and owns it.
func (c *Cluster) Shared() bool { return c.server == nil }

// Done is closed when the server has ended, asked or not. It is nil for a
// shared one.
func (c *Cluster) Done() <-chan struct{} {
	if c.server == nil {
		return nil
	}
	return c.server.done
}

// URL is the address of a database in the cluster, in the form that lib/pq
// reads. The database must exist; Database does.
func (c *Cluster) URL(database string) string {
	address := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database}
	address.RawQuery = url.Values{"host": {c.sockets}, "sslmode": {"disable"}}.Encode()
	return address.String()
}

// Stop shuts the server down: open transactions are rolled back, what is
// committed is written. When ctx ends first, the server stops at once and
// recovers at its next start. A shared server is left running.
func (c *Cluster) Stop(ctx context.Context) error {
	var err error
	c.stop.Do(func() {
		if c.server != nil {
			err = c.server.stop(ctx)
		}
		c.leave()
	})
	return err
}

// leave gives back the lock of the owner and removes a temporary folder.
func (c *Cluster) leave() {
	if c.temporary != "" {
		_ = os.RemoveAll(c.home.dir) // what stays, the next start sweeps
		_ = os.RemoveAll(c.temporary)
	}
	if c.owned != nil {
		_ = c.owned.Close()
	}
}
