package look

import "inews/internal/blog"

// forWords is the contrast that words need (WCAG 2.2, 1.4.3), and forEdges that of
// the edges of what one types into (1.4.11).
const (
	forWords = 4.5
	forEdges = 3.0
)

// Ours are the colours of a site of which nobody has said anything; the style
// sheet has the same.
var (
	ourAccent = Colour{0x0b, 0x5a, 0x63}
	ourGround = Colour{0xfd, 0xfb, 0xf7}
	ourNight  = Colour{0x84, 0xd2, 0xd0}
	white     = Colour{0xff, 0xff, 0xff}
	ink       = Colour{0x1d, 0x1b, 0x18}
	soft      = Colour{0x5a, 0x53, 0x48} // words that matter less
	edge      = Colour{0x85, 0x7b, 0x6c}
)

// The grounds where it is dark, which are not chosen.
var nightGrounds = []Colour{{0x17, 0x16, 0x13}, {0x21, 0x1f, 0x1b}, {0x29, 0x26, 0x20}}

// plan is what was chosen, with what is ours where nothing was.
type plan struct{ accent, night, ground, tint Colour }

func planOf(look blog.Look) plan {
	p := plan{accent: ourAccent, ground: ourGround}
	if c, ok := ParseColour(look.Accent); ok {
		p.accent = c
	}
	if c, ok := ParseColour(look.Ground); ok {
		p.ground = c
	}
	p.tint = tinted(p.ground, -0.03)
	const evening = 0.81 // lightness of an accent that shines without dazzling
	p.night, _ = Nearest(p.accent.Shade(evening), forWords, nightGrounds...)
	if p.accent == ourAccent {
		p.night = ourNight
	}
	if c, ok := ParseColour(look.Night); ok {
		p.night = c
	}
	return p
}

// guard is a colour that was chosen, and what it must be told from.
type guard struct {
	field   string
	says    string // what goes wrong
	colour  Colour
	grounds []Colour
}

func (p plan) guards() []guard {
	// The accent is not blamed for a ground that fails: it is held against the one
	// that is offered instead.
	ground := guard{field: "ground", says: "Words on this ground are hard to read", colour: p.ground, grounds: []Colour{soft, tinted(soft, 0.03)}}
	light, _ := ground.nearest()
	return []guard{
		{field: "accent", says: "Links in this colour are hard to read on the page", colour: p.accent, grounds: []Colour{light, white, tinted(light, -0.03)}},
		{field: "night", says: "Links in this colour are hard to read where it is dark", colour: p.night, grounds: nightGrounds},
		ground,
	}
}

// tinted is a colour by so much lighter. A ground that has enough contrast with
// words that are lighter has it, darker by as much, with the words themselves.
func tinted(c Colour, by float64) Colour {
	l, _, _ := c.polar()
	return c.Shade(l + by)
}

func (g guard) nearest() (Colour, bool) { return Nearest(g.colour, forWords, g.grounds...) }

// tone is a custom property of the style sheet.
type tone struct {
	name   string
	colour Colour
}

// byDay are the colours of the pages where it is light.
func (p plan) byDay(masthead blog.Masthead) []tone {
	l, _, _ := p.accent.polar()
	ground, _, _ := p.ground.polar()
	line, _ := Nearest(edge, forEdges, p.ground, white, p.tint)
	tones := []tone{
		{"paper", p.ground}, {"tint", p.tint}, {"line", p.ground.Shade(ground - 0.1)}, {"edge", line},
		{"accent", p.accent}, {"accent-deep", p.accent.Shade(max(0, l-0.08))}, {"accent-tint", faint(p.accent, white)}, {"on-accent", white},
	}
	if masthead == blog.MastheadPaper {
		return append(tones, tone{"band", white}, tone{"on-band", ink})
	}
	return append(tones, tone{"band", p.accent}, tone{"on-band", white})
}

// byNight are those where it is dark.
func (p plan) byNight(masthead blog.Masthead) []tone {
	l, _, _ := p.night.polar()
	on, _ := Nearest(p.night.Shade(0.24), forWords, p.night)
	tones := []tone{
		{"accent", p.night}, {"accent-deep", p.night.Shade(min(1, l+0.06))}, {"accent-tint", faint(p.night, nightGrounds[0])}, {"on-accent", on},
	}
	const deep = 0.33 // lightness of a band that white words stand on by night
	if masthead == blog.MastheadPaper {
		return append(tones, tone{"band", nightGrounds[1]}, tone{"on-band", Colour{0xf1, 0xec, 0xe2}})
	}
	band, _ := Nearest(p.accent.Shade(deep), forWords, white)
	return append(tones, tone{"band", band}, tone{"on-band", white})
}

// faint is a ground with a touch of the colour, on which words in that colour can
// still be read.
func faint(c, ground Colour) Colour {
	const most, step = 0.14, 0.01
	for share := most; share > 0; share -= step {
		if mixed := Mix(ground, c, share); Contrast(c, mixed) >= forWords {
			return mixed
		}
	}
	return ground
}
