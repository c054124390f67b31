package richtext

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// strangerRel marks links that we do not vouch for.
const strangerRel = "nofollow noopener ugc"

// maxAddress bounds a link; longer ones are used by nobody but attackers.
const maxAddress = 2048

// link is an address that a reader may follow.
type link struct {
	href string
	host string // in ASCII, without port; "" for mailto
}

// parseLink accepts absolute http and https addresses with a host, and mailto.
// The host is rewritten in punycode, and user information, which serves to
// show one host and open another, is left out.
func parseLink(s string) (link, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxAddress || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || unwanted(r) }) {
		return link{}, false
	}
	u, err := url.Parse(s)
	if err != nil {
		return link{}, false
	}
	if u.Scheme == "mailto" {
		return link{href: u.String()}, u.Opaque != "" && strings.Contains(u.Opaque, "@")
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Opaque != "" || u.Hostname() == "" {
		return link{}, false
	}
	host, ok := asciiHost(u.Hostname())
	if !ok {
		return link{}, false
	}
	u.User, u.Host = nil, host
	if strings.Contains(host, ":") {
		u.Host = "[" + host + "]"
	}
	if port := portOf(s); port != "" {
		u.Host += ":" + port
	}
	return settled(u, host)
}

func portOf(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	return u.Port()
}

// settled refuses an address whose spelling still changes when it is read
// again: two readers would not agree on where it leads.
func settled(u *url.URL, host string) (link, bool) {
	href := u.String()
	again, err := url.Parse(href)
	if err != nil || again.String() != href || again.Hostname() != host {
		return link{}, false
	}
	return link{href: href, host: host}, true
}

// attrs is the attributes of a link from a stranger.
func (l link) attrs() string {
	return ` href="` + html.EscapeString(l.href) + `" rel="` + strangerRel + `"`
}

var (
	shownAddress = regexp.MustCompile(`https?://([^/\s?#]+)`)
	shownBare    = regexp.MustCompile(`^([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,})(?:[/:?#]\S*)?$`)
	shownMention = regexp.MustCompile(`^@[^\s@]+@([^\s@/]+)$`)
)

// betrays returns the real host of a link whose visible text names another
// one, and "" for an honest link. Text that names no host is honest.
func (l link) betrays(text string) string {
	text = strings.TrimSpace(text)
	shown := ""
	if m := shownAddress.FindStringSubmatch(text); m != nil {
		shown = m[1]
	} else if m := shownMention.FindStringSubmatch(text); m != nil {
		shown = m[1]
	} else if m := shownBare.FindStringSubmatch(text); m != nil && existsOnline(strings.ToLower(m[1])) {
		shown = m[1]
	}
	if shown == "" || l.host == "" {
		return ""
	}
	real := ShowHost(l.host)
	if strings.HasSuffix(text, "("+real+")") {
		return "" // told already
	}
	name, _, _ := strings.Cut(strings.ToLower(strings.TrimRight(shown, "….")), ":")
	ascii, ok := asciiHost(name)
	if ok && sameSite(ascii, l.host) && (name == ascii || name == ShowHost(name)) {
		return ""
	}
	return real
}
