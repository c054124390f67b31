package richtext

import (
	"os"
	"strings"
	"testing"
)

const benchReply = `<p><span class="h-card" translate="no"><a href="https://a.example/@b" class="u-url mention">@<span>b</span></a></span> Thank you, <b>lovely</b> seminar &amp; cake. <a href="https://www.kent.gov.uk/roads" rel="nofollow noopener" target="_blank"><span class="invisible">https://www.</span><span>kent.gov.uk/roads</span></a></p>`

func BenchmarkRemote(b *testing.B) {
	for b.Loop() {
		Remote(benchReply)
	}
}

func BenchmarkTrusted(b *testing.B) {
	markup := Remote(benchReply).String()
	for b.Loop() {
		Trusted(markup)
	}
}

func BenchmarkRemoteLong(b *testing.B) {
	long := strings.Repeat(benchReply, 20)
	b.SetBytes(int64(len(long)))
	for b.Loop() {
		Remote(long)
	}
}

func BenchmarkMarkdown(b *testing.B) {
	source, err := os.ReadFile("testdata/markdown/post.md")
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		if _, err := Markdown(string(source), testOptions()); err != nil {
			b.Fatal(err)
		}
	}
}
