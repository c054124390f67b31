package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
)

// badAddresses are those that no field of a form may hold.
var badAddresses = []string{
	"javascript:scheme38()", "JaVaScRiPt:scheme38()", " javascript:scheme38()", "java\nscript:scheme38()", "data:text/html,scheme38",
	"vbscript:scheme38", "file:///scheme38", "blob:https://a.example/scheme38", "ftp://a.example/scheme38", "//a.example/scheme38",
	"https:scheme38", "https:///scheme38", "https://user@a.example/scheme38", "/scheme38", "scheme38", "mailto:scheme38@a.example",
}

// Check 38: "Link, media and icon schemes other than http/https/mailto →
// removed in every field", here those that staff fill in: a form with such an
// address is refused at its field, and nothing of it is stored.
func TestCheck38StaffFields(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	w := f.multipartForm(blog.Managing, "/desk/posts", text("With a picture"), photograph(t))
	pictures, err := f.db.Pictures(t.Context(), 1)
	f.check(err)
	if len(pictures) != 1 {
		t.Fatalf("no picture was kept: %d", w.Code)
	}
	event := text("An event")
	for name, value := range map[string]string{"start": "2027-01-10T18:00", "timezone": "Europe/London", "venue": "The Lab"} {
		event.Set(name, value)
	}
	illustrated := text("A post")
	illustrated.Set("picture", pictures[0].Hash)
	illustrated.Set("alt", "A bench")
	guest := text("By a guest")
	guest.Set("guest", "Jane Shaw")
	for _, field := range []struct {
		path, name string
		form       url.Values
	}{
		{"/desk/posts", "credit_source", illustrated},
		{"/desk/posts", "url", guest},
		{"/desk/events", "booking", event},
		{"/desk/events", "online", event},
		{"/desk/authors", "url", url.Values{"name": {"Ana"}}},
		{"/desk/authors", "handle", url.Values{"name": {"Ana"}}},
	} {
		before := f.dump()
		for _, address := range badAddresses {
			form := url.Values{}
			for name, values := range field.form {
				form[name] = values
			}
			form.Set(field.name, address)
			w := f.post(blog.Managing, field.path, form)
			if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), `role="alert"`) {
				t.Errorf("%s at %s with %q answers %d, and not that it is wrong", field.name, field.path, address, w.Code)
			}
		}
		if after := f.dump(); after != before {
			t.Errorf("%s at %s: a refused form changed %s", field.name, field.path, differing(before, after))
		}
		form := field.form
		form.Set(field.name, map[bool]string{true: "@ana@a.example", false: "https://a.example/38"}[field.name == "handle"])
		f.done(blog.Managing, field.path, form) // so that the refusals were for the address
		form.Del(field.name)
	}
}

// Check 38 for what staff write as text: the links of posts, of lasting pages
// and of an author's lines.
func TestCheck38StaffTexts(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	for _, address := range badAddresses {
		if strings.HasSuffix(address, ".example") || address == "/scheme38" || address == "scheme38" || strings.HasPrefix(address, "//") {
			continue // a place on our own site, mail, and a page elsewhere are well in a text
		}
		form := text("Words")
		form.Set("body", "[a]("+address+") <"+address+"> ![b]("+address+") <a href=\""+address+"\">c</a>")
		form.Set("do", "publish")
		p, err := f.db.PostByID(t.Context(), id(f.done(blog.Managing, "/desk/posts", form)))
		f.check(err)
		page := f.get("", p.Path()).Body.String()
		for _, attribute := range []string{"href", "src"} {
			for _, piece := range strings.Split(page, attribute+`="`)[1:] {
				value, _, _ := strings.Cut(piece, `"`)
				if u, err := url.Parse(value); strings.Contains(value, "scheme38") && (err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "") {
					t.Errorf("%q in a text becomes %s=%q", address, attribute, value)
				}
			}
		}
	}
}
