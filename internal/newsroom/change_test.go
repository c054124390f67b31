package newsroom

import (
	"testing"
	"time"

	"inews/internal/blog"
)

// Every verb records what it did (DESIGN §6), and who did it.
func TestEveryVerbRecordsItsChange(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	by := r.staff(t, "ada", blog.Owner)
	ctx := t.Context()
	var p blog.Post
	keep := func(saved blog.Post, err error) error { p = saved; return err }
	edit := func() error {
		return keep(r.Edit(ctx, by, p.ID, Draft{Title: p.Title, Body: p.Body + " More.", Version: p.Version}))
	}
	for _, test := range []struct {
		name    string
		do      func() error
		verb    blog.Verb
		subject blog.Subject
	}{
		{"Draft", func() error { return keep(r.Draft(ctx, by, example(1))) }, blog.Drafted, blog.PostSubject},
		{"Edit of a draft", edit, blog.Drafted, blog.PostSubject},
		{"Submit", func() error { return keep(r.Submit(ctx, by, p.ID, "", time.Time{})) }, blog.Submitted, blog.PostSubject},
		{"Recall", func() error { return keep(r.Recall(ctx, by, p.ID)) }, blog.TakenBack, blog.PostSubject},
		{"Submit again", func() error { return keep(r.Submit(ctx, by, p.ID, "", time.Time{})) }, blog.Submitted, blog.PostSubject},
		{"SendBack", func() error { return keep(r.SendBack(ctx, by, p.ID, "Shorter.")) }, blog.SentBack, blog.PostSubject},
		{"Date", func() error { return keep(r.Date(ctx, by, p.ID, blog.Dates{RecheckMonths: 6})) }, blog.Dated, blog.PostSubject},
		{"Schedule", func() error { return keep(r.Schedule(ctx, by, p.ID, noon.Add(time.Hour))) }, blog.Scheduled, blog.PostSubject},
		{"Unschedule", func() error { return keep(r.Unschedule(ctx, by, p.ID)) }, blog.TakenBack, blog.PostSubject},
		{"Publish", func() error { return keep(r.Publish(ctx, by, p.ID)) }, blog.Published, blog.PostSubject},
		{"Edit", edit, blog.Edited, blog.PostSubject},
		{"Translate", func() error { _, err := r.Translate(ctx, by, p.ID, "cy", biniau); return err }, blog.Translated, blog.PostSubject},
		{"DropTranslation", func() error { return r.DropTranslation(ctx, by, p.ID, "cy", 1) }, blog.Dropped, blog.PostSubject},
		{"Affirm", func() error { r.clock = r.clock.Add(time.Hour); return keep(r.Affirm(ctx, by, p.ID)) }, blog.Affirmed, blog.PostSubject},
		{"Note", func() error { return r.Note(ctx, by, blog.Note{PostID: p.ID, Words: "Hm."}) }, blog.Added, blog.NoteSubject},
		{"Pin", func() error { return keep(r.Pin(ctx, by, p.ID)) }, blog.Pinned, blog.PostSubject},
		{"Unpin", func() error { return keep(r.Unpin(ctx, by, p.ID)) }, blog.Unpinned, blog.PostSubject},
		{"Withdraw", func() error { return keep(r.Withdraw(ctx, by, p.ID, "")) }, blog.Withdrawn, blog.PostSubject},
		{"Reopen", func() error { return keep(r.Reopen(ctx, by, p.ID)) }, blog.Reopened, blog.PostSubject},
		{"SavePage", func() error { _, err := r.SavePage(ctx, by, blog.Page{Title: "About"}); return err }, blog.Edited, blog.PageSubject},
		{"SaveAuthor", func() error { _, err := r.SaveAuthor(ctx, by, blog.Author{Name: "Zed"}); return err }, blog.Edited, blog.AuthorSubject},
	} {
		before := r.lastChange(t)
		if err := test.do(); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		id := r.lastChange(t)
		if id != before+1 {
			t.Fatalf("%s recorded %d changes", test.name, id-before)
		}
		got, err := r.DB.ChangeByID(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		if got.Verb != test.verb || got.Subject != test.subject || got.Editor != by.ID || got.SubjectID == "" {
			t.Errorf("%s recorded %+v", test.name, got)
		}
		if test.subject == blog.PostSubject && got.PostID != p.ID {
			t.Errorf("%s names post %q", test.name, got.PostID)
		}
	}
}

func (r *room) lastChange(t *testing.T) (id int64) {
	t.Helper()
	if err := r.DB.SQL().QueryRow(`SELECT COALESCE(max(id), 0) FROM changes`).Scan(&id); err != nil {
		t.Fatal(err)
	}
	return id
}
