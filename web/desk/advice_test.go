package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
)

// The editor says beside the text what could be better, and a press mends what
// can be mended, without saving anything.
func TestAdviceBesideTheText(t *testing.T) {
	f := newFloor(t)
	form := text("New bins from May.")
	form.Set("body", "We utilise **new** bins. [Click here](/pages/bins).")
	edit := "/desk/posts/" + id(f.done(blog.Managing, "/desk/posts", form))
	f.see(blog.Managing, edit, "The title ends with a full stop.", "“utilise”: say “use”.", "“Click here” does not say where the link leads.", "In order:")

	form.Set("version", "1")
	form.Set("mend", "body: Write “use” for “utilise”")
	w := f.post(blog.Managing, edit, form)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "We use **new** bins.") || strings.Contains(body, "say “use”") {
		t.Errorf("mending the text answers %d:\n%s", w.Code, body)
	}
	form.Set("mend", "title: Leave it out")
	if body := f.post(blog.Managing, edit, form).Body.String(); !strings.Contains(body, `value="New bins from May"`) {
		t.Errorf("mending the title answers:\n%s", body)
	}
	form.Set("mend", "title: Paint it red")
	if w := f.post(blog.Managing, edit, form); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "New bins from May.") {
		t.Errorf("unknown advice answers %d", w.Code)
	}
	f.see(blog.Managing, edit, "We utilise **new** bins.") // saved as it was
}

// A script asks for the checks alone; they are those of the form that it sends,
// and nothing is saved.
func TestChecksAlone(t *testing.T) {
	f := newFloor(t)
	form := text("New bins from May.")
	f.refused(blog.Contributor, "/desk/checks", form, http.StatusOK, "The title ends with a full stop.", `class="box checks"`)
	form.Set("event", "yes")
	f.refused(blog.Contributor, "/desk/checks", form, http.StatusOK, "There is no end")
	if posts, err := f.db.PostsOnDesk(t.Context(), "", "", 10); len(posts) != 0 || err != nil {
		t.Errorf("%d posts are saved, %v", len(posts), err)
	}
}

func TestAdviceOnEvents(t *testing.T) {
	f := newFloor(t)
	form := text("Open door")
	for name, value := range map[string]string{"start": "2020-01-10T18:00", "timezone": "Europe/London", "venue": "The Lab"} {
		form.Set(name, value)
	}
	f.see(blog.Managing, "/desk/events/"+id(f.done(blog.Managing, "/desk/events", form)),
		"It begins in the past, on Friday 10 January 2020.", "There is no end", "Nothing is said about access.")
}
