package calendar

import (
	"testing"
	"time"

	"inews/internal/blog"
)

// A time that the clock skips is refused, and of one that comes twice the first
// is meant and said so.
func TestWallOverSummerTime(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		wall, zone, want string // want: the instant, "" when refused
		twice            bool
	}{
		{"2027-03-28T01:30", "Europe/London", "", false},
		{"2027-03-28T00:59", "Europe/London", "2027-03-28T00:59:00Z", false},
		{"2027-03-28T02:00", "Europe/London", "2027-03-28T01:00:00Z", false},
		{"2027-10-31T00:59", "Europe/London", "2027-10-30T23:59:00Z", false},
		{"2027-10-31T01:00", "Europe/London", "2027-10-31T00:00:00Z", true},
		{"2027-10-31T01:59", "Europe/London", "2027-10-31T00:59:00Z", true},
		{"2027-10-31T02:00", "Europe/London", "2027-10-31T02:00:00Z", false},
		{"2027-04-04T01:45", "Australia/Lord_Howe", "2027-04-03T14:45:00Z", true}, // half an hour
		{"2027-04-04T01:15", "Australia/Lord_Howe", "2027-04-03T14:15:00Z", false},
		{"2027-11-07T01:30", "America/New_York", "2027-11-07T05:30:00Z", true},
		{"2027-10-31T01:30", "UTC", "2027-10-31T01:30:00Z", false},
	} {
		at, err := At("at", test.wall, test.zone)
		if test.want == "" {
			if blog.KindOf(err) != blog.Invalid {
				t.Errorf("%s in %s: %v, %v", test.wall, test.zone, at, err)
			}
			continue
		}
		if err != nil || at.UTC().Format(time.RFC3339) != test.want || Twice(at) != test.twice {
			t.Errorf("%s in %s is %v, %v, twice %v; want %s", test.wall, test.zone, at.UTC(), err, Twice(at), test.want)
		}
	}
}
