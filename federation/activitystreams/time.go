package activitystreams

import (
	"strings"
	"time"
)

// layouts are how servers write a time, most usual first. Go reads fractions of
// a second in each. Threads writes +0000, PieFed no zone, Lemmy once did too.
func layouts() []string {
	return []string{
		time.RFC3339,
		"2006-01-02T15:04:05Z0700",
		"2006-01-02T15:04:05Z07",
		"2006-01-02T15:04:05",
		"2006-01-02T15:04Z07:00",
		"2006-01-02T15:04",
		"2006-01-02 15:04:05Z07:00",
		"2006-01-02 15:04:05",
		time.DateOnly,
	}
}

// moment reads a time; one without a zone is in the zone given. What is no time
// is the zero time, as if it were missing. Source: AS2 §2.3.
func moment(v any, zone *time.Location) time.Time {
	s := strings.TrimSpace(text(v))
	if len(s) < len(time.DateOnly) || len(s) > 64 {
		return time.Time{}
	}
	for _, layout := range layouts() {
		t, err := time.ParseInLocation(layout, s, zone)
		if err == nil && t.Year() > 0 {
			return t
		}
	}
	return time.Time{}
}

// time reads a time in UTC.
func (d *dict) time(name string) time.Time {
	t := moment(d.take(name), time.UTC)
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}

// zone is a time zone by its IANA name; nil when the name is none.
func zone(name string) *time.Location {
	if name == "" || name == "Local" {
		return nil
	}
	place, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return place
}

// stamp writes a time in UTC to the second, and no time as nothing.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
