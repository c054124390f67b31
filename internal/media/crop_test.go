package media

import (
	"bytes"
	"image"
	"image/color"
	"math"
	"testing"

	"inews/internal/blog"
)

// What is cut out is the part that was asked for, and a picture like any other.
func TestCut(t *testing.T) {
	t.Parallel()
	whole := image.NewRGBA(image.Rect(0, 0, 1200, 800))
	for y := range 800 {
		for x := range 1200 {
			c := color.RGBA{uint8(x / 8), uint8(y / 4), 90, 255}
			if x >= 600 && y >= 400 {
				c = color.RGBA{200, uint8(20 + x%3), 20, 255}
			}
			whole.SetRGBA(x, y, c)
		}
	}
	room := NewDarkroom(1, Limits{})
	p, err := room.Cut(t.Context(), bytes.NewReader(jpegOf(t, whole)), blog.Crop{X: 600, Y: 400, Width: 600, Height: 400})
	if err != nil || p.Width != 600 || p.Height != 400 || len(p.Variants) != 1 || p.Hash != hashOf(p.Main) {
		t.Fatalf("got %dx%d with %d variants (%v)", p.Width, p.Height, len(p.Variants), err)
	}
	img, _, err := image.Decode(bytes.NewReader(p.Main))
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []image.Point{{10, 10}, {590, 390}, {300, 200}} {
		if r, g, _, _ := img.At(at.X, at.Y).RGBA(); r>>8 < 180 || g>>8 > 60 {
			t.Errorf("at %v there is %v, want red", at, img.At(at.X, at.Y))
		}
	}
	if _, err := room.Cut(t.Context(), bytes.NewReader(jpegOf(t, whole)), blog.Crop{X: 1100, Width: 200, Height: 100}); err == nil {
		t.Error("a part outside of the picture is cut out")
	}
}

func TestAround(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		focal         blog.Focal
		width, height int
		want          blog.Crop
	}{
		{blog.Focal{}, 1, 1, blog.Crop{X: 200, Y: 0, Width: 800, Height: 800}},
		{blog.Focal{X: -1}, 1, 1, blog.Crop{X: 0, Y: 0, Width: 800, Height: 800}},
		{blog.Focal{X: 0.5, Y: 0.5}, 1, 1, blog.Crop{X: 400, Y: 0, Width: 800, Height: 800}},
		{blog.Focal{Y: 1}, 3, 1, blog.Crop{X: 0, Y: 0, Width: 1200, Height: 400}},
		{blog.Focal{Y: -1}, 3, 1, blog.Crop{X: 0, Y: 400, Width: 1200, Height: 400}},
	} {
		if got := Around(blog.Picture{Width: 1200, Height: 800, Focal: tc.focal}, tc.width, tc.height); got != tc.want {
			t.Errorf("%v, %d:%d: %+v, want %+v", tc.focal, tc.width, tc.height, got, tc.want)
		}
	}
	got := inside(blog.Picture{Width: 1200, Height: 800, Focal: blog.Focal{X: 0.5, Y: 0.5}}, blog.Crop{X: 800, Y: 0, Width: 400, Height: 400})
	if math.Abs(got.X+0.5) > 1e-9 || math.Abs(got.Y) > 1e-9 {
		t.Errorf("the focal point of the part is %v", got)
	}
	if got := inside(blog.Picture{Width: 1200, Height: 800}, blog.Crop{X: 800, Y: 500, Width: 400, Height: 300}); got != (blog.Focal{X: -1, Y: 1}) {
		t.Errorf("a point that the part leaves out becomes %v", got)
	}
}
