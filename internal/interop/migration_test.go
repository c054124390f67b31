package interop

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pressly/goose/v3"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/comments"
	"inews/internal/fediverse"
	"inews/internal/postgres"
	"inews/migrations"
	"inews/web"
)

// rows is how many posts, comments and deliveries the migrated database holds.
var rows = flag.Int("rows", 10_000, "rows of each table in the test of migrations; the check names 100000")

// answersRead is how many pages are read before, between and after migrations.
const answersRead = 200

// firstSchema is the oldest schema that was ever delivered.
const firstSchema = 7

// next is a migration of the kind that comes after this program: it adds, and it
// changes what a statement that was prepared before would answer.
const next = `-- +goose Up
ALTER TABLE posts ADD COLUMN mood text NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN mood text;
CREATE INDEX comments_mood ON comments (plain, mood);
CREATE TABLE moods (name text PRIMARY KEY);
ALTER TABLE people ALTER COLUMN handle TYPE varchar(500);
ALTER TABLE posts ALTER COLUMN language TYPE varchar(100);
UPDATE posts SET mood = 'calm';
`

// broken is one that fails when it has done most of its work.
const broken = `-- +goose Up
ALTER TABLE posts ADD COLUMN half text NOT NULL DEFAULT '';
DROP INDEX posts_front;
UPDATE posts SET half = title;
SELECT 1 / (SELECT count(*) FROM posts WHERE title = 'There is no such post');
`

// Check 59: Migrations forward on a copy with 100 000 rows while serving;
// previous binary still reads; failed migration leaves the old version serving.
//
// This program stands for the previous one: it reads all the time while a
// migration that it does not know fails, and while one is applied, and after
// it. That proves that its prepared and unprepared queries bear columns, tables
// and indexes that are added, and columns of another type. It proves nothing
// about its writes: see TestCheck59OlderStatements. The real migrations go
// forward over the same rows before.
func TestCheck59Migrations(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(context.Background(), emptied(t), nil)
	check(t, err)
	t.Cleanup(func() { _ = db.Close() })
	m := &migrating{T: t, db: db}
	_, err = m.provider(migrations.Files).UpTo(context.Background(), firstSchema)
	check(t, err)
	m.fill(*rows)
	_, err = m.db.Migrate(context.Background())
	check(t, err)
	if m.version() != migrations.Latest {
		t.Errorf("the schema is %d, want %d", m.version(), migrations.Latest)
	}
	m.serve()
	m.reads(answersRead)

	schema, version := m.schema(), m.version()
	if err := m.apply(9998, broken); err == nil {
		t.Error("a migration that divides by zero is applied")
	}
	m.reads(answersRead)
	if m.schema() != schema || m.version() != version {
		t.Errorf("a migration that failed leaves another schema (version %d, before %d)", m.version(), version)
	}

	check(t, m.apply(9999, next))
	m.reads(answersRead)
	if m.schema() == schema || m.version() != 9999 {
		t.Errorf("the next migration is not applied: version %d", m.version())
	}
	m.end()
	for _, table := range []string{"posts", "comments", "deliveries"} {
		var n int
		check(t, db.SQL().QueryRowContext(context.Background(), `SELECT count(*) FROM `+table).Scan(&n))
		if n != *rows {
			t.Errorf("%d rows in %s, want %d", n, table, *rows)
		}
	}
}

// apply runs one migration that stands in no file.
func (m *migrating) apply(number int64, statements string) error {
	name := fmt.Sprintf("%04d_test.sql", number)
	provider := m.provider(fstest.MapFS{name: {Data: []byte(statements)}})
	_, err := postgres.Persist(func() (int, error) {
		_, err := provider.ApplyVersion(context.Background(), number, true)
		return 0, err
	})
	return err
}

// migrating is a database that is read while its schema changes.
type migrating struct {
	*testing.T
	db      *postgres.DB
	site    http.Handler
	read    atomic.Int64
	stop    context.CancelFunc
	readers sync.WaitGroup
}

func (m *migrating) provider(files fs.FS) *goose.Provider {
	m.Helper()
	provider, err := goose.NewProvider(goose.DialectPostgres, m.db.SQL(), files)
	check(m.T, err)
	return provider
}

