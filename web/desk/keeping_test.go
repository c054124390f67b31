package desk_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/google/uuid"

	"inews/internal/blog"
)

var hiddenShape = regexp.MustCompile(`name="(copy|turn|continues|version)" value="([^"]*)"`)

// opened are the hidden fields of the editor's form on a page.
func opened(page string) url.Values {
	form := url.Values{}
	_, inside, _ := strings.Cut(page, `class="editor"`)
	for _, m := range hiddenShape.FindAllStringSubmatch(inside, -1) {
		form.Set(m[1], m[2])
	}
	return form
}

// typing is a form with a text, in the place of another form's hidden fields.
func typing(page, title, body string) url.Values {
	form := text(title)
	maps.Copy(form, opened(page))
	form.Set("body", body)
	return form
}

type answerOfKeeping struct {
	Saved   string
	Version int
	Ended   bool
	Says    string
	Company []struct {
		Says, Link string
		Ask        bool
	}
}

// keep sends what the script sends.
func (f *floor) keep(role blog.Role, post string, form url.Values, code int) answerOfKeeping {
	f.Helper()
	sent := url.Values{"post": {post}, "turn": {"1"}}
	maps.Copy(sent, form)
	w := f.post(role, "/desk/copies", sent)
	var answer answerOfKeeping
	if w.Code != code || json.Unmarshal(w.Body.Bytes(), &answer) != nil {
		f.Fatalf("keeping as %s answers %d, not %d: %s", role, w.Code, code, w.Body)
	}
	return answer
}

// What is typed at a published post is kept, shown again, and neither public
// nor a revision until it is saved.
func TestKeptTextIsOffered(t *testing.T) {
	f := newFloor(t)
	post := f.published("Bins")
	edit := "/desk/posts/" + post
	version := f.version(post)
	form := typing(f.see(blog.Managing, edit), "Bins", "They are green, I think.")
	form.Set("turn", "1")
	if answer := f.keep(blog.Managing, post, form, http.StatusOK); answer.Saved == "" || answer.Says != "" {
		t.Errorf("the answer is %+v", answer)
	}
	if got := f.version(post); got != version {
		t.Errorf("keeping made version %s of %s", got, version)
	}
	f.see(blog.Managing, "/desk", "not saved yet")
	f.see(blog.Managing, "/desk/posts", "Not saved yet", "changes, typed at")
	page := f.see(blog.Managing, edit, "Unsaved text of", "Continue with it", "Leave it as it was", "<ins>", "They are green", "Text with a [link]")
	if strings.Contains(f.see(blog.Owner, edit), "They are green") || strings.Contains(f.see(blog.Owner, "/desk/posts"), "Not saved yet") {
		t.Error("somebody else sees it")
	}
	id := form.Get("copy")
	again := f.see(blog.Managing, edit+"?copy="+id, "This is your text of", "They are green, I think.", id+".1")
	if opened(again).Get("copy") == id || opened(page).Get("copy") == id {
		t.Error("a form that is opened anew has the copy of another")
	}
	// Thrown away, whether or not the script keeps the new form by now.
	drop := url.Values{"copy": {uuid.NewString()}}
	f.refused(blog.Managing, "/desk/copies/drop", drop, http.StatusNotFound, "gone already")
	// What goes on in the new form is one copy and not two.
	f.keep(blog.Managing, post, typing(again, "Bins", "They are green."), http.StatusOK)
	if list, err := f.db.CopiesOfPost(t.Context(), f.editors[blog.Managing].ID, post, 9); err != nil || len(list) != 1 {
		t.Errorf("%d copies, %v", len(list), err)
	}
	if answer := f.keep(blog.Managing, post, form, http.StatusOK); !answer.Ended || answer.Saved != "" {
		t.Errorf("what goes on elsewhere is answered %+v", answer)
	}
	third := f.see(blog.Managing, edit)
	f.keep(blog.Managing, post, typing(third, "Bins", "Another thought."), http.StatusOK)
	f.done(blog.Managing, "/desk/copies/drop", url.Values{"copy": {id, opened(third).Get("copy")}})
	f.done(blog.Managing, edit, typing(again, "Bins", "They are green."))
	if body := f.see(blog.Managing, edit, "They are green."); strings.Contains(body, "Unsaved text") {
		t.Error("what was saved is offered")
	}
	if answer := f.keep(blog.Managing, post, typing(again, "Bins", "Late"), http.StatusOK); !answer.Ended || answer.Saved != "" {
		t.Errorf("a late text is answered %+v", answer)
	}
}

