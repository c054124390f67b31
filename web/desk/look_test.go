package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
)

// An owner gives the site colours; those that cannot be read come back with what
// was typed and a shade that can, which one press takes over.
func TestLook(t *testing.T) {
	f := newFloor(t)
	f.see(blog.Owner, "/desk/look", "How the site looks", `href="/desk/look/sheet.css?`)
	pale := url.Values{"accent": {"#ffd700"}, "letters": {"plain"}, "masthead": {"paper"}}
	page := f.refused(blog.Owner, "/desk/look", pale, http.StatusUnprocessableEntity, `href="#accent"`, `value="#ffd700"`,
		"The nearest shade that can be read is #", `value="use:accent"`, `value="plain" checked`, `value="paper" checked`)
	_, rest, _ := strings.Cut(page, "The nearest shade that can be read is ")
	shade := rest[:len("#000000")]

	pale.Set("do", "use:accent")
	w := f.post(blog.Owner, "/desk/look", pale)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, `value="`+shade+`"`) {
		t.Fatalf("taking the shade over answers %d:\n%s", w.Code, body)
	}
	if kept, err := f.db.Look(t.Context()); err != nil || !kept.IsZero() {
		t.Errorf("a preview keeps %+v, %v", kept, err)
	}

	f.done(blog.Owner, "/desk/look", url.Values{"accent": {shade}, "letters": {"plain"}, "masthead": {"paper"}})
	kept, err := f.db.Look(t.Context())
	f.check(err)
	if kept.Accent != shade || kept.Letters != blog.LettersPlain || kept.Masthead != blog.MastheadPaper {
		t.Errorf("kept is %+v", kept)
	}
	f.see(blog.Owner, "/desk/trail", "how the site looks")
	f.refused(blog.Owner, "/desk/look", url.Values{"logo": {strings.Repeat("0", 64)}}, http.StatusUnprocessableEntity, `href="#logo"`)
	f.done(blog.Owner, "/desk/look", url.Values{"do": {"reset"}, "accent": {"#123456"}})
	if kept, err = f.db.Look(t.Context()); err != nil || !kept.IsZero() {
		t.Errorf("after going back, kept is %+v, %v", kept, err)
	}
}

func TestSampleOfLook(t *testing.T) {
	f := newFloor(t)
	w := f.get(blog.Owner, "/desk/look/sheet.css?accent=%238a1538&masthead=paper")
	if body := w.Body.String(); w.Header().Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(body, "--accent:#8a1538") {
		t.Errorf("the sample is %s:\n%s", w.Header().Get("Content-Type"), body)
	}
}
