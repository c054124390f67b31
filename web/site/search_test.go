package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"inews/web/view"
)

func TestPassage(t *testing.T) {
	for text, want := range map[string][]view.Span{
		"plain":                   {{Text: "plain"}},
		"a \x02bench\x03 is used": {{Text: "a "}, {Text: "bench", Marked: true}, {Text: " is used"}},
		"\x02open":                {{Text: ""}, {Text: "open"}},
	} {
		if diff := cmp.Diff(want, passage(text)); diff != "" {
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
