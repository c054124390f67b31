package media

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestFolder(t *testing.T) {
	p, err := Read(bytes.NewReader(jpegOf(t, photo(600, 400))), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	f := Folder{Root: filepath.Join(t.TempDir(), "media")}
	if _, err := f.Open(p.Name()); blog.KindOf(err) != blog.NotFound {
		t.Errorf("before the folder exists: %v", err)
	}
	for range 2 { // the second time finds it there
		if err := f.Save(p); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string][]byte{p.Name(): p.Main, p.VariantName(480): p.Variants[0].Bytes} {
		file, err := f.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes (%v), want %d", name, len(got), err, len(want))
		}
		if err := file.Close(); err != nil {
			t.Error(err)
		}
	}
	files, err := filepath.Glob(filepath.Join(f.Root, "*", "*"))
	if err != nil || len(files) != 2 {
		t.Errorf("files %v (%v), want two and no temporary ones", files, err)
	}
	for range 2 { // the second time finds nothing
		if err := f.Remove(p.Name()); err != nil {
			t.Error(err)
		}
	}
	if _, err := f.Open(p.Name()); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after removal: %v", err)
	}
	if err := f.Write(p.Name(), []byte("something else")); blog.KindOf(err) != blog.Invalid {
		t.Errorf("content that does not match its name: %v", err)
	}
}

// Check 41: "Traversal names, symlinks, NUL, long names → stored by hash only."
// They reach nothing, and nothing can be stored under them.
func TestCheck41Names(t *testing.T) {
	dir := t.TempDir()
	f := Folder{Root: filepath.Join(dir, "media")}
	hash := strings.Repeat("ab", 32)
	if err := os.MkdirAll(filepath.Join(f.Root, "ab"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(dir, "secret"), filepath.Join(f.Root, "ab", hash+".jpg")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(f.Root, "ab", hash+".png"), 0o750); err != nil {
		t.Fatal(err)
	}
	names := []string{"", ".", "..", "../secret", hash, hash + ".svg", hash + ".html", hash + ".jpg/..", "/" + hash + ".jpg", hash + ".jpg\x00",
		hash + ".jpg\n", strings.ToUpper(hash) + ".jpg", hash + "-0.jpg", hash + "-480x.jpg", hash + "-123456.jpg", hash[:63] + ".jpg", strings.Repeat("a", 5000) + ".jpg",
		hash + ".jpg", hash + ".png"} // the last two are the link and the folder
	for i, name := range names {
		if _, err := f.Open(name); blog.KindOf(err) != blog.NotFound {
			t.Errorf("Open(%q): %v", name, err)
		}
		if i >= len(names)-2 {
			continue
		}
		if err := f.Write(name, []byte("x")); blog.KindOf(err) != blog.Invalid {
			t.Errorf("Write(%q): %v", name, err)
		}
		if err := f.Remove(name); blog.KindOf(err) != blog.Invalid {
			t.Errorf("Remove(%q): %v", name, err)
		}
		if _, ok := ContentType(name); ok {
			t.Errorf("ContentType(%q) is known", name)
		}
	}
}

func TestLicences(t *testing.T) {
	for _, l := range Licences() {
		if got, ok := LicenceNamed(strings.ToUpper(strings.ReplaceAll(l.Name, " ", "  "))); !ok || got != l {
			t.Errorf("%s is not found", l.Name)
		}
	}
	if l, ok := LicenceNamed("WTFPL"); ok {
		t.Errorf("found %v", l)
	}
}