// fill writes so many posts, with a comment each and a delivery.
func (m *migrating) fill(many int) {
	m.Helper()
	for _, statement := range []string{
		`INSERT INTO posts (form, state, slug, title, summary, body, html, plain, published_at)
		SELECT 'article', 'published', 'post-' || n, 'Post ' || n, 'About ' || n, 'Text', '<p>Text</p>', 'Text', now() - make_interval(mins => n)
		FROM generate_series(1, $1::int) AS n`,
		`INSERT INTO people (uri, host, inbox) SELECT 'https://h' || n || '.example/u', 'h' || n || '.example', 'https://h' || n || '.example/inbox'
		FROM generate_series(1, greatest(1, $1::int / 100)) AS n`,
		`INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, body)
		SELECT gen_random_uuid(), 'https://blog.example/ap/activities/' || p.id, 'Create', 'inews',
			'https://blog.example/ap/posts/' || p.object_id, p.id, true, '{}' FROM posts p LIMIT $1`,
		`INSERT INTO deliveries (activity_id, host, inbox, object_id)
		SELECT id, 'h1.example', 'https://h1.example/inbox', object_id FROM outbox_activities LIMIT $1`,
	} {
		_, err := m.db.SQL().ExecContext(context.Background(), statement, many)
		check(m.T, err)
	}
	_, err := m.db.SQL().ExecContext(context.Background(), `
		INSERT INTO comments (post_id, uri, path, origin, verdict, audience, name, plain, html)
		SELECT id, 'https://blog.example/ap/comments/' || id, '1', 'web', 'approved', 'public', 'Peggy', 'Well', '<p>Well</p>' FROM posts`)
	check(m.T, err)
}

// serve begins to read pages and documents, all the time.
func (m *migrating) serve() {
	m.Helper()
	bridge := &fediverse.Bridge{
		Addresses: fediverse.Addresses{Base: "https://blog.example", Handle: "inews"}, DB: m.db, Now: time.Now,
		Profile: fediverse.Profile{HandleDomain: "blog.example"},
	}
	bridge.Keys = &fediverse.KeyRing{DB: m.db, Addresses: bridge.Addresses, Now: time.Now}
	site, err := web.New(web.Options{
		DB: m.db, Comments: &comments.Comments{DB: m.db}, BaseURL: bridge.Base, Handle: "inews", HandleDomain: "blog.example",
		Federation: fediverse.NewSite(bridge, fediverse.Library{Bridge: bridge}, &inbox.Handler{}, &fediverse.Readers{}),
		Log:        slog.New(slog.NewTextHandler(m.Output(), nil)), // says why a page fails
	})
	check(m.T, err)
	m.site = site
	var object string
	check(m.T, m.db.SQL().QueryRowContext(context.Background(), `SELECT object_id FROM posts WHERE slug = 'post-1'`).Scan(&object))
	ctx, stop := context.WithCancel(context.Background())
	m.stop = stop
	m.Cleanup(m.end)
	for range 4 {
		m.readers.Go(func() {
			for ctx.Err() == nil {
				site.ForgetAll() // so that the database is asked
				post := fmt.Sprintf("/posts/post-%d", 1+rand.IntN(*rows))
				for _, path := range []string{"/", post, "/search?q=post", "/feed.rss", "/sitemap.xml"} {
					m.ask(path, "text/html")
				}
				for _, path := range []string{"/ap/actors/inews", "/ap/actors/inews/outbox?page=1", "/ap/posts/" + object, "/ap/posts/" + object + "/replies"} {
					m.ask(path, fed.MediaType)
				}
			}
		})
	}
}

func (m *migrating) ask(path, accept string) {
	r := httptest.NewRequest(http.MethodGet, "https://blog.example"+path, nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	m.site.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		m.Errorf("%s answers %d while the schema changes", path, w.Code)
	}
	m.read.Add(1)
}

// reads waits until so many more answers were given: for as long as it takes, if
// one comes now and then.
func (m *migrating) reads(many int64) {
	m.Helper()
	for enough := m.read.Load() + many; m.read.Load() < enough; {
		before := m.read.Load()
		await(m.T, "a page is read", func() bool { return m.read.Load() > before })
	}
}

func (m *migrating) end() {
	m.stop()
	m.readers.Wait()
}

// schema is every column, constraint and index, in words.
func (m *migrating) schema() (words string) {
	m.Helper()
	check(m.T, m.db.SQL().QueryRowContext(context.Background(), `
		SELECT string_agg(word, chr(10) ORDER BY word) FROM (
			SELECT concat_ws(' ', table_name, column_name, data_type, column_default, is_nullable) AS word
			FROM information_schema.columns WHERE table_schema = 'public'
			UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
			UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public') AS all_of_it`).Scan(&words))
	return words
}

func (m *migrating) version() int {
	m.Helper()
	version, err := m.db.Schema(context.Background())
	check(m.T, err)
	return version
}
