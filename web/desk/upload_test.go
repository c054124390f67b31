package desk_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
)

// upload sends a file of the given name and type with the form of a post.
func (f *floor) upload(name, mediaType string, file []byte) int {
	f.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for key, values := range text("With a file") {
		f.check(m.WriteField(key, values[0]))
	}
	f.check(m.WriteField("form_token", f.tokens[blog.Contributor]))
	part, err := m.CreatePart(map[string][]string{
		"Content-Disposition": {fmt.Sprintf("form-data; name=\"upload\"; filename=%q", name)}, "Content-Type": {mediaType},
	})
	f.check(err)
	_, err = part.Write(file)
	f.check(err)
	f.check(m.Close())
	r := f.request(blog.Contributor, http.MethodPost, "/desk/posts", nil)
	r.Body, r.ContentLength = http.NoBody, 0
	r = r.Clone(f.Context())
	r.Body, r.ContentLength = readCloser{&b}, int64(b.Len())
	r.Header.Set("Content-Type", m.FormDataContentType())
	return f.serve(r).Code
}

// readCloser is a body that needs no closing.
type readCloser struct{ *bytes.Buffer }

// Close does nothing.
func (readCloser) Close() error { return nil }

// stored are the paths of all files below the folder of uploads.
func (f *floor) stored() []string {
	f.Helper()
	var paths []string
	root := f.options.Uploads.Folder.Root
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if os.IsNotExist(err) {
			return nil
		}
		if err == nil && !entry.IsDir() {
			path, err = filepath.Rel(root, path)
			paths = append(paths, path)
		}
		return err
	})
	f.check(err)
	return paths
}

// Check 40: "Uploads: HTML, SVG, JSON-LD, GIFAR, PDF, wrong extension, 50k×50k →
// refused or re-encoded", whatever name and type they come under; "file host
// answers never with AP or HTML type; nosniff".
func TestCheck40Uploads(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	object := `{"@context":"https://www.w3.org/ns/activitystreams","type":"Note","id":"https://inews.council.example/media/x"}`
	hidden := []byte("<script>alert(40)</script>" + object)
	for name, file := range map[string][]byte{
		"HTML": []byte("<!doctype html><script>alert(40)</script>"), "SVG": []byte(`<svg onload="alert(40)"/>`), "JSON-LD": []byte(object),
		"PDF": []byte("%PDF-1.7 x"), "archive": []byte("PK\x03\x04x"), "GIFAR": append([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;PK\x03\x04"), hidden...),
	} {
		for _, as := range [][2]string{{"picture.jpg", "image/jpeg"}, {"picture.png", "image/png"}, {"x.html", "text/html"}, {"x.jsonld", "application/activity+json"}} {
			if code := f.upload(as[0], as[1], file); code != http.StatusUnprocessableEntity {
				t.Errorf("%s as %s answers %d", name, as[0], code)
			}
		}
	}
	if kept := f.stored(); len(kept) != 0 {
		t.Errorf("%q were stored", kept)
	}
	for _, as := range [][2]string{{"x.html", "text/html"}, {"x.svg", "image/svg+xml"}, {"x.jsonld", "application/activity+json"}, {"x", ""}} {
		f.upload(as[0], as[1], append(photograph(t), hidden...)) // re-encoded
	}
	kept := f.stored()
	if len(kept) == 0 {
		t.Fatal("no picture was stored")
	}
	for _, path := range kept {
		data, err := os.ReadFile(filepath.Join(f.options.Uploads.Folder.Root, path))
		f.check(err)
		if bytes.Contains(data, []byte("alert(40)")) || bytes.Contains(data, []byte("activitystreams")) {
			t.Errorf("%s still holds what hid in it", path)
		}
	}
	for _, name := range append(names(kept), strings.Repeat("0", 64)+".jpg", strings.Repeat("0", 64)+".html", "x.jsonld", "..%2fx", "%00") {
		for _, accept := range []string{"", "text/html", "application/activity+json", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`} {
			r := f.request("", http.MethodGet, "/media/"+name, nil)
			r.Header.Set("Accept", accept)
			w := f.serve(r)
			given := w.Header().Get("Content-Type")
			if !regexp.MustCompile(`^(image/(jpeg|png)|text/plain; charset=utf-8)$`).MatchString(given) || w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s for %q answers %d with the type %q, %q", name, accept, w.Code, given, w.Header().Get("X-Content-Type-Options"))
			}
		}
	}
}

func names(paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, filepath.Base(path))
	}
	return all
}

// Check 41: "Traversal names, symlinks, NUL, long names → stored by hash only",
// in the form of the desk.
func TestCheck41NamesOfUploads(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	before, err := os.ReadDir(filepath.Dir(f.options.Uploads.Folder.Root))
	f.check(err)
	for _, name := range []string{
		"../../etc/passwd", "..\\..\\x.jpg", "/etc/passwd", "/root.jpg", "a\x00.jpg", "x.jpg\x00.html", strings.Repeat("a", 5000) + ".jpg", ".htaccess", "", ".", "..",
		"C:\\x.jpg", "\u202egpj.exe", "a/b/c.jpg", "%2e%2e%2fx.jpg", "con.jpg", strings.Repeat("../", 50) + "x.jpg",
	} {
		f.upload(name, "image/jpeg", photograph(t))
	}
	kept := f.stored()
	if len(kept) != 2 {
		t.Errorf("stored are %q, want one picture and its variant", kept)
	}
	for _, path := range kept {
		if !regexp.MustCompile(`^([0-9a-f]{2})/[0-9a-f]{64}(-[0-9]+)?\.jpg$`).MatchString(path) {
			t.Errorf("stored is %q", path)
		}
	}
	after, err := os.ReadDir(filepath.Dir(f.options.Uploads.Folder.Root))
	f.check(err)
	if len(after) != len(before) {
		t.Errorf("beside the folder there are %d files now, not %d", len(after), len(before))
	}
}

// A form that is refused leaves nothing on the disk: whoever goes back in their
// browser and sends an old form would fill it, upload by upload.
func TestRefusedUploadsLeaveNothing(t *testing.T) {
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	f := newFloor(t)
	f.tokens[blog.Contributor] = "of yesterday"
	large := append([]byte("%PDF-1.7\n"), make([]byte, 12<<20)...)
	if w := f.file(blog.Contributor, "/desk/files", "file", "plan.pdf", large, false); w.Code != http.StatusForbidden {
		t.Errorf("an old form answers %d", w.Code)
	}
	left, err := filepath.Glob(filepath.Join(folder, "multipart-*"))
	f.check(err)
	if len(left) > 0 {
		t.Errorf("there are left: %v", left)
	}
}
