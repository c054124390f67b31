package web_test

import (
	"context"
	"html"
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// mandatory are the sentences of the model statement that the law wants on the
// page, whatever the council says of itself.
var mandatory = []string{
	"is committed to making its website accessible, in accordance with the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018.",
	"This accessibility statement applies to " + base + ".",
	"Web Content Accessibility Guidelines version 2.2 AA standard",
	"The content listed below is non-accessible for the following reasons.",
	"The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the ‘accessibility regulations’).",
	"contact the Equality Advisory and Support Service (EASS)",
	"This statement was prepared on",
}

func TestAccessibilityStatement(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	see := func() string {
		t.Helper()
		e.server.ForgetAll()
		w := e.get("/accessibility")
		if w.Code != http.StatusOK {
			t.Fatalf("status %d", w.Code)
		}
		checkMarkup(t, w.Body.String())
		checkHeaders(t, w.Header())
		return html.UnescapeString(w.Body.String())
	}
	body := see()
	for _, sentence := range mandatory {
		if !strings.Contains(body, sentence) {
			t.Errorf("the statement does not say %q", sentence)
		}
	}
	if strings.Contains(body, "did not describe") {
		t.Error("it counts pictures where there are none")
	}
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		comment, err := tx.CommentByID(ctx, e.said.ID)
		if err != nil {
			return err
		}
		comment.HTML = `<p>Look</p><ul><li><a href="https://social.example/1.jpg">Picture on social.example</a></li></ul>`
		return tx.EditComment(ctx, comment, nil)
	})
	if body = see(); !strings.Contains(body, "At the moment 1 comment shows something that its author did not describe.") || !strings.Contains(body, "exemptions listed below") {
		t.Error("a picture without a description is not counted")
	}
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		l, err := tx.Legal(ctx)
		if err != nil {
			return err
		}
		l.Nation, l.Standing = blog.NorthernIreland, blog.Not
		_, err = tx.SaveLegal(ctx, l)
		return err
	})
	if body = see(); !strings.Contains(body, "contact the Equality Commission for Northern Ireland (ECNI)") || !strings.Contains(body, "This website is not compliant with") {
		t.Error("in Northern Ireland the wrong commission is named")
	}
}

// The privacy notice has words for each sort of personal data on the list, and the
// times by which it is deleted.
func TestPrivacyNotice(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	w := e.get("/privacy")
	body := html.UnescapeString(w.Body.String())
	checkMarkup(t, w.Body.String())
	checkHeaders(t, w.Header())
	if n := strings.Count(body, "<dt>"); n != len(blog.PersonalColumns) {
		t.Errorf("it lists %d sorts of data of %d", n, len(blog.PersonalColumns))
	}
	for _, blank := range []string{"<dt></dt>", "<dd></dd>", "Kept: </span>"} {
		if strings.Contains(body, blank) {
			t.Errorf("a sort of data has no words: %s", blank)
		}
	}
	for _, data := range blog.PersonalColumns {
		if data.Class == "" {
			continue
		}
		if words := "Kept: " + blog.RetentionOf(data.Class).Words(); !strings.Contains(body, words) {
			t.Errorf("for %s it does not say %q", data.Key, words)
		}
	}
}

// The rules are said at one address: the page of staff where there is one.
func TestRulesAreSaidOnce(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	w := e.get("/rules")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "We do not hide criticism") || !strings.Contains(w.Body.String(), `id="section-party-politics"`) {
		t.Errorf("the rules answer %d", w.Code)
	}
	checkMarkup(t, w.Body.String())
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.SavePage(ctx, blog.Page{Slug: blog.RulesPage, Title: "Our rules", HTML: "<p>Be kind.</p>"})
		return err
	})
	e.server.ForgetAll()
	if w = e.get("/rules"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/pages/"+blog.RulesPage {
		t.Errorf("with rules of their own it answers %d, to %s", w.Code, w.Header().Get("Location"))
	}
}

// The page about cookies tells what the desk really sets: name, life and
// properties. Readers get none, on any page of the foot.
func TestCookiesAreThoseOnThePage(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for _, path := range []string{"/", e.lead.Path(), "/accessibility", "/privacy", "/cookies", "/rules", "/pre-election"} {
		checkHeaders(t, e.get(path).Header())
	}
	w := e.get("/cookies")
	checkMarkup(t, w.Body.String())
	page := html.UnescapeString(w.Body.String())
	for _, c := range blog.Cookies {
		if !strings.Contains(page, "<code>__Host-"+c.Name+"</code>") {
			t.Errorf("the page does not name %s", c.Name)
		}
	}
	if !strings.Contains(page, "At most 7 days") || !strings.Contains(page, "Until the browser is closed") || !strings.Contains(page, "At most 15 minutes") {
		t.Error("the page does not tell how long cookies last")
	}
}
