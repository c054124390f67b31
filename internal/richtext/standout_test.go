package richtext

import (
	"strings"
	"testing"
)

func TestPlayers(t *testing.T) {
	for address, want := range map[string]string{
		"https://www.youtube.com/watch?v=dQw4w9WgXcQ":                    "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
		"https://www.youtube.com/watch?list=x&v=dQw4w9WgXcQ&t=9":         "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
		"https://youtu.be/dQw4w9WgXcQ?si=x":                              "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
		"https://m.youtube.com/shorts/dQw4w9WgXcQ":                       "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
		"https://vimeo.com/76979871":                                     "https://player.vimeo.com/video/76979871?dnt=1",
		"https://vimeo.com/76979871/abcdef0123":                          "https://player.vimeo.com/video/76979871?dnt=1&h=abcdef0123",
		"https://archive.org/details/council-1936":                       "https://archive.org/embed/council-1936",
		"https://tube.example/w/kkGMgK9ZtnKfYAgnEtQxbv":                  "https://tube.example/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv",
		"https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e8":   "https://tube.example/videos/embed/9c9de5e8-0a1e-484a-b099-e8",
		"http://www.youtube.com/watch?v=dQw4w9WgXcQ":                     "",
		"https://www.youtube.com/":                                       "",
		"https://www.youtube.com/watch?v=x":                              "",
		"https://www.youtube.com/watch?v=%22onload%3D11":                 "",
		"https://www.youtube.com/redirect?v=dQw4w9WgXcQ":                 "",
		"https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ":           "",
		"https://evil.example/?x=https://youtu.be/dQw4w9WgXcQ":           "",
		"https://tube.example:8443/w/kkGMgK9ZtnKfYAgnEtQxbv":             "",
		"https://tube.example/w/short":                                   "",
		"https://vimeo.com/76979871/../x":                                "",
		"https://archive.org/details/..":                                 "",
		"https://council.example/posts/youtube":                          "",
		"https://user@www.youtube.com/watch?v=dQw4w9WgXcQ&x=javascript:": "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
	} {
		got, ok := playerOf(address)
		if ok != (want != "") || ok && got.frame != want {
			t.Errorf("%s: %q, %t, want %q", address, got.frame, ok, want)
		}
	}
}

func TestStandOut(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	for name, tc := range map[string]struct{ in, has, lacks string }{
		"a gallery":                   {"![a](/media/a.jpg) ![b](/media/b.jpg)", `<div class="gallery">`, "<p>"},
		"a gallery on two lines":      {"![a](/media/a.jpg)\n![b](/media/b.jpg)", `<div class="gallery">`, "<br"},
		"one picture is none":         {"![a](/media/a.jpg)", `<p><img`, "gallery"},
		"pictures with words":         {"![a](/media/a.jpg) and ![b](/media/b.jpg)", "<p><img", "gallery"},
		"a picture from elsewhere":    {"![a](/media/a.jpg) ![b](https://x.example/b.jpg)", "<p><img", "gallery"},
		"a picture that is a link":    {"[![a](/media/a.jpg)](/pages/x) ![b](/media/b.jpg)", "<p><a", "gallery"},
		"in a list":                   {"- ![a](/media/a.jpg) ![b](/media/b.jpg)", "<li><img", "gallery"},
		"a file":                      {"[The plan](/media/" + hash + ".pdf)", `<p class="file"><a href="/media/` + hash + `.pdf">The plan</a> <small>(PDF, 1.2 MB)</small></p>`, "embed"},
		"a file of our own address":   {"[The plan](https://council.example/media/" + hash + ".pdf)", `<p class="file">`, "https:"},
		"a file that is not there":    {"[The plan](/media/" + hash + ".csv)", "<p><a", "class"},
		"a file of another site":      {"[The plan](https://x.example/media/" + hash + ".pdf)", "<p><a", "class"},
		"a file among words":          {"See [The plan](/media/" + hash + ".pdf)", "<p>See <a", "class"},
		"a video":                     {"https://youtu.be/dQw4w9WgXcQ", `target="embed-1"`, "src="},
		"a video by another name":     {"[A film](https://youtu.be/dQw4w9WgXcQ)", "<p><a", "embed"},
		"a video named by itself":     {"[https://youtu.be/dQw4w9WgXcQ](https://youtu.be/dQw4w9WgXcQ)", `target="embed-1"`, "src="},
		"a video named by another":    {"[https://youtu.be/dQw4w9WgXcQ](https://x.example/w/kkGMgK9ZtnKfYAgnEtQxbv)", "<p><a", "embed"},
		"a page elsewhere is a link":  {"https://x.example/page", "<p><a", "embed"},
		"two videos have two players": {"https://youtu.be/dQw4w9WgXcQ\n\nhttps://youtu.be/dQw4w9WgXcA", `target="embed-2"`, "src="},
	} {
		doc, err := Markdown(tc.in, testOptions())
		if err != nil {
			t.Fatal(err)
		}
		got := doc.HTML.String()
		if !strings.Contains(got, tc.has) || strings.Contains(got, tc.lacks) {
			t.Errorf("%s: %s", name, got)
		}
		if Trusted(got) != doc.HTML {
			t.Errorf("%s: Trusted changes it to %s", name, Trusted(got))
		}
		away := Federated(doc.HTML, "https://council.example/posts/x").String() + Absolute(doc.HTML, "https://council.example/posts/x").String()
		if strings.Contains(away, "iframe") || strings.Contains(away, "target") || strings.Contains(away, "plays here") {
			t.Errorf("%s: other servers get %s", name, away)
		}
	}
}

// A player of somebody else's making is none: what the database holds is looked
// at again.
func TestTrustedRefusesOtherFrames(t *testing.T) {
	for _, markup := range []string{
		`<iframe src="https://evil.example/"></iframe>`, `<iframe name="embed-1" srcdoc="x"></iframe>`, `<iframe name="_top"></iframe>`,
		`<iframe name="embed-1" sandbox="allow-top-navigation"></iframe>`, `<iframe name="embed-1" allow="camera"></iframe>`,
		`<a href="https://a.example/" target="_blank">x</a>`, `<p name="embed-x">x</p>`, `<iframe name="embed-1" onload="x"></iframe>`,
	} {
		if got := Trusted(markup).String(); strings.Contains(got, "iframe") || strings.Contains(got, "target") || strings.Contains(got, "name=") {
			t.Errorf("%s becomes %s", markup, got)
		}
		if got := Remote(markup).String(); strings.Contains(got, "iframe") || strings.Contains(got, "target") {
			t.Errorf("of a stranger, %s becomes %s", markup, got)
		}
	}
	doc, err := Markdown("https://youtu.be/dQw4w9WgXcQ\n\nhttps://vimeo.com/76979871\n\nhttps://youtu.be/dQw4w9WgXcA", testOptions())
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(Players(doc.HTML), " "); got != "https://www.youtube-nocookie.com https://player.vimeo.com" {
		t.Errorf("the page must let in %s", got)
	}
	if len(doc.Links) != 0 || len(doc.Embeds) != 3 {
		t.Errorf("links %v, embeds %v", doc.Links, doc.Embeds)
	}
}
