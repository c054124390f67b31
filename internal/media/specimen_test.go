package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// photo is an image of many colours whose quarters differ in brightness:
// 40, 90, 140 and 190 from the top left, line by line.
func photo(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	r := rand.New(rand.NewPCG(1, 2))
	for y := range h {
		for x := range w {
			base := 40 + 50*(x*2/w) + 100*(y*2/h)
			img.SetRGBA(x, y, color.RGBA{uint8(base + r.IntN(8)), uint8(base + r.IntN(8)), uint8(base + r.IntN(8)), 255})
		}
	}
	return img
}

// chart is an image of three colours.
func chart(w, h int) *image.Paletted {
	img := image.NewPaletted(image.Rect(0, 0, w, h), color.Palette{color.White, color.Black, color.RGBA{200, 0, 0, 255}})
	for i := range img.Pix {
		img.Pix[i] = uint8(i / 7 % 3)
	}
	return img
}

// glass is a photo with a transparent corner.
func glass(w, h int) *image.RGBA {
	img := photo(w, h)
	img.SetRGBA(0, 0, color.RGBA{})
	return img
}

func jpegOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gifOf(t testing.TB, img *image.Paletted, frames int) []byte {
	t.Helper()
	all := &gif.GIF{}
	for range frames {
		all.Image = append(all.Image, img)
		all.Delay = append(all.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// secret stands for the place where a picture was taken.
const secret = "51 deg 16' 30 N 0 deg 31' 20 E"

// tiff is an Exif block with an orientation, and a maker's note with the secret.
func tiff(order binary.AppendByteOrder, orientation uint16) []byte {
	var b []byte
	put16 := func(v uint16) { b = order.AppendUint16(b, v) }
	put32 := func(v uint32) { b = order.AppendUint32(b, v) }
	if b = []byte("II*\x00"); order.String() == binary.BigEndian.String() {
		b = []byte("MM\x00*")
	}
	put32(8) // the first directory follows
	put16(2) // with two entries
	put16(0x010e)
	put16(2) // ASCII
	put32(uint32(len(secret)))
	put32(38)
	put16(0x0112)
	put16(3) // short
	put32(1)
	put16(orientation)
	put16(0)
	put32(0)
	return append(b, secret...)
}

// withSegment puts a segment after the start of a JPEG.
func withSegment(data []byte, marker byte, payload []byte) []byte {
	segment := binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(payload)+2))
	return bytes.Join([][]byte{data[:2], segment, payload, data[2:]}, nil)
}

func withExif(data, tiff []byte) []byte {
	return withSegment(data, 0xe1, append([]byte("Exif\x00\x00"), tiff...))
}

// withChunk puts a chunk after the header of a PNG.
func withChunk(data []byte, kind string, payload []byte) []byte {
	const afterHeader = 8 + 25
	body := append([]byte(kind), payload...)
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(payload)))
	chunk = append(chunk, body...)
	chunk = binary.BigEndian.AppendUint32(chunk, crc32.ChecksumIEEE(body))
	return bytes.Join([][]byte{data[:afterHeader], chunk, data[afterHeader:]}, nil)
}

// bomb is a PNG of 50,000 by 50,000 pixels in a hundred bytes.
func bomb(t testing.TB) []byte {
	data := pngOf(t, chart(8, 8))
	binary.BigEndian.PutUint32(data[16:], 50_000)
	binary.BigEndian.PutUint32(data[20:], 50_000)
	binary.BigEndian.PutUint32(data[29:], crc32.ChecksumIEEE(data[12:29]))
	return data
}
