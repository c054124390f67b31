package media

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg"
	_ "image/png"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"

	"inews/internal/blog"
)

func TestRead(t *testing.T) {
	// A WebP picture of one pixel: the standard library cannot write one.
	pixel, err := base64.StdEncoding.DecodeString("UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoBAAEAAgA0JaQAA3AA/vuUAAA=")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name          string
		in            []byte
		mediaType     string
		width, height int
		widths        []int
	}{
		{"photo", jpegOf(t, photo(1000, 500)), "image/jpeg", 1000, 500, []int{480, 960}},
		{"small photo", jpegOf(t, photo(480, 100)), "image/jpeg", 480, 100, nil},
		{"photo as PNG", pngOf(t, photo(500, 400)), "image/jpeg", 500, 400, []int{480}},
		{"larger than is kept", jpegOf(t, photo(5000, 100)), "image/jpeg", 4096, 81, []int{480, 960, 1600}},
		{"upright", jpegOf(t, photo(30, 3000)), "image/jpeg", 30, 3000, nil},
		{"chart", pngOf(t, chart(700, 300)), "image/png", 700, 300, []int{480}},
		{"transparent", pngOf(t, glass(600, 600)), "image/png", 600, 600, []int{480}},
		{"GIF", gifOf(t, chart(50, 40), 1), "image/png", 50, 40, nil},
		{"GIF that moves", gifOf(t, chart(50, 40), 3), "image/png", 50, 40, nil},
		{"WebP", pixel, "image/png", 1, 1, nil},
		{"a line", jpegOf(t, photo(2000, 1)), "image/jpeg", 2000, 1, []int{480, 960, 1600}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := Read(bytes.NewReader(tt.in), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if p.MediaType != tt.mediaType || p.Width != tt.width || p.Height != tt.height || !slices.Equal(p.Widths(), tt.widths) {
				t.Errorf("got %s %dx%d %v, want %s %dx%d %v", p.MediaType, p.Width, p.Height, p.Widths(), tt.mediaType, tt.width, tt.height, tt.widths)
			}
			assertFile(t, p.MediaType, p.Main, p.Width)
			for _, v := range p.Variants {
				assertFile(t, p.MediaType, v.Bytes, v.Width)
			}
			if p.Hash != hashOf(p.Main) || len(p.Blurhash) != 28 {
				t.Errorf("hash %s, blurhash %q of %d characters", p.Hash, p.Blurhash, len(p.Blurhash))
			}
			if kind, ok := ContentType(p.Name()); !ok || kind != p.MediaType {
				t.Errorf("ContentType(%s) = %s, %t", p.Name(), kind, ok)
			}
		})
	}
}

func assertFile(t *testing.T, mediaType string, data []byte, width int) {
	t.Helper()
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || "image/"+format != mediaType || config.Width != width {
		t.Errorf("a %s of width %d (%v), want a %s of width %d", format, config.Width, err, mediaType, width)
	}
}

