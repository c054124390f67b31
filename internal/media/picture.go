// Package media is what a picture goes through between an editor's disk and a
// reader's page.
//
// Whatever arrives is decoded to pixels and written anew, so that nothing of
// the file survives but what can be seen: no place where it was taken, no
// camera, no second file hidden behind the first. Files are named after their
// content and never change, so they can be cached for ever and one picture is
// stored once.
package media

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"inews/internal/blog"
)

// Limits bound what Read accepts and makes. A zero field has the default.
type Limits struct {
	Bytes  int64 // of the upload; defaults to 16 MiB, the largest that Mastodon fetches
	Pixels int   // width times height; defaults to 40 million, a good camera
	Side   int   // pixels of the longer side; defaults to 30 000
	Main   int   // pixels of the longer side that are kept; defaults to 4096
}

// withDefaults fills in the zero fields.
func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 16 << 20
	}
	if l.Pixels <= 0 {
		l.Pixels = 40_000_000
	}
	if l.Side <= 0 {
		l.Side = 30_000
	}
	if l.Main <= 0 {
		l.Main = 4096
	}
	return l
}

// Picture is an upload that is ready to be stored.
type Picture struct {
	Hash      string // SHA-256 of Main, in hexadecimal
	MediaType string
	Ext       string // without a dot
	Width     int    // pixels, upright
	Height    int
	Blurhash  string // a few colours to show while the picture loads
	Main      []byte
	Variants  []Variant // narrower copies, the narrowest first; may be none
}

// Variant is a narrower copy of a picture, of the same media type.
type Variant struct {
	Width int
	Bytes []byte
}

// Name is the file name of the main file.
func (p Picture) Name() string { return p.Hash + "." + p.Ext }

// VariantName is the file name of the variant of that width.
func (p Picture) VariantName(width int) string {
	return fmt.Sprintf("%s-%d.%s", p.Hash, width, p.Ext)
}

// Widths lists the widths of the variants.
func (p Picture) Widths() []int {
	var widths []int
	for _, v := range p.Variants {
		widths = append(widths, v.Width)
	}
	return widths
}

// variantWidths suit a small telephone, a column of text, and that column on a
// dense screen.
var variantWidths = []int{1600, 960, 480}

// Read takes an upload in and makes a Picture of it: JPEG, PNG, GIF (its first
// image) or WebP, turned upright. Photos become JPEG; pictures with
// transparency or at most 256 colours become PNG. An error about the picture
// itself is a blog.Error of kind Invalid that says what to do.
//
// A picture at the limit takes about 400 MB while it is decoded: use a
// Darkroom to bound how many are at once.
func Read(r io.Reader, limits Limits) (Picture, error) {
	limits = limits.withDefaults()
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return Picture{}, fmt.Errorf("read picture: %w", err)
	}
	if int64(len(data)) > limits.Bytes {
		return Picture{}, refuse("The file is larger than %d MB. Export the picture at a smaller size and upload it again.", limits.Bytes>>20)
	}
	f, err := sniff(data)
	if err != nil {
		return Picture{}, err
	}
	img, err := f.decode(data, limits)
	if err != nil {
		return Picture{}, err
	}
	width, height := fit(img.Bounds().Dx(), img.Bounds().Dy(), limits.Main)
	return develop(upright(shrink(img, width, height), f.orientation(data)))
}

func refuse(format string, args ...any) error {
	return blog.InvalidField("picture", format, args...)
}

// fit scales measures down to the longest side allowed.
func fit(width, height, longest int) (int, int) {
	if side := max(width, height); side > longest {
		return max(1, width*longest/side), max(1, height*longest/side)
	}
	return width, height
}

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
