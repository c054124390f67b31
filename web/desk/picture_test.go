package desk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// file sends a file to an address with a form token, as a browser or as a
// script.
func (f *floor) file(role blog.Role, path, field, name string, data []byte, script bool) *httptest.ResponseRecorder {
	f.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f.check(m.WriteField("form_token", f.tokens[role]))
	part, err := m.CreateFormFile(field, name)
	f.check(err)
	_, err = part.Write(data)
	f.check(err)
	f.check(m.Close())
	r := f.request(role, http.MethodPost, path, nil).Clone(f.Context())
	r.Body, r.ContentLength = readCloser{&b}, int64(b.Len())
	r.Header.Set("Content-Type", m.FormDataContentType())
	if script {
		r.Header.Set("Accept", "application/json")
	}
	return f.serve(r)
}

// script sends a request as a script does, and reads what it is told.
func (f *floor) script(role blog.Role, method, path string, form url.Values, code int) map[string]any {
	f.Helper()
	if form != nil {
		form.Set("form_token", f.tokens[role])
	}
	r := f.request(role, method, path, form)
	r.Header.Set("Accept", "application/json")
	return f.told(f.serve(r), code)
}

// told is the JSON of an answer, which must have the code.
func (f *floor) told(w *httptest.ResponseRecorder, code int) map[string]any {
	f.Helper()
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != code {
		f.Fatalf("answers %d (%v):\n%s", w.Code, err, w.Body)
	}
	return answer
}

func TestLibraryForScripts(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	answer := f.told(f.file(blog.Contributor, "/desk/pictures", "picture", "a.jpg", photograph(t), true), http.StatusCreated)
	hash, _ := answer["hash"].(string)
	path := "/desk/pictures/" + hash
	if answer["path"] != "/media/"+hash+".jpg" || answer["thumb"] != "/media/"+hash+"-480.jpg" || answer["complete"] != false || answer["edit"] != path || answer["width"] != 900.0 {
		t.Errorf("an upload is told as %v", answer)
	}
	if missing, _ := answer["missing"].([]any); len(missing) != 2 || missing[0] != "alt" || missing[1] != "credit" {
		t.Errorf("what it lacks is told as %v", answer["missing"])
	}
	answer = f.script(blog.Contributor, http.MethodPost, path, url.Values{"alt": {" A bench\nby the sea "}, "credit": {"Ana"}, "licence": {"cc by 4.0"}, "credit_source": {"https://a.example/1"}, "focal": {"83 17"}}, http.StatusOK)
	if answer["alt"] != "A bench by the sea" || answer["creator"] != "Ana" || answer["licence"] != "CC BY 4.0" || answer["complete"] != true {
		t.Errorf("described, it is told as %v", answer)
	}
	answer = f.script(blog.Contributor, http.MethodPost, path, url.Values{"whose": {"ours"}}, http.StatusOK)
	if focal, _ := answer["focal"].([]any); answer["creator"] != "Wealdshire County Council" || answer["alt"] != "A bench by the sea" || len(focal) != 2 || focal[0] != 0.66 {
		t.Errorf("what a script leaves out changes: %v", answer)
	}
	list := f.script(blog.Contributor, http.MethodGet, "/desk/pictures?format=json", nil, http.StatusOK)
	if pictures, _ := list["pictures"].([]any); len(pictures) != 1 || list["next"] != "" {
		t.Errorf("the list is %v", list)
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"no picture": f.file(blog.Contributor, "/desk/pictures", "picture", "a.svg", []byte("<svg/>"), true),
		"nothing":    f.file(blog.Contributor, "/desk/pictures", "other", "a.svg", []byte("x"), true),
		"too large":  f.file(blog.Contributor, "/desk/pictures", "picture", "a.jpg", make([]byte, 19<<20), true),
	} {
		if answer := f.told(w, http.StatusUnprocessableEntity); answer["error"] == "" {
			t.Errorf("%s: %v", name, answer)
		}
	}
	answer = f.script(blog.Contributor, http.MethodPost, path, url.Values{"credit_source": {"javascript:x"}}, http.StatusUnprocessableEntity)
	if answer["field"] != "credit_source" {
		t.Errorf("a wrong address is told as %v", answer)
	}
	if answer := f.script("", http.MethodGet, "/desk/pictures", nil, http.StatusUnauthorized); answer["error"] == "" {
		t.Errorf("a stranger's script is told %v", answer)
	}
	f.script(blog.Moderator, http.MethodPost, path, url.Values{"alt": {"x"}}, http.StatusForbidden)
}

