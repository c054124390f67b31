package media

import (
	"bytes"
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"

	_ "golang.org/x/image/webp"
)

// Each picture and variant gets a WebP copy of its size that is lighter; where
// WebP saves nothing there is none, and it is not tried again.
func TestLighten(t *testing.T) {
	u := &Uploads{Folder: Folder{Root: filepath.Join(t.TempDir(), "media")}, Darkroom: NewDarkroom(1, Limits{})}
	if err := u.Lighten(t.Context()); err != nil {
		t.Errorf("before the folder exists: %v", err)
	}
	sizes := map[string]image.Point{}
	for _, data := range [][]byte{jpegOf(t, photo(600, 400)), pngOf(t, chart(700, 300)), jpegOf(t, photo(2, 2))} {
		p, err := Read(bytes.NewReader(data), Limits{})
		if err == nil {
			err = u.Folder.Save(p)
		}
		if err != nil {
			t.Fatal(err)
		}
		sizes[p.Name()] = image.Pt(p.Width, p.Height)
		for _, v := range p.Variants {
			sizes[p.VariantName(v.Width)] = image.Pt(v.Width, p.Height*v.Width/p.Width)
		}
	}
	document := hashOf([]byte("%PDF-1.7")) + ".pdf"
	if err := u.Folder.Write(document, []byte("%PDF-1.7")); err != nil {
		t.Fatal(err)
	}
	if err := u.Lighten(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := u.Folder.heavy(); err != nil || len(left) > 0 {
		t.Errorf("pictures left without WebP: %v (%v)", left, err)
	}
	lighter := 0
	for name, size := range sizes {
		before, err := os.Stat(filepath.Join(u.Folder.Root, place(name)))
		if err != nil {
			t.Fatal(err)
		}
		if file, ok := u.Folder.OpenLighter(name); ok {
			lighter++
			data, _ := io.ReadAll(file)
			shape, format, err := image.DecodeConfig(bytes.NewReader(data))
			if err != nil || format != "webp" || shape.Width != size.X || shape.Height != size.Y || int64(len(data)) >= before.Size() {
				t.Errorf("%s of %v, %d bytes: its copy is %s %dx%d, %d bytes (%v)", name, size, before.Size(), format, shape.Width, shape.Height, len(data), err)
			}
			_ = file.Close()
		}
		if _, named := ContentType(lighterName(name)); named {
			t.Errorf("the copy of %s has an address", name)
		}
		if err := u.Folder.Remove(name); err != nil {
			t.Error(err)
		}
	}
	if lighter < 3 {
		t.Errorf("%d of %d pictures became lighter", lighter, len(sizes))
	}
	if left, err := filepath.Glob(filepath.Join(u.Folder.Root, "*", "*")); err != nil || len(left) != 1 || filepath.Base(left[0]) != document {
		t.Errorf("after removal there is %v (%v)", left, err)
	}
}

// A file of ours that is damaged is told, and keeps no other from its copy.
func TestLightenDamaged(t *testing.T) {
	u := &Uploads{Folder: Folder{Root: t.TempDir()}, Darkroom: NewDarkroom(1, Limits{})}
	damaged := hashOf([]byte("torn")) + ".jpg"
	p, err := Read(bytes.NewReader(jpegOf(t, photo(600, 400))), Limits{})
	if err == nil {
		err = u.Folder.Save(p)
	}
	if err == nil {
		err = u.Folder.Write(damaged, []byte("torn"))
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Lighten(t.Context()); err == nil {
		t.Error("nobody is told of the damaged file")
	}
	if left, err := u.Folder.heavy(); err != nil || len(left) != 1 || left[0] != damaged {
		t.Errorf("left without WebP: %v (%v)", left, err)
	}
}

// Beside it, how long Go takes for the JPEG.
func BenchmarkWebP(b *testing.B) {
	img := photo(960, 640)
	data := jpegOf(b, img)
	b.Run("jpeg", func(b *testing.B) {
		for b.Loop() {
			if _, err := encodeJPEG(img); err != nil {
				b.Fatal(err)
			}
		}
	})
	d := NewDarkroom(1, Limits{})
	b.Run("webp", func(b *testing.B) {
		for b.Loop() {
			if _, err := d.webp(b.Context(), data); err != nil {
				b.Fatal(err)
			}
		}
	})
}
