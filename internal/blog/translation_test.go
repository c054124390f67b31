package blog

import (
	"strings"
	"testing"
	"time"
)

func TestPathIn(t *testing.T) {
	for _, test := range []struct{ language, path, want string }{
		{"en", "/posts/bins", "/posts/bins"}, {"cy", "/posts/biniau", "/cy/posts/biniau"}, {"cy-GB", "/", "/cy"},
		{"CY", "/", "/cy"}, {"pl", "/posts/kosze", "/posts/kosze"},
	} {
		if got := PathIn([]string{"en-GB", "cy"}, test.language, test.path); got != test.want {
			t.Errorf("PathIn(%q, %q) = %q, want %q", test.language, test.path, got, test.want)
		}
	}
}

func TestPostInTranslation(t *testing.T) {
	at := time.Date(2026, 12, 3, 14, 0, 0, 0, time.UTC)
	p := Post{Form: FormArticle, Slug: "bins", Title: "Bins", Language: "en-GB", EditedAt: at, Picture: Picture{Hash: "x", Alt: "A bin"}}
	read := p.In(Translation{Language: "cy", Slug: "biniau", Title: "Biniau", Body: "Gwyrdd.", Alt: "Bin", EditedAt: at.Add(time.Hour)})
	if read.Path() != "/posts/biniau" || read.Title != "Biniau" || read.Language != "cy" || read.Picture.Alt != "Bin" || !read.EditedAt.Equal(at.Add(time.Hour)) {
		t.Errorf("reads as %+v", read)
	}
	if plain := p.In(Translation{Language: "cy", EditedAt: at.Add(-time.Hour)}); plain.Picture.Alt != "A bin" || !plain.EditedAt.Equal(at) {
		t.Errorf("without a description: %q, edited %v", plain.Picture.Alt, plain.EditedAt)
	}
	if p.Title != "Bins" || p.Picture.Alt != "A bin" {
		t.Error("the post itself was changed")
	}
}

func TestTranslationCheck(t *testing.T) {
	p := Post{Language: "en-GB"}
	whole := Translation{Language: "cy", Title: "Biniau", Body: "Gwyrdd."}
	for name, test := range map[string]struct {
		change     func(*Translation)
		publishing bool
		field      string
	}{
		"whole":              {func(*Translation) {}, true, ""},
		"no text yet":        {func(t *Translation) { t.Body = "" }, false, ""},
		"published empty":    {func(t *Translation) { t.Body = " \n" }, true, "body"},
		"no title":           {func(t *Translation) { t.Title = " " }, false, "title"},
		"long title":         {func(t *Translation) { t.Title = strings.Repeat("ŵ", MaxTitle+1) }, false, "title"},
		"long summary":       {func(t *Translation) { t.Summary = strings.Repeat("ŵ", MaxSummary+1) }, false, "summary"},
		"link in summary":    {func(t *Translation) { t.Summary = "https://a.example" }, false, "summary"},
		"long text":          {func(t *Translation) { t.Body = strings.Repeat("a", MaxBody+1) }, false, "body"},
		"language of itself": {func(t *Translation) { t.Language = "en" }, false, "language"},
	} {
		changed := whole
		test.change(&changed)
		problems := ProblemsOf(changed.Check(p, test.publishing))
		if test.field == "" && len(problems) > 0 || test.field != "" && (len(problems) != 1 || problems[0].Field != test.field) {
			t.Errorf("%s: %v", name, problems)
		}
	}
}
