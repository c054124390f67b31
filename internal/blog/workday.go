package blog

import (
	"slices"
	"time"
)

// Clock reckons the days by which the law, or the council itself, wants an
// answer.
type Clock struct {
	Nation    Nation         // of the council
	Zone      *time.Location // in which a day begins
	Complaint int            // working days to answer a complaint or a request for a service
}

// Terms that the law sets.
const (
	foiDays         = 20             // working days: Freedom of Information Act 2000 s.10(1), EIR 2004 reg. 5(2)
	defamationHours = 48 * time.Hour // Defamation (Operators of Websites) Regulations 2013, schedule, paragraph 2
	safeguardingFor = 24 * time.Hour // ours: whoever is in danger does not wait
)

// Due is by when a request must be answered: the end of the last day, or the
// hour where hours are counted.
func (c Clock) Due(kind RequestKind, received time.Time) time.Time {
	received = received.In(c.Zone)
	switch kind {
	case RequestFOI, RequestEIR:
		return c.endOf(c.after(dayOf(received), foiDays, c.closedForFOI))
	case RequestAccess:
		return c.endOf(c.month(dayOf(received)))
	case RequestDefamation:
		return c.hours(received, defamationHours)
	case RequestSafeguarding:
		return received.Add(safeguardingFor)
	}
	return c.endOf(c.after(dayOf(received), max(c.Complaint, 1), c.closed))
}

// Left is how many working days there are from now to the end of the day on
// which something is due: 0 on that day itself, and below 0 after it.
func (c Clock) Left(kind RequestKind, now, due time.Time) int {
	from, to := dayOf(now.In(c.Zone)), dayOf(due.In(c.Zone))
	closed := c.closed
	if kind == RequestFOI || kind == RequestEIR {
		closed = c.closedForFOI
	}
	count := func(from, to Day) (n int) {
		for day := from.AddDate(0, 0, 1); !day.After(to); day = day.AddDate(0, 0, 1) {
			if !closed(day) {
				n++
			}
		}
		return n
	}
	if to.Before(from) {
		return -max(count(to, from), 1)
	}
	return count(from, to)
}

// after is the n-th working day after a day, which itself does not count.
func (c Clock) after(day Day, n int, closed func(Day) bool) Day {
	for n > 0 {
		if day = day.AddDate(0, 0, 1); !closed(day) {
			n--
		}
	}
	return day
}

// month is the same date of the next month, or its last day where it has none
// such, and the next working day when that is none: as the Information
// Commissioner counts the month of a subject access request.
func (c Clock) month(day Day) Day {
	last := Date(day.Year(), day.Month()+2, 0)
	to := Date(day.Year(), day.Month()+1, min(day.Day(), last.Day()))
	for c.closed(to) {
		to = to.AddDate(0, 0, 1)
	}
	return to
}

// hours adds time of which weekends and holidays in England and Wales do not
// count: the Defamation Act 2013 s.5 is law there alone.
func (c Clock) hours(from time.Time, left time.Duration) time.Time {
	england := Clock{Nation: EnglandAndWales, Zone: c.Zone}
	for {
		midnight := time.Date(from.Year(), from.Month(), from.Day()+1, 0, 0, 0, 0, c.Zone)
		if !england.closed(dayOf(from)) {
			if today := midnight.Sub(from); left <= today {
				return from.Add(left)
			} else {
				left -= today
			}
		}
		from = midnight
	}
}

// closed tells whether a day is no working day of the nation.
func (c Clock) closed(day Day) bool {
	return isWeekend(day) || slices.ContainsFunc(Holidays(c.Nation, day.Year()), day.Equal)
}

// closedForFOI is closed as the law on information has it: a bank holiday in any
// part of the United Kingdom counts (s.10(6)), and in Scotland, which has an Act
// of its own, those of Scotland.
func (c Clock) closedForFOI(day Day) bool {
	if c.Nation == Scotland {
		return c.closed(day)
	}
	return slices.ContainsFunc(Nations, func(n Nation) bool { return Clock{Nation: n}.closed(day) })
}

// endOf is the last second of a day.
func (c Clock) endOf(day Day) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 23, 59, 59, 0, c.Zone)
}

func dayOf(t time.Time) Day { return Date(t.Year(), t.Month(), t.Day()) }
