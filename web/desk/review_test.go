package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"inews/internal/blog"
)

// handedIn is a form whose button submits it for review.
func handedIn(form url.Values) url.Values {
	form.Set("do", "submit")
	return form
}

// review is the form of the review page with the version that it showed.
func (f *floor) answer(id string, values url.Values) url.Values {
	values.Set("version", f.version(id))
	return values
}

// A contributor hands a post in and an editor sends it back, gets it again and
// publishes it; each is told of what the other did.
func TestReviewFromDraftToPublished(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	form := handedIn(text("Benches that talk"))
	form.Set("word", "Is the second heading clear?")
	form.Set("due", "2099-12-03")
	to := f.done(blog.Contributor, "/desk/posts", form)
	if !strings.HasSuffix(to, "done=submitted") {
		t.Fatalf("submitting leads to %s", to)
	}
	post := id(to)
	page := "/desk/posts/" + post + "/review"
	f.see(blog.Contributor, to, "Submitted for review", "In review", "Take it back and save")
	f.see(blog.Managing, "/desk", "To review:", "Benches that talk", "needed by Thu 3 Dec")
	f.see(blog.Managing, "/desk/posts?state=review", "Benches that talk", "In review")
	f.see(blog.Managing, "/desk/notices", "Contributor Okafor submitted “Benches that talk” for review, and needs it by Thursday 3 December.", "Mark all as read")
	if body := f.see(blog.Contributor, "/desk/notices"); strings.Contains(body, "submitted") {
		t.Error("whoever submitted it was told of it")
	}
	f.see(blog.Managing, page, "Submitted by", "Is the second heading clear?", "Approve and publish", "Checks", "How it will look")

	f.refused(blog.Managing, page, f.answer(post, url.Values{"do": {"send_back"}, "reason": {" "}}), http.StatusUnprocessableEntity, "Say what should be changed")
	f.done(blog.Managing, page, f.answer(post, url.Values{"do": {"send_back"}, "reason": {"Name the street, please."}}))
	f.see(blog.Contributor, "/desk/notices", "Editor Okafor sent “Benches that talk” back: Name the street, please.")
	f.see(blog.Contributor, "/desk/posts/"+post, "Sent back by Editor Okafor", "Name the street, please.", "Notes")

	again := handedIn(text("Benches that talk"))
	again.Set("version", f.version(post))
	again.Set("body", "In Mill Street.")
	f.done(blog.Contributor, "/desk/posts/"+post, again)
	old := f.answer(post, url.Values{"do": {"publish"}})
	edit := text("Benches that talk to you")
	edit.Set("version", f.version(post))
	f.done(blog.Owner, "/desk/posts/"+post, edit)
	f.refused(blog.Managing, page, old, http.StatusConflict, "changed while you looked at it", "Benches that talk to you")
	f.done(blog.Managing, page, f.answer(post, url.Values{"do": {"publish"}}))
	f.see(blog.Contributor, "/desk/notices", "Editor Okafor published “Benches that talk to you”.")
	f.see(blog.Managing, "/desk/posts/"+post+"/history", "submitted “Benches", "sent “Benches", "published “Benches", "Name the street, please.")
	f.refused(blog.Managing, page, f.answer(post, url.Values{"do": {"publish"}}), http.StatusConflict, "waits for nobody")
	var mails int
	f.check(f.db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM mails WHERE address = 'contributor@council.example'`).Scan(&mails))
	if mails != 2 { // sent back, published
		t.Errorf("the contributor gets %d mails", mails)
	}
}

// What is typed into a post that is in review is not lost: it is shown again,
// and one button takes the post back and saves it.
func TestTextInReviewIsNotLost(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	post := id(f.done(blog.Contributor, "/desk/posts", handedIn(text("Bins"))))
	edit := text("Bins, and more")
	edit.Set("version", f.version(post))
	edit.Set("body", "Words that took an hour.")
	edit.Set("do", "save")
	f.refused(blog.Contributor, "/desk/posts/"+post, edit, http.StatusConflict, "in review", "Words that took an hour.", "Take it back and save")
	edit.Set("do", "recall")
	f.done(blog.Contributor, "/desk/posts/"+post, edit)
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	if p.State != blog.StateDraft || p.Body != "Words that took an hour." || !p.Submission.At.IsZero() {
		t.Errorf("taken back, it is %s and says %q", p.State, p.Body)
	}
}

// A contributor publishes by no button and no address.
func TestContributorCannotApprove(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	post := id(f.done(blog.Contributor, "/desk/posts", handedIn(text("Mine"))))
	for _, do := range []string{"publish", "schedule", "send_back"} {
		form := f.answer(post, url.Values{"do": {do}, "at": {"2099-01-01T10:00"}, "reason": {"x"}})
		f.refused(blog.Contributor, "/desk/posts/"+post+"/review", form, http.StatusForbidden)
	}
	if p, err := f.db.PostByID(t.Context(), post); err != nil || p.State != blog.StateReview {
		t.Errorf("it is %s, %v", p.State, err)
	}
}

// Notes stand beside the text and on the review page, keep what was typed, and
// never reach a reader.
func TestNotesBesideTheText(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	post := id(f.done(blog.Contributor, "/desk/posts", text("Benches")))
	form := text("Benches, typed and not saved")
	form.Set("version", f.version(post))
	form.Set("do", "note")
	form.Set("note", "Who paid for them?")
	form.Set("note_quote", "Text with a link")
	w := f.post(blog.Managing, "/desk/posts/"+post, form)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "Who paid for them?") || !strings.Contains(body, "typed and not saved") {
		t.Fatalf("adding a note answers %d:\n%s", w.Code, core(body))
	}
	f.see(blog.Contributor, "/desk/notices", "Editor Okafor wrote a note on “Benches”: Who paid for them?")
	notes, err := f.db.NotesOn(t.Context(), post)
	f.check(err)
	if len(notes) != 1 || notes[0].Quote != "Text with a link" {
		t.Fatalf("the notes are %+v", notes)
	}
	path := "/desk/posts/" + post + "/notes"
	f.refused(blog.Contributor, path, url.Values{"note": {" "}}, http.StatusUnprocessableEntity, "Write the note first")
	f.done(blog.Contributor, path, url.Values{"note": {"The lottery did."}})
	f.done(blog.Contributor, path, url.Values{"do": {"resolve"}, "note_id": {notes[0].ID}})
	f.see(blog.Managing, "/desk/posts/"+post+"/review", "Resolved by Contributor Okafor", "The lottery did.", "Reopen")

	publish := text("Benches")
	publish.Set("version", f.version(post))
	publish.Set("do", "publish")
	f.done(blog.Managing, "/desk/posts/"+post, publish)
	f.server.ForgetAll()
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	for _, path := range []string{p.Path(), "/", "/feed.rss", "/feed.atom", "/feed.json", "/search?q=lottery"} {
		if body := f.get("", path).Body.String(); strings.Contains(body, "lottery did") || strings.Contains(body, "Who paid") {
			t.Errorf("a note is shown at %s", path)
		}
	}
}

// Dates are set for a post and an event; a time that the clocks skip is refused.
func TestDates(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	post := f.published("Roadworks")
	path := "/desk/posts/" + post + "/dates"
	f.refused(blog.Managing, path, url.Values{"take_down_at": {"2099-03-29T01:30"}, "zone": {"Europe/London"}, "recheck": {"6"}},
		http.StatusUnprocessableEntity, "does not exist", `value="2099-03-29T01:30"`)
	f.refused(blog.Managing, path, url.Values{"take_down_at": {"2001-01-01T10:00"}, "zone": {"Europe/London"}, "recheck": {"6"}},
		http.StatusUnprocessableEntity, "has passed")
	f.done(blog.Managing, path, url.Values{"take_down_at": {"2099-01-01T10:00"}, "zone": {"Europe/London"}, "recheck": {"6"}})
	f.see(blog.Managing, path, "It is set to be taken down on Thu 1 January 2099, 10:00 GMT", "You are asked next on")
	f.refused(blog.Contributor, path, url.Values{"recheck": {"6"}}, http.StatusForbidden)
	f.done(blog.Managing, path, url.Values{"take_down_at": {""}, "recheck": {"0"}})
	if p, err := f.db.PostByID(t.Context(), post); err != nil || p.Dates != (blog.Dates{}) {
		t.Errorf("emptied, the dates are %+v, %v", p.Dates, err)
	}
}

// A post that is scheduled for a time which comes twice that night says which of
// the two is meant.
func TestScheduleSaysWhichOfTwo(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	form := text("Night shift")
	form.Set("do", "schedule")
	form.Set("scheduled_zone", "Europe/London")
	form.Set("scheduled_at", "2099-03-29T01:30")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity, "does not exist")
	form.Set("scheduled_at", "2099-10-25T01:30")
	to := f.done(blog.Managing, "/desk/posts", form)
	f.see(blog.Managing, to, "Sun 25 October 2099, 01:30 BST", "comes twice: the first is meant")
}

// The trail is for those who publish, and is downloaded as it is shown.
func TestTrailOnTheDesk(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.published("=cmd|' /C calc'!A0")
	body := f.see(blog.Owner, "/desk/trail", "Editor Okafor", "published “=cmd|", "saved a draft of", "Download as CSV")
	if strings.Contains(f.see(blog.Owner, "/desk/trail?verb=withdraw"), "published “") || !strings.Contains(body, "/desk/trail.csv") {
		t.Error("the filter lets everything through")
	}
	f.see(blog.Owner, "/desk/trail?who=nobody&verb=nothing&from=yesterday&before=x", "published “=cmd|")
	w := f.get(blog.Managing, "/desk/trail.csv?verb=publish")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" || strings.Count(w.Body.String(), "\n") != 2 {
		t.Errorf("the file answers %d, %v:\n%s", w.Code, w.Header(), w.Body)
	}
	if w := f.get(blog.Contributor, "/desk/trail"); w.Code != http.StatusForbidden {
		t.Errorf("the trail answers a contributor %d", w.Code)
	}
}

// Notices are read one by one, or all of them; each chooses what they are told.
func TestNoticesAreReadAndChosen(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, title := range []string{"One", "Two", "Three"} {
		f.done(blog.Contributor, "/desk/posts", handedIn(text(title)))
	}
	unread := func(want int) {
		t.Helper()
		if n, err := f.db.CountUnread(t.Context(), f.editors[blog.Managing].ID); err != nil || n != want {
			t.Errorf("%d notices are unread, %v; want %d", n, err, want)
		}
	}
	unread(3)
	list, err := f.db.Notices(t.Context(), f.editors[blog.Managing].ID, 0, 10)
	f.check(err)
	newest := url.Values{"id": {strconv.FormatInt(list[0].ID, 10)}, "to": {list[0].Path}}
	if to := f.done(blog.Owner, "/desk/notices", newest); to != list[0].Path {
		t.Errorf("opening leads to %s", to)
	}
	unread(3) // another person's
	f.done(blog.Managing, "/desk/notices", newest)
	unread(2)
	newest.Set("to", "https://evil.example/")
	newest.Set("do", "all")
	if to := f.done(blog.Managing, "/desk/notices", newest); to != "/desk" {
		t.Errorf("marking all leads to %s", to)
	}
	unread(0)
	f.see(blog.Managing, "/desk/notices/choices", "A post waits for review", "On the desk and by e-mail")
	if body := f.see(blog.Contributor, "/desk/notices/choices", "Your post came back"); strings.Contains(body, "A post waits for review") {
		t.Error("a contributor chooses what they are never told")
	}
	f.done(blog.Managing, "/desk/notices/choices", url.Values{"submitted": {"nothing"}})
	f.done(blog.Contributor, "/desk/posts", handedIn(text("Four")))
	unread(0)
}

// An event goes the same way, held to an event's rules, and ends by itself too.
func TestEventIsReviewed(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	form := handedIn(text("Open day"))
	form.Set("timezone", "Europe/London")
	form.Set("start", "2099-05-01T10:00")
	f.refused(blog.Contributor, "/desk/events", form, http.StatusUnprocessableEntity, "Say where it takes place")
	form.Set("venue", "The Lab")
	event := id(f.done(blog.Contributor, "/desk/events", form))
	page := "/desk/posts/" + event + "/review"
	f.see(blog.Managing, page, "Open day", "Approve and publish", "The Lab")
	f.done(blog.Managing, page, f.answer(event, url.Values{"do": {"schedule"}, "at": {"2099-04-01T09:00"}, "zone": {"Europe/London"}}))
	f.see(blog.Contributor, "/desk/notices", "Editor Okafor scheduled “Open day”: it goes out on Wednesday 1 April 2099, 09:00 BST.")
	f.refused(blog.Managing, "/desk/posts/"+event+"/dates", url.Values{"take_down_at": {"2099-03-01T09:00"}, "zone": {"Europe/London"}, "recheck": {"0"}},
		http.StatusUnprocessableEntity, "It goes out only after this time")
	f.done(blog.Managing, "/desk/posts/"+event+"/dates", url.Values{"take_down_at": {"2099-06-01T09:00"}, "zone": {"Europe/London"}, "recheck": {"0"}})
}
