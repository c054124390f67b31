package calendar

import (
	"fmt"
	"sort"
	"time"

	"inews/internal/blog"
)

// zoneSpan is a zone and the years for which a calendar needs its rules.
type zoneSpan struct {
	name     string
	in       *time.Location
	from, to int
}

// location finds a zone that has a name worth writing; UTC has a form of its own.
func location(name string) (*time.Location, bool) {
	if name == "" || name == "UTC" || name == "Etc/UTC" || name == "Local" {
		return nil, false
	}
	in, err := time.LoadLocation(name)
	return in, err == nil
}

// zonesOf collects the zones of the events, by name, each with the years that
// the events touch. More years would be correct too, but Google's reader
// stumbles over long definitions.
func zonesOf(events []blog.Event) []zoneSpan {
	spans := map[string]zoneSpan{}
	for _, e := range events {
		in, ok := location(e.Zone)
		if !ok {
			continue
		}
		from, to := e.Starts.In(in).Year(), e.Finish().In(in).Year()
		if span, seen := spans[e.Zone]; seen {
			from, to = min(from, span.from), max(to, span.to)
		}
		spans[e.Zone] = zoneSpan{e.Zone, in, from, to}
	}
	sorted := make([]zoneSpan, 0, len(spans))
	for _, span := range spans {
		sorted = append(sorted, span)
	}
	sort.Slice(sorted, func(i, j int) bool { return sorted[i].name < sorted[j].name })
	return sorted
}

// observance is one rule of a zone and the instants at which it began to hold.
type observance struct {
	name       string // "GMT", "BST"
	summer     bool
	from, to   int // offset from UTC in seconds, before and after
	beginnings []time.Time
}

// observances are the rules of a zone, from the one that holds when the first
// year begins to the last of the last year.
func (s zoneSpan) observances() []observance {
	begin := time.Date(s.from, 1, 1, 0, 0, 0, 0, s.in)
	end := time.Date(s.to+1, 1, 1, 0, 0, 0, 0, s.in)
	before := begin.AddDate(-1, 0, 0)
	first := before // where the clocks never change, any earlier time begins the rule
	var later []time.Time
	for _, at := range transitions(before, end) {
		if at.After(begin) {
			later = append(later, at)
		} else {
			first = at
		}
	}
	var rules []observance
	for _, start := range append([]time.Time{first}, later...) {
		rules = addRule(rules, ruleAt(start), start)
	}
	return rules
}

// ruleAt is the rule that begins, or holds, at a time.
func ruleAt(at time.Time) observance {
	name, to := at.Zone()
	_, from := at.Add(-time.Second).Zone()
	return observance{name: name, summer: at.IsDST(), from: from, to: to}
}

// transitions finds when the clocks change, by looking at every day.
// Time.ZoneBounds would tell at once, but in leap years beyond the zone's table
// its answer at the end of December is the time that it was asked about.
func transitions(from, until time.Time) []time.Time {
	const day = 24 * time.Hour
	var found []time.Time
	for at := from; at.Before(until); at = at.Add(day) {
		if sameClock(at, at.Add(day)) {
			continue
		}
		offset := sort.Search(int(day/time.Second), func(i int) bool {
			return !sameClock(at, at.Add(time.Duration(i)*time.Second))
		})
		found = append(found, at.Add(time.Duration(offset)*time.Second))
	}
	return found
}

func sameClock(a, b time.Time) bool {
	nameA, offsetA := a.Zone()
	nameB, offsetB := b.Zone()
	return nameA == nameB && offsetA == offsetB && a.IsDST() == b.IsDST()
}

func addRule(rules []observance, rule observance, start time.Time) []observance {
	for i, known := range rules {
		if known.name == rule.name && known.summer == rule.summer && known.from == rule.from && known.to == rule.to {
			rules[i].beginnings = append(rules[i].beginnings, start)
			return rules
		}
	}
	rule.beginnings = []time.Time{start}
	return append(rules, rule)
}

// zone writes a VTIMEZONE. The times at which a rule begins are on the wall as
// it was just before. Source: RFC 5545 §3.6.5.
func (l *lines) zone(s zoneSpan) {
	l.put("BEGIN", "VTIMEZONE")
	l.put("TZID", s.name)
	for _, rule := range s.observances() {
		kind := "STANDARD"
		if rule.summer {
			kind = "DAYLIGHT"
		}
		l.put("BEGIN", kind)
		for i, start := range rule.beginnings {
			property := "RDATE"
			if i == 0 {
				property = "DTSTART"
			}
			l.put(property, start.In(time.FixedZone("", rule.from)).Format(wallForm))
		}
		l.put("TZOFFSETFROM", offset(rule.from))
		l.put("TZOFFSETTO", offset(rule.to))
		l.text("TZNAME", rule.name)
		l.put("END", kind)
	}
	l.put("END", "VTIMEZONE")
}

// offset writes a UTC-OFFSET; seconds only where a zone of old has them.
func offset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
