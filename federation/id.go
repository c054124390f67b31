package federation

import (
	"fmt"
	"net/url"
	"strings"
)

// ID is the address of an actor, an object, an activity or a collection, byte
// for byte as its owner wrote it. Two IDs are the same only if their bytes are.
type ID string

// Public is the collection of everybody. Only what is addressed to it may be
// shown to the world. Source: ActivityPub §5.6.
const Public ID = "https://www.w3.org/ns/activitystreams#Public"

// maxID bounds an address; longer ones are used by nobody but attackers.
const maxID = 2048

// ParseID reads an absolute http or https address. It refuses user
// information, a missing host, a host that is not written in ASCII (a name has
// one spelling on the wire: punycode), control characters and more than 2048
// bytes.
func ParseID(s string) (ID, error) {
	if _, err := parse(s); err != nil {
		return "", err
	}
	return ID(s), nil
}

func parse(s string) (*url.URL, error) {
	if len(s) > maxID {
		return nil, fmt.Errorf("id of %d bytes: the limit is %d", len(s), maxID)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return nil, fmt.Errorf("id %q holds white space or control characters", s)
	}
	u, err := url.Parse(s)
	if err != nil {
		return nil, fmt.Errorf("id: %w", err)
	}
	// A zone ("fe80::1%eth0") means something on one machine only.
	nowhere := strings.Trim(u.Hostname(), ".") == "" || strings.Contains(u.Hostname(), "%")
	if (u.Scheme != "https" && u.Scheme != "http") || nowhere || u.User != nil {
		return nil, fmt.Errorf("id %q is not an absolute http or https address", s)
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r > 0x7f }) {
		return nil, fmt.Errorf("id %q has a host that is not in ASCII: write it in punycode", s)
	}
	return u, nil
}

// Origin is the scheme, host and port that own the address, lower-cased, in
// ASCII and without a default port: "https://council.example". It is empty
// when the address is not an absolute http or https one. Source: FEP-fe34.
func (id ID) Origin() string {
	u, err := parse(string(id))
	if err != nil {
		return ""
	}
	scheme := strings.ToLower(u.Scheme)
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && !(scheme == "https" && port == "443") && !(scheme == "http" && port == "80") {
		host += ":" + port
	}
	return scheme + "://" + host
}

// SameOrigin tells whether one server owns both addresses.
func (id ID) SameOrigin(other ID) bool {
	origin := id.Origin()
	return origin != "" && origin == other.Origin()
}

// Host is the host of the address with its port when that is not the default
// one: "council.example", "127.0.0.1:8443".
func (id ID) Host() string {
	_, host, _ := strings.Cut(id.Origin(), "://")
	return host
}

// Document is the address without its fragment: what a client must fetch to
// see the thing that the address names.
func (id ID) Document() ID {
	document, _, _ := strings.Cut(string(id), "#")
	return ID(document)
}

// IsPublic tells whether the address is one of the three spellings of the
// public collection. Source: ActivityPub §5.6.
func (id ID) IsPublic() bool {
	return id == Public || id == "as:Public" || id == "Public"
}
