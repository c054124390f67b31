package desk_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// facts are what an owner fills in.
func facts(version string) url.Values {
	return url.Values{
		"version": {version}, "organisation": {"Wealdshire County Council"}, "nation": {"england-and-wales"}, "email": {"web@wealdshire.example"},
		"answer_days": {"5"}, "complaint_days": {"10"}, "lead": {"Nadia Ahmed"}, "lead_email": {"dpo@wealdshire.example"},
		"standing": {"partly"}, "issues": {"Some old maps have no description. We mend them by May 2027."}, "tested_by": {"the Shaw Trust"}, "tested_on": {"2026-10-01"},
	}
}

// What an owner says stands on the public pages; what is missing is asked for, and
// nothing typed is lost.
func TestLegalFacts(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk", "accessibility statement and privacy notice")
	f.see(blog.Owner, "/desk/legal", "Nobody has approved these pages yet")
	f.refused(blog.Owner, "/desk/legal/approve", nil, http.StatusConflict, "Something is missing still")
	bad := facts("1")
	bad.Set("email", "nonsense")
	bad.Set("tested_on", "")
	f.refused(blog.Owner, "/desk/legal", bad, http.StatusUnprocessableEntity, "There is a problem", "is not an e-mail address", "Some old maps", "Say both who tested")
	f.done(blog.Owner, "/desk/legal", facts("1"))
	f.see("", "/accessibility", "due to the non-compliances listed below", "Some old maps have no description", "within 5 working days", "1 October 2026")
	f.see("", "/privacy", "Nadia Ahmed", "dpo@wealdshire.example")
	f.refused(blog.Owner, "/desk/legal", facts("1"), http.StatusConflict, "Somebody else saved", `name="version" value="2"`)
	f.done(blog.Owner, "/desk/legal/approve", nil)
	f.see(blog.Owner, "/desk/legal", "Approved until", "Owner Okafor approved them")
	f.server.ForgetAll()
	f.see("", "/accessibility", "It was last reviewed on")
	f.see(blog.Owner, "/desk/trail", "said that the pages that the law asks for is still true")
	if body := f.see(blog.Owner, "/desk"); strings.Contains(body, "To approve:") {
		t.Error("what is approved is asked for")
	}
}

// The times that an owner chooses are those that readers are told.
func TestRetentionChoices(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk/retention", "No clean-up has run yet", "Comments and messages marked as spam")
	f.see(blog.Owner, "/desk/retention?due=now", "would be deleted now")
	f.refused(blog.Owner, "/desk/retention", url.Values{"keep_spam": {"1000"}}, http.StatusUnprocessableEntity, "Choose from 7 to 90 days", `value="1000"`)
	f.refused(blog.Owner, "/desk/retention", url.Values{"keep_spam": {"soon"}}, http.StatusUnprocessableEntity, "Write a number")
	f.see("", "/privacy", "Kept: 30 days")
	f.done(blog.Owner, "/desk/retention", url.Values{"keep_spam": {"21"}})
	f.server.ForgetAll() // this server listens to no other
	f.see("", "/privacy", "Kept: 21 days")
	f.check(f.options.Compliance.CleanUp(t.Context()))
	f.see(blog.Owner, "/desk/retention", "The last clean-up was on")
}

