package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
)

// wrote has a reader write something.
func (f *floor) wrote(s mailing.Sent) blog.ReaderMessage {
	f.Helper()
	s.Opened = time.Now().Add(-time.Minute)
	m, _, err := (&mailing.Letterbox{DB: f.db, Site: base}).Send(f.Context(), s)
	f.check(err)
	return m
}

func benches() mailing.Sent {
	return mailing.Sent{
		Kind: blog.IdeaMessage, Title: "Benches on route 4", Words: "The walk is long.\nA bench would help.", Name: "Jean", Email: "jean@home.example", Named: true,
	}
}

// Staff see in which language the pages were from which somebody wrote.
func TestLanguageOfMessage(t *testing.T) {
	t.Parallel()
	f := newFloorIn(t, "cy")
	own, other := benches(), benches()
	own.Language, other.Language, other.Words = "en-GB", "cy", "Mae'r daith yn hir, a byddai mainc yn helpu."
	f.see(blog.Moderator, "/desk/messages/"+f.wrote(other).ID, "<dt>Language</dt>", "Welsh: that of the pages")
	if strings.Contains(f.see(blog.Moderator, "/desk/messages/"+f.wrote(own).ID), "<dt>Language</dt>") {
		t.Error("what everybody writes is told")
	}
}

// An idea goes through the desk to a post, which says how it stands.
func TestIdeaOnTheDesk(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	m := f.wrote(benches())
	at := "/desk/messages/" + m.ID
	f.see(blog.Moderator, "/desk", "1 idea", "of readers to look at")
	f.see(blog.Moderator, "/desk/messages", "Benches on route 4", m.Reference, "Jean")
	f.see(blog.Moderator, "/desk/comments", "Ideas")
	f.see(blog.Moderator, at, "A bench would help.", "jean@home.example", "May be named")
	body := f.refused(blog.Moderator, at+"/move", url.Values{"to": {"declined"}, "words": {" "}}, http.StatusUnprocessableEntity, "Say why")
	if !strings.Contains(body, `href="#words"`) {
		t.Error("the problem does not lead to its field")
	}
	f.refused(blog.Moderator, at+"/move", url.Values{"to": {"done"}, "words": {"Typed with care."}}, http.StatusConflict, "cannot become done", "Typed with care.")
	f.refused(blog.Managing, at+"/outcome", nil, http.StatusConflict, "nothing to publish")
	f.done(blog.Moderator, at+"/move", url.Values{"to": {"considered"}, "words": {""}})
	f.done(blog.Moderator, at+"/move", url.Values{"to": {"trial"}, "words": {"Two benches until May."}})
	f.see(blog.Moderator, at, "on trial", "Two benches until May.")
	if strings.Contains(f.see(blog.Moderator, at), "Begin a post about it") {
		t.Error("a moderator is offered to begin a post")
	}
	post := f.done(blog.Managing, at+"/outcome", nil)
	f.see(blog.Managing, post, "A draft is begun", "Benches on route 4", "> The walk is long.", "> A bench would help.", "— Jean", "YouSaidWeDid")
	f.see(blog.Managing, at, "When it is published, the sender is told where it is.")
	f.refused(blog.Managing, at+"/outcome", nil, http.StatusConflict, "already")
	form := text("Benches on route 4")
	form.Set("version", f.version(id(post)))
	form.Set("do", "publish")
	f.done(blog.Managing, "/desk/posts/"+id(post), form)
	f.see("", "/posts/benches-on-route-4", "You said, we did", "Being tried")
	f.see("", "/ideas", "Benches on route 4", "Being tried")
	f.see("", "/", "You said, we did (1)")
	f.done(blog.Moderator, at+"/move", url.Values{"to": {"done"}, "words": {"They stay."}})
	f.server.ForgetAll() // what the listener of each node does
	f.see("", "/posts/benches-on-route-4", "Done")

	second := f.wrote(mailing.Sent{Kind: blog.IdeaMessage, Title: "More seats", Words: "Seats along the way, please."})
	for _, to := range []string{"considered", "done"} {
		f.done(blog.Moderator, "/desk/messages/"+second.ID+"/move", url.Values{"to": {to}})
	}
	f.see(blog.Managing, "/desk/messages/"+second.ID, "Or say that a post tells it")
	f.done(blog.Managing, "/desk/messages/"+second.ID+"/outcome", url.Values{"post": {id(post)}})
	f.refused(blog.Managing, "/desk/messages/"+second.ID+"/outcome", url.Values{"post": {id(post)}}, http.StatusConflict, "already")
	f.see(blog.Moderator, "/desk/messages?show=done", "Benches on route 4", "More seats")
}