// Check 40: "Uploads: HTML, SVG, JSON-LD, GIFAR, PDF, wrong extension, 50k×50k →
// refused or re-encoded". The message says what to do.
func TestCheck40Refused(t *testing.T) {
	photograph := jpegOf(t, photo(100, 100))
	tests := []struct {
		name string
		in   []byte
		want string // part of the message
	}{
		{"empty", nil, "empty"},
		{"SVG", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>`), "Export it as PNG"},
		{"SVG with declaration", []byte("\xef\xbb\xbf <?xml version='1.0'?><!-- x --><svg/>"), "SVG"},
		{"HTML", []byte("<!DOCTYPE html><p>x"), "web page"},
		{"JSON-LD", []byte(`{"@context":"https://www.w3.org/ns/activitystreams"}`), "data file"},
		{"PDF", []byte("%PDF-1.7 x"), "PDF"},
		{"office document", []byte("PK\x03\x04xxxx"), "archive"},
		{"HEIC", []byte("\x00\x00\x00\x18ftypheic\x00"), "HEIC"},
		{"AVIF", []byte("\x00\x00\x00\x18ftypavif\x00"), "AVIF"},
		{"video", []byte("\x00\x00\x00\x18ftypisom\x00"), "video"},
		{"TIFF", tiff(binary.LittleEndian, 1), "browsers"},
		{"text", []byte("hello"), "JPEG, PNG, GIF or WebP"},
		{"bomb", bomb(t), "50000 by 50000"},
		{"long side", pngOf(t, image.NewGray(image.Rect(0, 0, 30_001, 1))), "too large"},
		{"too many bytes", make([]byte, 16<<20+1), "16 MB"},
		{"truncated JPEG", photograph[:len(photograph)/2], "damaged"},
		{"JPEG of a header", photograph[:20], "damaged"},
		{"truncated PNG", pngOf(t, photo(100, 100))[:2000], "damaged"},
		{"truncated GIF", gifOf(t, chart(100, 100), 1)[:80], "damaged"},
		{"truncated WebP", []byte("RIFF\x24\x00\x00\x00WEBPVP8 "), "damaged"},
		{"HTML behind a GIF header", []byte("GIF89a/*<html><script>x</script>*/=1;"), "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Read(bytes.NewReader(tt.in), Limits{})
			if blog.KindOf(err) != blog.Invalid || !strings.Contains(blog.Message(err), tt.want) {
				t.Errorf("got %v, want a message with %q", err, tt.want)
			}
		})
	}
	broken := errors.New("connection reset")
	if _, err := Read(iotest.ErrReader(broken), Limits{}); !errors.Is(err, broken) || blog.KindOf(err) != blog.Internal {
		t.Errorf("a broken upload: %v", err)
	}
	deep := image.NewGray16(image.Rect(0, 0, 100, 100))
	if _, err := Read(bytes.NewReader(pngOf(t, deep)), Limits{Pixels: 15_000}); blog.KindOf(err) != blog.Invalid {
		t.Errorf("16 bits for each colour must count twice: %v", err)
	}
}

// Check 40: "EXIF gone", and so is a second file that hides behind or within
// the first (GIFAR, a comment with markup).
func TestCheck40Reencoded(t *testing.T) {
	photograph := jpegOf(t, photo(600, 400))
	const hidden = "PK\x03\x04 hidden <script>alert(1)</script>"
	inputs := map[string][]byte{
		"exif":         withExif(photograph, tiff(binary.BigEndian, 1)),
		"comment":      withSegment(photograph, 0xfe, []byte(secret+hidden)),
		"xmp":          withSegment(photograph, 0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+secret)),
		"archive":      append(slices.Clone(photograph), hidden...),
		"gifar":        append(gifOf(t, chart(600, 40), 1), hidden+secret...),
		"png text":     withChunk(pngOf(t, photo(600, 400)), "tEXt", []byte("Comment\x00"+secret+hidden)),
		"png exif":     withChunk(pngOf(t, glass(600, 400)), "eXIf", tiff(binary.LittleEndian, 1)),
		"behind a png": append(pngOf(t, chart(600, 40)), hidden+secret...),
	}
	for name, in := range inputs {
		t.Run(name, func(t *testing.T) {
			p, err := Read(bytes.NewReader(in), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			files := [][]byte{p.Main}
			for _, v := range p.Variants {
				files = append(files, v.Bytes)
			}
			for i, data := range files {
				for _, trace := range []string{secret, "hidden", "Exif", "tEXt", "eXIf", "adobe"} {
					if bytes.Contains(data, []byte(trace)) {
						t.Errorf("file %d still holds %q", i, trace)
					}
				}
			}
		})
	}
}

// The quarters of a photo must come out where a camera's owner saw them.
func TestReadOrientation(t *testing.T) {
	// The brightness of the quarters, line by line from the top left.
	want := map[uint16][4]int{
		1: {40, 90, 140, 190}, 2: {90, 40, 190, 140}, 3: {190, 140, 90, 40}, 4: {140, 190, 40, 90},
		5: {40, 140, 90, 190}, 6: {140, 40, 190, 90}, 7: {190, 90, 140, 40}, 8: {90, 190, 40, 140},
		0: {40, 90, 140, 190}, 9: {40, 90, 140, 190},
	}
	photograph := jpegOf(t, photo(80, 40))
	for orientation, quarters := range want {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprint(orientation, order), func(t *testing.T) {
				p, err := Read(bytes.NewReader(withExif(photograph, tiff(order, orientation))), Limits{})
				if err != nil {
					t.Fatal(err)
				}
				img, _, err := image.Decode(bytes.NewReader(p.Main))
				if err != nil {
					t.Fatal(err)
				}
				w, h := img.Bounds().Dx(), img.Bounds().Dy()
				if turned := orientation >= 5 && orientation <= 8; turned != (h > w) || p.Width != w || p.Height != h {
					t.Errorf("%d by %d", w, h)
				}
				for i, brightness := range quarters {
					x, y := w/4+i%2*w/2, h/4+i/2*h/2
					got := int(color.GrayModel.Convert(img.At(x, y)).(color.Gray).Y)
					if got < brightness-10 || got > brightness+20 {
						t.Errorf("quarter %d: brightness %d, want about %d", i, got, brightness)
					}
				}
			})
		}
	}
}

func TestOrientationOfPNGAndWebP(t *testing.T) {
	block := tiff(binary.BigEndian, 6)
	if got := orientation(pngExif(withChunk(pngOf(t, chart(8, 8)), "eXIf", block))); got != 6 {
		t.Errorf("PNG: %d, want 6", got)
	}
	riff := append([]byte("RIFF\x00\x00\x00\x00WEBPVP8X\x03\x00\x00\x00abc\x00EXIF"), binary.LittleEndian.AppendUint32(nil, uint32(len(block)))...)
	if got := orientation(webpExif(append(riff, block...))); got != 6 {
		t.Errorf("WebP: %d, want 6", got)
	}
	for n := range block { // no prefix may do harm
		orientation(block[:n])
		pngExif(append([]byte("\x89PNG\r\n\x1a\n"), block[:n]...))
		webpExif(append(riff, block[:n]...))
		jpegExif(append([]byte("\xff\xd8\xff\xe1"), block[:n]...))
	}
}

func TestShrinkKeepsColours(t *testing.T) {
	flat := image.NewRGBA(image.Rect(0, 0, 1500, 900))
	for i := range flat.Pix {
		flat.Pix[i] = 200
	}
	for _, width := range []int{1499, 750, 700, 100, 1} {
		out := shrink(flat, width, max(1, 900*width/1500))
		for _, v := range out.Pix {
			if v < 199 || v > 201 {
				t.Errorf("width %d: a value of %d, want 200", width, v)
				break
			}
		}
	}
}

// No more pictures are decoded at once than there are places.
func TestDarkroom(t *testing.T) {
	data := jpegOf(t, photo(40, 40))
	synctest.Test(t, func(t *testing.T) {
		room := NewDarkroom(1, Limits{})
		room.places <- struct{}{} // somebody is in there
		ctx, cancel := context.WithCancel(t.Context())
		results := make(chan error, 2)
		go func() {
			_, err := room.Read(ctx, bytes.NewReader(data))
			results <- err
		}()
		synctest.Wait()
		cancel()
		if err := <-results; !errors.Is(err, context.Canceled) {
			t.Errorf("a wait that was given up: %v", err)
		}
		go func() {
			_, err := room.Read(t.Context(), bytes.NewReader(data))
			results <- err
		}()
		synctest.Wait()
		if len(results) != 0 {
			t.Error("two pictures at once")
		}
		<-room.places
		if err := <-results; err != nil {
			t.Error(err)
		}
	})
}
