package media

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"slices"

	"github.com/bbrks/go-blurhash"
	"golang.org/x/image/draw"
)

// jpegQuality is where a photo on a page starts to look no better.
const jpegQuality = 82

// develop writes the files of an upright image.
func develop(img *image.RGBA) (Picture, error) {
	p := Picture{Width: img.Bounds().Dx(), Height: img.Bounds().Dy()}
	encode := encodeJPEG
	p.MediaType, p.Ext = "image/jpeg", "jpg"
	if _, few := fewColours(img); few || !img.Opaque() {
		encode = encodePNG
		p.MediaType, p.Ext = "image/png", "png"
	}
	var err error
	if p.Main, err = encode(img); err != nil {
		return Picture{}, err
	}
	p.Hash = hashOf(p.Main)
	for _, width := range variantWidths { // each from the one before it, which is nearly as good and much cheaper
		if width >= p.Width {
			continue
		}
		img = shrink(img, width, max(1, p.Height*width/p.Width))
		data, err := encode(img)
		if err != nil {
			return Picture{}, err
		}
		p.Variants = append(p.Variants, Variant{Width: width, Bytes: data})
	}
	slices.Reverse(p.Variants)
	p.Blurhash, err = blur(img)
	return p, err
}

func encodeJPEG(img *image.RGBA) ([]byte, error) {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: jpegQuality}); err != nil {
		return nil, fmt.Errorf("write jpeg: %w", err)
	}
	return b.Bytes(), nil
}

func encodePNG(img *image.RGBA) ([]byte, error) {
	var out image.Image = img
	if paletted, few := fewColours(img); few {
		out = paletted
	}
	var b bytes.Buffer
	if err := png.Encode(&b, out); err != nil {
		return nil, fmt.Errorf("write png: %w", err)
	}
	return b.Bytes(), nil
}

// blur sums a picture up in about 30 characters: four waves along its longer
// side, three along the other, from a thumbnail on white.
func blur(img *image.RGBA) (string, error) {
	const thumbnail = 64 // pixels; more do not change the hash
	w, h := fit(img.Bounds().Dx(), img.Bounds().Dy(), thumbnail)
	small := shrink(img, w, h)
	onWhite := image.NewRGBA(small.Bounds())
	draw.Draw(onWhite, onWhite.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(onWhite, onWhite.Bounds(), small, image.Point{}, draw.Over)
	x, y := 4, 3
	if h > w {
		x, y = 3, 4
	}
	hash, err := blurhash.Encode(x, y, onWhite)
	if err != nil {
		return "", fmt.Errorf("sum up colours: %w", err)
	}
	return hash, nil
}

func rgba(c [4]uint8) color.RGBA { return color.RGBA{c[0], c[1], c[2], c[3]} }
