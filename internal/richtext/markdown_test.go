package richtext

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

func testOptions() Options {
	return Options{
		Site: "https://council.example",
		Mention: func(handle string) (Mention, bool) {
			if strings.HasSuffix(handle, "@gone.example") {
				return Mention{}, false
			}
			return everybody(handle)
		},
		Picture: func(path string) (Picture, bool) {
			return Picture{Width: 1200, Height: 800, Credit: "Photo: A. Person, CC BY 4.0", CreditURL: "https://creativecommons.org/licenses/by/4.0/",
				Variants: []Source{{Path: strings.Replace(path, ".", "-480.", 1), Width: 480}}, Focus: "fx-2 fy-10"}, path == "/media/table.jpg"
		},
		File: func(path string) (string, int64, bool) { return "PDF", 1_234_567, strings.HasSuffix(path, ".pdf") },
	}
}

// Each testdata/markdown/x.md has an x.html, for our page, and an x.fed.html,
// for other servers. Run with -update after a change that is meant.
func TestMarkdownGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/markdown/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Markdown(string(source), testOptions())
		if err != nil {
			t.Fatal(err)
		}
		base := strings.TrimSuffix(file, ".md")
		golden(t, base+".html", doc.HTML.String())
		golden(t, base+".txt", doc.Text)
		golden(t, base+".fed.html", Federated(doc.HTML, "https://council.example/posts/x").String())
		if Trusted(doc.HTML.String()) != doc.HTML {
			t.Errorf("%s: Trusted changes it", file)
		}
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got+"\n"); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestMarkdownDocument(t *testing.T) {
	source, err := os.ReadFile("testdata/markdown/post.md")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Markdown(string(source), testOptions())
	if err != nil {
		t.Fatal(err)
	}
	doc.HTML, doc.Text = HTML{}, ""
	want := Document{
		Tags:     []string{"LocalGov", "café", "FootTag"},
		Mentions: []Mention{{Handle: "ada@social.example", URL: "https://social.example/@ada", ActorID: "https://social.example/ap/ada"}},
		Links: []Link{{"https://www.kent.gov.uk/roads", "https://www.kent.gov.uk/roads"}, {"our plans", "/pages/plans"},
			{"a #link", "https://a.example/#part"}, {"clerk@kent.gov.uk", "mailto:clerk@kent.gov.uk"}, {"elsewhere", "https://evil.example/x.png"}},
		Images: []Image{{Path: "/media/table.jpg", Alt: "People at a table", Caption: "Forty people & one dog", Credited: true},
			{Path: "/media/logo.png", Alt: "A logo"}},
		Headings: []Heading{{Level: 2, Text: "What we heard at the workshop", ID: "section-what-we-heard-at-the-workshop"},
			{Level: 4, Text: "Next steps", ID: "section-next-steps"}},
		Refused: []string{"https://evil.example/x.png"},
		Unknown: []string{"nobody@gone.example"},
		Prose: []string{
			"Forty people came to the Innovation workshop in Ashford – “the best yet”, one said… They asked for https://www.kent.gov.uk/roads and our plans.",
			"Publish the notes", "Ask @ada@social.example and @nobody@gone.example to speak", "Tell few many people",
			"Tags work here: #LocalGov and #café, but not in #code, nor in a #link.", "People at a table", "A logo in a line, and elsewhere.",
			"Some bold text.", "[ ] task lists are off", "#localgov again, C# and # are no tags. Mail clerk@kent.gov.uk.", "A note with #FootTag.",
		},
	}
	if diff := cmp.Diff(want, doc, cmp.AllowUnexported(HTML{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"headings rise", "### a\n#### b", `<h2 id="section-a">a</h2> <h3 id="section-b">b</h3>`},
		{"headings sink", "# a\n###### b", `<h2 id="section-a">a</h2> <h6 id="section-b">b</h6>`},
		{"equal headings", "# a\n# a\n# ü\n# 漢", `<h2 id="section-a">a</h2> <h2 id="section-a-2">a</h2> <h2 id="section-u">ü</h2> <h2 id="section-1">漢</h2>`},
		{"tag at the start", "#One #one #two_three", `<p><a href="/tags/one" class="mention hashtag" rel="tag">#One</a> <a href="/tags/one" class="mention hashtag" rel="tag">#one</a> <a href="/tags/two_three" class="mention hashtag" rel="tag">#two_three</a></p>`},
		{"no tags", "a#b #1 # /#x", `<p>a#b #1 # /#x</p>`},
		{"numeric references", "It&#8217;s &#x26;c, a&#126;, \\&#50;", `<p>It’s &amp;c, a~, &amp;#50;</p>`},
		{"tag with accents", "(#Café)", `<p>(<a href="/tags/cafe" class="mention hashtag" rel="tag">#Café</a>)</p>`},
		{"relative links", "[a](events/x) [b](?q) [c](#d) [d](//e.example/f) [e](www.f.example)", `<p><a href="/events/x">a</a> <a href="/?q">b</a> <a href="#d">c</a> <a href="https://e.example/f" rel="noopener">d</a> <a href="https://www.f.example" rel="noopener">e</a></p>`},
		{"our own site", "https://council.example/posts/x", `<p><a href="https://council.example/posts/x">https://council.example/posts/x</a></p>`},
		{"mention in a link", "[@a@b.example](https://c.example)", `<p><a href="https://c.example" rel="noopener">@a@b.example</a></p>`},
		{"e-mail is no mention", "a@b.example", `<p><a href="mailto:a@b.example">a@b.example</a></p>`},
		{"picture from elsewhere", "![x](https://e.example/p.png)", `<p><a href="https://e.example/p.png" rel="noopener">x</a></p>`},
		{"bidi", "a\u202eb", "<p>ab</p>"},
		{"raw html", "a <script>x</script> <b>c</b>", "<p>a x c</p>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := Markdown(tt.in, Options{Site: "https://council.example", Mention: everybody})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.ReplaceAll(doc.HTML.String(), "\n", " "); got != tt.want {
				t.Errorf("\n got %s\nwant %s", got, tt.want)
			}
		})
	}
	if _, err := Markdown(strings.Repeat("a", maxMarkdown+1), Options{}); err == nil {
		t.Error("a source over the limit is accepted")
	}
}

// Check 39: "a mention shows the host it links to", also one that staff wrote
// and whose page is elsewhere.
func TestCheck39MentionInMarkdown(t *testing.T) {
	for address, want := range map[string]string{
		"https://kent.gov.uk/@ada":        "@ada@kent.gov.uk",
		"https://social.kent.gov.uk/@ada": "@ada@kent.gov.uk",
		"https://evil.example/@ada":       "@ada@kent.gov.uk (evil.example)",
		"https://аррӏе.com/@ada":          "@ada@kent.gov.uk (xn--80ak6aa92e.com)",
		"javascript:alert(1)":             "@ada@kent.gov.uk",
	} {
		doc, err := Markdown("Hello @ada@kent.gov.uk", Options{Mention: func(string) (Mention, bool) {
			return Mention{URL: address, ActorID: address}, true
		}})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimPrefix(PlainText(doc.HTML), "Hello "); got != want {
			t.Errorf("a mention that leads to %s shows %q, want %q", address, got, want)
		}
	}
}
