package desk_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

// An owner finds what is kept of somebody, gives it out, reads what goes and what
// stays, and erases it. What is typed wrongly is told and kept.
func TestErasePerson(t *testing.T) {
	f := newFloor(t)
	post := f.published("A post")
	ana := f.person("ana", "social.example")
	said := f.said(post, "", ana, "Benches &amp; chairs are cold", false)
	f.done(blog.Managing, "/desk/comments/"+said+"/approve", nil)
	f.follower(ana)
	who := url.Values{"who": {" @Ana@social.example "}}
	f.see(blog.Owner, "/desk/privacy", "Nothing was erased yet", "One person’s data")
	f.refused(blog.Owner, "/desk/privacy", url.Values{"who": {"ana"}}, http.StatusUnprocessableEntity, "neither a fediverse handle nor an e-mail address", `value="ana"`)
	f.refused(blog.Owner, "/desk/privacy", url.Values{"who": {"owner@council.example"}}, http.StatusUnprocessableEntity, "a member of staff")
	w := f.post(blog.Owner, "/desk/privacy", url.Values{"who": {"nobody@home.example"}})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Nothing is kept of this person") {
		t.Errorf("nobody is found as %d:\n%s", w.Code, core(w.Body.String()))
	}
	w = f.post(blog.Owner, "/desk/privacy", who)
	for _, words := range []string{"What is kept about @ana@social.example", "Comments and mentions", "That they follow the blog", "The trail of who did what", "Erase it for good"} {
		if !strings.Contains(w.Body.String(), words) {
			t.Errorf("the page does not say %q:\n%s", words, core(w.Body.String()))
		}
	}

	files := unzipped(t, f.post(blog.Owner, "/desk/privacy/export", who).Body.Bytes())
	if page := files["index.html"]; !strings.Contains(page, "Benches &amp; chairs are cold") || strings.Contains(page, "<script") {
		t.Errorf("the page that is given out:\n%s", page)
	}
	var data struct {
		Who   string
		Parts []struct {
			Key  string
			Rows []map[string]any
		}
	}
	f.check(json.Unmarshal([]byte(files["data.json"]), &data))
	if data.Who != "@ana@social.example" || data.Parts[0].Key != "comments" || data.Parts[0].Rows[0]["words"] != "Benches & chairs are cold" {
		t.Errorf("the data that are given out: %+v", data)
	}

	form := url.Values{"who": who["who"], "asker": {"person"}, "channel": {"fediverse"}, "asked_on": {"soon"}}
	f.refused(blog.Owner, "/desk/privacy/erase", form, http.StatusUnprocessableEntity, "This is no day", `value="soon"`, `value="fediverse" selected`)
	form.Set("asked_on", time.Now().AddDate(0, 0, 2).Format(time.DateOnly))
	f.refused(blog.Owner, "/desk/privacy/erase", form, http.StatusUnprocessableEntity, "Say that you have read")
	form.Set("sure", "yes")
	f.refused(blog.Owner, "/desk/privacy/erase", form, http.StatusUnprocessableEntity, "today, or before", `id="sure" value="yes" checked`)
	form.Set("asked_on", time.Now().AddDate(0, 0, -2).Format(time.DateOnly))
	form.Set("asker", "a stranger")
	f.refused(blog.Owner, "/desk/privacy/erase", form, http.StatusUnprocessableEntity, "Choose who asked")
	form.Set("asker", "other")
	path, _, _ := strings.Cut(f.done(blog.Owner, "/desk/privacy/erase", form), "?")
	f.see(blog.Owner, path, "Erasure 1", "Gone from here", "Somebody who may speak for them", "Through the fediverse", "Owner Okafor", "Backups that were taken before")
	f.see(blog.Owner, "/desk/privacy", "Erasure 1", "Handle", "@ana@social.example")
	f.refused(blog.Owner, "/desk/privacy/erase", form, http.StatusConflict, "is being erased already")
	f.server.ForgetAll()
	p, err := f.db.PostByID(t.Context(), post)
	f.check(err)
	if body := f.see("", p.Path()); strings.Contains(body, "cold") {
		t.Error("readers see what was erased")
	}

	f.sql(`UPDATE changes SET told_at = now()`) // as the bridge would
	f.sql(`DELETE FROM farewells`)
	f.check(f.options.Privacy.Proceed(t.Context()))
	if body := f.see(blog.Owner, path, "Done; there was no other server to tell"); strings.Contains(body, "@ana") {
		t.Error("the receipt names whom it is about")
	}
	if body := f.see(blog.Owner, "/desk/trail", "erased what is kept of one person", "gave out what is kept of one person"); strings.Contains(body, "ana@social.example") {
		t.Error("the trail names who was erased")
	}
	if page := f.see(blog.Owner, path+"/receipt.html", "Receipt of erasure 1"); strings.Contains(page, "<script") {
		t.Error("the receipt holds a script")
	}
	var receipt map[string]any
	f.check(json.Unmarshal(f.get(blog.Owner, path+"/receipt.json").Body.Bytes(), &receipt))
	if receipt["number"] != 1.0 || receipt["asked_by"] != "Somebody who may speak for them" || len(receipt["hash"].(string)) != 64 {
		t.Errorf("the receipt for programs: %v", receipt)
	}
}

// unzipped are the files of a zip by their names.
func unzipped(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range z.File {
		r, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name] = string(body)
	}
	return files
}
