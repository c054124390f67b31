package look

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Colour is one of sRGB, as style sheets write it.
type Colour struct{ R, G, B uint8 }

// ParseColour reads "#0b5a63", "0b5a63" or "#07a".
func ParseColour(s string) (Colour, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	n, err := strconv.ParseUint(s, 16, 32)
	if len(s) != 6 || err != nil {
		return Colour{}, false
	}
	return Colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// String writes the colour as a style sheet does: #0b5a63.
func (c Colour) String() string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// Luminance is how much light the colour gives, from 0 to 1 (WCAG 2.2, relative
// luminance).
func (c Colour) Luminance() float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Contrast is the ratio of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
func Contrast(a, b Colour) float64 {
	light, dark := a.Luminance(), b.Luminance()
	if light < dark {
		light, dark = dark, light
	}
	return (light + 0.05) / (dark + 0.05)
}

// Weakest is the lowest contrast of a colour with any of the others.
func Weakest(c Colour, others ...Colour) float64 {
	least := 21.0
	for _, o := range others {
		least = min(least, Contrast(c, o))
	}
	return least
}

// Nearest is the shade of a colour, of the same hue, that is least different from
// it and has that contrast with all of the grounds. It is the colour itself when
// that does, and false when no shade does.
func Nearest(c Colour, ratio float64, grounds ...Colour) (Colour, bool) {
	if Weakest(c, grounds...) >= ratio {
		return c, true
	}
	const step = 1.0 / 512 // of lightness: a difference that nobody sees
	l, chroma, hue := c.polar()
	for away := step; away <= 1; away += step {
		for _, to := range []float64{l - away, l + away} {
			if to < 0 || to > 1 {
				continue
			}
			if shade := shadeOf(to, chroma, hue); Weakest(shade, grounds...) >= ratio {
				return shade, true
			}
		}
	}
	return Colour{}, false
}

// Shade is the colour with another lightness, from 0 to 1, and the same hue.
func (c Colour) Shade(lightness float64) Colour {
	_, chroma, hue := c.polar()
	return shadeOf(lightness, chroma, hue)
}

// Mix is a colour between two: a when share is 0, b when it is 1.
func Mix(a, b Colour, share float64) Colour {
	between := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*share)) }
	return Colour{between(a.R, b.R), between(a.G, b.G), between(a.B, b.B)}
}

func linear(x uint8) float64 {
	v := float64(x) / 255
	if v <= 0.04045 {
		return v / 12.92
	}
	return math.Pow((v+0.055)/1.055, 2.4)
}

func companded(v float64) float64 {
	if v <= 0.0031308 {
		return v * 12.92
	}
	return 1.055*math.Pow(v, 1/2.4) - 0.055
}

// polar is the colour in OKLCH, in which steps of lightness look alike for every
// hue: lightness from 0 to 1, chroma, and hue in radians
// (https://bottosson.github.io/posts/oklab).
func (c Colour) polar() (lightness, chroma, hue float64) {
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	a := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	bb := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	return 0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(a, bb), math.Atan2(bb, a)
}

// shadeOf is the colour with these measures, with less chroma where screens
// cannot show as much.
func shadeOf(lightness, chroma, hue float64) Colour {
	for ; chroma > 0.001 && lightness > 0 && lightness < 1; chroma *= 0.95 {
		if c, ok := fromPolar(lightness, chroma, hue); ok {
			return c
		}
	}
	c, _ := fromPolar(lightness, 0, hue)
	return c
}

// fromPolar is the nearest colour of sRGB, and false when that is none that looks
// the same.
func fromPolar(lightness, chroma, hue float64) (Colour, bool) {
	a, b := chroma*math.Cos(hue), chroma*math.Sin(hue)
	cube := func(v float64) float64 { return v * v * v }
	l := cube(lightness + 0.3963377774*a + 0.2158037573*b)
	m := cube(lightness - 0.1055613458*a - 0.0638541728*b)
	s := cube(lightness - 0.0894841775*a - 1.2914855480*b)
	shown := true
	channel := func(v float64) uint8 {
		v = companded(v) * 255
		shown = shown && v > -0.5 && v < 255.5
		return uint8(math.Round(min(255, max(0, v))))
	}
	return Colour{
		channel(4.0767416621*l - 3.3077115913*m + 0.2309699292*s),
		channel(-1.2684380046*l + 2.6097574011*m - 0.3413193965*s),
		channel(-0.0041960863*l - 0.7034186147*m + 1.7076147010*s),
	}, shown
}
