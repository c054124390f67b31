package webfinger

import (
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strings"

	"inews/federation"
)

// maxResource bounds a handle and the resource that is asked for.
const maxResource = 512

// names is what Mastodon takes for a name (app/models/account.rb), and hosts
// what DNS does, with a port for a test network.
var (
	names = regexp.MustCompile(`^[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*$`)
	hosts = regexp.MustCompile(`^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?::[1-9][0-9]{0,4})?$`)
)

// Handle is the name of an actor for people: "news" at "council.example". Name
// keeps the case it was written in; Host is in lower case, in ASCII, and has a
// port only in a test network.
type Handle struct{ Name, Host string }

// ParseHandle reads "@news@council.example", "news@council.example",
// "acct:news@council.example", and the address of a page in Mastodon's form,
// "https://council.example/@news" or "https://council.example/@news@other.example".
// Errors wrap federation.ErrMalformed.
func ParseHandle(s string) (Handle, error) {
	text := strings.TrimSpace(s)
	if len(text) > maxResource {
		return Handle{}, fmt.Errorf("handle of %d bytes: %w", len(text), federation.ErrMalformed)
	}
	rest := text
	if scheme, after, ok := strings.Cut(text, ":"); ok && strings.EqualFold(scheme, "acct") {
		rest = after
	} else if ok && strings.HasPrefix(after, "//") {
		rest = page(text)
	}
	name, host, _ := strings.Cut(strings.TrimPrefix(rest, "@"), "@")
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if !names.MatchString(name) || len(host) > 253 || !hosts.MatchString(host) {
		return Handle{}, fmt.Errorf("%q is not a handle such as @name@council.example: %w", s, federation.ErrMalformed)
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return Handle{}, fmt.Errorf("%q names an address instead of a domain: %w", s, federation.ErrMalformed)
	}
	return Handle{Name: name, Host: host}, nil
}

// page turns the address of a page in Mastodon's form into a handle, or
// anything else into "".
func page(address string) string {
	id, err := federation.ParseID(address)
	if err != nil {
		return ""
	}
	u, err := url.Parse(string(id))
	if err != nil {
		return ""
	}
	path, ok := strings.CutPrefix(strings.TrimSuffix(u.Path, "/"), "/@")
	if !ok || strings.Contains(path, "/") {
		return ""
	}
	if strings.Contains(path, "@") {
		return path
	}
	return path + "@" + id.Host()
}

// String is the handle as people write it: "@news@council.example".
func (h Handle) String() string { return "@" + h.Name + "@" + h.Host }

// Resource is the handle as WebFinger writes it: "acct:news@council.example".
// Source: RFC 7565.
func (h Handle) Resource() string { return "acct:" + h.Name + "@" + h.Host }

// Same tells whether two handles are of one actor; case does not matter.
func (h Handle) Same(other Handle) bool {
	return strings.EqualFold(h.Name, other.Name) && h.Host == other.Host
}