// A post that was never saved is found again, goes on, and is thrown away.
func TestKeptTextOfANewPost(t *testing.T) {
	f := newFloor(t)
	for path, word := range map[string]string{"/desk/posts/new": "new post", "/desk/events/new": "new event"} {
		form := typing(f.see(blog.Contributor, path), "An idea", "It is worth an hour.")
		if strings.Contains(path, "events") {
			form.Set("event", "yes")
			form.Set("start", "2027-01-10T18:00")
		}
		f.keep(blog.Contributor, "", form, http.StatusOK)
		f.see(blog.Contributor, "/desk/posts", "An idea", word)
		again := f.see(blog.Contributor, path+"?copy="+form.Get("copy"), "It is worth an hour.", "Throw it away")
		if strings.Contains(path, "events") && !strings.Contains(again, "2027-01-10T18:00") {
			t.Error("the time of the event is lost")
		}
		f.done(blog.Contributor, "/desk/copies/drop", url.Values{"copy": {form.Get("copy")}})
		if strings.Contains(f.see(blog.Contributor, "/desk/posts"), "An idea") {
			t.Error("what was thrown away is listed")
		}
		f.see(blog.Contributor, path+"?copy="+form.Get("copy")) // the form as it is for a new one
	}
	// What a form said that is shown again is kept without a script.
	form := typing(f.see(blog.Contributor, "/desk/posts/new"), "By hand", "Words.")
	form.Set("do", "preview")
	f.post(blog.Contributor, "/desk/posts", form)
	f.see(blog.Contributor, "/desk/posts", "By hand")
	form.Set("do", "save")
	f.done(blog.Contributor, "/desk/posts", form)
	if strings.Contains(f.see(blog.Contributor, "/desk/posts"), "Not saved yet") {
		t.Error("what was saved is still listed as not saved")
	}
}

// A contributor neither reads nor writes what is somebody else's, and nobody
// learns whether it is there.
func TestKeptTextIsOnesOwn(t *testing.T) {
	f := newFloor(t)
	theirs := id(f.done(blog.Managing, "/desk/posts", text("The editor's draft")))
	form := typing(f.see(blog.Managing, "/desk/posts/"+theirs), "The editor's draft", "Secret words.")
	f.keep(blog.Managing, theirs, form, http.StatusOK)
	before := f.dump()
	for _, post := range []string{theirs, uuid.NewString()} {
		f.keep(blog.Contributor, post, form, http.StatusNotFound)
		fresh := url.Values{"copy": {uuid.NewString()}, "title": {"x"}}
		f.keep(blog.Contributor, post, fresh, http.StatusNotFound)
		fresh.Set("beat", "yes")
		f.keep(blog.Contributor, post, fresh, http.StatusNotFound)
		f.refused(blog.Contributor, "/desk/posts/"+post+"/ask", nil, http.StatusNotFound)
	}
	f.keep(blog.Contributor, "", form, http.StatusConflict) // the name of the copy is taken
	f.keep(blog.Contributor, "", url.Values{"copy": {"x"}}, http.StatusUnprocessableEntity)
	f.refused(blog.Contributor, "/desk/copies/drop", url.Values{"copy": {form.Get("copy")}}, http.StatusNotFound)
	f.refused(blog.Owner, "/desk/copies/drop", url.Values{"copy": {form.Get("copy")}}, http.StatusNotFound)
	for _, path := range []string{"/desk/posts/new?copy=", "/desk/posts/" + theirs + "?copy="} {
		for _, role := range []blog.Role{blog.Contributor, blog.Owner} {
			if w := f.get(role, path+form.Get("copy")); strings.Contains(w.Body.String(), "Secret words.") {
				t.Errorf("%s reads it at %s", role, path)
			}
		}
	}
	if after := f.dump(); after != before {
		t.Errorf("somebody else changed it:\n%s", differing(before, after))
	}
	if w := f.serve(f.request("", http.MethodPost, "/desk/copies", form)); w.Code != http.StatusUnauthorized {
		t.Errorf("a stranger is answered %d", w.Code)
	}
	if w := f.post(blog.Managing, "/desk/copies", url.Values{"form_token": {"old"}, "copy": {uuid.NewString()}}); w.Code != http.StatusForbidden {
		t.Errorf("an old token is answered %d", w.Code)
	}
}

