package richtext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func FuzzRemote(f *testing.F) {
	for _, attack := range attacks() {
		f.Add(attack)
	}
	f.Add(`<p>a<ul><li>b<blockquote>c<ol start=2><li value=3>d</ol></blockquote></ul><pre>` + "\n\n x</pre>")
	f.Fuzz(func(t *testing.T, source string) {
		assertRemote(t, source)
		r := reader{flow: flow{limit: maxSource}}
		r.read(clean(capped(source, maxSource)))
		markup := r.flow.finish()
		if gated := remotePolicy.Sanitize(markup); gated != markup {
			t.Errorf("the second gate changes what the first let through:\n%q\n%q", markup, gated)
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, attack := range attacks() {
		f.Add(attack)
	}
	f.Add("# A\n\n#tag @a@b.example\n\n![alt](/media/x.jpg \"t\")\n\n| a | b |\n|:-|-:|\n| 1 | 2 |\n\n[^1]\n\n[^1]: note")
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 4096 {
			return
		}
		doc, err := Markdown(source, Options{Site: "https://council.example", Mention: everybody})
		if err != nil {
			t.Fatal(err)
		}
		assertTree(t, source, doc.HTML, writtenElements)
		if !sound(doc.HTML.String()) {
			t.Errorf("Markdown(%q): Trusted does not take it back: %q", source, doc.HTML)
		}
		for _, tag := range doc.Tags {
			if TagKey(tag) == "" {
				t.Errorf("tag %q has no key", tag)
			}
		}
	})
}

func FuzzExcerpt(f *testing.F) {
	f.Add("One sentence. Another one, which is longer, with https://a.example/x in it.", 30)
	f.Add("👩‍👩‍👧‍👦🇬🇧e\u0301", 3)
	f.Fuzz(func(t *testing.T, s string, max int) {
		got := Excerpt(s, max)
		if utf8.RuneCountInString(got) > max && max >= 0 || !utf8.ValidString(got) || strings.Contains(got, "\n") {
			t.Errorf("Excerpt(%q, %d) = %q", s, max, got)
		}
	})
}
