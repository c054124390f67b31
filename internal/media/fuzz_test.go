package media

import (
	"bytes"
	"encoding/binary"
	"testing"

	"inews/internal/blog"
)

// FuzzRead: any bytes are a picture or an error that tells the editor
// something, never a panic.
func FuzzRead(f *testing.F) {
	f.Add(jpegOf(f, photo(20, 10)))
	f.Add(withExif(jpegOf(f, photo(10, 20)), tiff(binary.BigEndian, 6)))
	f.Add(pngOf(f, chart(9, 9)))
	f.Add(gifOf(f, chart(9, 9), 2))
	f.Add([]byte("RIFF\x24\x00\x00\x00WEBPVP8 "))
	f.Add([]byte("<svg"))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(bytes.NewReader(data), Limits{Pixels: 100_000, Main: 100})
		if err != nil {
			if blog.KindOf(err) != blog.Invalid {
				t.Errorf("an error that is not about the picture: %v", err)
			}
			return
		}
		again, err := Read(bytes.NewReader(p.Main), Limits{})
		if err != nil || again.Width != p.Width || again.Height != p.Height {
			t.Errorf("what was written reads as %dx%d (%v), want %dx%d", again.Width, again.Height, err, p.Width, p.Height)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	data := jpegOf(b, photo(4000, 3000)) // 12 million pixels: a telephone
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(data), Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}
