package newsroom

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestPublish(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.published(t, Draft{Title: "Out", Body: strings.Repeat("A sentence of some length. ", 40)})
	if !p.Visible() || !p.PublishedAt.Equal(noon) || !p.EditedAt.IsZero() {
		t.Errorf("state %q, published %v, edited %v", p.State, p.PublishedAt, p.EditedAt)
	}
	if n := len(p.Summary); n == 0 || n > 300 || !strings.HasSuffix(p.Summary, ".") {
		t.Errorf("summary of %d characters: %q", n, p.Summary)
	}
	_, err := r.Publish(t.Context(), chief, p.ID)
	wantKind(t, err, blog.Conflict, "")

	old := noon.AddDate(-3, 0, 0)
	backdated := r.published(t, Draft{Title: "Old", Body: "From the old blog.", Published: old})
	if !backdated.PublishedAt.Equal(old) {
		t.Errorf("back-dated post published at %v", backdated.PublishedAt)
	}
	ahead := r.draft(t, Draft{Title: "Ahead", Body: "x", Published: noon.Add(time.Hour)})
	_, err = r.Publish(t.Context(), chief, ahead.ID)
	wantKind(t, err, blog.Invalid, "published")
	empty := r.draft(t, Draft{Title: "Empty"})
	_, err = r.Publish(t.Context(), chief, empty.ID)
	wantKind(t, err, blog.Invalid, "body")
	_, err = r.Publish(t.Context(), chief, "not-a-uuid")
	wantKind(t, err, blog.NotFound, "")
}

// An event without its facts is held to an event's rules, whichever verb asks.
func TestPublishHoldsEventsToTheirRules(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	c, err := r.Typeset(t.Context(), Draft{Form: blog.FormEvent, Title: "Seminar", Body: "Come."})
	if err != nil {
		t.Fatal(err)
	}
	var p blog.Post
	err = r.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		p, err = r.Begin(t.Context(), tx, chief, c)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = r.Publish(t.Context(), chief, p.ID)
	wantKind(t, err, blog.Invalid, "start")
	_, err = r.Schedule(t.Context(), chief, p.ID, noon.Add(time.Hour))
	wantKind(t, err, blog.Invalid, "start")
}

