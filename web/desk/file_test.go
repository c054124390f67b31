package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestFiles(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.see(blog.Contributor, "/desk/files", "No file yet")
	pdf := []byte("%PDF-1.7\n" + strings.Repeat("x", 2000))
	answer := f.told(f.file(blog.Contributor, "/desk/files", "file", "The “plan”.pdf", pdf, true), http.StatusCreated)
	path, _ := answer["path"].(string)
	hash, _ := answer["hash"].(string)
	if answer["kind"] != "PDF" || answer["size"] != float64(len(pdf)) || answer["markdown"] != "[The “plan”]("+path+")" {
		t.Errorf("an upload is told as %v", answer)
	}
	w := f.get("", path)
	h := w.Header()
	if w.Code != http.StatusOK || h.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment; filename") ||
		h.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(h.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("a file answers %d with %v", w.Code, h)
	}
	for name, data := range map[string][]byte{"x.pdf": []byte("<html>"), "x.docx": []byte("PK\x03\x04x"), "x.txt": []byte("MZ\x00"), "empty": nil} {
		if w := f.file(blog.Contributor, "/desk/files", "file", name, data, false); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s answers %d", name, w.Code)
		}
	}
	f.see(blog.Contributor, "/desk/files", "The “plan”.pdf", "2 KB")
	form := text("With a file")
	form.Set("body", "[The plan]("+path+")\n\nhttps://youtu.be/dQw4w9WgXcQ")
	form.Set("do", "publish")
	post := id(f.done(blog.Managing, "/desk/posts", form))
	f.refused(blog.Contributor, "/desk/files/"+hash+"/remove", nil, http.StatusConflict, "With a file")
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	page := f.get("", p.Path())
	if !strings.Contains(page.Body.String(), `<small>(PDF, 2 KB)</small>`) {
		t.Errorf("the page has no card of the file:\n%s", core(page.Body.String()))
	}
	// Only a page with a player lets one in, and only that one.
	if policy := page.Header().Get("Content-Security-Policy"); !strings.HasSuffix(policy, "frame-ancestors 'none'; frame-src https://www.youtube-nocookie.com") {
		t.Errorf("the policy of the page is %s", policy)
	}
	if policy := f.get("", "/").Header().Get("Content-Security-Policy"); strings.Contains(policy, "frame-src") {
		t.Errorf("the policy of the front page is %s", policy)
	}
	if policy := f.get(blog.Managing, "/desk/posts/"+post+"/preview").Header().Get("Content-Security-Policy"); !strings.HasSuffix(policy, "; frame-src https://www.youtube-nocookie.com") {
		t.Errorf("the policy of the preview is %s", policy)
	}
	for _, feed := range []string{"/feed.rss", "/feed.atom", "/feed.json"} {
		if body := f.get("", feed).Body.String(); strings.Contains(body, "iframe") || !strings.Contains(body, "youtu.be/dQw4w9WgXcQ") {
			t.Errorf("%s: %s", feed, body)
		}
	}
}
