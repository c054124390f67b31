package interop

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// late is how long after its time a scheduled post may go out (acceptance 8).
const late = 5 * time.Second

// A scheduled post goes out within five seconds of its time, by the server that
// runs then, although the one that ran before was killed; not at all when it was
// taken back. A post whose end has come is withdrawn likewise, and the servers
// of followers are asked to delete it.
func TestScheduledPostsOutliveARestart(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node().start()
	anna := i.peer("anna")
	_, err := anna.Follow(within(t), n.actor())
	check(t, err)
	n.await("anna follows", func() bool { return n.desk.count("SELECT count(*) FROM followers") == 1 })
	ctx, room := context.Background(), n.desk.newsroom
	draft := func(title string) blog.Post {
		t.Helper()
		p, err := room.Draft(ctx, n.desk.editor, newsroom.Draft{Title: title, Body: "Words."})
		check(t, err)
		return p
	}
	out, back, ends := draft("Goes out"), draft("Taken back"), draft("Ends")
	_, err = room.Publish(ctx, n.desk.editor, ends.ID)
	check(t, err)
	n.kill9()
	// Zones are only words for an instant: this one is another day in Auckland.
	zone, err := time.LoadLocation("Pacific/Auckland")
	check(t, err)
	at := time.Now().Add(6 * time.Second).In(zone)
	for _, p := range []blog.Post{out, back} {
		_, err = room.Schedule(ctx, n.desk.editor, p.ID, at)
		check(t, err)
	}
	_, err = room.Date(ctx, n.desk.editor, ends.ID, blog.Dates{TakeDownAt: at})
	check(t, err)
	_, err = room.Unschedule(ctx, n.desk.editor, back.ID)
	check(t, err)
	n.start()
	n.await("it is out", func() bool {
		return n.desk.count("SELECT count(*) FROM posts WHERE id = $1 AND state = 'published'", out.ID) == 1
	})
	n.await("the other is down", func() bool {
		return n.desk.count("SELECT count(*) FROM posts WHERE id = $1 AND state = 'withdrawn'", ends.ID) == 1
	})
	p, err := n.desk.db.PostByID(ctx, out.ID)
	check(t, err)
	if behind := p.PublishedAt.Sub(at); behind < 0 || behind > late {
		t.Errorf("it went out %v after its time", behind)
	}
	ended, err := n.desk.db.PostByID(ctx, ends.ID)
	check(t, err)
	if behind := ended.WithdrawnAt.Sub(at); behind < 0 || behind > late {
		t.Errorf("it was taken down %v after its time", behind)
	}
	n.await("anna hears of both", func() bool {
		created, deleted := false, false
		for _, m := range anna.Received() {
			var a struct{ Type string }
			_ = json.Unmarshal(m.Body, &a) // what cannot be read is neither
			created = created || a.Type == "Create" && strings.Contains(string(m.Body), "Goes out")
			deleted = deleted || a.Type == "Delete" && strings.Contains(string(m.Body), ended.ObjectID)
		}
		return created && deleted
	})
	if p, err := n.desk.db.PostByID(ctx, back.ID); err != nil || p.State != blog.StateDraft {
		t.Errorf("what was taken back is %q, %v", p.State, err)
	}
	if code, _ := n.page("/posts/taken-back"); code != 404 {
		t.Errorf("its page answers %d", code)
	}
	n.noTrouble()
}
