package reach

import (
	"fmt"
	"time"

	"inews/internal/blog"
)

// Span is some days, told one by one or in months.
type Span struct {
	From, Until time.Time // midnights; Until is the first day that is not told
	Monthly     bool
	SoFar       bool // it has not ended
}

// Days is how many days the span has.
func (s Span) Days() int {
	// Noon to noon: a day of summer time's change has 23 or 25 hours.
	return int((s.Until.Sub(s.From) + 12*time.Hour) / (24 * time.Hour))
}

// Last is the last day of the span.
func (s Span) Last() time.Time { return s.Until.AddDate(0, 0, -1) }

// Name is the month that the span is, in words.
func (s Span) Name() string { return s.From.Format("January 2006") }

// Lately is the last days, today among them.
func (r *Reach) Lately(days int) Span {
	end := r.today().AddDate(0, 0, 1)
	return Span{From: end.AddDate(0, 0, -days), Until: end, SoFar: true}
}

// LastYear is the twelve months of which this is the last.
func (r *Reach) LastYear() Span {
	today := r.today()
	return Span{
		From:  time.Date(today.Year(), today.Month()-11, 1, 0, 0, 0, 0, r.Zone),
		Until: today.AddDate(0, 0, 1), Monthly: true, SoFar: true,
	}
}

// mostDays is of how many days on a plot of days has bars too thin to see.
const mostDays = 92

// Since is the days from a time on, in months when there are many.
func (r *Reach) Since(t time.Time) Span {
	t = t.In(r.Zone)
	s := Span{From: time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, r.Zone), Until: r.today().AddDate(0, 0, 1), SoFar: true}
	if !s.From.Before(s.Until) { // a clock was wrong
		s.From = s.Until.AddDate(0, 0, -1)
	}
	if s.Days() > mostDays {
		s.Monthly = true
		s.From = time.Date(s.From.Year(), s.From.Month(), 1, 0, 0, 0, 0, r.Zone)
	}
	return s
}

// Month is the month that is written "2026-10", as far as it has come. NotFound
// when it is none, or has not begun.
func (r *Reach) Month(text string) (Span, error) {
	first, err := time.ParseInLocation("2006-01", text, r.Zone)
	tomorrow := r.today().AddDate(0, 0, 1)
	if err != nil || !first.Before(tomorrow) || first.Year() < 2000 {
		return Span{}, &blog.Error{Kind: blog.NotFound, Msg: fmt.Sprintf("There is no report for %q.", text), Err: err}
	}
	s := Span{From: first, Until: first.AddDate(0, 1, 0)}
	if s.Until.After(tomorrow) {
		s.Until, s.SoFar = tomorrow, true
	}
	s.SoFar = s.SoFar || s.Until.Equal(tomorrow) // its last day goes on
	return s, nil
}

// Before is the month before a month: as much of it as there is of that one so
// far, so that like stands against like.
func (s Span) Before() Span {
	b := Span{From: s.From.AddDate(0, -1, 0), Until: s.From}
	if s.SoFar {
		if end := b.From.AddDate(0, 0, s.Days()); end.Before(b.Until) {
			b.Until = end
		}
	}
	return b
}

// Code is the month as an address has it.
func (s Span) Code() string { return s.From.Format("2006-01") }
