package media

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"strings"

	"golang.org/x/image/webp"
)

// format is a kind of picture file that we read.
type format struct {
	name    string
	config  func(io.Reader) (image.Config, error)
	pixels  func(io.Reader) (image.Image, error)
	exif    func(data []byte) []byte // the TIFF block that holds the orientation
	complex func(data []byte) bool   // needs twice the memory per pixel
}

func never([]byte) bool { return false }

// sniff tells the format from the first bytes: names and media types are what
// somebody says, bytes are what is there.
func sniff(data []byte) (format, error) {
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return format{"JPEG", jpeg.DecodeConfig, jpeg.Decode, jpegExif, isProgressive}, nil
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return format{"PNG", png.DecodeConfig, png.Decode, pngExif, never}, nil
	case bytes.HasPrefix(data, []byte("GIF87a")), bytes.HasPrefix(data, []byte("GIF89a")):
		return format{"GIF", gif.DecodeConfig, gif.Decode, func([]byte) []byte { return nil }, never}, nil
	case len(data) >= 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		return format{"WebP", webp.DecodeConfig, webp.Decode, webpExif, never}, nil
	}
	return format{}, refuse("%s Use a JPEG, PNG, GIF or WebP picture.", advice(data))
}

// advice says what a file is that is not a picture we take, and what to do.
func advice(data []byte) string {
	head := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\xef\xbb\xbf")), " \t\r\n")))
	has := func(prefixes ...string) bool {
		for _, p := range prefixes {
			if strings.HasPrefix(head, p) {
				return true
			}
		}
		return false
	}
	brand := ""
	if len(head) >= 12 && head[4:8] == "ftyp" {
		brand = head[8:12]
	}
	switch {
	case len(data) == 0:
		return "The file is empty."
	case has("<svg") || has("<?xml", "<!doctype svg") && strings.Contains(head, "<svg"):
		return "This is an SVG drawing, which can carry programs. Export it as PNG."
	case has("<"):
		return "This is a web page, not a picture. Save the picture itself."
	case has("{", "["):
		return "This is a data file, not a picture."
	case has("%pdf"):
		return "This is a PDF. Save the page that you need as a picture."
	case has("pk\x03\x04"):
		return "This is an archive or an office document. Take the picture out of it first."
	case strings.HasPrefix(brand, "he") || brand == "mif1" || brand == "msf1":
		return "This is a HEIC picture, as telephones make them. Export it as JPEG."
	case strings.HasPrefix(brand, "avi"):
		return "This is an AVIF picture. Export it as JPEG or PNG."
	case brand != "", has("\x1a\x45\xdf\xa3"):
		return "This is a video. Publish it on a video site and link to it."
	case has("ii*\x00", "mm\x00*", "bm", "8bps"):
		return "This kind of picture does not show in browsers. Export it as JPEG or PNG."
	}
	return "This file is not a picture that we can read."
}

// decode checks the measures that the file claims before it reads any pixel.
func (f format) decode(data []byte, limits Limits) (image.Image, error) {
	config, err := f.config(bytes.NewReader(data))
	if err != nil {
		return nil, f.damaged()
	}
	weight := 1
	if deep(config.ColorModel) || f.complex(data) {
		weight = 2
	}
	switch w, h := config.Width, config.Height; {
	case w <= 0 || h <= 0:
		return nil, f.damaged()
	case w > limits.Side || h > limits.Side || w*h*weight > limits.Pixels:
		return nil, refuse("The picture is %d by %d pixels, which is too large. Export it with at most %d pixels on its longer side.", w, h, limits.Main)
	}
	img, err := f.pixels(bytes.NewReader(data))
	if err != nil || img.Bounds().Empty() {
		return nil, f.damaged()
	}
	return img, nil
}

func (f format) damaged() error {
	return refuse("The %s file is damaged or of a kind that we cannot read. Export the picture again and upload the new file.", f.name)
}

func (f format) orientation(data []byte) int { return orientation(f.exif(data)) }

// deep reports 16 bits for each colour.
func deep(m color.Model) bool {
	return m == color.RGBA64Model || m == color.NRGBA64Model || m == color.Gray16Model
}