func TestWithdrawAndReopen(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.published(t, example(1))
	w, err := r.Withdraw(t.Context(), chief, p.ID, "wrong figures")
	if err != nil {
		t.Fatal(err)
	}
	if w.Visible() || !w.WithdrawnAt.Equal(noon) {
		t.Errorf("state %q at %v", w.State, w.WithdrawnAt)
	}
	// No read for the public finds it, under any of its names.
	if _, err := r.DB.PostBySlug(t.Context(), p.Slug); blog.KindOf(err) != blog.NotFound {
		t.Errorf("withdrawn post by slug: %v", err)
	}
	if _, err := r.DB.PostByObject(t.Context(), p.ObjectID); blog.KindOf(err) != blog.NotFound {
		t.Errorf("withdrawn post by wire id: %v", err)
	}
	d := example(1)
	d.Version = w.Version
	_, err = r.Edit(t.Context(), chief, p.ID, d)
	wantKind(t, err, blog.Conflict, "")
	changes, err := r.DB.ChangesOf(t.Context(), blog.PostSubject, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if last := changes[len(changes)-1]; last.Object != p.ObjectID || last.Reason != "wrong figures" {
		t.Errorf("withdrawal recorded as %+v", last)
	}
	o, err := r.Reopen(t.Context(), chief, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if o.State != blog.StateDraft || o.ObjectID == p.ObjectID || !o.PublishedAt.IsZero() {
		t.Errorf("reopened as %q, object %q, published %v", o.State, o.ObjectID, o.PublishedAt)
	}
	if _, err := r.Publish(t.Context(), chief, p.ID); err != nil {
		t.Fatal(err)
	}
	want := []string{"draft", "publish", "withdraw", "reopen", "publish"}
	if got := r.trail(t, p); !slices.Equal(got, want) {
		t.Errorf("changes = %q, want %q", got, want)
	}
}

func TestSchedule(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, example(1))
	_, err := r.Schedule(t.Context(), chief, p.ID, noon)
	wantKind(t, err, blog.Invalid, "scheduled_at")
	if p, err = r.Schedule(t.Context(), chief, p.ID, noon.Add(time.Hour)); err != nil || p.State != blog.StateScheduled {
		t.Fatalf("state %q, %v", p.State, err)
	}
	if n, err := r.PublishDue(t.Context()); n != 0 || err != nil {
		t.Errorf("%d published before their time, %v", n, err)
	}
	if p, err = r.Unschedule(t.Context(), chief, p.ID); err != nil || p.State != blog.StateDraft {
		t.Fatalf("state %q, %v", p.State, err)
	}
	r.clock = noon.Add(2 * time.Hour)
	if n, err := r.PublishDue(t.Context()); n != 0 || err != nil {
		t.Errorf("%d published that were taken back, %v", n, err)
	}
}

// Two nodes look at the same moment; each post goes out once.
func TestPublishDueOnce(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	const posts, nodes = 12, 4
	ids := make([]blog.Post, posts)
	for i := range ids {
		ids[i] = r.draft(t, example(i))
		if _, err := r.Schedule(t.Context(), chief, ids[i].ID, noon.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	r.clock = noon.Add(time.Hour)
	counts := make([]int, nodes)
	var wait sync.WaitGroup
	for node := range nodes {
		wait.Go(func() {
			n, err := r.PublishDue(t.Context())
			if err != nil {
				t.Error(err)
			}
			counts[node] = n
		})
	}
	wait.Wait()
	total := 0
	for _, n := range counts {
		total += n
	}
	if total != posts {
		t.Errorf("%d nodes published %v: %d of %d posts", nodes, counts, total, posts)
	}
	for _, p := range ids {
		if want := []string{"draft", "schedule", "publish"}; !slices.Equal(r.trail(t, p), want) {
			t.Errorf("changes = %q, want %q", r.trail(t, p), want)
		}
	}
}

// A post that came to break a rule while it waited holds nobody up.
func TestPublishDueTakesBackWhatBreaksARule(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	broken, sound := r.draft(t, example(1)), r.draft(t, example(2))
	for _, p := range []blog.Post{broken, sound} {
		if _, err := r.Schedule(t.Context(), chief, p.ID, noon.Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.DB.SQL().Exec(`UPDATE posts SET body = '' WHERE id = $1`, broken.ID); err != nil {
		t.Fatal(err)
	}
	r.clock = noon.Add(time.Hour)
	if n, err := r.PublishDue(t.Context()); n != 1 || err != nil {
		t.Errorf("published %d, %v; want the sound one", n, err)
	}
	p, err := r.DB.PostByID(t.Context(), broken.ID)
	if err != nil || p.State != blog.StateDraft {
		t.Errorf("the broken one is %q, %v", p.State, err)
	}
}

func TestSavePageAndAuthor(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	page, err := r.SavePage(t.Context(), chief, blog.Page{Title: "About us", Body: "We are *small*.", Position: 1})
	if err != nil || page.Slug != "about-us" || !strings.Contains(page.HTML, "<em>small</em>") {
		t.Errorf("page = %+v, %v", page, err)
	}
	_, err = r.SavePage(t.Context(), chief, blog.Page{Title: "About us", Body: "Another."})
	wantKind(t, err, blog.Invalid, "slug")
	first := page
	if page, err = r.SavePage(t.Context(), chief, page); err != nil || page.Version != first.Version+1 {
		t.Errorf("saved again: %+v, %v", page, err)
	}
	first.Body = "Theirs."
	_, err = r.SavePage(t.Context(), chief, first)
	wantKind(t, err, blog.Conflict, "")
	if now, err := r.DB.PageBySlug(t.Context(), page.Slug); err != nil || now.Body != page.Body {
		t.Errorf("it was overwritten: %+v, %v", now, err)
	}
	_, err = r.SavePage(t.Context(), chief, blog.Page{Slug: "../etc", Title: "x"})
	wantKind(t, err, blog.Invalid, "slug")
	_, err = r.SavePage(t.Context(), blog.Editor{Role: blog.Contributor}, page)
	wantKind(t, err, blog.Forbidden, "")
	a, err := r.SaveAuthor(t.Context(), chief, blog.Author{Name: "Zoë Ng", URL: "https://zoe.example"})
	if err != nil || a.Slug != "zoe-ng" || a.ID == "" {
		t.Errorf("author = %+v, %v", a, err)
	}
	_, err = r.SaveAuthor(t.Context(), chief, blog.Author{Name: "X", URL: "javascript:alert(1)"})
	wantKind(t, err, blog.Invalid, "url")
}
