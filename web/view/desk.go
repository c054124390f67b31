package view

import (
	"fmt"
	"html/template"
	"maps"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/tongue"
)

// english is what staff and the program speak.
var english = tongue.In("en")

// Desk are the pages of staff, which have a frame of their own. They are safe
// for use by several goroutines.
type Desk struct{ set }

// ParseDesk reads the templates of the desk. Times are shown in zone; asset
// maps the name of an asset to its address.
func ParseDesk(zone *time.Location, asset func(name string) string) (*Desk, error) {
	words := functions(zone, asset, english)
	maps.Copy(words, deskFunctions(zone))
	pages, err := parseSet(words, nil, "templates/desk", "page-",
		"templates/partials/masthead.html", "templates/desk/layout.html", "templates/desk/parts-*.html")
	if err != nil {
		return nil, fmt.Errorf("templates of the desk: %w", err)
	}
	return &Desk{pages}, nil
}

// Render returns the bytes of the page with that name, filled from data.
func (d *Desk) Render(name string, data any) ([]byte, error) { return d.render(name, data) }

// deskFunctions are what only the templates of the desk may call.
func deskFunctions(zone *time.Location) template.FuncMap {
	return template.FuncMap{
		"exact":    func(t time.Time) string { return t.In(zone).Format("Mon 2 January 2006, 15:04 MST") },
		"moment":   func(t time.Time) string { return t.In(zone).Format("Mon 2 Jan, 15:04") },
		"shortDay": func(t time.Time) string { return t.In(zone).Format("2 Jan 2006") },
		"never":    time.Time.IsZero,
		"number":   blog.Number,
		"length":   func(s string) int { return len([]rune(s)) },
		"lasted":   lasted,
		"fields":   fields,
		"stateWord": func(s blog.State) string {
			return strings.ToUpper(s.Words()[:1]) + s.Words()[1:]
		},
		"severity": func(s blog.Severity) string {
			return map[blog.Severity]string{blog.Silence: "Silenced", blog.Hold: "On hold", blog.Suspend: "Blocked"}[s]
		},
		"trim":   strings.TrimSpace,
		"ninths": ninths,
	}
}

// ninth is one field of the grid in which somebody points at a picture, and its
// middle in percent of the picture.
type ninth struct{ Name, Left, Top string }

func ninths() [3][3]ninth {
	return [3][3]ninth{
		{{"Top left", "17", "17"}, {"Top", "50", "17"}, {"Top right", "83", "17"}},
		{{"Left", "17", "50"}, {"Middle", "50", "50"}, {"Right", "83", "50"}},
		{{"Bottom left", "17", "83"}, {"Bottom", "50", "83"}, {"Bottom right", "83", "83"}},
	}
}

// fields makes the argument of a template that needs several, from names and
// values in turn.
func fields(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("fields: a name has no value")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("fields: %v is no name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}

// lasted writes a span of time roughly: "3 minutes", "2 days".
func lasted(d time.Duration) string {
	switch {
	case d < time.Minute:
		return english.Count(int(d.Seconds()), "second", "seconds")
	case d < time.Hour:
		return english.Count(int(d.Minutes()), "minute", "minutes")
	case d < 48*time.Hour:
		return english.Count(int(d.Hours()), "hour", "hours")
	}
	return english.Count(int(d.Hours()/24), "day", "days")
}
