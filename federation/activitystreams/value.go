package activitystreams

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"strconv"

	"inews/federation"
)

// list makes a list of whatever came: nothing of null, one of a scalar or an
// object, and of a list its members that are not null, at most n.
func list(v any, n int) []any {
	values, ok := v.([]any)
	if !ok {
		values = []any{v}
	}
	var some []any
	for _, value := range values {
		if value != nil && len(some) < n {
			some = append(some, value)
		}
	}
	return some
}

// dicts are the objects in a list.
func dicts(v any, n int) []*dict {
	var some []*dict
	for _, value := range list(v, n) {
		if d, ok := value.(*dict); ok {
			some = append(some, d)
		}
	}
	return some
}

// id is the document's own id: "" when there is none, an error when it is
// something that nobody can look up or compare.
func (d *dict) id() (federation.ID, error) {
	switch v := d.take("id").(type) {
	case nil:
		return "", nil
	case string:
		if v == "" {
			return "", nil
		}
		id, err := federation.ParseID(v)
		if err != nil {
			return "", fmt.Errorf("%w: %w", federation.ErrMalformed, err)
		}
		return id, nil
	}
	return "", fmt.Errorf("the id is not a string: %w", federation.ErrMalformed)
}

// reference is the address of something: written as a string, as an object
// that bears it as its id, as a Link, or as the first of several of those. The
// short names of the public collection are spelt out. Source: AP §5.6.
func reference(v any) federation.ID {
	for _, value := range list(v, maxList) {
		if id := refer(value); id != "" {
			return id
		}
	}
	return ""
}

func refer(v any) federation.ID {
	if d, ok := v.(*dict); ok {
		if v = d.values["id"]; v == nil && d.values["type"] == "Link" {
			v = d.values["href"]
		}
	}
	s, _ := v.(string)
	if federation.ID(s).IsPublic() {
		return federation.Public
	}
	id, err := federation.ParseID(s)
	if err != nil {
		return ""
	}
	return id
}

// references are the addresses in a list, at most n.
func references(v any, n int) []federation.ID {
	var ids []federation.ID
	for _, value := range list(v, n) {
		if id := refer(value); id != "" {
			ids = append(ids, id)
		}
	}
	return ids
}

// webURL is the address of a page or a file: a string, a Link, or the best of
// several: the first that is text/html, else the first. Threads puts one of a
// scheme of its own first; those do not count. Source: AP §4.1, AS2 §4.7.
func webURL(v any) string {
	first := ""
	for _, value := range list(v, maxMedia) {
		address, mediaType := link(value)
		if address == "" {
			continue
		}
		if first == "" {
			first = address
		}
		if mediaType == "text/html" {
			return address
		}
	}
	return first
}

func link(v any) (address, mediaType string) {
	if d, ok := v.(*dict); ok {
		if mediaType, ok = d.values["mediaType"].(string); !ok {
			mediaType, _ = d.values["mimeType"].(string) // PeerTube, long ago
		}
		if v = d.values["href"]; v == nil {
			v = d.values["url"]
		}
	}
	s, _ := v.(string)
	u, err := url.Parse(s)
	if err != nil || len(s) > maxLine || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		return "", mediaType
	}
	return s, mediaType
}

// boolean is true for true and for "true".
func boolean(v any) bool { return v == true || v == "true" }

// count is a number of things: 0 when it is not one, or below 0.
func count(v any) int {
	f, ok := number(v)
	if !ok || f < 0 || f > maxCount {
		return 0
	}
	return int(f)
}

// number reads a number, also one that came as a string.
func number(v any) (float64, bool) {
	var f float64
	var err error
	switch v := v.(type) {
	case json.Number:
		f, err = v.Float64()
	case string:
		f, err = strconv.ParseFloat(v, 64)
	default:
		return 0, false
	}
	return f, err == nil && !math.IsNaN(f) && !math.IsInf(f, 0)
}
