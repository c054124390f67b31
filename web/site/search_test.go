package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/web/view"
)

func TestSpans(t *testing.T) {
	for text, want := range map[string][]view.Span{
		"plain":                   {{Text: "plain"}},
		"a \x02bench\x03 is used": {{Text: "a "}, {Text: "bench", Marked: true}, {Text: " is used"}},
		"\x02open":                {{Text: ""}, {Text: "open"}},
	} {
		if diff := cmp.Diff(want, spans(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestHeadline(t *testing.T) {
	for text, want := range map[string][]view.Span{
		"":                             {{Text: "The <del>bench</del>"}}, // of a post that a slip of the finger found
		"The  \x02bench\x03 ":          {{Text: "The <del>bench</del>"}}, // what the database makes of such a title
		"The <del>\x02bench\x03</del>": {{Text: "The <del>"}, {Text: "bench", Marked: true}, {Text: "</del>"}},
	} {
		found := postgres.Found{Post: blog.Post{Title: "The <del>bench</del>"}, Matched: postgres.Matched{Headline: text}}
		if diff := cmp.Diff(want, headline(found)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestTorn(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "",
		"One sentence, whole.":              "One sentence, whole.",
		"of the \x02council\x03 and":        "… of the \x02council\x03 and …",
		"\x02council\x03 tax, in \x02M\x03": "… \x02council\x03 tax, in \x02M\x03 …",
		"Who pays?":                         "Who pays?",
	} {
		if got := torn(text); got != want {
			t.Errorf("torn(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestClip(t *testing.T) {
	if got := clip("äöüß", 3); got != "äöü" {
		t.Errorf("clip = %q", got)
	}
}
