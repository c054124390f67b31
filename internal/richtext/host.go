package richtext

import (
	"net"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// ShowHost writes a host name the way that a reader can trust: in its own
// script when each label keeps to one script that is not easily mistaken for
// Latin letters, in punycode otherwise ("аррӏе.com" becomes
// "xn--80ak6aa92e.com"). A port is kept.
func ShowHost(host string) string {
	name, port := host, ""
	if h, p, err := net.SplitHostPort(host); err == nil {
		name, port = h, ":"+p
	}
	ascii, ok := asciiHost(name)
	if !ok {
		return strings.ToLower(host)
	}
	shown, err := idna.Punycode.ToUnicode(ascii)
	if err != nil || !plainHost(shown) {
		shown = ascii
	}
	return shown + port
}

// WireHost is the one spelling of a host name in addresses: in lower case, in
// ASCII, without a dot at the end. A port is kept. ok is false for what is no
// host name.
func WireHost(host string) (wire string, ok bool) {
	host = strings.ToLower(host)
	name, port := host, ""
	if h, p, err := net.SplitHostPort(host); err == nil {
		name, port = h, ":"+p
	}
	ascii, ok := asciiHost(name)
	return ascii + port, ok
}

// asciiHost is the one spelling of a host name on the wire. A name with a label
// that is empty is none: what is left of ".." is another name at each reading.
func asciiHost(name string) (string, bool) {
	name = strings.TrimSuffix(name, ".")
	if ip := net.ParseIP(strings.Trim(name, "[]")); ip != nil {
		return name, true
	}
	ascii, err := idna.Lookup.ToASCII(name)
	return ascii, err == nil && !slices.Contains(strings.Split(ascii, "."), "")
}

// plainHost reports whether a host in Unicode may be shown as it is.
func plainHost(host string) bool {
	labels := strings.Split(host, ".")
	foreign := !isASCII(labels[len(labels)-1])
	for _, label := range labels {
		if !plainLabel(label, foreign) {
			return false
		}
	}
	return true
}

// plainLabel accepts Latin letters up to U+024F (those that European
// languages write with), or one other script. Cyrillic, Greek, Armenian and
// Cherokee hold whole words that look Latin, so they are shown only below a
// top-level domain that is not ASCII itself.
func plainLabel(label string, foreignTLD bool) bool {
	script := ""
	for _, r := range label {
		s := scriptOf(r)
		switch {
		case s == "common":
		case s == "" || script != "" && s != script:
			return false
		default:
			script = s
		}
	}
	return script != "lookalike" || foreignTLD
}

func scriptOf(r rune) string {
	switch {
	case r < 0x80 && !unicode.IsLetter(r):
		return "common"
	case unicode.Is(unicode.Latin, r) && r <= 0x24f:
		return "latin"
	case unicode.In(r, unicode.Cyrillic, unicode.Greek, unicode.Armenian, unicode.Cherokee):
		return "lookalike"
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) || r == 'ー':
		return "east asian"
	case unicode.In(r, unicode.Hangul):
		return "hangul"
	case unicode.In(r, unicode.Arabic):
		return "arabic"
	case unicode.In(r, unicode.Hebrew):
		return "hebrew"
	case unicode.In(r, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Gujarati, unicode.Gurmukhi, unicode.Thai):
		return "southern asian"
	}
	return ""
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= 0x80 })
}

// sameSite reports whether two hosts in ASCII belong to one owner, as far as
// the public suffix list can tell: www.kent.gov.uk and kent.gov.uk do.
func sameSite(a, b string) bool {
	if a == b {
		return true
	}
	siteA, errA := publicsuffix.EffectiveTLDPlusOne(a)
	siteB, errB := publicsuffix.EffectiveTLDPlusOne(b)
	return errA == nil && errB == nil && siteA == siteB
}

// existsOnline reports whether a name ends in a real top-level domain, so that
// "report.pdf" is not taken for a host.
func existsOnline(host string) bool {
	suffix, icann := publicsuffix.PublicSuffix(host)
	return suffix != host && (icann || strings.Contains(suffix, "."))
}