// A comment that looks like a request is pointed out; one press opens it, its clock
// runs, and it comes to an end with a record of everything.
func TestRequestFromComment(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post")
	ana := f.person("ana", "social.example")
	asks := f.said(post, "", ana, "Under the Freedom of Information Act, what did the benches cost?", false)
	f.see(blog.Moderator, "/desk/comments", "Perhaps a request under the law", "freedom of information", "/desk/requests/new?comment="+asks+"&kind=foi")
	f.see(blog.Moderator, "/desk/requests/new?comment="+asks+"&kind=foi", "what did the benches cost", "20 working days", "@ana@social.example")
	form := url.Values{"kind": {"foi"}, "comment": {asks}, "words": {""}, "received": {time.Now().UTC().Format("2006-01-02T15:04")}, "owner": {f.editors[blog.Managing].ID}}
	path, _, _ := strings.Cut(f.done(blog.Moderator, "/desk/requests", form), "?")
	f.refused(blog.Moderator, "/desk/requests", form, http.StatusConflict, "already")
	f.see(blog.Moderator, "/desk/comments/"+asks, "Treated as", "Freedom of information request")
	f.see(blog.Managing, "/desk/notices", "asks you to see to request 1")
	f.see(blog.Managing, "/desk", "1 request", "to answer by a day")
	f.see(blog.Moderator, "/desk/requests", "working days left", "Editor Okafor")
	f.refused(blog.Moderator, path+"/notes", url.Values{"note": {" "}}, http.StatusUnprocessableEntity, "Write the note first")
	f.done(blog.Moderator, path+"/notes", url.Values{"note": {"Asked finance."}})
	f.refused(blog.Moderator, path+"/end", url.Values{"do": {"answer"}}, http.StatusUnprocessableEntity, "Say how it was answered")
	f.done(blog.Moderator, path+"/end", url.Values{"do": {"answer"}, "outcome": {"Sent the invoice."}})
	w := f.get(blog.Moderator, path+"/bundle.zip")
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	f.check(err)
	found := map[string]string{}
	for _, file := range z.File {
		r, err := file.Open()
		f.check(err)
		body, err := io.ReadAll(r)
		f.check(err)
		found[file.Name] = string(body)
	}
	for _, words := range []string{"what did the benches cost", "Asked finance.", "Sent the invoice."} {
		if !strings.Contains(found["request.html"], words) || !strings.Contains(found["request.json"], words) {
			t.Errorf("the record has no %q", words)
		}
	}
	if !json.Valid([]byte(found["request.json"])) {
		t.Error("the record is no JSON")
	}
	f.done(blog.Moderator, path+"/end", url.Values{"do": {"close"}})
	f.see(blog.Moderator, "/desk/requests", "No request waits")
	f.see(blog.Moderator, "/desk/requests?state=closed", "Freedom of information request")
	f.refused(blog.Moderator, path, form, http.StatusConflict, "closed")
}

// A request by hand needs its words, and keeps what was typed.
func TestRequestByHand(t *testing.T) {
	f := newFloor(t)
	form := url.Values{"kind": {"complaint"}, "words": {" "}, "name": {"Jean Poole"}, "received": {"2026-11-01T09:00"}, "owner": {f.editors[blog.Moderator].ID}}
	f.refused(blog.Moderator, "/desk/requests", form, http.StatusUnprocessableEntity, "Write down what was asked", "Jean Poole")
	form.Set("words", "The bins were not emptied.")
	path, _, _ := strings.Cut(f.done(blog.Moderator, "/desk/requests", form), "?")
	form.Set("kind", "access")
	f.done(blog.Moderator, path, form)
	f.see(blog.Moderator, path, "Subject access request", "The bins were not emptied.")
}

