package view

import (
	"hash/fnv"
	"html/template"
	"strings"
	"time"
	"unicode"

	"inews/internal/richtext"
	"inews/internal/tongue"
)

// functions are what the templates may call beside the methods of their page, in
// the language of the page.
func functions(zone *time.Location, asset func(string) string, t *tongue.Tongue) template.FuncMap {
	return template.FuncMap{
		"asset": asset,
		"date":  func(at time.Time) string { return t.Date(at.In(zone)) },
		"time":  func(at time.Time) string { return t.Time(at.In(zone)) },
		"iso":   func(at time.Time) string { return at.In(zone).Format(time.RFC3339) },
		"day":   func(at time.Time) string { return at.Format("2") },
		"month": t.ShortMonth,
		"week":  t.ShortDay,
		"clock": t.Clock,
		"when":  t.When,
		"where": t.Where,
		"count": t.Count,
		"say":   t.Say,
		"slug":  func(s string) string { return "section-" + richtext.Slug(s) },
		"whole": func(n float64, unit int) int { return int(n) / unit },
		"initial": func(name string) string {
			for _, r := range name {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					return string(unicode.ToUpper(r))
				}
			}
			return "?"
		},
		"rule": func(name string) string { return t.Say(tongue.Words(name)) },
		// foreign is a language, unless it is that of the page: what the lang
		// attribute of a text needs to say.
		"foreign": func(tag string) string {
			if strings.EqualFold(tag, t.Tag) {
				return ""
			}
			return tag
		},
		"hue":       hue,
		"direction": direction,
		"moved":     func(from, to time.Time) bool { return to.Sub(from) > time.Minute },
		"sameDay":   func(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) },
		"longDate":  t.LongDate,
		"host": func(address string) string {
			_, rest, _ := strings.Cut(address, "://")
			host, _, _ := strings.Cut(rest, "/")
			return host
		},
		pathFunction: func(address any) any {
			if path, ok := address.(string); ok {
				return t.Path(path)
			}
			return address
		},
	}
}

// rules are the names of the rules for comments, which readers choose and see.
var _ = []tongue.Words{
	"Abuse or hate", "Advertising", "Off topic", "Personal data", "Against the law", "Party politics", "Other",
}

// hues is how many colours the style sheet has for the initials of people.
const hues = 6

// hue gives everybody a colour that stays the same.
func hue(who string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(who)) // a hash takes everything
	return int(h.Sum32() % hues)
}
