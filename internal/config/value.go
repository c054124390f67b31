package config

import (
	"errors"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"inews/internal/tongue"
)

// A field's type reads itself from a variable's text. The error says what is
// expected, for the operator.

var (
	handles   = regexp.MustCompile(`^[a-z0-9_]{1,30}$`) // Mastodon finds no other (its username rule)
	labels    = regexp.MustCompile(`^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(:[0-9]{1,5})?$`)
	languages = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
)

// UnmarshalText reads a handle without its @.
func (h *Handle) UnmarshalText(text []byte) error {
	if !handles.Match(text) {
		return errors.New("1 to 30 letters a to z, digits or underscores, as Mastodon allows")
	}
	*h = Handle(text)
	return nil
}

// UnmarshalText reads a host name.
func (d *Domain) UnmarshalText(text []byte) error {
	if !labels.Match(text) {
		return errors.New("a host name in lower case, such as council.example")
	}
	*d = Domain(text)
	return nil
}

// UnmarshalText reads a language tag.
func (l *Language) UnmarshalText(text []byte) error {
	if !languages.Match(text) {
		return errors.New("a language tag, such as en-GB")
	}
	*l = Language(text)
	return nil
}

// UnmarshalText reads language tags with commas between. Each must be of a language
// that there are words for, since a page in another would be in English under a
// false name.
func (l *Languages) UnmarshalText(text []byte) error {
	var read Languages
	for word := range strings.SplitSeq(string(text), ",") {
		if word = strings.TrimSpace(word); !languages.MatchString(word) || !tongue.Spoken(word) {
			return errors.New("language tags with commas between, such as en-GB,cy; there are words for " + strings.Join(tongue.Languages(), ", "))
		}
		read = append(read, word)
	}
	*l = read
	return nil
}

// UnmarshalText reads texts in languages, with semicolons between.
func (r *Renderings) UnmarshalText(text []byte) error {
	read := make(Renderings)
	for part := range strings.SplitSeq(string(text), ";") {
		language, said, ok := strings.Cut(part, "=")
		language, said = tongue.Primary(strings.TrimSpace(language)), strings.TrimSpace(said)
		if !ok || said == "" || !tongue.Spoken(language) {
			return errors.New("a language, = and a text, such as cy=Newyddion; there are words for " + strings.Join(tongue.Languages(), ", "))
		}
		read[language] = said
	}
	*r = read
	return nil
}

// UnmarshalText reads a place to listen at.
func (l *Listen) UnmarshalText(text []byte) error {
	_, port, err := net.SplitHostPort(string(text))
	if n, number := strconv.ParseUint(port, 10, 16); err != nil || number != nil || n > 65535 {
		return errors.New("host:port or :port, such as :8080")
	}
	*l = Listen(text)
	return nil
}

// UnmarshalText reads an absolute address.
func (u *URL) UnmarshalText(text []byte) error {
	parsed, err := url.Parse(string(text))
	if err != nil || parsed.Scheme == "" || parsed.Host == "" {
		return errors.New("an address with scheme and host, such as https://news.council.example")
	}
	u.URL = *parsed
	return nil
}

// UnmarshalText reads a sender: an address alone, or a name with the address in
// angle brackets.
func (s *Sender) UnmarshalText(text []byte) error {
	parsed, err := mail.ParseAddress(string(text))
	if err != nil || strings.ContainsFunc(parsed.Name+parsed.Address, unicode.IsControl) {
		return errors.New("a name and an e-mail address, such as \"iNews <news@council.example>\"")
	}
	*s = Sender{parsed.Name, parsed.Address}
	return nil
}

// UnmarshalText reads the address of a database, as URL or as keywords.
func (d *DSN) UnmarshalText(text []byte) error {
	const want = "an address such as postgres://inews:password@localhost/inews"
	address := string(text)
	switch _, err := url.Parse(address); {
	case strings.HasPrefix(address, "postgres"):
		scheme, _, _ := strings.Cut(address, "://")
		if err != nil || (scheme != "postgres" && scheme != "postgresql") {
			return errors.New(want)
		}
	case !strings.Contains(address, "="): // keywords: host=… dbname=…
		return errors.New(want)
	}
	*d = DSN(text)
	return nil
}

