package reach_test

import (
	"fmt"
	"testing"
	"time"

	"inews/internal/pgtest"
	"inews/internal/postgres"
	"inews/internal/reach"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// stage is a blog whose past is made by hand, and a clock that is set.
type stage struct {
	*testing.T
	db    *postgres.DB
	reach *reach.Reach
	now   time.Time
	made  int
}

func newStage(t *testing.T, now string) *stage {
	t.Helper()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{T: t, db: pgtest.New(t)}
	s.reach = &reach.Reach{DB: s.db, Zone: london, Now: func() time.Time { return s.now }}
	s.set(now)
	return s
}

func (s *stage) check(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// set sets the clock, in UTC.
func (s *stage) set(now string) {
	s.Helper()
	var err error
	s.now, err = time.Parse("2006-01-02 15:04:05", now)
	s.check(err)
}

func (s *stage) exec(query string, args ...any) {
	s.Helper()
	pgtest.Exec(s, s.db, query, args...)
}

func (s *stage) count(query string, args ...any) int {
	s.Helper()
	return pgtest.Count(s, s.db, query, args...)
}

// post publishes one at a time and returns its id.
func (s *stage) post(title, at string) (id string) {
	s.Helper()
	s.made++
	s.check(s.db.SQL().QueryRowContext(s.Context(), `
		INSERT INTO posts (form, state, slug, title, published_at) VALUES ('article', 'published', $1, $2, $3::timestamptz) RETURNING id`,
		fmt.Sprintf("post-%d", s.made), title, at+"+00").Scan(&id))
	return id
}

func (s *stage) person() (uri string) {
	s.Helper()
	s.made++
	uri = fmt.Sprintf("https://server%d.example/users/reader", s.made)
	s.exec(`INSERT INTO people (uri, host, inbox) VALUES ($1, $2, $1 || '/inbox')`, uri, fmt.Sprintf("server%d.example", s.made))
	return uri
}

func (s *stage) follower(at string) (uri string) {
	s.Helper()
	uri = s.person()
	s.exec(`INSERT INTO followers (person_uri, follow_id, since) VALUES ($1, $1 || '/follow', $2::timestamptz)`, uri, at+"+00")
	return uri
}

func (s *stage) comment(post, verdict, at string) {
	s.Helper()
	s.made++
	s.exec(`INSERT INTO comments (uri, post_id, path, origin, verdict, plain, received_at) VALUES ($1, $2, $1, 'web', $3, 'words', $4::timestamptz)`,
		fmt.Sprintf("/%d", s.made), post, verdict, at+"+00")
}

func (s *stage) reaction(post, kind, at string) {
	s.Helper()
	s.exec(`INSERT INTO reactions (kind, post_id, person_uri, activity_id, at) VALUES ($1, $2, $3, $3, $4::timestamptz)`, kind, post, s.person(), at+"+00")
}

// delivery ends one in the state.
func (s *stage) delivery(post, host, state, at string) {
	s.Helper()
	s.made++
	activity := fmt.Sprintf("00000000-0000-4000-8000-%012d", s.made)
	s.exec(`INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, body) VALUES ($1, $2, 'Create', 'inews', 'x', $3, true, '{}')`,
		activity, activity+"/uri", post)
	s.exec(`INSERT INTO deliveries (activity_id, host, inbox, object_id, state, done_at) VALUES ($1, $2, $2 || '/inbox', 'x', $3, $4::timestamptz)`,
		activity, host, state, at+"+00")
}

func (s *stage) read(day, path, post, source string, views int) {
	s.Helper()
	s.check(s.db.InTx(s.Context(), func(tx *postgres.Tx) error {
		return tx.AddPageViews(s.Context(), []postgres.PageViews{{Day: day, Path: path, PostID: post, Source: source, Views: views}})
	}))
}