// Whoever opens a post that somebody else has open is told so, asks to take
// over, and hears of it when the other saves: with plain pages, and live.
func TestTwoAtOnePost(t *testing.T) {
	f := newFloor(t)
	post := f.published("Bins")
	edit := "/desk/posts/" + post
	mine := f.see(blog.Managing, edit)
	if strings.Contains(mine, "has had this open") {
		t.Error("somebody is there already")
	}
	theirs := f.see(blog.Owner, edit, "Editor Okafor has had this open since", "Ask to take over")
	beat := opened(mine)
	beat.Set("beat", "yes")
	answer := f.keep(blog.Managing, post, beat, http.StatusOK)
	if len(answer.Company) != 1 || !strings.HasPrefix(answer.Company[0].Says, "Owner Okafor has had this open since") || !answer.Company[0].Ask {
		t.Errorf("the company is %+v", answer.Company)
	}
	f.done(blog.Owner, edit+"/ask", nil)
	f.see(blog.Managing, edit, "whether they can take over")
	f.done(blog.Owner, edit, typing(theirs, "Bins", "Theirs."))
	answer = f.keep(blog.Managing, post, beat, http.StatusOK)
	if answer.Company[0].Link != edit+"/revisions/"+f.version(post) || !strings.HasPrefix(answer.Company[0].Says, "Owner Okafor saved version") {
		t.Errorf("the company is %+v", answer.Company)
	}
	f.see(blog.Managing, answer.Company[0].Link, "Theirs")
	beat.Set("leave", "yes")
	f.keep(blog.Managing, post, beat, http.StatusOK)
}

// Both changed the post: the second is shown both differences, and joins them
// in the form. Nothing is overwritten on the way.
func TestConflictIsJoined(t *testing.T) {
	f := newFloor(t)
	first := text("Bins")
	first.Set("body", "They are black.\n\nThey come on Monday.")
	post := id(f.done(blog.Managing, "/desk/posts", first))
	edit := "/desk/posts/" + post
	mine, theirs := f.see(blog.Managing, edit), f.see(blog.Owner, edit)
	form := typing(theirs, "Green bins", "They are green.\r\n\r\nThey come on Monday.")
	form.Set("tags", "Waste")
	f.done(blog.Owner, edit, form)

	form = typing(mine, "Bins", "They are black.\r\n\r\nThey come on Friday.")
	form.Set("language", "cy")
	form.Set("tags", "Streets")
	page := f.refused(blog.Managing, edit, form, http.StatusConflict, "Owner Okafor saved version", "What they changed", "What you changed",
		"Join both", "Save mine over theirs", "Take theirs", `<ins><span class="hidden">added: </span>green`, `<ins><span class="hidden">added: </span>Friday`)
	if n := opened(page).Get("copy"); n != form.Get("copy") {
		t.Errorf("the form is kept as %s, not %s", n, form.Get("copy"))
	}
	before := f.version(post)
	form.Set("do", "join")
	w := f.post(blog.Managing, edit, form)
	body := w.Body.String()
	for _, want := range []string{"They are green.\n\nThey come on Friday.", `value="Green bins"`, `value="cy" selected`, "Both texts are joined below", "yours “Streets”, theirs “Waste”", `name="version" value="` + before} {
		if w.Code != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("joining answers %d without %q:\n%s", w.Code, want, core(body))
		}
	}
	if f.version(post) != before {
		t.Error("joining saved something")
	}
	// A third save in between is a conflict again, measured from the second.
	third := typing(f.see(blog.Owner, edit), "Green bins", "They are green.\r\n\r\nThey come on Monday. Soon.")
	f.done(blog.Owner, edit, third)
	both := typing(body, "Green bins", "They are green.\r\n\r\nThey come on Friday.")
	f.refused(blog.Managing, edit, both, http.StatusConflict, `<ins><span class="hidden">added: </span> Soon.`)
	both.Set("do", "join")
	w = f.post(blog.Managing, edit, both)
	if !strings.Contains(w.Body.String(), "They come on Friday. Soon.") {
		t.Errorf("the second join shows:\n%s", core(w.Body.String()))
	}
	// The same words: nobody joins them by themselves.
	f.done(blog.Owner, edit, typing(f.see(blog.Owner, edit), "Green bins", "They are red.\r\n\r\nThey come on Monday. Soon."))
	both.Set("body", "They are blue.\r\n\r\nThey come on Friday.")
	both.Set("do", "save")
	page = f.refused(blog.Managing, edit, both, http.StatusConflict, "You both changed the same words")
	if strings.Contains(page, `value="join"`) {
		t.Error("what cannot be joined is offered to be")
	}
	both.Set("do", "join")
	f.refused(blog.Managing, edit, both, http.StatusConflict, "cannot be joined", "They are blue.")
	f.see(blog.Managing, edit, "Unsaved text of", "blue")
}

// The token of a session that began in another tab goes into a form that was
// open before.
func TestKeepingToken(t *testing.T) {
	f := newFloor(t)
	w := f.get(blog.Contributor, "/desk/copies")
	var answer struct{ Editor, Token string }
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || answer.Editor != f.editors[blog.Contributor].ID || answer.Token != f.tokens[blog.Contributor] {
		t.Errorf("the answer is %+v, %v", answer, err)
	}
}
