package blog

import (
	"slices"
	"time"
)

// Class is a sort of thing that is kept for a time and then deleted.
type Class string

// The classes. Each has one row in Classes and one pair of statements in
// internal/postgres.
const (
	ClassSpam        Class = "spam"
	ClassRejected    Class = "rejected"
	ClassMentions    Class = "mentions"
	ClassAttempts    Class = "attempts"
	ClassDeliveries  Class = "deliveries"
	ClassInbox       Class = "inbox"
	ClassMails       Class = "mails"
	ClassUnconfirmed Class = "unconfirmed"
	ClassOrigins     Class = "origins"
	ClassBounced     Class = "bounced"
	ClassEnded       Class = "ended"
	ClassMessages    Class = "messages"
	ClassStrangers   Class = "strangers"
	ClassNotices     Class = "notices"
	ClassCopies      Class = "copies"
	ClassInvitations Class = "invitations"
	ClassSessions    Class = "sessions"
	ClassLinks       Class = "links"
	ClassBrowsers    Class = "browsers"
	ClassRequests    Class = "requests"
	ClassAudit       Class = "audit"
	ClassRuns        Class = "runs"
)

// Unit is what a span is counted in.
type Unit string

// The units.
const (
	Hours  Unit = "hours"
	Days   Unit = "days"
	Months Unit = "months"
)

// Term is a length of time as a policy gives it.
type Term struct {
	Amount int
	Unit   Unit
}

// Before is the time that lies a term before another.
func (t Term) Before(at time.Time) time.Time {
	switch t.Unit {
	case Hours:
		return at.Add(-time.Duration(t.Amount) * time.Hour)
	case Months:
		return at.AddDate(0, -t.Amount, 0)
	}
	return at.AddDate(0, 0, -t.Amount)
}

// Length is the term as a duration, a month taken for 30 days.
func (t Term) Length() time.Duration {
	day := 24 * time.Hour
	return time.Duration(t.Amount) * map[Unit]time.Duration{Hours: time.Hour, Days: day, Months: 30 * day}[t.Unit]
}

// Words is the term as staff and policies say it.
func (t Term) Words() string {
	one := map[Unit]string{Hours: "hour", Days: "day", Months: "month"}[t.Unit]
	if years := t.Years(); years > 0 {
		return CountOf(years, "year", "years")
	}
	return CountOf(t.Amount, one, one+"s")
}

// Years is the term in whole years, or 0 when it is none.
func (t Term) Years() int {
	if t.Unit != Months || t.Amount%12 != 0 {
		return 0
	}
	return t.Amount / 12
}

// Retention says how long a class is kept.
type Retention struct {
	Class Class
	What  string // for staff
	From  string // when the time begins
	Term
	Usual       int // amount, when nobody chose another
	Least, Most int // that staff may choose; both 0 where the program needs it as it is
}

// Settable tells whether staff may choose another time.
func (r Retention) Settable() bool { return r.Most > 0 }

// usual is a row of the table.
func usual(class Class, what, from string, amount int, unit Unit, least, most int) Retention {
	return Retention{Class: class, What: what, From: from, Term: Term{amount, unit}, Usual: amount, Least: least, Most: most}
}

// Classes is the one table of how long what is kept: the job that deletes, the
// privacy notice and the desk all read it. Nothing in it is public.
var Classes = []Retention{
	usual(ClassSpam, "Comments and messages marked as spam", "the day they came or were marked", 30, Days, 7, 90),
	usual(ClassRejected, "Comments that were hidden, and what their authors took back", "the decision", 6, Months, 1, 24),
	usual(ClassMentions, "Mentions of the blog that are done with", "the decision", 24, Months, 1, 72),
	usual(ClassAttempts, "Hashes of internet addresses and names at the door, which slow down floods", "the attempt", 24, Hours, 0, 0),
	usual(ClassDeliveries, "The log of deliveries to other servers", "their end", 90, Days, 30, 365),
	usual(ClassInbox, "What other servers sent, as it came", "its end", 90, Days, 14, 365),
	usual(ClassMails, "The log of e-mails; their text goes when they are sent", "their end", 30, Days, 7, 90),
	usual(ClassUnconfirmed, "Requests for e-mails, of updates or answers, that nobody confirmed", "the last time they were asked for", 7, Days, 0, 0),
	usual(ClassOrigins, "Hashes of internet addresses from which updates were asked for", "the last time they were asked for", 30, Days, 7, 90),
	usual(ClassBounced, "Hashes of e-mail addresses that took no mail; then they are tried again", "the day it came back", 30, Days, 7, 365),
	usual(ClassEnded, "What was agreed to for updates that have ended, without the address", "their end", 12, Months, 1, 72),
	usual(ClassMessages, "Messages and ideas that are done with; which pages were useful stays as a number", "the last that was done about them", 24, Months, 3, 72),
	usual(ClassStrangers, "People from other servers of whom nothing is here any more", "the last look at them", 90, Days, 30, 365),
	usual(ClassNotices, "What staff were told on the desk", "the day they were told", 13, Months, 3, 24),
	usual(ClassCopies, "What staff typed and did not save", "the last key", 30, Days, 0, 0),
	usual(ClassInvitations, "Invitations to the staff that ran out", "their end", 30, Days, 0, 0),
	usual(ClassSessions, "Sign-ins of staff", "the last click", 12, Hours, 0, 0),
	usual(ClassLinks, "Sign-in links and half-done sign-ins", "their end", 1, Hours, 0, 0),
	usual(ClassBrowsers, "Hashes of browsers from which staff signed in", "the last sign-in", 180, Days, 0, 0),
	usual(ClassRequests, "Requests under the law, with their notes", "the day they were closed", 36, Months, 12, 84),
	usual(ClassAudit, "The trail of who did what on the desk", "the deed", 72, Months, 24, 120),
	usual(ClassRuns, "Reports of this clean-up", "the run", 24, Months, 0, 0),
}

// RetentionOf is the row of a class as it usually is.
func RetentionOf(class Class) Retention {
	at := slices.IndexFunc(Classes, func(r Retention) bool { return r.Class == class })
	if at < 0 {
		return Retention{}
	}
	return Classes[at]
}

// Choose returns the row with another amount, which must lie within its bounds.
func (r Retention) Choose(amount int) (Retention, error) {
	field := "keep_" + string(r.Class)
	switch {
	case amount == r.Usual || amount == r.Amount:
	case !r.Settable():
		return r, InvalidField(field, "How long this is kept cannot be chosen: the program needs it.")
	case amount < r.Least || amount > r.Most:
		return r, InvalidField(field, "Choose from %d to %d %s.", r.Least, r.Most, r.Unit)
	}
	r.Amount = amount
	return r, nil
}

// KeptFor is the table with what staff chose. A choice that has come to lie outside
// of its bounds counts as the nearest one within.
func KeptFor(chosen map[Class]int) []Retention {
	table := slices.Clone(Classes)
	for i, r := range table {
		if amount, ok := chosen[r.Class]; ok && r.Settable() {
			table[i].Amount = min(max(amount, r.Least), r.Most)
		}
	}
	return table
}

// RetentionRun is what one run of the clean-up deleted.
type RetentionRun struct {
	ID      int64
	BeganAt time.Time
	EndedAt time.Time
	Problem string
	Deleted map[Class]int
}

// Total is how much it deleted in all.
func (r RetentionRun) Total() (n int) {
	for _, deleted := range r.Deleted {
		n += deleted
	}
	return n
}
