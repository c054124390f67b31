package media

import (
	"image"

	"golang.org/x/image/draw"
)

// shrink scales an image down to width by height. It halves while it can,
// which averages every pixel and costs little; what remains is less than a
// half. The best filter is used where the result is small, since it takes nine
// times as long.
func shrink(img image.Image, width, height int) *image.RGBA {
	const small = 500_000 // pixels
	for b := img.Bounds(); b.Dx() >= 2*width && b.Dy() >= 2*height && b.Dx() > 1 && b.Dy() > 1; b = img.Bounds() {
		img = scale(draw.ApproxBiLinear, img, b.Dx()/2, b.Dy()/2)
	}
	b := img.Bounds()
	switch rgba, ok := img.(*image.RGBA); {
	case ok && b.Dx() == width && b.Dy() == height && b.Min == image.Point{}:
		return rgba
	case b.Dx() == width && b.Dy() == height:
		out := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(out, out.Bounds(), img, b.Min, draw.Src)
		return out
	case width*height <= small:
		return scale(draw.CatmullRom, img, width, height)
	}
	return scale(draw.ApproxBiLinear, img, width, height)
}

func scale(by draw.Scaler, img image.Image, width, height int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	by.Scale(out, out.Bounds(), img, img.Bounds(), draw.Src, nil)
	return out
}

// upright turns and mirrors an image as the Exif orientation says.
func upright(img *image.RGBA, orientation int) *image.RGBA {
	if orientation <= 1 || orientation > 8 {
		return img
	}
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	outW, outH := w, h
	if orientation >= 5 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range outH {
		for x := range outW {
			sx, sy := source(orientation, x, y, w, h)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// source is where the pixel at x, y of the upright picture comes from in the
// stored one of w by h pixels.
func source(orientation, x, y, w, h int) (int, int) {
	switch orientation {
	case 2: // mirrored
		return w - 1 - x, y
	case 3: // upside down
		return w - 1 - x, h - 1 - y
	case 4: // upside down and mirrored
		return x, h - 1 - y
	case 5: // on its left side and mirrored
		return y, x
	case 6: // needs a quarter turn clockwise
		return y, h - 1 - x
	case 7: // on its right side and mirrored
		return w - 1 - y, h - 1 - x
	}
	return w - 1 - y, x // 8: needs a quarter turn anticlockwise
}

// fewColours makes a paletted copy of an image of at most 256 colours.
func fewColours(img *image.RGBA) (*image.Paletted, bool) {
	seen := make(map[[4]uint8]uint8, 256)
	out := image.NewPaletted(img.Bounds(), nil)
	var last [4]uint8
	var index uint8
	for i := 0; i < len(img.Pix); i += 4 {
		if c := [4]uint8(img.Pix[i : i+4]); i == 0 || c != last {
			n, known := seen[c]
			if !known {
				if len(seen) == 256 {
					return nil, false
				}
				n = uint8(len(seen))
				seen[c] = n
				out.Palette = append(out.Palette, rgba(c))
			}
			last, index = c, n
		}
		out.Pix[i/4] = index
	}
	return out, true
}
