package tongue

import (
	"strconv"
	"strings"
	"time"
)

// Contexts of the entries that every catalogue needs.
const (
	languageContext   = "language" // its own name
	monthContext      = "month"
	shortMonthContext = "short month"
	dayContext        = "weekday"
	shortDayContext   = "short weekday"
	dateContext       = "date"
	clockContext      = "clock"
)

// A form of dates is an entry too: the English text is Go's reference time, and
// the translation is that same day and hour as the language writes it, with the
// names that it has for that month and weekday.
const (
	dateForm     = "2 January 2006"
	timeForm     = "2 January 2006, 15:04"
	longDateForm = "Monday 2 January 2006"
	monthForm    = "January 2006"
	shortForm    = "Mon 2 Jan 2006, 15:04"
)

// Date is "26 November 2026".
func (t *Tongue) Date(at time.Time) string { return t.format(dateForm, at) }

// Time is "26 November 2026, 18:30".
func (t *Tongue) Time(at time.Time) string { return t.format(timeForm, at) }

// LongDate is "Thursday 26 November 2026".
func (t *Tongue) LongDate(at time.Time) string { return t.format(longDateForm, at) }

// MonthOf is "November 2026".
func (t *Tongue) MonthOf(at time.Time) string { return t.format(monthForm, at) }

// ShortTime is "Thu 26 Nov 2026, 18:30".
func (t *Tongue) ShortTime(at time.Time) string { return t.format(shortForm, at) }

// Month is the name of a month.
func (t *Tongue) Month(m time.Month) string { return t.word(monthContext, m.String()) }

// ShortMonth is "Nov".
func (t *Tongue) ShortMonth(at time.Time) string { return t.word(shortMonthContext, at.Format("Jan")) }

// ShortDay is "Thu".
func (t *Tongue) ShortDay(at time.Time) string { return t.word(shortDayContext, at.Format("Mon")) }

func (t *Tongue) format(form string, at time.Time) string {
	if t.catalogue == nil {
		return at.Format(form)
	}
	return strings.NewReplacer(
		t.word(dayContext, "Monday"), t.word(dayContext, at.Weekday().String()),
		t.Month(time.January), t.Month(at.Month()),
		t.word(shortDayContext, "Mon"), t.ShortDay(at),
		t.word(shortMonthContext, "Jan"), t.ShortMonth(at),
		"2006", strconv.Itoa(at.Year()), "15:04", at.Format("15:04"), "2", strconv.Itoa(at.Day()),
	).Replace(t.word(dateContext, form))
}

// Clock is a time of day as the style guide of British government has it: 6pm,
// 6:30pm, midday.
func (t *Tongue) Clock(at time.Time) string {
	form := "3:04pm"
	switch {
	case at.Hour() == 12 && at.Minute() == 0:
		return t.word(clockContext, "midday")
	case at.Hour() == 0 && at.Minute() == 0:
		return t.word(clockContext, "midnight")
	case at.Minute() == 0 && at.Hour() < 12:
		form = "3am"
	case at.Minute() == 0:
		form = "3pm"
	case at.Hour() < 12:
		form = "3:04am"
	}
	return strings.NewReplacer("3", at.Format("3"), "04", at.Format("04")).Replace(t.word(clockContext, form))
}
