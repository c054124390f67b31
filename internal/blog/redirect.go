package blog

import (
	"net/url"
	"path"
	"strings"
	"time"
	"unicode/utf8"
)

// Redirect leads from an address that another site gave out on this host to one
// of this site.
type Redirect struct {
	Path      string // "/2009/11/future-of-care.html"
	Target    string // "/posts/future-of-care"
	CreatedAt time.Time
}

// maxRedirect is the most characters of either address.
const maxRedirect = 500

// NewRedirect reads the two addresses as somebody typed them: paths, or whole
// addresses of the site at base. Errors are of kind Invalid, at the fields
// "path" and "target".
func NewRedirect(from, to, base string) (Redirect, error) {
	var bad Problems
	r := Redirect{Path: localPath(from, ""), Target: localPath(to, base)}
	switch {
	case r.Path == "" || r.Path == "/":
		bad.Add("path", "Give the old address as a path, like /2009/11/future-of-care.html.")
	case r.Path == strings.SplitN(r.Target, "#", 2)[0]:
		bad.Add("target", "The old and the new address are the same.")
	}
	if r.Target == "" {
		bad.Add("target", "Give the new address as a path on this site, like /posts/future-of-care.")
	}
	return r, bad.Err()
}

// localPath is the path of an address: as it stands, or of a whole address, which
// must be at base unless that is "", since the site before had another name. It
// is "" for what is none.
func localPath(address, base string) string {
	address = strings.TrimSpace(address)
	if base != "" {
		address = strings.TrimPrefix(address, base)
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Opaque != "" || parsed.User != nil || base != "" && parsed.Host != "" {
		return ""
	}
	p := parsed.EscapedPath()
	if !strings.HasPrefix(p, "/") || strings.Contains(address, `\`) || utf8.RuneCountInString(p) > maxRedirect || !utf8.ValidString(p) {
		return ""
	}
	// A path that begins with two slashes would be the name of a host.
	cleaned := path.Clean(p)
	if parsed.Fragment != "" && base != "" {
		cleaned += "#" + parsed.EscapedFragment()
	}
	return cleaned
}
