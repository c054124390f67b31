package look

import (
	"strings"
	"testing"

	"inews/internal/blog"
)

// Whatever is chosen, what passes the check makes a palette in which every word
// can be read and every edge be seen, by day and by night; and what does not pass
// does with the shades that are offered for it.
func TestPalettes(t *testing.T) {
	const step = 51
	for r := 0; r < 256; r += step {
		for g := 0; g < 256; g += step {
			for b := 0; b < 256; b += step {
				c := Colour{uint8(r), uint8(g), uint8(b)}
				for _, look := range []blog.Look{{Accent: c.String()}, {Night: c.String()}, {Ground: c.String()}, {Accent: c.String(), Masthead: blog.MastheadPaper}} {
					readable(t, look)
				}
			}
		}
	}
	readable(t, blog.Look{})
}

func readable(t *testing.T, look blog.Look) {
	t.Helper()
	_, err := Check(look)
	shades := Nearer(look)
	if (err == nil) != (len(shades) == 0) {
		t.Fatalf("%+v: %v, and the shades %v", look, err, shades)
	}
	if err != nil {
		use := func(field string, value *string) {
			if shade := shades[field]; shade != "" {
				*value = shade
			}
		}
		// A ground that gives way may leave the accent with too little.
		for range 2 {
			use("accent", &look.Accent)
			use("night", &look.Night)
			use("ground", &look.Ground)
			shades = Nearer(look)
		}
		if _, err := Check(look); err != nil {
			t.Fatalf("%+v does not pass with the shades that were offered: %v", look, err)
		}
	}
	p := planOf(look)
	passes(t, look, "by day", p.byDay(look.Masthead), map[string]Colour{"sheet": white, "ink": ink, "soft": soft})
	passes(t, look, "by night", p.byNight(look.Masthead), map[string]Colour{
		"paper": nightGrounds[0], "sheet": nightGrounds[1], "tint": nightGrounds[2], "edge": {0x91, 0x88, 0x78},
		"ink": {0xf1, 0xec, 0xe2}, "soft": {0xbc, 0xb3, 0xa4},
	})
}

// pairs are the words and grounds that stand on each other somewhere, and edges
// with theirs.
var pairs = []struct {
	on    string
	ratio float64
	what  []string
}{
	{"paper", forWords, []string{"ink", "soft", "accent", "accent-deep"}},
	{"sheet", forWords, []string{"ink", "soft", "accent", "accent-deep"}},
	{"tint", forWords, []string{"ink", "soft", "accent", "accent-deep"}},
	{"accent-tint", forWords, []string{"ink", "soft", "accent", "accent-deep"}},
	{"accent", forWords, []string{"on-accent"}},
	{"accent-deep", forWords, []string{"on-accent"}},
	{"band", forWords, []string{"on-band"}},
	{"paper", forEdges, []string{"edge"}},
	{"sheet", forEdges, []string{"edge"}},
}

func passes(t *testing.T, look blog.Look, when string, tones []tone, fixed map[string]Colour) {
	t.Helper()
	palette := make(map[string]Colour)
	for name, c := range fixed {
		palette[name] = c
	}
	for _, tone := range tones {
		palette[tone.name] = tone.colour
	}
	for _, pair := range pairs {
		for _, what := range pair.what {
			if found := Contrast(palette[what], palette[pair.on]); found < pair.ratio {
				t.Errorf("%+v %s: %s %s on %s %s has %.2f, want %.1f", look, when, what, palette[what], pair.on, palette[pair.on], found, pair.ratio)
			}
		}
	}
}

func TestCheck(t *testing.T) {
	good, err := Check(blog.Look{Accent: " 8A1538 ", Ground: "#FFF", Wordmark: true})
	if err != nil || good.Accent != "#8a1538" || good.Ground != "#ffffff" || good.Wordmark {
		t.Errorf("%+v, %v", good, err)
	}
	for _, test := range []struct {
		look  blog.Look
		field string
		says  string
	}{
		{blog.Look{Accent: "#ffd700"}, "accent", "1.2 to 1"},
		{blog.Look{Night: "#333333"}, "night", "where it is dark"},
		{blog.Look{Ground: "#707070"}, "ground", "on this ground"},
		{blog.Look{Accent: "red"}, "accent", "is no colour"},
		{blog.Look{Accent: "#0b5a63;}body{display:none"}, "accent", "is no colour"},
		{blog.Look{Letters: "comic"}, "letters", "of the list"},
		{blog.Look{Masthead: "none"}, "masthead", "of the list"},
	} {
		_, err := Check(test.look)
		problems := blog.ProblemsOf(err)
		if len(problems) == 0 || problems[0].Field != test.field || !strings.Contains(problems[0].Msg, test.says) {
			t.Errorf("%+v: %v", test.look, err)
		}
	}
}

// Nothing that somebody typed stands in a style sheet, not even of a look that
// does not pass.
func TestSheetHoldsNothingTyped(t *testing.T) {
	evil := `#0b5a63}body{background:url(https://evil.example)`
	for _, sheet := range []string{Sheet(blog.Look{Accent: evil, Night: evil, Ground: evil, Letters: blog.Letters(evil), Masthead: blog.Masthead(evil)}), Specimen(blog.Look{Accent: evil})} {
		if strings.Contains(sheet, "evil") || strings.Contains(sheet, "url(") {
			t.Errorf("the sheet is %s", sheet)
		}
	}
}
