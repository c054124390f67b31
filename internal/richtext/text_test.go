package richtext

import "testing"

func TestSummary(t *testing.T) {
	for body, want := range map[string]string{
		"![A heron](/media/a.jpg)\n\nIt stands.\n\n![A boat](/media/b.jpg) ![A cat](/media/c.jpg)\n\nIt sails.": "It stands. It sails.",
		"![A heron](/media/a.jpg)":       "A heron",
		"The word\n\nfigure\n\nis none.": "The word figure is none.",
		"":                               "",
	} {
		doc, err := Markdown(body, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := Summary(doc.HTML, 100); got != want {
			t.Errorf("%q is summed up as %q, want %q", body, got, want)
		}
	}
}

func TestExcerpt(t *testing.T) {
	tests := []struct {
		name, in string
		max      int
		want     string
	}{
		{"short", "One\n two", 20, "One two"},
		{"sentence", "The council met today. It was long and tedious.", 30, "The council met today."},
		{"word", "The council met today and it was long", 20, "The council met…"},
		{"sentence too short", "Yes. The council met today and it was long", 30, "Yes. The council met today…"},
		{"no links", "See https://a.example/x?y=1 for more (www.b.example/z)", 40, "See for more"},
		{"one long word", "aaaaaaaaaaaaaaaaaaaa", 10, "aaaaaaaaa…"},
		{"accent stays", "abcde\u0301fgh", 6, "abcd…"},
		{"family stays", "ab👩‍👩‍👧cdef", 5, "ab…"},
		{"flag stays", "abc🇬🇧defgh", 5, "abc…"},
		{"chinese", "今天天氣很好。我們去公園散步。", 8, "今天天氣很好。"},
		{"nothing", "", 10, ""},
		{"no room", "abc", 0, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Excerpt(tt.in, tt.max); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSlug(t *testing.T) {
	tests := map[string]string{
		"What we heard at the Workshop!": "what-we-heard-at-the-workshop",
		"Café & Bücher — Straße":         "cafe-and-bucher-strasse",
		"It's Kent’s day":                "its-kents-day",
		"  --  ":                         "",
		"Новини":                         "",
		"Ŵythnos Łódź 2026":              "wythnos-lodz-2026",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb c": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	}
	for in, want := range tests {
		if got := Slug(in); got != want {
			t.Errorf("Slug(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestTagKey(t *testing.T) {
	tests := map[string]string{
		"#LocalGov": "localgov", "ＬｏｃａｌＧｏｖ": "localgov", "Café": "cafe", "łódź": "lodz", "tiếng": "tiếng",
		"2026": "", "a b": "ab", "_": "", "data_driven": "data_driven", "日本語": "日本語", "": "",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": "",
	}
	for in, want := range tests {
		got := TagKey(in)
		if got != want {
			t.Errorf("TagKey(%q) = %q, want %q", in, got, want)
		}
		if TagKey(got) != got {
			t.Errorf("TagKey(%q) is not its own key", got)
		}
	}
}

// Check 39: "Bidi and mixed-script host and display names → neutralised; a
// mention shows the host it links to." A mixed-script host is shown in punycode.
func TestCheck39ShowHost(t *testing.T) {
	tests := map[string]string{
		"Kent.GOV.uk": "kent.gov.uk", "kent.example:8443": "kent.example:8443", "127.0.0.1": "127.0.0.1",
		"xn--bcher-kva.example": "bücher.example", "bücher.example": "bücher.example",
		"аррӏе.com": "xn--80ak6aa92e.com", "xn--80ak6aa92e.com": "xn--80ak6aa92e.com", // all Cyrillic
		"раypal.com": "xn--ypal-43d9g.com", // two Cyrillic letters
		"пример.рф":  "пример.рф",          // at home
		"日本語.jp":     "日本語.jp", "xn--zzz-invalid-.x": "xn--zzz-invalid-.x", "": "",
	}
	for in, want := range tests {
		if got := ShowHost(in); got != want {
			t.Errorf("ShowHost(%q) = %q, want %q", in, got, want)
		}
	}
}

// Check 39: display names are one line, without marks that turn direction.
func TestCheck39Name(t *testing.T) {
	tests := []struct{ in, want string }{
		{"Ada\u202e live", "Ada live"}, {"a\n\tb\x00", "a b"}, {"  ", ""}, {"abcdefghijkl", "abcdefghij"},
	}
	for _, tt := range tests {
		if got := Name(tt.in, 10); got != tt.want {
			t.Errorf("Name(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestComment(t *testing.T) {
	const rel = `" rel="nofollow noopener ugc">`
	tests := []struct{ name, in, want string }{
		{"paragraphs and lines", "\nHello\nthere\r\n\r\n \nBye\n", "<p>Hello<br>there</p><p>Bye</p>"},
		{"no markup", "<b>x</b> & *y*", "<p>&lt;b&gt;x&lt;/b&gt; &amp; *y*</p>"},
		{"link", "See https://a.example/b_(c)?d=1&e.", `<p>See <a href="https://a.example/b_(c)?d=1&amp;e` + rel + "https://a.example/b_(c)?d=1&amp;e</a>.</p>"},
		{"link in brackets", "(https://a.example/)", `<p>(<a href="https://a.example/` + rel + "https://a.example/</a>)</p>"},
		{"not a link", "https:// and javascript:alert(1)", "<p>https:// and javascript:alert(1)</p>"},
		{"bidi", "a\u202eb", "<p>ab</p>"},
		{"empty", " \n \n", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := Comment(tt.in)
			if h.String() != tt.want {
				t.Errorf("\n got %s\nwant %s", h, tt.want)
			}
			if Trusted(h.String()) != h {
				t.Error("Trusted changes it")
			}
		})
	}
}

func TestTrusted(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"ours", `<h2 id="section-a">a</h2>`, `<h2 id="section-a">a</h2>`},
		{"handler", `<p onclick="x">a</p>`, "<p>a</p>"},
		{"script", `<p>a</p><script>x</script>`, "<p>a</p>"},
		{"scheme", `<a href="javascript:x">a</a>`, "<p>a</p>"},
		{"picture from elsewhere", `<img src="//e.example/x" alt="a">`, "<p>a</p>"},
		{"comment", `<p>a</p><!-- x -->`, "<p>a</p>"},
	}
	for _, tt := range tests {
		if got := Trusted(tt.in).String(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestAbsolute(t *testing.T) {
	doc, err := Markdown("[a](/b) [c](#d) ![e](/media/table.jpg)", testOptions())
	if err != nil {
		t.Fatal(err)
	}
	got := Absolute(doc.HTML, "https://council.example/posts/x").String()
	want := `<p><a href="https://council.example/b">a</a> <a href="https://council.example/posts/x#d">c</a> <img src="https://council.example/media/table.jpg" alt="e" width="1200" height="800"></p>`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}
