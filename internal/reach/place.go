package reach

import (
	"strings"
	"sync/atomic"
)

// Place is the sort of place from which a reader comes to a page.
type Place string

// The places. No more of it is kept: which page it was would tell too much.
const (
	Direct    Place = "direct" // typed, from an e-mail or an app, or the browser keeps it to itself
	Here      Place = "here"   // another page of this site
	Search    Place = "search"
	Social    Place = "social" // the fediverse, or another network
	Elsewhere Place = "elsewhere"
)

// Words say it to staff.
func (p Place) Words() string {
	switch p {
	case Here:
		return "Other pages of this site"
	case Search:
		return "Search engines"
	case Social:
		return "The fediverse and other networks"
	case Elsewhere:
		return "Other sites"
	}
	return "Directly, from an app or e-mail, or not told"
}

// Search engines by the label before their country's ending, and networks by
// their whole names.
var (
	engines = map[string]bool{
		"google": true, "bing": true, "duckduckgo": true, "ecosia": true, "qwant": true, "startpage": true, "yahoo": true,
		"yandex": true, "baidu": true, "brave": true, "mojeek": true, "kagi": true, "swisscows": true, "seznam": true,
	}
	networks = map[string]bool{
		"facebook.com": true, "instagram.com": true, "threads.net": true, "threads.com": true, "x.com": true, "t.co": true,
		"twitter.com": true, "linkedin.com": true, "lnkd.in": true, "bsky.app": true, "reddit.com": true, "youtube.com": true,
		"tiktok.com": true, "nextdoor.co.uk": true, "nextdoor.com": true, "whatsapp.com": true, "t.me": true, "pinterest.com": true,
	}
)

// Map knows the places by the names of servers. Its zero value knows the usual
// ones.
type Map struct {
	Own   string // the site's own host
	known atomic.Pointer[map[string]bool]
}

// Know says which servers are of the fediverse.
func (m *Map) Know(hosts []string) {
	known := make(map[string]bool, len(hosts))
	for _, h := range hosts {
		known[h] = true
	}
	m.known.Store(&known)
}

// Place is from where a reader comes, by what the browser says (RFC 9110
// §10.1.3). It looks at the host alone.
func (m *Map) Place(referer string) Place {
	if referer == "" {
		return Direct
	}
	scheme, host, found := strings.Cut(referer, "://")
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	if !found || host == "" || scheme == "android-app" { // an app that names itself
		return Direct
	}
	host = strings.ToLower(host)
	if host == m.Own {
		return Here
	}
	if known := m.known.Load(); known != nil && (*known)[host] {
		return Social
	}
	name, _, _ := strings.Cut(host, ":")
	return among(strings.TrimPrefix(name, "www."))
}

// among looks the host up, and the domains above it.
func among(host string) Place {
	for rest, found := host, true; found; {
		if networks[rest] {
			return Social
		}
		var label string
		label, rest, found = strings.Cut(rest, ".")
		// An engine is google.co.uk or search.brave.com, but not google.example.org.
		if found && engines[label] && ending(rest) {
			return Search
		}
	}
	return Elsewhere
}

// ending tells whether a name is one under which countries give out others.
func ending(name string) bool {
	first, second, two := strings.Cut(name, ".")
	return !two && len(first) <= 4 || two && len(first) <= 3 && len(second) == 2
}
