package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
)

// What a post said before can be seen, compared and brought back; nothing is
// overwritten by looking.
func TestRevisions(t *testing.T) {
	f := newFloor(t)
	form := text("New bins")
	form.Set("body", "They are **black**.")
	edit := "/desk/posts/" + id(f.done(blog.Managing, "/desk/posts", form))
	first := f.version(id(edit))
	form.Set("version", first)
	f.done(blog.Managing, edit, form) // saves nothing new
	form.Set("version", f.version(id(edit)))
	form.Set("body", "They are **green** <b>.")
	f.done(blog.Managing, edit, form)
	second := f.version(id(edit))

	history := f.see(blog.Managing, edit+"/history", "What it said", "Editor Okafor")
	if n := strings.Count(history, "/revisions/"); n != 2 {
		t.Errorf("%d revisions are listed, want 2", n)
	}
	f.see(blog.Managing, edit+"/revisions/"+first, "The first text", "Bring this text back")
	change := f.see(blog.Managing, edit+"/revisions/"+second, "What was changed", "This is what it says now", "Not changed")
	for _, want := range []string{`<del><span class="hidden">removed: </span>black`, `<ins><span class="hidden">added: </span>green`, "<b>"} {
		if !strings.Contains(change, want) {
			t.Errorf("the page does not show %q:\n%s", want, change)
		}
	}
	back := f.see(blog.Managing, edit+"?revision="+first, "They are **black**.", "It is not saved yet")
	if strings.Contains(back, "green") {
		t.Error("the form holds the text of both revisions")
	}
	f.see(blog.Managing, edit, "They are **green**")
	form.Set("version", second)
	form.Set("body", "They are **black**.")
	f.done(blog.Managing, edit, form)
	f.see(blog.Managing, edit, "They are **black**.")

	for _, wrong := range []string{"0", "99", "x", "1e3", "99999999999999"} {
		if w := f.get(blog.Managing, edit+"/revisions/"+wrong); w.Code != http.StatusNotFound {
			t.Errorf("revision %s answers %d", wrong, w.Code)
		}
	}
}
