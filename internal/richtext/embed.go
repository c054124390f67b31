package richtext

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// What a player may do: run, keep its own settings, fill the screen. It may
// neither move our page away nor open others.
const (
	playerSandbox  = "allow-scripts allow-same-origin allow-presentation"
	playerAllow    = "fullscreen; picture-in-picture"
	playerReferrer = "strict-origin" // YouTube plays nowhere without it
)

// player is where a video or a sound can be played within a page.
type player struct {
	frame string // address of the player
	what  string // "video" or "recording"
	host  string // whose it is, in words
}

// embedNode is a card that plays a video or a sound once somebody asks for it.
// It needs no script, and until then no other server learns of the reader: the
// link opens in the empty frame below it.
type embedNode struct {
	ast.BaseBlock
	player
	address, name string
}

var kindEmbed = ast.NewNodeKind("Embed")

// Kind tells goldmark which writer to use.
func (n *embedNode) Kind() ast.NodeKind { return kindEmbed }

// Dump is for goldmark's debugging output.
func (n *embedNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"address": n.address}, nil)
}

var (
	youtubeID   = regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`)
	youtubePath = regexp.MustCompile(`^/(?:shorts|live|embed)/([A-Za-z0-9_-]{11})/?$`)
	vimeoPath   = regexp.MustCompile(`^/([0-9]{1,12})(?:/([0-9a-f]{6,20}))?/?$`)
	peertubeOld = regexp.MustCompile(`^/videos/watch/([A-Za-z0-9-]{20,36})/?$`)
	peertubeNew = regexp.MustCompile(`^/w/([A-Za-z0-9]{20,24})/?$`)
	archivePath = regexp.MustCompile(`^/details/([A-Za-z0-9][A-Za-z0-9._-]{2,100})/?$`)
)

// playerOf finds the player of what is at an address; ok is false for an
// address that is no video or sound, as far as it tells.
func playerOf(address string) (player, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Port() != "" {
		return player{}, false
	}
	l, ok := parseLink(address)
	if !ok {
		return player{}, false
	}
	switch strings.TrimPrefix(l.host, "www.") {
	case "youtube.com", "m.youtube.com", "youtube-nocookie.com":
		id := u.Query().Get("v")
		if m := youtubePath.FindStringSubmatch(u.Path); m != nil {
			id = m[1]
		} else if u.Path != "/watch" {
			id = ""
		}
		return youtube(id)
	case "youtu.be":
		return youtube(strings.Trim(u.Path, "/"))
	case "vimeo.com":
		m := vimeoPath.FindStringSubmatch(u.Path)
		if m == nil {
			return player{}, false
		}
		frame := "https://player.vimeo.com/video/" + m[1] + "?dnt=1"
		if m[2] != "" {
			frame += "&h=" + m[2]
		}
		return player{frame, "video", "Vimeo"}, true
	case "archive.org":
		m := archivePath.FindStringSubmatch(u.Path)
		if m == nil {
			return player{}, false
		}
		return player{"https://archive.org/embed/" + m[1], "recording", "the Internet Archive"}, true
	}
	for _, shape := range []*regexp.Regexp{peertubeNew, peertubeOld} {
		if m := shape.FindStringSubmatch(u.Path); m != nil {
			return player{"https://" + l.host + "/videos/embed/" + m[1], "video", ShowHost(l.host)}, true
		}
	}
	return player{}, false
}

func youtube(id string) (player, bool) {
	return player{"https://www.youtube-nocookie.com/embed/" + id, "video", "YouTube"}, youtubeID.MatchString(id)
}

func (nodeWriter) embed(node ast.Node) string {
	n := node.(*embedNode)
	host, address := html.EscapeString(n.host), html.EscapeString(n.address)
	return `<div class="embed"><div class="embed-player">` +
		`<p class="embed-play"><a href="` + html.EscapeString(n.frame) + `" target="` + n.name + `" referrerpolicy="` + playerReferrer + `">Play the ` + n.what + ` here</a></p>` +
		`<p class="embed-note">The ` + n.what + ` plays here once you press the link above. From then on ` + host + ` learns that you watch it.</p>` +
		`<iframe name="` + n.name + `" title="Player: ` + n.what + ` from ` + host + `" sandbox="` + playerSandbox + `" allow="` + playerAllow + `"></iframe></div>` +
		`<p class="embed-address">On ` + host + `: <a href="` + address + `" rel="noopener">` + address + `</a></p></div>` + "\n"
}

// Players are the origins whose players the text can open, each once: what the
// page must let into its frames.
func Players(h HTML) []string {
	if !strings.Contains(h.markup, `target="embed-`) {
		return nil
	}
	var origins []string
	z := html.NewTokenizer(strings.NewReader(h.markup))
	for z.Next() != html.ErrorToken {
		token := z.Token()
		if token.Data != "a" || attr(token, "target") == "" {
			continue
		}
		if u, err := url.Parse(attr(token, "href")); err == nil && u.Scheme == "https" {
			if origin := "https://" + u.Host; !slices.Contains(origins, origin) {
				origins = append(origins, origin)
			}
		}
	}
	return origins
}

// playerSkipper leaves out the players, which work on our own pages alone.
// Beside them stands the plain link.
type playerSkipper struct{ within bool }

// passes tells whether the token belongs to a player.
func (s *playerSkipper) passes(token html.Token) bool {
	if token.Data != "div" {
		return s.within
	}
	if token.Type == html.StartTagToken && attr(token, "class") == "embed-player" {
		s.within = true
		return true
	}
	was := s.within
	s.within = false // a player holds no div
	return was
}
