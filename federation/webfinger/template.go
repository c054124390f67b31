package webfinger

import (
	"net/url"
	"regexp"

	"inews/federation"
)

var placeholder = regexp.MustCompile(`\{[A-Za-z]*\}`)

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

// host is where the template leads, or "" when that depends on what is filled
// in.
func (t Template) host() string {
	empty, full := t.Fill(nil), placeholder.ReplaceAllString(string(t), "x")
	if _, err := federation.ParseID(empty); err != nil {
		return ""
	}
	if !federation.ID(empty).SameOrigin(federation.ID(full)) {
		return ""
	}
	return federation.ID(empty).Host()
}
