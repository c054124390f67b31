package calendar

import (
	"time"

	"inews/internal/blog"
)

// At reads a time as it stands on the wall in a zone: "2026-12-03 14:00", or
// with a T between as browsers send it. A time that the clock skips in spring
// is refused; of one that comes twice in autumn the first is meant. The error
// is Invalid, about the given field.
func At(field, wall, zone string) (time.Time, error) {
	in, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return time.Time{}, blog.InvalidField("timezone", "%q is not a time zone. Write it like Europe/London.", zone)
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", time.DateTime, "2006-01-02T15:04:05"} {
		at, err := time.ParseInLocation(layout, wall, in)
		if err != nil {
			continue
		}
		if !reads(at, layout, wall) {
			return time.Time{}, blog.InvalidField(field, "At %s the clocks go forward and this time does not exist: choose another.", wall)
		}
		return firstOf(at, layout, wall), nil
	}
	if at, err := time.Parse(time.RFC3339, wall); err == nil {
		return at.In(in), nil
	}
	return time.Time{}, blog.InvalidField(field, "%q is not a time. Write it like 2026-12-03 14:00.", wall)
}

// reads tells whether the clock in at's zone shows what stands on the wall.
func reads(at time.Time, layout, wall string) bool {
	shown, err := time.Parse(layout, wall)
	return err == nil && at.Format(layout) == shown.Format(layout)
}

// firstOf is the earlier of two instants that read the same, one before and
// one after the clocks go back.
func firstOf(at time.Time, layout, wall string) time.Time {
	start, _ := at.ZoneBounds()
	if start.IsZero() {
		return at
	}
	_, before := start.Add(-time.Second).Zone()
	_, now := at.Zone()
	earlier := at.Add(time.Duration(now-before) * time.Second)
	if earlier.Before(start) && reads(earlier, layout, wall) {
		return earlier
	}
	return at
}

// Twice tells whether the clock on the wall shows the same time again after at,
// because the clocks go back in between.
func Twice(at time.Time) bool {
	_, end := at.ZoneBounds()
	if end.IsZero() {
		return false
	}
	_, now := at.Zone()
	_, then := end.Zone()
	again := at.Add(time.Duration(now-then) * time.Second)
	return now > then && !again.Before(end)
}
