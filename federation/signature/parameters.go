package signature

import "strings"

// parseParameters reads key=value and key="value" separated by commas, with
// spaces wherever people put them. Names are lower-cased. A name that stands
// twice is refused, known or not. Source: draft-cavage-12 §3.1, RFC 9110 §11.2.
func parseParameters(header string) (map[string]string, error) {
	parameters := make(map[string]string, 6)
	rest := strings.Trim(header, " \t")
	for {
		name, after, ok := strings.Cut(rest, "=")
		name = strings.ToLower(strings.Trim(name, " \t"))
		if !ok || !isToken(name) {
			return nil, malformed("a parameter has no name or no value")
		}
		value, after, ok := cutValue(strings.TrimLeft(after, " \t"))
		if !ok {
			return nil, malformed("the value of %s cannot be read", name)
		}
		if _, twice := parameters[name]; twice {
			return nil, refuse("the parameter %s stands twice", name)
		}
		if len(parameters) == maxParameters {
			return nil, malformed("more than %d parameters", maxParameters)
		}
		parameters[name] = value
		rest = strings.TrimLeft(after, " \t")
		if rest == "" {
			return parameters, nil
		}
		if rest[0] != ',' {
			return nil, malformed("no comma after %s", name)
		}
		rest = strings.TrimLeft(rest[1:], " \t")
	}
}

// cutValue takes a quoted string or a token off the front. Escapes within
// quotes are refused: no server writes them and readers disagree on them.
func cutValue(s string) (value, rest string, ok bool) {
	if quoted, found := strings.CutPrefix(s, `"`); found {
		value, rest, ok = strings.Cut(quoted, `"`)
		return value, rest, ok && !strings.ContainsFunc(value, func(r rune) bool { return r == '\\' || r < ' ' || r == 0x7f })
	}
	end := strings.IndexFunc(s, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	if end < 0 {
		end = len(s)
	}
	return s[:end], s[end:], isToken(s[:end])
}

// isToken tells whether s is a token of RFC 9110 §5.6.2.
func isToken(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return s != ""
}
