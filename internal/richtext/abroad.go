package richtext

import (
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Absolute prepares a post for a feed: links and pictures that are relative to
// our site are resolved against base, the address of the post. What only our
// own pages use (variants of pictures, loading hints) is left out.
func Absolute(h HTML, base string) HTML {
	return abroad(h, base, func(token html.Token) string { return token.String() })
}

// Federated prepares a post for other servers. Beyond Absolute it leaves out
// ids and roles, and turns what their sanitisers tear apart into what they
// keep: a figure becomes a paragraph with the picture and an emphasised
// paragraph with its caption. Pictures stay, with absolute addresses and
// alternative text, because GoToSocial, Misskey and Friendica show the whole
// article; Mastodon, which shows none of it, loses nothing. Headings, tables
// and footnotes stay for the same reason.
func Federated(h HTML, base string) HTML {
	return abroad(h, base, plainer)
}

// abroad rewrites every tag: first its addresses, then by write.
func abroad(h HTML, base string, write func(html.Token) string) HTML {
	root, err := url.Parse(base)
	if err != nil || h.IsZero() {
		return h
	}
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(h.markup))
	var skip playerSkipper
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if skip.passes(token) {
			continue
		}
		token.Attr = resolved(token.Attr, root)
		b.WriteString(write(token))
	}
	return HTML{strings.TrimSpace(awayPolicy.Sanitize(b.String()))}
}

// resolved makes the addresses among attrs absolute.
func resolved(attrs []html.Attribute, base *url.URL) []html.Attribute {
	var kept []html.Attribute
	for _, a := range attrs {
		switch a.Key {
		case "srcset", "sizes", "loading", "decoding":
			continue
		case "href", "src":
			u, err := base.Parse(a.Val)
			if err != nil {
				continue
			}
			a.Val = u.String()
		}
		kept = append(kept, a)
	}
	return kept
}

// plainer writes one tag as other servers know it.
func plainer(token html.Token) string {
	ours := token.Data == "p" || token.Data == "img" // whose classes are those of our own style sheet
	token.Attr = slices.DeleteFunc(token.Attr, func(a html.Attribute) bool {
		return a.Key == "id" || a.Key == "role" || a.Key == "class" && ours
	})
	opens := token.Type == html.StartTagToken
	switch {
	case token.Type == html.TextToken:
		return token.String()
	case token.Data == "figure" && opens:
		return "<p>"
	case token.Data == "figure":
		return "</p>\n"
	case token.Data == "figcaption" && opens:
		return "</p>\n<p><em>"
	case token.Data == "figcaption":
		return "</em>"
	case token.Data == "div" || token.Data == "small":
		return ""
	}
	return token.String()
}
