package richtext

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// Elements that other servers may send. Source: the list that Mastodon keeps.
const remoteElements = "p br span a del s pre blockquote code b strong u i em ul ol li ruby rt rp"

// Elements that our own Markdown makes beyond those.
const staffElements = "h2 h3 h4 h5 h6 hr div sup small figure figcaption img table thead tbody tr th td"

// Shapes of attribute values. The policies below and the writer in flow.go
// share those of other servers.
var (
	remoteClass = regexp.MustCompile(`^(?:(?:h|p|u|dt|e)-[a-z0-9-]{1,40}|mention|hashtag|ellipsis|invisible|quote-inline)$`)
	language    = regexp.MustCompile(`^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}$`)
	direction   = regexp.MustCompile(`^(?:ltr|rtl|auto)$`)
	number      = regexp.MustCompile(`^-?[0-9]{1,6}$`)

	classes    = regexp.MustCompile(`^[a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*)*$`)
	relations  = regexp.MustCompile(`^[a-z]+(?: [a-z]+)*$`)
	anchor     = regexp.MustCompile(`^(?:section-[\p{L}\p{N}-]{1,100}|fn(?:ref[0-9]*)?:[0-9]+)$`)
	role       = regexp.MustCompile(`^doc-(?:noteref|backlink|endnotes)$`)
	alignment  = regexp.MustCompile(`^(?:left|right|center)$`)
	ownPicture = regexp.MustCompile(`^/media/[A-Za-z0-9_.-]+$`)
	anyPicture = regexp.MustCompile(`^(?:https?://[^/\s"'<>]+)?/media/[A-Za-z0-9_.-]+$`)
	pictureSet = regexp.MustCompile(`^/media/[A-Za-z0-9_.-]+ [0-9]+w(?:, /media/[A-Za-z0-9_.-]+ [0-9]+w)*$`)
	ownFile    = regexp.MustCompile(`^/media/[0-9a-f]{64}\.[a-z]{3,4}$`)
	focusShape = regexp.MustCompile(`^fx-(?:[0-9]|10) fy-(?:[0-9]|10)$`)
	playerName = regexp.MustCompile(`^embed-[1-9][0-9]{0,3}$`)
	plainLine  = regexp.MustCompile(`^[^\x00-\x1f<>]*$`)
	anyText    = regexp.MustCompile(`(?s)^.*$`)
)

// The second gates. A policy is not changed after it is made, and safe for
// concurrent use.
var (
	remotePolicy = newRemotePolicy()
	staffPolicy  = withPlayers(newStaffPolicy(ownPicture))
	awayPolicy   = newStaffPolicy(anyPicture) // after Absolute and Federated
)

// What Trusted accepts without a second look.
var (
	writtenElements   = setOf(remoteElements + " " + staffElements + " iframe")
	writtenAttributes = setOf("href rel class lang dir start reversed value id role title src srcset sizes alt width height loading decoding align " +
		"target name sandbox allow referrerpolicy")
)

func setOf(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}

func newRemotePolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(strings.Fields(remoteElements)...)
	p.AllowNoAttrs().OnElements("span")
	p.AllowURLSchemes("mailto")
	p.AllowURLSchemeWithCustomPolicy("http", hasHost)
	p.AllowURLSchemeWithCustomPolicy("https", hasHost)
	p.RequireParseableURLs(true)
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("rel").Matching(relations).OnElements("a")
	p.AllowAttrs("class").Matching(classes).Globally()
	p.AllowAttrs("lang").Matching(language).Globally()
	p.AllowAttrs("dir").Matching(direction).Globally()
	p.AllowAttrs("start").Matching(number).OnElements("ol")
	p.AllowAttrs("reversed").OnElements("ol")
	p.AllowAttrs("value").Matching(number).OnElements("li")
	return p
}

func hasHost(u *url.URL) bool { return u.Hostname() != "" }

func newStaffPolicy(pictures *regexp.Regexp) *bluemonday.Policy {
	p := newRemotePolicy()
	p.AllowElements(strings.Fields(staffElements)...)
	p.AllowRelativeURLs(true)
	p.AllowAttrs("id").Matching(anchor).OnElements("h2", "h3", "h4", "h5", "h6", "li", "sup")
	p.AllowAttrs("role").Matching(role).OnElements("a", "div")
	p.AllowAttrs("title").Matching(plainLine).OnElements("a")
	p.AllowAttrs("align").Matching(alignment).OnElements("th", "td")
	p.AllowAttrs("src").Matching(pictures).OnElements("img")
	p.AllowAttrs("alt").Matching(anyText).OnElements("img")
	p.AllowAttrs("srcset").Matching(pictureSet).OnElements("img")
	p.AllowAttrs("sizes").Matching(plainLine).OnElements("img")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img")
	p.AllowAttrs("loading", "decoding").Matching(relations).OnElements("img")
	return p
}

// withPlayers adds what a card with a player has: a frame without an address,
// and a link that opens in it.
func withPlayers(p *bluemonday.Policy) *bluemonday.Policy {
	exactly := func(value string) *regexp.Regexp { return regexp.MustCompile("^" + regexp.QuoteMeta(value) + "$") }
	p.AllowElements("iframe")
	p.AllowAttrs("name").Matching(playerName).OnElements("iframe")
	p.AllowAttrs("title").Matching(plainLine).OnElements("iframe")
	p.AllowAttrs("sandbox").Matching(exactly(playerSandbox)).OnElements("iframe")
	p.AllowAttrs("allow").Matching(exactly(playerAllow)).OnElements("iframe")
	p.AllowAttrs("target").Matching(playerName).OnElements("a")
	p.AllowAttrs("referrerpolicy").Matching(exactly(playerReferrer)).OnElements("a")
	return p
}
