// Package pgtest gives each test a database of its own, on a private server
// that one test binary starts and ends: real commits, real notices, in parallel.
package pgtest

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"inews/internal/jobs"
	"inews/internal/localpg"
	"inews/internal/postgres"
)

// template is the database with the whole schema that all others are copied
// from: a copy takes a tenth of the time of migrating.
const template = localpg.Database

// server is what Main starts and New copies from. It is a variable of the
// package because a test binary has exactly one.
var server struct {
	sync.Once
	cluster *localpg.Cluster
	err     error
	copies  atomic.Int64
}

// Main runs the tests of a package, ends the server afterwards and does what
// else is to be done at the end. Call it from TestMain in each package that
// uses New.
func Main(m *testing.M, after ...func()) {
	code := m.Run()
	for _, do := range after {
		do()
	}
	if server.cluster != nil {
		if err := server.cluster.Stop(context.Background()); err != nil {
			log.Print(err)
		}
	}
	os.Exit(code)
}

// New returns a database with the current schema and nothing in it. It goes
// with the test.
func New(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), URL(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// URL makes such a database and returns its address, for a program that opens
// it by itself.
func URL(t testing.TB) string {
	t.Helper()
	server.Do(func() { server.err = start(context.Background()) })
	if server.err != nil {
		t.Fatal(server.err)
	}
	name := fmt.Sprintf("inews_test_%d", server.copies.Add(1))
	admin(t, "CREATE DATABASE "+name+" TEMPLATE "+template+" STRATEGY file_copy")
	t.Cleanup(func() { admin(t, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return server.cluster.URL(name)
}

func start(ctx context.Context) error {
	var err error
	server.cluster, err = localpg.Start(ctx, localpg.Options{Settings: map[string]string{"max_connections": "300"}})
	if err != nil {
		return err
	}
	db, err := postgres.Open(ctx, server.cluster.URL(template), nil)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Migrate(ctx); err != nil {
		return err
	}
	_, err = jobs.Migrate(ctx, db)
	return err
}

// admin runs a statement that no transaction may hold.
func admin(t testing.TB, statement string) {
	t.Helper()
	db, err := postgres.Open(context.Background(), server.cluster.URL("postgres"), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.SQL().ExecContext(context.Background(), statement); err != nil && !strings.Contains(err.Error(), "shutting down") {
		t.Fatal(err)
	}
}
