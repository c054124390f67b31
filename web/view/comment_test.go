package view

import (
	"fmt"
	"strings"
	"testing"

	"inews/internal/blog"
)

// shape writes a thread on one line: a(b c) is a with two comments below.
func shape(comments []*Comment) string {
	var parts []string
	for _, c := range comments {
		s := c.ID
		if c.Answers != "" {
			s += "→" + c.Answers
		}
		if c.Above != "" {
			s += "[" + c.Above + "]"
		}
		if len(c.Below) > 0 {
			s += "(" + shape(c.Below) + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

func TestNest(t *testing.T) {
	for _, test := range []struct {
		name, thread string // child<parent
		earlier      map[string]string
		want         string
	}{
		{"empty", "", nil, ""},
		{"beside each other", "a b", nil, "a b"},
		{"below each other", "a b<a c<b d<a e", nil, "a(b(c) d) e"},
		{"deeper than the indentation", "a b<a c<b d<c e<d f<e g<f h<g i<e", nil, "a(b(c(d(e(f g→F[#comment-f] h→G[#comment-g] i)))))"},
		{"the parent is hidden", "a b<x c<b", nil, "a b→a comment that is no longer shown(c)"},
		{"the parent is on an earlier page", "b<x c<b", map[string]string{"x": "/1#x"}, "b→an earlier comment[/1#x](c)"},
		{"and another's parent is hidden", "b<x c<y", map[string]string{"x": "/1#x"}, "b→an earlier comment[/1#x] c→a comment that is no longer shown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var comments []*Comment
			for word := range strings.FieldsSeq(test.thread) {
				id, parent, _ := strings.Cut(word, "<")
				comments = append(comments, &Comment{Comment: blog.Comment{ID: id, ParentID: parent}, Byline: strings.ToUpper(id)})
			}
			got := shape(Nest(comments, test.earlier, english))
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestHueIsInTheStyleSheet(t *testing.T) {
	for i := range 100 {
		if h := hue(fmt.Sprint(i)); h < 0 || h >= hues {
			t.Errorf("hue %d, of %d", h, hues)
		}
	}
}