// UnmarshalText reads ranges with commas between; one address is a range too.
func (p *Prefixes) UnmarshalText(text []byte) error {
	var read Prefixes
	for word := range strings.SplitSeq(string(text), ",") {
		word = strings.TrimSpace(word)
		if address, err := netip.ParseAddr(word); err == nil {
			read = append(read, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		prefix, err := netip.ParsePrefix(word)
		if err != nil {
			return errors.New("address ranges with commas between, such as 127.0.0.0/8,::1")
		}
		read = append(read, prefix.Masked())
	}
	*p = read
	return nil
}

// maxCount is more than anybody means, and no number overflows on its way.
const maxCount = 1_000_000

// UnmarshalText reads an e-mail address that has room for a token behind a +.
func (m *Mailbox) UnmarshalText(text []byte) error {
	const longest = 64 - 41 // RFC 5321 §4.5.3.1.1, less a + and the longest token
	parsed, err := mail.ParseAddress(string(text))
	local, _, _ := strings.Cut(string(text), "@")
	if err != nil || parsed.Address != string(text) || len(local) > longest || strings.Contains(local, "+") {
		return errors.New("an e-mail address with a short name and no + in it, such as bounces@council.example")
	}
	*m = Mailbox(text)
	return nil
}

// UnmarshalText reads a day of the week and an hour.
func (w *Weekly) UnmarshalText(text []byte) error {
	day, hour, _ := strings.Cut(strings.ToLower(strings.TrimSpace(string(text))), " ")
	n, err := strconv.ParseUint(strings.TrimSuffix(strings.TrimSpace(hour), ":00"), 10, 8)
	for d := time.Sunday; d <= time.Saturday; d++ {
		if strings.EqualFold(day, d.String()) && err == nil && n < 24 {
			*w = Weekly{d, int(n)}
			return nil
		}
	}
	return errors.New("a day and an hour, such as \"friday 09\"")
}

// UnmarshalText reads a number.
func (c *Count) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 31)
	if err != nil || n > maxCount {
		return errors.New("a number from 0 to 1000000")
	}
	*c = Count(n)
	return nil
}

// UnmarshalText reads of whom something is asked.
func (p *Policy) UnmarshalText(text []byte) error {
	if !slices.Contains([]string{"none", "owners", "everyone"}, string(text)) {
		return errors.New("none, owners or everyone")
	}
	*p = Policy(text)
	return nil
}

// UnmarshalText reads groups and their roles. A group may be named with an "=",
// and not with a comma.
func (t *RoleTable) UnmarshalText(text []byte) error {
	read := RoleTable{}
	for word := range strings.SplitSeq(string(text), ",") {
		at := strings.LastIndexByte(word, '=')
		if at < 0 {
			at = 0
		}
		group, role := strings.TrimSpace(word[:at]), strings.TrimPrefix(strings.TrimSpace(word[at:]), "=")
		if role = strings.TrimSpace(role); group == "" || !slices.Contains([]string{"contributor", "moderator", "editor", "owner"}, role) {
			return errors.New("groups with their roles and commas between, such as web-team=editor,web-leads=owner; a role is contributor, moderator, editor or owner")
		}
		read[group] = role
	}
	*t = read
	return nil
}

// UnmarshalText reads host names with commas between.
func (d *Domains) UnmarshalText(text []byte) error {
	var read Domains
	for word := range strings.SplitSeq(string(text), ",") {
		if word = strings.TrimSpace(word); !labels.MatchString(word) {
			return errors.New("host names in lower case with commas between, such as kent.example,medway.example")
		}
		read = append(read, word)
	}
	*d = read
	return nil
}

// UnmarshalText reads a level, a form or both.
func (l *Log) UnmarshalText(text []byte) error {
	const want = "debug, info, warn or error, and text or json, such as warn,json"
	read := Log{Level: slog.LevelInfo}
	for word := range strings.SplitSeq(string(text), ",") {
		switch word = strings.TrimSpace(word); {
		case word == "text" || word == "json":
			read.JSON = word == "json"
		case slices.Contains([]string{"debug", "info", "warn", "error"}, word):
			_ = read.Level.UnmarshalText([]byte(word)) // knows these four
		default:
			return errors.New(want)
		}
	}
	*l = read
	return nil
}
