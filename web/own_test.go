package web_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// The page after sending a comment is reached by a redirect, is its writer's
// alone, and takes changes and the deletion; nothing typed is lost.
func TestOwnCommentPage(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	_, own, _ := e.comment(e.lead.Path(), url.Values{
		"name": {"Peggy"}, "text": {"A perfectly civil remark"}, "opened": {fmt.Sprint(time.Now().Add(-time.Minute).Unix())},
	})
	w := e.get(own)
	m := checkMarkup(t, w.Body.String())
	path := strings.TrimSuffix(own, "?new=1")
	if w.Code != http.StatusOK || m.h1 != "Thank you for your comment" || !strings.Contains(m.text, "waits to be checked") || !hasValue(m, base+path) {
		t.Errorf("status %d, %q, or it does not say the link", w.Code, m.h1)
	}
	h := w.Header()
	if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "same-origin" || h.Get("X-Robots-Tag") != "noindex" || h.Get("Set-Cookie") != "" {
		t.Errorf("headers %v", h)
	}
	post := func(path string, form url.Values) (int, string, string) {
		w := ask(e.server, "POST", path, form.Encode(), formHeader...)
		return w.Code, w.Header().Get("Location"), w.Body.String()
	}
	long := strings.Repeat("x", blog.MaxComment) + "tail"
	code, _, body := post(path, url.Values{"text": {long}, "do": {"save"}})
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "xtail</textarea>") || !strings.Contains(body, "Could you shorten it?") {
		t.Errorf("a long change: status %d, or the words are lost", code)
	}
	code, location, _ := post(path, url.Values{"text": {"A still more civil remark"}, "do": {"save"}})
	if body := e.get(location).Body.String(); code != http.StatusSeeOther || !strings.Contains(body, "Your change is saved") || !strings.Contains(body, "A still more civil remark") {
		t.Errorf("a change: status %d to %s", code, location)
	}
	if body := e.get(e.lead.Path()).Body.String(); strings.Contains(body, "civil remark") || !strings.Contains(body, "2 comments wait to be checked.") {
		t.Error("the post shows what waits, or does not say that two do")
	}
	code, location, _ = post(path, url.Values{"do": {"delete"}})
	if body := e.get(location).Body.String(); code != http.StatusSeeOther || !strings.Contains(body, "You have deleted your comment.") || strings.Contains(body, "civil") {
		t.Errorf("a deletion: status %d to %s", code, location)
	}
	for _, nothing := range []string{"/comments/edit/nothing", "/comments/edit/" + e.held.ID} {
		if w := e.get(nothing); w.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", nothing, w.Code)
		}
	}
	if w := ask(e.server, "POST", path, "do=delete", "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("from another site: status %d", w.Code)
	}
}

// A reader's report is taken by a plain form that says what is wrong with it; for
// which rules comments are not shown is told below them, without the words of
// staff.
func TestReportPage(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	path := e.lead.Path() + "/comments/" + e.said.ID + "/report"
	w := ask(e.server, "POST", path, url.Values{"words": {"It <i>sells</i>"}, "contact": {"no address"}}.Encode(), formHeader...)
	m := checkMarkup(t, w.Body.String())
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(m.text, "Choose what is wrong with it.") || !strings.Contains(m.text, "It <i>sells</i>") || !hasValue(m, "no address") {
		t.Errorf("status %d, or what was typed is lost", w.Code)
	}
	w = ask(e.server, "POST", path, url.Values{"rule": {"Advertising"}}.Encode(), formHeader...)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != path+"?sent=1" {
		t.Errorf("status %d to %s", w.Code, w.Header().Get("Location"))
	}
	if reports, err := e.db.OpenReports(t.Context(), 10); err != nil || len(reports) != 1 {
		t.Errorf("%d reports, %v", len(reports), err)
	}
	if w := e.get(e.lead.Path() + "/comments/" + e.held.ID + "/report"); w.Code != http.StatusNotFound {
		t.Errorf("what readers do not see can be reported: status %d", w.Code)
	}
	_, err := e.db.SQL().ExecContext(t.Context(), `
		WITH e AS (INSERT INTO editors (email, name, role) VALUES ('m@council.example', 'Moira', 'moderator') RETURNING id)
		UPDATE comments SET verdict = 'hidden', reason = 'Advertising: names the shop', decided_at = now(), decided_by = (SELECT id FROM e) WHERE id = $1`, e.said.ID)
	if err != nil {
		t.Fatal(err)
	}
	e.server.ForgetAll()
	body := e.get(e.lead.Path()).Body.String()
	if !strings.Contains(body, "Not shown by our staff: Advertising (1).") || strings.Contains(body, "names the shop") || strings.Contains(body, e.said.ID+"\"") {
		t.Error("the page does not say why a comment is not shown, or says too much")
	}
}

// The wish to hear of answers is a box beside the address; what it lacks is told,
// and it is confirmed by a button on the page that the first mail leads to.
func TestWishForAnswers(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	form := url.Values{"text": {"Will it be recorded?"}, "wish": {"yes"}, "opened": {fmt.Sprint(time.Now().Add(-time.Minute).Unix())}}
	code, _, body := e.comment(e.lead.Path(), form)
	if code != http.StatusUnprocessableEntity || !strings.Contains(body, "Give your e-mail address") || !strings.Contains(body, `id="comment-wish" name="wish" type="checkbox" value="yes" checked`) {
		t.Errorf("without an address: status %d, or the box is empty again", code)
	}
	form.Set("email", "peggy@home.example")
	if code, _, _ := e.comment(e.lead.Path(), form); code != http.StatusSeeOther {
		t.Errorf("status %d", code)
	}
	var text string
	if err := e.db.SQL().QueryRowContext(t.Context(), "SELECT body FROM mails WHERE address = 'peggy@home.example'").Scan(&text); err != nil {
		t.Fatal(err)
	}
	_, path, _ := strings.Cut(text, "Tell me of answers: "+base)
	for range 2 { // a look confirms nothing
		w := e.get(path)
		if m := checkMarkup(t, w.Body.String()); w.Code != 200 || m.h1 != "Hear of answers by e-mail?" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("status %d, %q", w.Code, m.h1)
		}
	}
	w := ask(e.server, "POST", path, "", formHeader...)
	if m := checkMarkup(t, e.get(w.Header().Get("Location")).Body.String()); w.Code != http.StatusSeeOther || m.h1 != "You will hear of answers" {
		t.Errorf("confirmed: status %d, %q", w.Code, m.h1)
	}
	if w := e.get("/comments/answers/nothing"); w.Code != http.StatusNotFound {
		t.Errorf("another token: status %d", w.Code)
	}
}
