package view

import (
	"fmt"
	"hash/fnv"
	"html/template"
	"strings"
	"time"
	"unicode"

	"inews/internal/richtext"
)

// functions are what the templates may call beside the methods of their page.
func functions(zone *time.Location, asset func(string) string) template.FuncMap {
	return template.FuncMap{
		"asset": asset,
		"date":  func(t time.Time) string { return t.In(zone).Format("2 January 2006") },
		"time":  func(t time.Time) string { return t.In(zone).Format("2 January 2006, 15:04") },
		"iso":   func(t time.Time) string { return t.In(zone).Format(time.RFC3339) },
		"day":   func(t time.Time) string { return t.Format("2") },
		"month": func(t time.Time) string { return t.Format("Jan") },
		"week":  func(t time.Time) string { return t.Format("Mon") },
		"clock": clock,
		"count": count,
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
		"hue":       hue,
		"direction": direction,
		"moved":     func(from, to time.Time) bool { return to.Sub(from) > time.Minute },
		"sameDay":   func(a, b time.Time) bool { return a.Format(time.DateOnly) == b.Format(time.DateOnly) },
		"longDate":  func(t time.Time) string { return t.Format("Monday 2 January 2006") },
		"host": func(address string) string {
			_, rest, _ := strings.Cut(address, "://")
			host, _, _ := strings.Cut(rest, "/")
			return host
		},
	}
}

// clock writes a time of day as the style guide of British government does:
// 6pm, 6:30pm, midday.
func clock(t time.Time) string {
	switch {
	case t.Hour() == 12 && t.Minute() == 0:
		return "midday"
	case t.Hour() == 0 && t.Minute() == 0:
		return "midnight"
	case t.Minute() == 0:
		return t.Format("3pm")
	}
	return t.Format("3:04pm")
}

// count writes a number with its noun: "1 comment", "12 comments".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// hues is how many colours the style sheet has for the initials of people.
const hues = 6

// hue gives everybody a colour that stays the same.
func hue(who string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(who)) // a hash takes everything
	return int(h.Sum32() % hues)
}
