package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inews/internal/accounts"
	"inews/internal/blog"
)

const chosen = "a lamp, a pear and a bus"

var joinLink = regexp.MustCompile(base + `/desk/join/[A-Za-z0-9_-]+`)

// arrives sends the form of somebody new and returns the answer.
func (f *floor) arrives(path string, form url.Values) *httptest.ResponseRecorder {
	f.Helper()
	if !form.Has("again") {
		form.Set("again", form.Get("password"))
	}
	return f.enter(path, form)
}

func invitee() url.Values {
	return url.Values{"name": {"Sam Lee"}, "email": {"sam@council.example"}, "role": {"moderator"}}
}

// An owner invites, gets a link to copy where there is no mail server, and
// whoever opens it is in, once.
func TestInvitationByLink(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk/staff", "Invite somebody", "No mail server is set", "Decides about comments")
	f.refused(blog.Owner, "/desk/staff", url.Values{"name": {"Sam"}, "email": {"editor@council.example"}, "role": {"moderator"}},
		http.StatusUnprocessableEntity, "is on the staff already")
	w := f.post(blog.Owner, "/desk/staff", invitee())
	link := strings.TrimPrefix(joinLink.FindString(w.Body.String()), base)
	if w.Code != http.StatusOK || link == "" || !strings.Contains(w.Body.String(), "copy this link and send it yourself") {
		t.Fatalf("the invitation answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	f.see(blog.Owner, "/desk/staff", "Sam Lee", "sam@council.example", "Good until", "Take back")
	if strings.Contains(f.see(blog.Owner, "/desk/staff"), link) {
		t.Error("the link is shown again")
	}
	before := f.dump()
	page := f.see("", link, "Owner Okafor invites you", "a <b>moderator</b>", "Sam Lee", "sam@council.example")
	if after := f.dump(); after != before {
		t.Errorf("opening the link changed something:\n%s", differing(before, after))
	}
	if strings.Contains(page, "desk-nav") {
		t.Error("a stranger sees the desk")
	}
	for words, form := range map[string]url.Values{
		"The two are not the same":    {"name": {"Sam Lee"}, "password": {chosen}, "again": {chosen + "!"}},
		"Choose at least":             {"name": {"Sam Lee"}, "password": {"pear"}},
		"Give the name":               {"name": {" "}, "password": {chosen}},
		"among the first that someb…": {"name": {"Sam Lee"}, "password": {"passwordpassword"}},
	} {
		w := f.arrives(link, form)
		words, _, _ = strings.Cut(words, "…")
		if w.Code != http.StatusUnprocessableEntity || session(w) != nil || !strings.Contains(w.Body.String(), words) {
			t.Errorf("%v answers %d:\n%s", form, w.Code, core(w.Body.String()))
		}
	}
	w = f.arrives(link, url.Values{"name": {"Samantha Lee"}, "password": {chosen}})
	if w.Code != http.StatusSeeOther || session(w) == nil || w.Header().Get("Location") != "/desk" {
		t.Fatalf("joining answers %d, to %q:\n%s", w.Code, w.Header().Get("Location"), core(w.Body.String()))
	}
	f.cookies["sam"] = session(w).Value
	f.see("sam", "/desk", "Samantha")
	if w := f.get("", link); w.Code != http.StatusGone || !strings.Contains(w.Body.String(), "ask whoever invited you") {
		t.Errorf("the used link answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	if body := f.see(blog.Owner, "/desk/staff", "Samantha Lee"); strings.Contains(body, "Invited, and not here yet") {
		t.Error("the invitation still waits")
	}
}

func TestInvitationByMail(t *testing.T) {
	f := newFloor(t)
	f.accounts.Letters = accounts.Letters{BaseURL: base, Name: "iNews", Sent: true}
	bad := invitee()
	bad.Set("email", "sam@intranet") // no message could go there
	f.refused(blog.Owner, "/desk/staff", bad, http.StatusUnprocessableEntity, "not an e-mail address")
	f.done(blog.Owner, "/desk/staff", invitee())
	f.see(blog.Owner, "/desk/staff?done=invited", "The invitation is on its way", "sent by e-mail", "Send again")
	first := f.lastLetter()
	list, err := f.db.Invitations(t.Context())
	f.check(err)
	path := "/desk/invitations/" + list[0].ID
	f.done(blog.Owner, path+"/renew", nil)
	second := f.lastLetter()
	if w := f.get("", first); first == second || w.Code != http.StatusGone {
		t.Errorf("the older link answers %d", w.Code)
	}
	w := f.post(blog.Owner, path+"/renew", url.Values{"by": {"link"}})
	third := strings.TrimPrefix(joinLink.FindString(w.Body.String()), base)
	if w.Code != http.StatusOK || third == "" || f.lastLetter() != second {
		t.Errorf("a link to copy answers %d", w.Code)
	}
	f.done(blog.Owner, path+"/remove", nil)
	for _, link := range []string{second, third} {
		if w := f.get("", link); w.Code != http.StatusGone {
			t.Errorf("a link that was taken back answers %d", w.Code)
		}
	}
}

// lastLetter is the link in the newest mail.
func (f *floor) lastLetter() string {
	f.Helper()
	var body string
	f.check(f.db.SQL().QueryRowContext(f.Context(), `SELECT body FROM mails ORDER BY id DESC LIMIT 1`).Scan(&body))
	return strings.TrimPrefix(joinLink.FindString(body), base)
}

// newEmptyFloor is a floor on which nobody has been.
func newEmptyFloor(t *testing.T) *floor {
	t.Helper()
	f := newFloor(t)
	for _, statement := range []string{"DELETE FROM sessions", "DELETE FROM sign_in_links", "DELETE FROM changes", "DELETE FROM editors"} {
		_, err := f.db.SQL().ExecContext(t.Context(), statement)
		f.check(err)
	}
	return f
}

// On an empty server the desk says where the way in is, and nobody finds one
// without the token of the log.
func TestFirstOwnerArrives(t *testing.T) {
	f := newEmptyFloor(t)
	if to := f.get("", "/desk").Header().Get("Location"); !strings.HasPrefix(to, "/desk/sign-in") {
		t.Errorf("the desk leads a stranger to %q", to)
	}
	f.see("", "/desk/sign-in", "is not set up yet", "inews setup", base+"/desk/setup/")
	if w := f.get("", "/desk/setup/guess"); w.Code != http.StatusGone || strings.Contains(w.Body.String(), "<form") {
		t.Errorf("a guess answers %d", w.Code)
	}
	token, err := f.accounts.SetupToken(t.Context())
	f.check(err)
	path := "/desk/setup/" + token
	before := f.dump()
	f.see("", path, "You are the first here")
	if after := f.dump(); after != before {
		t.Errorf("opening the address changed something:\n%s", differing(before, after))
	}
	form := url.Values{"name": {"Chioma Okafor"}, "email": {"nonsense"}, "password": {"short"}}
	w := f.arrives(path, form)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "is not an e-mail address") ||
		!strings.Contains(w.Body.String(), "Choose at least") || !strings.Contains(w.Body.String(), `value="Chioma Okafor"`) {
		t.Errorf("what is wrong answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	form = url.Values{"name": {"Chioma Okafor"}, "email": {"chioma@council.example"}, "password": {chosen}, "role": {"contributor"}}
	w = f.arrives(path, form)
	if w.Code != http.StatusSeeOther || session(w) == nil || w.Header().Get("Location") != "/desk/setup" {
		t.Fatalf("becoming the owner answers %d:\n%s", w.Code, core(w.Body.String()))
	}
	f.cookies[blog.Owner] = session(w).Value
	f.see(blog.Owner, "/desk/setup", "of 8</b> done", "Write “Hello”", "Complete the accessibility statement", "inews mail test ADDRESS")
	f.see(blog.Owner, "/desk", "Go on setting up")
	if w := f.get("", path); w.Code != http.StatusGone {
		t.Errorf("the used address answers %d", w.Code)
	}
	if body := f.see("", "/desk/sign-in"); strings.Contains(body, "is not set up yet") {
		t.Error("the desk says that nobody has set it up")
	}
}

// The list of tasks follows what is done, and is put away when the owner says so.
func TestTasks(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk", "Go on setting up")
	if body := f.see(blog.Managing, "/desk"); strings.Contains(body, "setting up") {
		t.Error("somebody who is no owner is asked to set the blog up")
	}
	f.see(blog.Owner, "/desk/setup", "<b>4 of 8</b> done", "PostgreSQL ", base, "Not started")
	to := f.done(blog.Owner, "/desk/setup/hello", nil)
	f.see(blog.Owner, to, "Hello from iNews", "This is the blog of Wealdshire County Council")
	f.see(blog.Owner, "/desk/setup", "Go on with the draft", "<b>4 of 8</b> done")
	f.see(blog.Owner, "/desk/pages/new?draft="+blog.RulesPage, "Rules for comments", "We do not hide criticism")
	f.see(blog.Owner, "/desk/pages/new?draft=nonsense", "New page")
	f.done(blog.Owner, "/desk/legal", facts("1"))
	f.done(blog.Owner, "/desk/legal/approve", nil)
	f.published("Out")
	f.see(blog.Owner, "/desk/setup", "<b>6 of 8</b> done", "“Out” is out.")
	f.post(blog.Owner, "/desk/health", nil)
	f.see(blog.Owner, "/desk/setup", "something did not work", "Look again")
	f.refused(blog.Owner, "/desk/setup/mail", nil, http.StatusConflict, "No mail server is set", "of 8</b> done")
	f.done(blog.Owner, "/desk/setup/hide", nil)
	if body := f.see(blog.Owner, "/desk"); strings.Contains(body, "Go on setting up") {
		t.Error("the list is not put away")
	}
	f.done(blog.Owner, "/desk/setup/hide", url.Values{"do": {"show"}})
	f.see(blog.Owner, "/desk", "Go on setting up")
}
