package newsroom

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// typed is a working copy of a text.
func typed(id, postID, body string, turn int) blog.WorkingCopy {
	return blog.WorkingCopy{ID: id, PostID: postID, Turn: turn, Fields: map[string][]string{"body": {body}}}
}

// What is typed is kept without a trace on the post, the newest turn wins, and
// nobody reads or writes what is somebody else's.
func TestWorkingCopies(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	ada, ben := r.staff(t, "ada", blog.Managing), r.staff(t, "ben", blog.Contributor)
	p := r.published(t, example(1))
	before, err := r.DB.Revisions(ctx, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	id := uuid.NewString()
	keep := func(by blog.Editor, c blog.WorkingCopy) error {
		_, err := r.KeepCopy(ctx, by, c)
		return err
	}
	said := func() string {
		t.Helper()
		c, err := r.DB.CopyByID(ctx, id, ada.ID)
		if err != nil {
			t.Fatal(err)
		}
		return c.Field("body")
	}
	wantKind(t, keep(ada, typed(id, p.ID, "One\x00", 1)), "", "")
	wantKind(t, keep(ada, typed(id, p.ID, "Three", 3)), "", "")
	wantKind(t, keep(ada, typed(id, p.ID, "Three", 3)), "", "") // sent again: its answer was lost
	wantKind(t, keep(ada, typed(id, p.ID, "Two", 2)), blog.Conflict, "")
	wantKind(t, keep(ben, typed(id, "", "Ben's", 9)), blog.Conflict, "")
	wantKind(t, keep(ben, typed(uuid.NewString(), p.ID, "Ben's", 1)), blog.Forbidden, "")
	wantKind(t, keep(blog.Editor{ID: ben.ID, Role: blog.Moderator}, typed(uuid.NewString(), "", "x", 1)), blog.Forbidden, "")
	wantKind(t, keep(ada, typed(uuid.NewString(), uuid.NewString(), "x", 1)), blog.NotFound, "")
	wantKind(t, keep(ada, typed(id, p.ID, strings.Repeat("x", maxCopy), 4)), blog.Invalid, "")
	if got := said(); got != "Three" {
		t.Errorf("the copy says %q", got)
	}
	if _, err := r.DB.CopyByID(ctx, id, ben.ID); blog.KindOf(err) != blog.NotFound {
		t.Errorf("somebody else's copy: %v", err)
	}
	wantKind(t, r.EndCopy(ctx, ben, id, 9), "", "")
	wantKind(t, r.EndCopy(ctx, ada, id, 2), "", "") // another window goes on
	if got := said(); got != "Three" {
		t.Errorf("the copy says %q after others ended it", got)
	}
	now, err := r.DB.PostByID(ctx, p.ID)
	if err != nil || now.Version != p.Version || now.Body != p.Body {
		t.Errorf("the post is version %d: %q, %v", now.Version, now.Body, err)
	}
	revisions, err := r.DB.Revisions(ctx, p.ID)
	if err != nil || len(revisions) != len(before) {
		t.Errorf("%d revisions, %v", len(revisions), err)
	}
	wantKind(t, r.EndCopy(ctx, ada, id, 3), "", "")
	wantKind(t, keep(ada, typed(id, p.ID, "Late", 4)), blog.Conflict, "")
	if ended, err := r.DB.HasEnded(ctx, id, ada.ID); err != nil || !ended {
		t.Errorf("ended is %v, %v", ended, err)
	}
}

// There is an end to what is kept: in number, and after a month.
func TestWorkingCopiesAreSwept(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	ben := r.staff(t, "ben", blog.Contributor)
	for n := range maxCopies + 2 {
		r.clock = r.clock.Add(time.Second)
		if _, err := r.KeepCopy(ctx, ben, typed(uuid.NewString(), "", strings.Repeat("x", n), 1)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := r.DB.CopiesOf(ctx, ben.ID, 1000)
	if err != nil || len(list) != maxCopies || len(list[0].Field("body")) != maxCopies+1 {
		t.Fatalf("%d copies are left, %v", len(list), err)
	}
	kept := blog.RetentionOf(blog.ClassCopies)
	wantKind(t, r.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Expire(ctx, kept.Class, r.clock.Add(-10*time.Second), 100)
		return err
	}), "", "")
	if list, err = r.DB.CopiesOf(ctx, ben.ID, 1000); err != nil || len(list) != 11 {
		t.Errorf("%d copies are left, %v", len(list), err)
	}
}

// That a copy has ended is remembered of the newest alone: whoever ends copies
// that there never were fills no table.
func TestEndedCopiesAreBounded(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	ben := r.staff(t, "ben", blog.Contributor)
	var last string
	for range maxEnded + 3 {
		r.clock, last = r.clock.Add(time.Second), uuid.NewString()
		wantKind(t, r.EndCopy(ctx, ben, last, 1), "", "")
	}
	var left int
	if err := r.DB.SQL().QueryRowContext(ctx, `SELECT count(*) FROM working_copies WHERE editor_id = $1`, ben.ID).Scan(&left); err != nil || left != maxEnded {
		t.Errorf("%d rows are left, %v", left, err)
	}
	if ended, err := r.DB.HasEnded(ctx, last, ben.ID); err != nil || !ended {
		t.Errorf("the last has ended: %v, %v", ended, err)
	}
}

// Whoever has a post open is seen by the others, as long as something is heard.
func TestPresence(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	ada, dev, ben := r.staff(t, "ada", blog.Managing), r.staff(t, "dev", blog.Managing), r.staff(t, "ben", blog.Contributor)
	p := r.published(t, example(1))
	o := blog.Opening{ID: uuid.NewString(), PostID: p.ID, Version: p.Version, Base: map[string][]string{"body": {p.Body}}}
	seen := func(by blog.Editor, want ...string) Company {
		t.Helper()
		c, err := r.Company(ctx, by, p.ID)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, other := range c.Others {
			names = append(names, other.Name)
		}
		if !slices.Equal(names, want) {
			t.Errorf("%s sees %q, want %q", by.Name, names, want)
		}
		return c
	}
	wantKind(t, r.Open(ctx, ben, o), blog.Forbidden, "")
	wantKind(t, r.Open(ctx, dev, o), "", "")
	seen(dev)
	if c := seen(ada, "dev"); !c.Others[0].Since.Equal(noon) || c.Last.Version != p.Version {
		t.Errorf("the company is %+v", c)
	}
	r.clock = noon.Add(silenceAlone)
	seen(ada)
	wantKind(t, r.Renew(ctx, dev, o), "", "")
	if c := seen(ada, "dev"); !c.Others[0].Since.Equal(noon) {
		t.Errorf("renewed, it is open since %s", c.Others[0].Since)
	}
	wantKind(t, r.AskToTakeOver(ctx, ben, p.ID), blog.Forbidden, "")
	wantKind(t, r.AskToTakeOver(ctx, ada, p.ID), "", "")
	if c := seen(dev); len(c.Asking) != 1 || c.Asking[0].Name != "ada" {
		t.Errorf("asked by %+v", c.Asking)
	}
	r.clock = r.clock.Add(silence)
	seen(ada)
	wantKind(t, r.Renew(ctx, ada, o), "", "") // somebody else's form stays theirs
	seen(dev)
	wantKind(t, r.Renew(ctx, dev, o), "", "")
	kept, err := r.DB.OpeningByID(ctx, o.ID, dev.ID)
	if err != nil || kept.Base["body"][0] != p.Body {
		t.Errorf("the opening is %+v, %v", kept, err)
	}
	wantKind(t, r.Leave(ctx, ada, o.ID), "", "")
	seen(ada, "dev")
	wantKind(t, r.Leave(ctx, dev, o.ID), "", "")
	seen(ada)
}
