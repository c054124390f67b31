package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
)

// wording is a form with a Welsh text.
func wording(title, body, version string) url.Values {
	return url.Values{"title": {title}, "body": {body}, "version": {version}}
}

// A post is written in Welsh beside English, looked at, published as one, and told
// apart where one of the two is older.
func TestTranslationOnTheDesk(t *testing.T) {
	f := newFloorIn(t, "cy")
	form := text("New bins")
	form.Set("body", "They are black.")
	post := id(f.done(blog.Managing, "/desk/posts", form))
	edit := "/desk/posts/" + post
	cymraeg := edit + "/translations/cy"
	f.see(blog.Managing, edit, "Add Cymraeg", `href="`+cymraeg+`"`)
	if first := f.see(blog.Managing, cymraeg, "Add Cymraeg", "They are black.", "Title in Welsh", `lang="cy"`); strings.Contains(first, "Remove the Welsh") {
		t.Error("what is not there can be removed")
	}
	f.refused(blog.Managing, cymraeg, wording("", "Maen nhw&#39;n ddu.", "0"), http.StatusUnprocessableEntity, "Give the Welsh text a title.", "Maen nhw")
	welsh := wording("Biniau newydd", "Maen nhw'n **ddu**.", "0")
	welsh.Set("do", "preview")
	f.refused(blog.Managing, cymraeg, welsh, http.StatusOK, "Nothing is saved yet", "<strong>ddu</strong>")
	welsh.Del("do")
	f.done(blog.Managing, cymraeg, welsh)
	if page := f.see(blog.Managing, cymraeg, "Biniau newydd", "Remove the Welsh", "biniau-newydd", "In order: title"); strings.Contains(page, "plain English") {
		t.Error("Welsh is looked over for plain English")
	}
	f.see(blog.Managing, edit, "Biniau newydd", "Says what the post says.")
	f.see(blog.Managing, edit+"/preview", `href="`+edit+`/preview?language=cy"`, "They are black.")
	f.see(blog.Managing, edit+"/preview?language=cy", "<strong>ddu</strong>", "inews.council.example/cy/posts/biniau-newydd", "show the first: the English")
	f.see(blog.Managing, edit+"/history", "saved a draft of the Welsh text of “New bins”")
	if w := f.get(blog.Managing, edit+"/preview?language=gd"); w.Code != http.StatusNotFound {
		t.Errorf("a preview in no language of its answers %d", w.Code)
	}

	f.refused(blog.Managing, cymraeg, wording("Rhai newydd", "Glas.", "0"), http.StatusConflict, "saved the Welsh text in the meantime", "Glas.", "What was saved in the meantime")

	form.Set("version", f.version(post))
	form.Set("do", "publish")
	f.done(blog.Managing, edit, form)
	form.Set("version", f.version(post))
	form.Set("body", "They are green.")
	form.Del("do")
	f.done(blog.Managing, edit, form)
	f.see(blog.Managing, edit, "Older than the post")
	f.see(blog.Managing, "/desk/posts", "Cymraeg, older")
	f.see(blog.Managing, "/desk", "Translation older:", edit+"#translations")
	f.see(blog.Managing, edit+"/review", "The Welsh text is older than the English")
	f.see(blog.Managing, cymraeg, "The English was changed since", `<ins><span class="hidden">added: </span>green`, "now says all that the English says")
	current := wording("Biniau newydd", "Maen nhw'n wyrdd.", "1")
	current.Set("of_version", f.version(post))
	current.Set("whole", "yes")
	f.done(blog.Managing, cymraeg, current)
	if list := f.see(blog.Managing, "/desk/posts", ">Cymraeg<"); strings.Contains(list, "older") {
		t.Error("brought up to date, it is still older")
	}
	f.see(blog.Managing, cymraeg+"?revision=1", "ddu", "It is not saved yet")
	f.see(blog.Managing, edit+"/history", "saved the Welsh text of “New bins”")

	f.refused(blog.Managing, cymraeg+"/remove", url.Values{"version": {"1"}}, http.StatusConflict, "Nothing was removed", "wyrdd")
	f.done(blog.Managing, cymraeg+"/remove", url.Values{"version": {"2"}})
	f.see(blog.Managing, edit, "Add Cymraeg")
	f.see(blog.Managing, edit+"/history", "removed the Welsh text of “New bins”")
	f.see(blog.Managing, cymraeg+"?revision=2", "wyrdd", "It is not saved yet")
}

// A text is written in the languages that readers have pages in, and in no others;
// a post in Welsh is put into English.
func TestTranslationLanguages(t *testing.T) {
	f := newFloorIn(t, "cy")
	form := text("Ysgol")
	form.Set("language", "cy")
	post := "/desk/posts/" + id(f.done(blog.Managing, "/desk/posts", form))
	f.see(blog.Managing, post, "Add English")
	for language, code := range map[string]int{"en-GB": http.StatusOK, "cy": http.StatusNotFound, "fr": http.StatusNotFound, "x": http.StatusNotFound} {
		if w := f.get(blog.Managing, post+"/translations/"+language); w.Code != code {
			t.Errorf("%s answers %d, want %d", language, w.Code, code)
		}
	}
	alone := newFloor(t)
	only := "/desk/posts/" + id(alone.done(blog.Managing, "/desk/posts", text("Bins")))
	if body := alone.see(blog.Managing, only); strings.Contains(body, "Translations") {
		t.Error("a site in one language offers another")
	}
}

// Whoever may write a post may write what it says in another language, and nobody
// else; a pair goes out whole.
func TestTranslationRights(t *testing.T) {
	f := newFloorIn(t, "cy")
	own := id(f.done(blog.Contributor, "/desk/posts", text("Mine")))
	theirs := id(f.done(blog.Managing, "/desk/posts", text("Theirs")))
	f.done(blog.Contributor, "/desk/posts/"+own+"/translations/cy", wording("Fy nheitl", "", "0"))
	f.refused(blog.Contributor, "/desk/posts/"+theirs+"/translations/cy", wording("Eu teitl", "", "0"), http.StatusNotFound)
	form := text("Mine")
	form.Set("version", f.version(own))
	form.Set("do", "publish")
	f.refused(blog.Managing, "/desk/posts/"+own, form, http.StatusUnprocessableEntity, "In Welsh: Write the text", `href="#translations"`)
}
