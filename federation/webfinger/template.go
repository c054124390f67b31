package webfinger

import (
	"net/url"
	"regexp"
	"strings"

	"inews/federation"
)

var placeholder = regexp.MustCompile(`\{[^{}]*\}`)

// Template is an address with placeholders in braces. Source: FEP-3b86, RFC
// 6415 §3.1.1.
type Template string

// Fill puts values into the placeholders, escaped for a query, and removes the
// placeholders that have none.
func (t Template) Fill(values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(string(t), func(p string) string {
		return url.QueryEscape(values[p[1:len(p)-1]])
	})
}

// Has tells whether the template takes a value of that name.
func (t Template) Has(name string) bool { return strings.Contains(string(t), "{"+name+"}") }

// plain is what an address may be written in: visible ASCII without what some
// programs read in another way than others do.
var plain = regexp.MustCompile(`^[!#-&(-;=?-\[\]_a-~]+$`)

// on tells whether the template leads to pages of that very host, by https,
// whatever is filled in. The host stands there as it is: no name or password, no
// port that the host does not have, no placeholder, no other spelling.
func (t Template) on(host string) bool {
	rest, secure := strings.CutPrefix(string(t), "https://")
	if !secure || !plain.MatchString(rest) {
		return false
	}
	at := strings.IndexAny(rest, "/?#")
	if at < 0 || rest[:at] != host || strings.HasPrefix(rest[at:], "//") {
		return false
	}
	for _, value := range []string{"", "x"} {
		full := placeholder.ReplaceAllString(string(t), value)
		u, err := url.Parse(full)
		if err != nil || u.Scheme != "https" || u.Host != host || u.User != nil || u.Opaque != "" {
			return false
		}
		if _, err := federation.ParseID(full); err != nil {
			return false
		}
	}
	return true
}
