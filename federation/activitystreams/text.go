package activitystreams

import "strings"

// text is text however it came: a string, {"@value": …}, a map from languages,
// or a list of those. Addresses are not looked for in it.
func text(v any) string {
	s, _ := said(v)
	return s
}

// said is text and the language in which it says that it is.
func said(v any) (s, language string) {
	switch v := v.(type) {
	case string:
		return clean(v), ""
	case []any:
		for _, value := range v {
			if s, language = said(value); s != "" {
				return s, language
			}
		}
	case *dict:
		if value, ok := v.values["@value"].(string); ok {
			language, _ = v.values["@language"].(string)
			return clean(value), tag(language)
		}
		for _, name := range v.names {
			if value, ok := v.values[name].(string); ok && !strings.HasPrefix(name, "@") && value != "" {
				return clean(value), tag(name)
			}
		}
	}
	return "", ""
}

// line is text of one line, cut to a length.
func (d *dict) line(name string) string { return cut(text(d.take(name)), maxLine) }

// natural is a property that may come in languages. The plain one is what its
// author wrote; the map beside it names the language by its first key, in the
// order of the document, and stands in where the plain one is missing. Source:
// Activity Vocabulary §4.7; "first key" as Mastodon reads it.
func (d *dict) natural(name string) (s, language string) {
	s, language = said(d.take(name))
	translations, ok := d.take(name + "Map").(*dict)
	if !ok {
		return s, language
	}
	for _, key := range translations.names {
		value, ok := translations.values[key].(string)
		if !ok {
			continue
		}
		if s == "" {
			s = clean(value)
		}
		if t := tag(key); t != "" {
			language = t
		}
		break
	}
	return s, language
}

// tag is a language tag, or "" for what is none. "und" means that nobody knows.
func tag(s string) string {
	strange := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}
	if len(s) < 2 || len(s) > maxTag || s == "und" || strings.ContainsFunc(s, strange) {
		return ""
	}
	return s
}
