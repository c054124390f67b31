package newsroom

import (
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

const wholeFile = "\ufeff---\r\n" + `# a comment
title: "Maps: for \"everybody\""
summary: It's short, isn't it
slug: maps
form: note
language: cy
tags: [LocalGov, "open, data", 'O''Brien']
guest: Grace Guest
handle: @grace@uni.example
bio: 'Lecturer: maps'
thanks: Our thanks to Grace.
series: Seminar
image: pictures/map.jpg
alt: A map of the county
decorative: no
credit: A. Photographer
credit_title: The map
credit_source: https://pictures.example/1
licence: CC BY 4.0
published: 2026-07-01 09:00
comments: closed
---

# Body

---
The end.
`

func TestReadMarkdown(t *testing.T) {
	t.Parallel()
	f, err := ReadMarkdown(strings.NewReader(wholeFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, got, want string }{
		{"title", f.Title, `Maps: for "everybody"`},
		{"summary", f.Summary, "It's short, isn't it"},
		{"slug", f.Slug, "maps"},
		{"form", string(f.Form), "note"},
		{"language", f.Language, "cy"},
		{"guest", f.Guest.Name, "Grace Guest"},
		{"handle", f.Guest.Handle, "@grace@uni.example"},
		{"bio", f.Guest.Bio, "Lecturer: maps"},
		{"thanks", f.Thanks, "Our thanks to Grace."},
		{"series", f.Series, "Seminar"},
		{"image", f.Image, "pictures/map.jpg"},
		{"alt", f.Picture.Alt, "A map of the county"},
		{"credit", f.Picture.Credit.Creator, "A. Photographer"},
		{"credit_title", f.Picture.Credit.Title, "The map"},
		{"credit_source", f.Picture.Credit.Source, "https://pictures.example/1"},
		{"licence", f.Picture.Credit.Licence, "CC BY 4.0"},
		{"comments", string(f.Comments), "closed"},
		{"body", f.Body, "# Body\n\n---\nThe end.\n"},
		{"published", f.Published.UTC().Format(time.RFC3339), "2026-07-01T08:00:00Z"}, // British Summer Time
	} {
		if test.got != test.want {
			t.Errorf("%s = %q, want %q", test.name, test.got, test.want)
		}
	}
	if want := []string{"LocalGov", "open, data", "O'Brien"}; !slices.Equal(f.Tags, want) {
		t.Errorf("tags = %q, want %q", f.Tags, want)
	}
	if f.Picture.Decorative {
		t.Error("decorative: no was read as yes")
	}
}

func TestReadMarkdownLists(t *testing.T) {
	t.Parallel()
	for source, want := range map[string][]string{
		"tags: a, b":                 {"a", "b"},
		"tags: [a, b]":               {"a", "b"},
		"tags: []":                   nil,
		"tags:\n- a\n  - \"b: c\"\n": {"a", "b: c"},
		"tags:":                      nil,
	} {
		f, err := ReadMarkdown(strings.NewReader("---\n" + source + "\n---\n"))
		if err != nil || !slices.Equal(f.Tags, want) {
			t.Errorf("%q: %q, %v; want %q", source, f.Tags, err, want)
		}
	}
}

// Each mistake names its line, and the key that was probably meant.
func TestReadMarkdownMistakes(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"no front matter", "# Hello\n", "Line 1: the file must begin"},
		{"not closed", "---\ntitle: x\n", "Line 3: close the front matter"},
		{"unknown", "---\ntitle: x\nsumary: y\n---\n", `Line 3: there is no key "sumary". Did you mean "summary"?`},
		{"far from all", "---\nzzzzzzzz: y\n---\n", `Line 2: there is no key "zzzzzzzz".`},
		{"capital", "---\nTitle: y\n---\n", `Did you mean "title"?`},
		{"of an event", "---\nstart: 2026-01-01 10:00\n---\n", `there is no key "start"`},
		{"twice", "---\ntitle: x\ntitle: y\n---\n", `Line 3: "title" stands on line 2 already.`},
		{"no colon", "---\njust words\n---\n", "Line 2: write it as"},
		{"open quotes", "---\ntitle: \"x\n---\n", "Line 2: close the quotes."},
		{"text behind quotes", "---\ntitle: \"x\" y\n---\n", "Line 2: there is text behind"},
		{"open list", "---\ntags: [a, b\n---\n", "Line 2: close the list"},
		{"block", "---\nsummary: |\n  x\n---\n", "Line 2: a value that begins with |"},
		{"indented", "---\nsummary: a\n  b\n---\n", "Line 3 begins with a space"},
		{"lonely item", "---\n- a\n---\n", "Line 2: this item belongs to no list"},
		{"list for one", "---\ntitle: [a, b]\n---\n", `Line 2: "title" takes one value`},
		{"date", "---\npublished: yesterday\n---\n", `Line 2: "yesterday" is not a time`},
		{"yes or no", "---\ndecorative: perhaps\n---\n", `neither yes nor no`},
		{"bio of nobody", "---\nbio: x\n---\n", "Line 2: this belongs to a guest"},
		{"two writers", "---\nauthor: A\nguest: B\n---\n", "Line 3: a post is written by"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ReadMarkdown(strings.NewReader(test.source))
			if blog.KindOf(err) != blog.Invalid || !strings.Contains(blog.Message(err), test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func FuzzReadMarkdown(f *testing.F) {
	f.Add(wholeFile)
	f.Add("---\ntags:\n- a\n---\nx")
	f.Add("---\ntitle: '\n---")
	f.Fuzz(func(t *testing.T, source string) {
		file, err := ReadMarkdown(strings.NewReader(source))
		if err != nil && blog.KindOf(err) != blog.Invalid {
			t.Errorf("%q: an error that no writer can mend: %v", source, err)
		}
		if err == nil && strings.Contains(file.Title, "\n") && !strings.Contains(source, `\n`) {
			t.Errorf("%q: title %q has two lines", source, file.Title)
		}
	})
}