// Before an election whoever wrote a post does not let it out alone: a second person
// does, or the reason is kept for the monitoring officer.
func TestBeforeAnElection(t *testing.T) {
	f := newFloor(t)
	post := f.published("Before it")
	now := time.Now().UTC()
	wall := func(at time.Time) string { return at.Format("2006-01-02T15:04") }
	form := url.Values{"name": {"County election"}, "reason": {"We stay neutral."}, "begins": {wall(now.Add(-time.Hour))}, "ends": {wall(now.AddDate(0, 0, 30))}, "comments": {"paused"}, "mail": {"wait"}, "watched": {"Jo Bloggs\nMill Ward"}}
	bad := url.Values{"name": {"County election"}, "begins": {wall(now)}, "ends": {wall(now.AddDate(0, 0, -1))}}
	f.refused(blog.Owner, "/desk/election", bad, http.StatusUnprocessableEntity, "It must end after it begins", "County election")
	path, _, _ := strings.Cut(f.done(blog.Owner, "/desk/election", form), "?")
	f.refused(blog.Owner, "/desk/election", form, http.StatusUnprocessableEntity, "another election at that time")
	f.server.ForgetAll()
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	f.see("", p.Path(), "An election is near", "Comments are paused")
	f.see("", "/pre-election", "We stay neutral.", "You cannot comment here", "Updates by e-mail wait")
	f.see(blog.Owner, path, `value="wait" checked`)
	draft := text("Jo Bloggs opens a bench in Mill Ward")
	mine := id(f.done(blog.Managing, "/desk/posts", draft))
	f.see(blog.Managing, "/desk/posts/"+mine, "Before the election", "Jo Bloggs", "Mill Ward")
	draft.Set("version", f.version(mine))
	draft.Set("do", "publish")
	f.refused(blog.Managing, "/desk/posts/"+mine, draft, http.StatusConflict, "a second person approves")
	f.refused(blog.Managing, "/desk/posts/"+mine+"/approval", nil, http.StatusUnprocessableEntity, "Say why it cannot wait")
	f.done(blog.Managing, "/desk/posts/"+mine+"/approval", url.Values{"reason": {"A flood warning."}})
	draft.Set("version", f.version(mine))
	f.done(blog.Managing, "/desk/posts/"+mine, draft)
	theirs := id(f.done(blog.Contributor, "/desk/posts", handedIn(text("Benches by a writer"))))
	f.done(blog.Managing, "/desk/posts/"+theirs+"/review", url.Values{"do": {"publish"}, "version": {f.version(theirs)}})
	f.see(blog.Owner, path, "A flood warning.", "Editor Okafor", "Benches by a writer")
	if csv := f.get(blog.Owner, path+"/evidence.csv").Body.String(); strings.Count(csv, "\n") != 4 || !strings.Contains(csv, ",yes,") || !strings.Contains(csv, "A flood warning.") {
		t.Errorf("the evidence is\n%s", csv)
	}
	f.done(blog.Owner, path+"/end", nil)
	f.server.ForgetAll()
	if body := f.see("", p.Path()); strings.Contains(body, "An election is near") {
		t.Error("the banner outlasts the election")
	}
}

// What the desk sets is on the page about cookies: by name, and with the life and the
// properties that the page tells.
func TestDeskSetsTheCookiesOnThePage(t *testing.T) {
	f := newFloor(t)
	known := map[string]blog.Cookie{}
	for _, c := range blog.Cookies {
		known[blog.CookiePrefix+c.Name] = c
	}
	page := f.see("", "/cookies")
	link, err := f.accounts.Link(t.Context(), f.editors[blog.Contributor].ID, time.Hour)
	f.check(err)
	door := f.get("", "/desk/sign-in/"+link)
	w := f.serve(withCookie(f.request("", http.MethodPost, "/desk/sign-in/"+link, url.Values{"form_token": {f.token(door)}}), door))
	set := append(door.Result().Cookies(), w.Result().Cookies()...)
	if len(set) < 3 {
		t.Fatalf("only %d cookies are set: %d", len(set), w.Code)
	}
	for _, c := range set {
		said, ok := known[c.Name]
		if !ok || !strings.Contains(page, "<code>"+c.Name+"</code>") {
			t.Errorf("the page does not name the cookie %s", c.Name)
		}
		if c.MaxAge < 0 {
			continue // it is taken away
		}
		life := time.Duration(0)
		if !c.Expires.IsZero() {
			life = time.Until(c.Expires)
		}
		if life > said.Life || life == 0 != (said.Life == 0) {
			t.Errorf("%s lasts for %v, and the page says %v", c.Name, life, said.Life)
		}
		if !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s is set as %+v", c.Name, c)
		}
	}
}

// withCookie brings back what an answer has set.
func withCookie(r *http.Request, from *httptest.ResponseRecorder) *http.Request {
	for _, c := range from.Result().Cookies() {
		r.AddCookie(c)
	}
	return r
}