func TestLibraryPages(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.see(blog.Contributor, "/desk/pictures", "No picture yet")
	w := f.file(blog.Contributor, "/desk/pictures", "picture", "a.jpg", photograph(t), false)
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, "/desk/pictures/") {
		t.Fatalf("an upload answers %d to %s", w.Code, to)
	}
	path, _, _ := strings.Cut(to, "?")
	f.see(blog.Contributor, to, "Now describe it", "No description", "Credit missing", "Wealdshire County Council", "Nowhere yet")
	f.refused(blog.Contributor, path, url.Values{"alt": {"A bench"}, "credit_source": {"x"}, "focal_left": {"101"}}, http.StatusUnprocessableEntity, "0 to 100")
	f.done(blog.Contributor, path, url.Values{"alt": {"A bench"}, "whose": {"ours"}, "focal": {"exact"}, "focal_left": {"20"}, "focal_top": {"0"}})
	f.see(blog.Contributor, path, "Ready to publish", `value="20"`, `value="exact" checked`)
	f.see(blog.Contributor, "/desk/pictures?q=BENCH", "A bench", "By Wealdshire County Council", `class="fx-2 fy-0"`)
	f.see(blog.Contributor, "/desk/pictures?q=boat", "No picture here is like that")
	f.see(blog.Contributor, "/desk/pictures?lacking=yes", "No picture here is like that")
	w = f.file(blog.Contributor, "/desk/pictures", "picture", "a.pdf", []byte("%PDF-1.7"), false)
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "This is a PDF") {
		t.Errorf("a PDF answers %d", w.Code)
	}
	f.see(blog.Contributor, "/desk/posts/new?picture="+id(path), `value="`+id(path)+`" checked`, `value="A bench"`, `value="Wealdshire County Council"`)
	// What a text shows is not removed; what nothing shows is, with its files.
	form := text("With a picture in it")
	form.Set("body", "![A bench](/media/"+id(path)+".jpg)")
	post := id(f.done(blog.Contributor, "/desk/posts", form))
	f.see(blog.Contributor, path, "With a picture in it")
	f.refused(blog.Contributor, path+"/remove", nil, http.StatusConflict, "With a picture in it")
	form.Set("body", "No picture.")
	form.Set("version", f.version(post))
	f.done(blog.Contributor, "/desk/posts/"+post, form)
	f.done(blog.Contributor, path+"/remove", nil)
	if kept := f.stored(); len(kept) != 0 {
		t.Errorf("after the removal %q are kept", kept)
	}
	if w := f.get(blog.Contributor, path); w.Code != http.StatusNotFound {
		t.Errorf("a removed picture answers %d", w.Code)
	}
}

