package newsroom

import (
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// told is what somebody was told on the desk, newest first, and by mail.
func (r *room) told(t *testing.T, e blog.Editor) (kinds []blog.NoticeKind, mails int) {
	t.Helper()
	list, err := r.DB.Notices(t.Context(), e.ID, 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range list {
		kinds = append(kinds, n.Kind)
	}
	if err := r.DB.SQL().QueryRow(`SELECT count(*) FROM mails WHERE address = $1`, e.Email).Scan(&mails); err != nil {
		t.Fatal(err)
	}
	return kinds, mails
}

// What is illegal cannot be stored, whoever writes it.
func TestIllegalReviewsAreUnstorable(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	by := r.staff(t, "chioma", blog.Contributor)
	p, err := r.Draft(t.Context(), by, example(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]string{
		"a review without a time":             `state = 'review'`,
		"a draft with a submission":           `submitted_at = now()`,
		"a draft with a word to the reviewer": `submitted_word = 'x'`,
		"a draft that is due":                 `submitted_due = now()`,
		"a review without a title":            `state = 'review', submitted_at = now(), title = ''`,
		"a state that there is not":           `state = 'approved'`,
		"a question without a pace":           `recheck_at = now()`,
		"a pace without a question":           `recheck_months = 6`,
		"an end for what is withdrawn":        `state = 'withdrawn', withdrawn_at = now(), take_down_at = now()`,
		"an end before the beginning":         `state = 'published', published_at = now(), take_down_at = now() - interval '1 hour'`,
		"an end before it goes out":           `state = 'scheduled', scheduled_at = now(), take_down_at = now() - interval '1 hour'`,
	} {
		if _, err := r.DB.SQL().Exec(`UPDATE posts SET `+set+` WHERE id = $1`, p.ID); err == nil || !strings.Contains(err.Error(), "check constraint") {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, insert := range map[string]string{
		"a note by nobody":           `INSERT INTO notes (post_id, words) VALUES ($1, 'x')`,
		"an empty note":              `INSERT INTO notes (post_id, editor_id, words) SELECT $1, id, '' FROM editors`,
		"a note resolved at no time": `INSERT INTO notes (post_id, editor_id, words, resolved_by) SELECT $1, id, 'x', id FROM editors`,
		"a link without its hash":    `INSERT INTO guest_links (post_id, name, token_hash, expires_at) VALUES ($1, 'x', '', now() + interval '1 day')`,
		"a link that has run out":    `INSERT INTO guest_links (post_id, name, token_hash, expires_at) VALUES ($1, 'x', sha256('x'), now() - interval '1 day')`,
		"a notice that leads away":   `INSERT INTO notices (editor_id, kind, post_id, words, path) SELECT id, 'noted', $1, 'x', 'https://evil.example' FROM editors`,
		"a notice of no kind":        `INSERT INTO notices (editor_id, kind, post_id, words, path) SELECT id, 'Gossip!', $1, 'x', '/desk' FROM editors`,
	} {
		if _, err := r.DB.SQL().Exec(insert, p.ID); err == nil || !strings.Contains(err.Error(), "check constraint") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Who may do what to a post in review.
func TestReviewRights(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	chioma, other := r.staff(t, "chioma", blog.Contributor), r.staff(t, "obi", blog.Contributor)
	dev, moira := r.staff(t, "dev", blog.Managing), r.staff(t, "moira", blog.Moderator)
	p, err := r.Draft(ctx, chioma, example(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []blog.Editor{other, moira} {
		_, err = r.Submit(ctx, by, p.ID, "", time.Time{})
		wantKind(t, err, blog.Forbidden, "")
	}
	if p, err = r.Submit(ctx, chioma, p.ID, "Please.", noon.AddDate(0, 0, 3)); err != nil || p.State != blog.StateReview {
		t.Fatalf("state %q, %v", p.State, err)
	}
	_, err = r.Submit(ctx, chioma, p.ID, "", time.Time{})
	wantKind(t, err, blog.Conflict, "")
	_, err = r.Edit(ctx, chioma, p.ID, Draft{Title: "Changed", Body: "Now.", Version: p.Version})
	wantKind(t, err, blog.Conflict, "")
	for _, by := range []blog.Editor{chioma, other, moira} {
		_, err = r.Publish(ctx, by, p.ID)
		wantKind(t, err, blog.Forbidden, "")
		_, err = r.SendBack(ctx, by, p.ID, "No.")
		wantKind(t, err, blog.Forbidden, "")
	}
	for _, by := range []blog.Editor{other, moira} {
		_, err = r.Recall(ctx, by, p.ID)
		wantKind(t, err, blog.Forbidden, "")
		wantKind(t, r.Note(ctx, by, blog.Note{PostID: p.ID, Words: "Hm."}), blog.NotFound, "")
	}
	if kinds, mails := r.told(t, dev); !slices.Equal(kinds, []blog.NoticeKind{blog.NoticeSubmitted}) || mails != 1 {
		t.Errorf("the editor was told %q, and by %d mails", kinds, mails)
	}
	if p, err = r.Recall(ctx, chioma, p.ID); err != nil || p.State != blog.StateDraft || p.Body == "" {
		t.Fatalf("taken back: %q, %v", p.State, err)
	}
	if want := []string{"draft", "submit", "take_back"}; !slices.Equal(r.trail(t, p), want) {
		t.Errorf("changes = %q, want %q", r.trail(t, p), want)
	}
}

// Each is told as they chose, in the transaction of what they are told of, and
// nobody of what they did themselves.
func TestNoticesAsChosen(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	chioma, dev := r.staff(t, "chioma", blog.Contributor), r.staff(t, "dev", blog.Managing)
	quiet, silent := r.staff(t, "quiet", blog.Managing), r.staff(t, "silent", blog.Owner)
	for e, way := range map[*blog.Editor]blog.NoticeChoice{&quiet: blog.OnDesk, &silent: blog.NotAtAll} {
		if err := r.ChooseNotices(ctx, *e, map[blog.NoticeKind]blog.NoticeChoice{blog.NoticeSubmitted: way}); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, r.ChooseNotices(ctx, dev, map[blog.NoticeKind]blog.NoticeChoice{blog.NoticeNoted: "pigeon"}), blog.Invalid, "noted")
	p, err := r.Draft(ctx, chioma, example(1))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Submit(ctx, chioma, p.ID, "", time.Time{}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		who         blog.Editor
		desk, mails int
	}{{dev, 1, 1}, {quiet, 1, 0}, {silent, 0, 0}, {chioma, 0, 0}} {
		if kinds, mails := r.told(t, test.who); len(kinds) != test.desk || mails != test.mails {
			t.Errorf("%s was told %q and by %d mails", test.who.Name, kinds, mails)
		}
	}
	// An approval that does not go through tells nobody.
	if _, err := r.DB.SQL().Exec(`UPDATE posts SET body = '' WHERE id = $1`, p.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Publish(ctx, dev, p.ID); err == nil {
		t.Fatal("published without a text")
	}
	if kinds, mails := r.told(t, chioma); len(kinds) != 0 || mails != 0 {
		t.Errorf("the writer was told %q of nothing", kinds)
	}
}
