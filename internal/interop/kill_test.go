package interop

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	fed "inews/federation"
)

// Numbers of the ordeal.
const (
	kills        = 20
	subscribers  = 200
	replies      = 500
	repliers     = 5 // people who write them
	killsPerPost = 4 // each post lives through so many of them
)

// Kill −9 at 20 random moments while publishing to 200 inboxes and while
// receiving 500 replies: every inbox gets every post under one id, in the same
// bytes; every reply that was answered 202 is applied exactly once, and every
// post stands once.
func TestKilled(t *testing.T) {
	t.Parallel()
	seed := uint64(time.Now().UnixNano())
	t.Logf("the moments come from seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	i := newInternet(t)
	n := i.node("INEWS_LOG=info").start()
	first := n.publish("post", "---\ntitle: What do you think?\n---\nTell us.\n")
	n.await("the first post is told of, to nobody", func() bool {
		return n.desk.count(`SELECT count(*) FROM outbox_activities`) == 1
	})
	letterboxes := i.letterboxes(n, subscribers)
	crowd := i.crowd(n, first.Object)
	var posts []fed.ID
	for kill := range kills {
		if kill%killsPerPost == 0 {
			posts = append(posts, n.publish("post", fmt.Sprintf("---\ntitle: News %d\n---\nText.\n", kill)).Object)
		}
		crowd.release(replies / kills)
		pause(t, time.Duration(random.IntN(400))*time.Millisecond)
		n.kill9()
		n.desk.leasesRunOut()
		n.start()
	}
	crowd.wait()
	n.await("everything is delivered and applied", func() bool {
		return n.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`)+
			n.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0 &&
			n.desk.count(`SELECT count(DISTINCT object_id) FROM outbox_activities WHERE type = 'Create'`) == len(posts)+1
	})
	letterboxes.haveEach(posts)
	n.desk.hasEach(crowd.accepted())
	if got := n.desk.count(`SELECT count(*) FROM posts`); got != len(posts)+1 {
		t.Errorf("%d posts, want %d", got, len(posts)+1)
	}
	n.noTrouble()
}

// leasesRunOut lets the minutes pass after which the work of a process that was
// killed is tried by another.
func (d *desk) leasesRunOut() {
	d.Helper()
	d.await("the database has noticed", func() bool { // a statement that was under way goes on to its end
		return d.count(`
			SELECT count(*) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`) == 0
	})
	d.exec(`UPDATE deliveries SET lease_until = now() - interval '1 second', run_at = least(run_at, now()) WHERE state = 'waiting'`)
	d.exec(`UPDATE inbox_items SET lease_until = now() - interval '1 second', run_at = least(run_at, now()) WHERE state = 'waiting'`)
	d.exec(`UPDATE hosts SET open_until = now() WHERE open_until IS NOT NULL`)
}

// hasEach checks that each reply was applied exactly once.
func (d *desk) hasEach(notes []fed.ID) {
	d.Helper()
	if len(notes) != replies {
		d.Errorf("%d replies were answered 202, want all %d in the end", len(notes), replies)
	}
	rows, err := d.db.SQL().QueryContext(context.Background(), `
		SELECT c.uri, count(ch.id) FROM comments c
		LEFT JOIN changes ch ON ch.subject = 'comment' AND ch.subject_id = c.id::text
		GROUP BY c.id, c.uri`)
	check(d.T, err)
	times := map[fed.ID]int{}
	for rows.Next() {
		var uri fed.ID
		var received int
		check(d.T, rows.Scan(&uri, &received))
		times[uri] += received
	}
	check(d.T, rows.Err())
	wrong := 0
	for _, note := range notes {
		if times[note] != 1 {
			wrong++
		}
	}
	if wrong > 0 || len(times) != len(notes) {
		d.Errorf("%d replies were not applied exactly once; %d comments, want %d", wrong, len(times), len(notes))
	}
}

// pause waits for a time that is itself what is tested.
func pause(t *testing.T, d time.Duration) {
	t.Helper()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-t.Context().Done():
	}
}

// letterboxes are the inboxes of followers on servers that do nothing else.
type letterboxes struct {
	*testing.T
	got []*journalOf // by inbox
}

// letterboxes makes n followers of the blog, each on a host of its own.
func (i *internet) letterboxes(n *node, many int) *letterboxes {
	i.Helper()
	all := &letterboxes{T: i.T}
	for range many {
		box := &journalOf{}
		server, err := i.network.Serve("localhost:0", http.HandlerFunc(box.take))
		check(i.T, err)
		all.got = append(all.got, box)
		n.desk.exec(`
			INSERT INTO people (uri, host, inbox, shared_inbox) VALUES ($1, $2, $1 || '/inbox', $1 || '/inbox')`,
			server.ID("/users/reader"), server.Host)
		n.desk.exec(`INSERT INTO followers (person_uri, follow_id) VALUES ($1, $1 || '/follow')`, server.ID("/users/reader"))
	}
	return all
}

// haveEach checks that every letterbox has each post, under one id and in the
// same bytes as every other.
func (l *letterboxes) haveEach(posts []fed.ID) {
	l.Helper()
	first := l.got[0].all()
	for at, box := range l.got {
		got := box.all()
		for _, post := range posts {
			if len(got[post]) != 1 {
				l.Errorf("inbox %d has post %s in %d versions, want 1", at, post, len(got[post]))
			}
			for bytes := range got[post] {
				if !first[post][bytes] {
					l.Errorf("inbox %d has post %s in other bytes than inbox 0", at, post)
				}
			}
		}
		if len(got) != len(posts) {
			l.Errorf("inbox %d was told of %d objects, want %d", at, len(got), len(posts))
		}
	}
}
