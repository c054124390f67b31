package interop

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	fed "inews/federation"
)

// Numbers of the ordeals.
const (
	kills        = 20
	subscribers  = 500
	killsPerPost = 5 // each post lives through so many of them

	killsAmongReplies = 10
	replies           = 1000
	repliers          = 5 // people who write them
)

// Check 50: Kill −9 at 20 random points while publishing to 500 inboxes, restart:
// each inbox gets the post ≥ 1 time, same id; none lost; none without its post
// row. Who publishes is killed at random, too.
func TestCheck50KilledWhilePublishing(t *testing.T) {
	t.Parallel()
	random := chance(t)
	i := newInternet(t)
	n := i.node("INEWS_LOG=info").start()
	letterboxes := i.letterboxes(n, subscribers)
	for kill := range kills {
		switch kill % killsPerPost {
		case 0:
			n.publish("post", fmt.Sprintf("---\ntitle: News %d\n---\nText.\n", kill))
		case 2:
			n.publishKilled(fmt.Sprintf("---\ntitle: Perhaps news %d\n---\nText.\n", kill), random(500))
		}
		pause(t, random(400))
		n.kill9()
		n.desk.leasesRunOut()
		n.start()
	}
	n.await("everything is told and delivered", func() bool {
		return n.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`) == 0 &&
			n.desk.count(`SELECT count(*) FROM posts WHERE state = 'published'`) ==
				n.desk.count(`SELECT count(DISTINCT object_id) FROM outbox_activities WHERE type = 'Create'`)
	})
	posts := n.desk.posts()
	if sure := kills / killsPerPost; len(posts) < sure || len(posts) > 2*sure {
		t.Errorf("%d posts stand, want the %d that were published, or up to as many more", len(posts), sure)
	}
	letterboxes.haveEach(posts)
	n.noTrouble()
}

// Check 51: Kill −9 during 1000 inbound activities that were answered 202: all
// applied exactly once.
func TestCheck51KilledWhileReceiving(t *testing.T) {
	t.Parallel()
	random := chance(t)
	i := newInternet(t)
	n := i.node("INEWS_LOG=info").start()
	post := n.publish("post", "---\ntitle: What do you think?\n---\nTell us.\n")
	crowd := i.crowd(n, post.Object)
	for range killsAmongReplies {
		crowd.release(replies / killsAmongReplies)
		pause(t, random(600))
		n.kill9()
		n.desk.leasesRunOut()
		n.start()
	}
	crowd.wait()
	n.await("everything is applied", func() bool {
		return n.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0
	})
	n.desk.hasEach(crowd.accepted())
	if got := n.desk.count(`SELECT count(*) FROM posts`); got != 1 {
		t.Errorf("%d posts, want 1", got)
	}
	n.noTrouble()
}

// chance gives random times of up to so many milliseconds, and tells the seed.
func chance(t *testing.T) func(milliseconds int) time.Duration {
	seed := uint64(time.Now().UnixNano())
	t.Logf("the moments come from seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	return func(milliseconds int) time.Duration {
		return time.Duration(random.IntN(milliseconds)) * time.Millisecond
	}
}

// publishKilled begins to publish a post by the command line, and kills the
// command after a while, whether or not it is done.
func (n *node) publishKilled(markdown string, after time.Duration) {
	n.Helper()
	file := filepath.Join(n.TempDir(), "post.md")
	check(n.T, os.WriteFile(file, []byte(markdown), 0o600))
	command := n.command("post", "publish", file)
	check(n.T, command.Start())
	pause(n.T, after)
	_ = command.Process.Kill() // it may have ended
	_ = command.Wait()
}

// posts are the ids of all that are published.
func (d *desk) posts() []fed.ID {
	d.Helper()
	rows, err := d.db.SQL().QueryContext(context.Background(), `SELECT object_id FROM posts WHERE state = 'published'`)
	check(d.T, err)
	var posts []fed.ID
	for rows.Next() {
		var id string
		check(d.T, rows.Scan(&id))
		posts = append(posts, fed.ID(d.base+"/ap/posts/"+id))
	}
	check(d.T, rows.Err())
	return posts
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
