package look

import (
	"fmt"
	"math"
	"testing"
)

func mustColour(t *testing.T, s string) Colour {
	t.Helper()
	c, ok := ParseColour(s)
	if !ok {
		t.Fatalf("%q is no colour", s)
	}
	return c
}

func TestParseColour(t *testing.T) {
	for in, want := range map[string]string{"#0b5a63": "#0b5a63", " 0B5A63 ": "#0b5a63", "#07a": "#0077aa", "fff": "#ffffff"} {
		if got := mustColour(t, in).String(); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
	for _, in := range []string{"", "#", "red", "#12345", "#1234567", "#gggggg", "#-12345", "+12345", "#0b5a63;}"} {
		if c, ok := ParseColour(in); ok {
			t.Errorf("%q is taken for %s", in, c)
		}
	}
}

// The values are those of WCAG's own definition, worked out elsewhere.
func TestContrast(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want float64
	}{
		{"#000", "#fff", 21}, {"#fff", "#fff", 1}, {"#767676", "#fff", 4.54}, {"#777777", "#fff", 4.48},
		{"#949494", "#fff", 3.03}, {"#0000ff", "#fff", 8.59}, {"#ff0000", "#fff", 4.00},
	} {
		a, b := mustColour(t, test.a), mustColour(t, test.b)
		if got := Contrast(a, b); math.Abs(got-test.want) > 0.005 || got != Contrast(b, a) {
			t.Errorf("%s on %s has %.3f, want %.2f", test.a, test.b, got, test.want)
		}
	}
}

// Whatever the colour, the nearest shade passes, keeps its hue and is the colour
// itself when that passes.
func TestNearest(t *testing.T) {
	white, night := mustColour(t, "#fff"), mustColour(t, "#171613")
	for r := 0; r < 256; r += 51 {
		for g := 0; g < 256; g += 51 {
			for b := 0; b < 256; b += 51 {
				c := Colour{uint8(r), uint8(g), uint8(b)}
				for _, ground := range []Colour{white, night} {
					shade, ok := Nearest(c, 4.5, ground)
					if !ok || Contrast(shade, ground) < 4.5 {
						t.Errorf("%s on %s: %s has %.2f", c, ground, shade, Contrast(shade, ground))
					}
					if Contrast(c, ground) >= 4.5 && shade != c {
						t.Errorf("%s on %s passes and became %s", c, ground, shade)
					}
					_, chroma, before := c.polar()
					_, left, after := shade.polar()
					if turned := math.Abs(math.Remainder(before-after, 2*math.Pi)); chroma > 0.02 && left > 0.03 && turned > 0.12 {
						t.Errorf("%s on %s became %s: its hue turned by %.2f", c, ground, shade, turned)
					}
				}
			}
		}
	}
	if c, ok := Nearest(white, 5, white, Colour{}); ok {
		t.Errorf("%s has 5 with black and with white", c)
	}
	if c, ok := Nearest(Colour{0x80, 0x80, 0x80}, 22, white); ok {
		t.Errorf("%s has 22 with white", c)
	}
}

func TestShade(t *testing.T) {
	c := mustColour(t, "#0b5a63")
	l, _, _ := c.polar()
	if got := c.Shade(l); got != c {
		t.Errorf("%s with its own lightness is %s", c, got)
	}
	if got := c.Shade(0); got != (Colour{}) {
		t.Errorf("without light it is %s", got)
	}
	if got := c.Shade(1); got != (Colour{255, 255, 255}) {
		t.Errorf("with all light it is %s", got)
	}
}

func ExampleNearest() {
	yellow, white := Colour{0xff, 0xd7, 0x00}, Colour{0xff, 0xff, 0xff}
	shade, _ := Nearest(yellow, 4.5, white)
	fmt.Printf("%.1f, %.1f\n", Contrast(yellow, white), Contrast(shade, white))
	// Output: 1.4, 4.5
}