func TestCrop(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	answer := f.told(f.file(blog.Contributor, "/desk/pictures", "picture", "a.jpg", photograph(t), true), http.StatusCreated)
	path, _ := answer["edit"].(string)
	f.done(blog.Contributor, path, url.Values{"alt": {"A bench"}, "whose": {"theirs"}, "credit": {"Ana"}, "credit_title": {"Bench"}, "licence": {"CC BY 4.0"}, "focal": {"83 17"}})
	for name, form := range map[string]url.Values{
		"outside":    {"crop_left": {"800"}, "crop_top": {"0"}, "crop_width": {"200"}, "crop_height": {"200"}},
		"no number":  {"crop_left": {"x"}, "crop_top": {"0"}, "crop_width": {"200"}, "crop_height": {"200"}},
		"too small":  {"crop_left": {"0"}, "crop_top": {"0"}, "crop_width": {"3"}, "crop_height": {"200"}},
		"everything": {"crop_left": {"0"}, "crop_top": {"0"}, "crop_width": {"900"}, "crop_height": {"600"}},
		"huge":       {"crop_left": {"9223372036854775807"}, "crop_top": {"0"}, "crop_width": {"9223372036854775807"}, "crop_height": {"600"}},
	} {
		if body := f.refused(blog.Contributor, path+"/crop", form, http.StatusUnprocessableEntity); !strings.Contains(body, `href="#crop_`) {
			t.Errorf("%s leads to no field:\n%s", name, core(body))
		}
	}
	to := f.done(blog.Contributor, path+"/crop", url.Values{"crop_left": {"450"}, "crop_top": {"0"}, "crop_width": {"450"}, "crop_height": {"300"}})
	part, _, _ := strings.Cut(to, "?")
	u, err := f.db.UploadByHash(t.Context(), id(part))
	f.check(err)
	if u.Width != 450 || u.Height != 300 || "/desk/pictures/"+u.MadeFrom != path || u.Crop != (blog.Crop{X: 450, Width: 450, Height: 300}) ||
		u.Alt != "A bench" || u.Credit != (blog.Credit{Creator: "Ana", Title: "Bench (cropped)", Licence: "CC BY 4.0"}) {
		t.Errorf("the part is %+v", u)
	}
	f.see(blog.Contributor, to, "a picture of its own", "Cut out of", path)
	f.see(blog.Contributor, path, "Cut out of this", part)
	square := f.script(blog.Contributor, http.MethodPost, path+"/crop", url.Values{"shape": {"square"}}, http.StatusCreated)
	again := f.script(blog.Contributor, http.MethodPost, path+"/crop", url.Values{"shape": {"square"}}, http.StatusCreated)
	if square["width"] != 600.0 || square["height"] != 600.0 || square["complete"] != true || again["hash"] != square["hash"] {
		t.Errorf("a square is %v, and again %v", square, again)
	}
	f.done(blog.Managing, path+"/remove", nil) // the parts stay
	f.see(blog.Contributor, part, "A bench")
}

// The library is read page by page, each picture once, by people and by scripts.
func TestLibraryInPages(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.tx(func(ctx context.Context, tx *postgres.Tx) error { // all at one moment
		for i := range 100 {
			p := blog.Picture{Hash: fmt.Sprintf("%064x", i), Ext: "jpg", MediaType: "image/jpeg", Width: 900, Height: 600, Alt: "Bench"}
			if err := tx.InsertPicture(ctx, p, ""); err != nil {
				return err
			}
			if err := tx.DescribePicture(ctx, p); err != nil {
				return err
			}
		}
		return nil
	})
	seen, pages, before := map[any]bool{}, 0, ""
	for {
		list := f.script(blog.Contributor, http.MethodGet, "/desk/pictures?q=bench&before="+url.QueryEscape(before), nil, http.StatusOK)
		pictures, _ := list["pictures"].([]any)
		for _, p := range pictures {
			p, _ := p.(map[string]any)
			seen[p["hash"]] = true
		}
		pages++
		if before, _ = list["next"].(string); before == "" {
			break
		}
		if pages > 5 {
			t.Fatal("there is no end")
		}
	}
	if len(seen) != 100 || pages != 3 {
		t.Errorf("%d pictures on %d pages", len(seen), pages)
	}
	next := regexp.MustCompile(`href="(/desk/pictures\?before=[^"]+)"`).FindStringSubmatch(f.see(blog.Contributor, "/desk/pictures?q=bench", "Older pictures"))
	if next == nil || !strings.Contains(next[1], "q=bench") {
		t.Fatalf("the next page is at %v", next)
	}
	f.see(blog.Contributor, next[1], "Bench")
}
