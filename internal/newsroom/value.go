package newsroom

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	_ "time/tzdata" // zones, also on a machine that has none installed
)

// DefaultZone is where times without a zone are read.
const DefaultZone = "Europe/London"

// Text returns the value of a key, "" when it is not there.
func (f *FrontMatter) Text(key string) string {
	e := f.entries[key]
	if e.isList {
		f.bad.Add(key, "Line %d: %q takes one value, not a list.", e.line, key)
	}
	return e.text
}

// List returns the values of a key; a single value may have commas in it.
func (f *FrontMatter) List(key string) []string {
	e := f.entries[key]
	if e.isList || e.text == "" {
		return e.list
	}
	var list []string
	for item := range strings.SplitSeq(e.text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// Has tells whether the key has a value.
func (f *FrontMatter) Has(key string) bool {
	e := f.entries[key]
	return e.text != "" || e.isList
}

// YesNo returns the value of a key that says yes or no; no when it is not there.
func (f *FrontMatter) YesNo(key string) bool {
	switch text := strings.ToLower(f.Text(key)); text {
	case "true", "yes":
		return true
	case "", "false", "no":
	default:
		f.Refuse(key, "%q is neither yes nor no.", text)
	}
	return false
}

// Number returns the whole number of a key, 0 when it is not there.
func (f *FrontMatter) Number(key string) int {
	text := f.Text(key)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		f.Refuse(key, "%q is not a whole number.", text)
	}
	return n
}

// Degrees returns the decimal number of a key, nil when it is not there.
func (f *FrontMatter) Degrees(key string, limit float64) *float64 {
	text := f.Text(key)
	if text == "" {
		return nil
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || !(x >= -limit && x <= limit) { // written so that NaN is refused
		f.Refuse(key, "%q is not a number between -%g and %g.", text, limit, limit)
		return nil
	}
	return &x
}

// Time returns the time of a key, read in the given zone when it names none;
// zero when it is not there. A date alone is its first minute.
func (f *FrontMatter) Time(key, zone string) time.Time {
	text := f.Text(key)
	if text == "" {
		return time.Time{}
	}
	in, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		in = time.UTC // the zone's own key reports it
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04", "2006-01-02T15:04", time.DateTime, time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, in); err == nil {
			return at
		}
	}
	f.Refuse(key, "%q is not a time. Write it like 2026-12-03 14:00.", text)
	return time.Time{}
}

// Refuse notes that the value of a key is wrong, with its line.
func (f *FrontMatter) Refuse(key, format string, args ...any) {
	f.bad.Add(key, "Line %d: %s", f.entries[key].line, fmt.Sprintf(format, args...))
}

// Err is everything that was wrong with the front matter, as one Invalid error.
func (f *FrontMatter) Err() error { return f.bad.Err() }
