package newsroom

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"inews/internal/blog"
)

func same(text string) blog.Span    { return blog.Span{Change: blog.SpanSame, Text: text} }
func added(text string) blog.Span   { return blog.Span{Change: blog.SpanAdded, Text: text} }
func removed(text string) blog.Span { return blog.Span{Change: blog.SpanRemoved, Text: text} }

func TestDifference(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after string
		want          []blog.Span
	}{
		"the same":      {"New bins.", "New bins.", []blog.Span{same("New bins.")}},
		"from nothing":  {"", "New bins.", []blog.Span{added("New bins.")}},
		"another word":  {"We use new bins.", "We use green bins.", []blog.Span{same("We use "), removed("new"), added("green"), same(" bins.")}},
		"a line more":   {"One.\n", "One.\nTwo.\n", []blog.Span{same("One.\n"), added("Two.\n")}},
		"an ending":     {"It ends", "It ends!", []blog.Span{same("It ends"), added("!")}},
		"with accents":  {"Café a", "Café b", []blog.Span{same("Café "), removed("a"), added("b")}},
		"not a letter":  {"😀", "😁", []blog.Span{removed("😀"), added("😁")}},
		"bytes of none": {"a\xff", "a", []blog.Span{same("a"), removed("\xff")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, Difference(tc.before, tc.after)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// The spans make up both texts, also when there are more words than there are
// characters below the surrogates.
func TestDifferenceIsWhole(t *testing.T) {
	t.Parallel()
	var before, after strings.Builder
	for n := range 60000 {
		fmt.Fprintf(&before, "w%d ", n)
		if n%1000 != 0 {
			fmt.Fprintf(&after, "w%d ", n)
		}
	}
	var was, is strings.Builder
	for _, span := range Difference(before.String(), after.String()) {
		if span.Change != blog.SpanAdded {
			was.WriteString(span.Text)
		}
		if span.Change != blog.SpanRemoved {
			is.WriteString(span.Text)
		}
	}
	if was.String() != before.String() || is.String() != after.String() {
		t.Error("the spans do not make up the texts")
	}
}
