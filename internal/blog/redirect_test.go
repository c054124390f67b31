package blog_test

import (
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestNewRedirect(t *testing.T) {
	const base = "https://news.council.example"
	for _, test := range []struct{ from, to, path, target, field string }{
		{"/2009/11/care.html", "/posts/care", "/2009/11/care.html", "/posts/care", ""},
		{"http://ideas.blogspot.example/2009/11/care.html?m=1", base + "/posts/care#comments", "/2009/11/care.html", "/posts/care#comments", ""},
		{" /old/ ", "/", "/old", "/", ""},
		{"/café", "/events", "/caf%C3%A9", "/events", ""},
		{"/a//b/../c", "/x", "/a/c", "/x", ""},
		{"old.html", "/x", "", "", "path"},
		{"/", "/x", "", "", "path"},
		{"", "/x", "", "", "path"},
		{"/old", "", "", "", "target"},
		{"/old", "https://evil.example/x", "", "", "target"},
		{"/old", "//evil.example/x", "", "", "target"},
		{"/old", base + ".evil.example/x", "", "", "target"},
		{"/old", `/\evil.example`, "", "", "target"},
		{"/old", "javascript:alert(1)", "", "", "target"},
		{"/old", "/old#there", "", "", "target"},
		{"/" + strings.Repeat("a", 501), "/x", "", "", "path"},
	} {
		r, err := blog.NewRedirect(test.from, test.to, base)
		if test.field == "" {
			if err != nil || r.Path != test.path || r.Target != test.target {
				t.Errorf("%q to %q: %q to %q, %v; want %q to %q", test.from, test.to, r.Path, r.Target, err, test.path, test.target)
			}
			continue
		}
		if problems := blog.ProblemsOf(err); len(problems) != 1 || problems[0].Field != test.field {
			t.Errorf("%q to %q: %v, want an error at %s", test.from, test.to, err, test.field)
		}
	}
}