func TestContactOnTheDesk(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	m := f.wrote(mailing.Sent{Kind: blog.ContactMessage, Words: "When do the bins come?", Email: "jean@home.example"})
	at := "/desk/messages/" + m.ID
	f.see(blog.Moderator, "/desk/messages?show=contact", "When do the bins come?")
	f.refused(blog.Moderator, at, url.Values{"do": {"answer"}, "answer": {" "}}, http.StatusUnprocessableEntity, "Write something first")
	f.refused(blog.Moderator, at, url.Values{"do": {"dance"}}, http.StatusUnprocessableEntity, "Choose what to do")
	for _, step := range []url.Values{
		{"do": {"answer"}, "answer": {"On Mondays."}}, {"do": {"note"}, "note": {"Third time they ask."}}, {"do": {"assign"}, "editor": {f.editors[blog.Managing].ID}},
		{"do": {"close"}}, {"do": {"reopen"}}, {"do": {"spam"}}, {"do": {"unspam"}},
	} {
		f.done(blog.Moderator, at, step)
	}
	f.see(blog.Moderator, at, "On Mondays.", "Third time they ask.", "Editor Okafor", "Said who looks after it", "waiting")
	f.refused(blog.Moderator, at, url.Values{"do": {"assign"}, "editor": {f.editors[blog.Contributor].ID}}, http.StatusUnprocessableEntity, "Choose somebody")
	nobody := f.wrote(mailing.Sent{Kind: blog.ContactMessage, Words: "You are too slow."})
	f.see(blog.Moderator, "/desk/messages/"+nobody.ID, "left no address")
}

// A message may be a request under the law: its clock runs from the day on which it
// came, and each leads to the other.
func TestMessageAsRequest(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	m := f.wrote(mailing.Sent{Kind: blog.ContactMessage, Words: "Under the Freedom of Information Act: what did the benches cost?", Name: "Jean Poole", Email: "jean@home.example"})
	at := "/desk/messages/" + m.ID
	f.see(blog.Moderator, at, "Perhaps", "/desk/requests/new?message="+m.ID+"&kind=foi")
	f.see(blog.Moderator, "/desk/requests/new?message="+m.ID+"&kind=foi", "what did the benches cost", "jean@home.example", "Jean Poole", m.Reference, "20 working days")
	form := url.Values{"kind": {"foi"}, "message": {m.ID}, "words": {""}, "received": {time.Now().UTC().Format("2006-01-02T15:04")}, "owner": {f.editors[blog.Managing].ID}}
	path, _, _ := strings.Cut(f.done(blog.Moderator, "/desk/requests", form), "?")
	f.refused(blog.Moderator, "/desk/requests", form, http.StatusConflict, "already", m.Reference)
	f.see(blog.Moderator, at, "Treated as", path, "due ")
	f.see(blog.Moderator, path, "what did the benches cost", "working days left", at, m.Reference)
	f.done(blog.Moderator, at, url.Values{"do": {"answer"}, "answer": {"Nine hundred pounds."}})
	if w := f.get(blog.Moderator, path+"/bundle.zip"); w.Code != http.StatusOK {
		t.Errorf("the record is answered %d", w.Code)
	}
	f.refused(blog.Moderator, path, url.Values{"kind": {"foi"}, "received": {"yesterday"}, "name": {"Jean"}}, http.StatusUnprocessableEntity, m.Reference)
	f.done(blog.Moderator, at, url.Values{"do": {"spam"}})
	form.Set("kind", "complaint")
	f.refused(blog.Moderator, "/desk/requests", form, http.StatusConflict, "marked as spam")
}

// How useful a page is stands beside how far it came.
func TestOpinionsOnTheDesk(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	post := f.published("Useful things")
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	for _, useful := range []string{"yes", "yes", "no"} {
		f.wrote(mailing.Sent{Kind: blog.FeedbackMessage, Page: p.Path(), PostID: post, Useful: useful})
	}
	f.wrote(mailing.Sent{Kind: blog.FeedbackMessage, Page: p.Path(), PostID: post, Useful: "yes", Words: "More of it!"})
	f.see(blog.Moderator, "/desk/messages?show=feedback", "3</b> of 4", "Useful things", "More of it!")
	f.see(blog.Moderator, "/desk/posts/"+post+"/reach", "3 of 4", "found it useful")
}
