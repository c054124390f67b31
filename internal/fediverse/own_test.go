package fediverse_test

import (
	"net/netip"
	"testing"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/comments"
)

// What a visitor wrote on the web is not sent, but servers may have fetched it:
// once readers saw it, its edits and its deletion by the visitor are told. What
// nobody saw, and what staff hide, is not.
func TestVisitorsCommentIsToldOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	peer := w.peer("alice@a.example")
	w.follows(peer)
	submit := func(text string) blog.Comment {
		c, err := w.staff.Submit(t.Context(), comments.Submission{
			PostID: w.postID, Text: text, Opened: time.Now().Add(-time.Minute), Address: netip.MustParseAddr("198.51.100.7"),
		})
		check(t, err)
		return c
	}
	moira := w.moira()
	told := func(c blog.Comment) (types []string) {
		t.Helper()
		changes, err := w.db.ChangesOf(t.Context(), blog.CommentSubject, c.ID)
		check(t, err)
		check(t, w.bridge.Tell(t.Context(), changes[len(changes)-1]))
		rows, err := w.db.SQL().QueryContext(t.Context(), "SELECT type FROM outbox_activities WHERE object_id = $1 ORDER BY created_at", c.URI)
		check(t, err)
		defer rows.Close()
		for rows.Next() {
			var kind string
			check(t, rows.Scan(&kind))
			types = append(types, kind)
		}
		return types
	}
	wants := func(what string, got []string, want ...string) {
		t.Helper()
		if len(got) != len(want) || len(got) > 0 && got[len(got)-1] != want[len(want)-1] {
			t.Errorf("%s: told %v, want %v", what, got, want)
		}
	}
	unseen := submit("Nobody has seen this.")
	_, err := w.staff.EditOwn(t.Context(), unseen.Link, "Nobody has seen this either.")
	check(t, err)
	wants("an edit of what waits", told(unseen))
	_, err = w.staff.RemoveOwn(t.Context(), unseen.Link)
	check(t, err)
	wants("a deletion of what waits", told(unseen))

	seen := submit("The bench at the chruch is broken.")
	approve := func() {
		t.Helper()
		_, err := w.staff.Approve(t.Context(), moira, seen.ID)
		check(t, err)
	}
	approve()
	wants("an approval", told(seen))
	_, err = w.staff.EditOwn(t.Context(), seen.Link, "The bench at the church is broken.")
	check(t, err)
	wants("a correction", told(seen), fed.UpdateType)
	_, err = w.staff.EditOwn(t.Context(), seen.Link, "Quite other words.")
	check(t, err)
	wants("an edit that waits", told(seen), fed.UpdateType)
	approve()
	wants("an edit that was approved", told(seen), fed.UpdateType, fed.UpdateType)
	_, err = w.staff.Hide(t.Context(), moira, seen.ID, "Off topic")
	check(t, err)
	wants("hidden by staff", told(seen), fed.UpdateType, fed.UpdateType)
	_, err = w.staff.RemoveOwn(t.Context(), seen.Link)
	check(t, err)
	wants("deleted by its writer", told(seen), fed.UpdateType, fed.UpdateType, fed.DeleteType)
}
