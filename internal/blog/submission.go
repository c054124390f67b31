package blog

import (
	"strings"
	"time"
	"unicode/utf8"
)

// MaxWord is the longest word to a reviewer, or reason for sending a post back,
// in characters.
const MaxWord = 1000

// Submission is how a post came into review. It is zero in every other state.
type Submission struct {
	At   time.Time
	By   string    // id of the editor; "" for a guest
	Word string    // to the reviewer
	Due  time.Time // the day by which the writer hopes for an answer, or zero
}

func (s *Submission) check() error {
	s.Word = strings.TrimSpace(s.Word)
	var bad Problems
	if n := utf8.RuneCountInString(s.Word); n > MaxWord {
		bad.Add("word", "The message has %d characters; %d is the most.", n, MaxWord)
	}
	if !s.Due.IsZero() && s.Due.Before(s.At.AddDate(0, 0, -1)) {
		bad.Add("due", "The day by which you need it has passed: choose another.")
	}
	return bad.Err()
}

// Dates are what is to happen to a post later. They may be set before it is
// published, and end with its withdrawal.
type Dates struct {
	TakeDownAt    time.Time // it is withdrawn by itself then
	RecheckAt     time.Time // somebody is asked then whether it is still true
	RecheckMonths int       // and again after so many months; 0 for never
}

// MaxRecheckMonths is the longest time between two questions whether a post is
// still true.
const MaxRecheckMonths = 60

// Date sets when a post ends and when it is asked about.
func (p *Post) Date(d Dates, now time.Time) error {
	if p.State == StateWithdrawn {
		return p.refuse("dated")
	}
	var bad Problems
	begins := now
	if p.State == StateScheduled {
		begins = p.ScheduledAt
	}
	switch {
	case d.TakeDownAt.IsZero():
	case !d.TakeDownAt.After(now):
		bad.Add("take_down_at", "This time has passed: choose one that lies ahead, or withdraw the post now.")
	case !d.TakeDownAt.After(begins):
		bad.Add("take_down_at", "It goes out only after this time: choose a later one.")
	}
	if d.RecheckMonths < 0 || d.RecheckMonths > MaxRecheckMonths {
		bad.Add("recheck", "Choose how often to be asked from the list.")
	}
	switch {
	case d.RecheckMonths == 0:
		d.RecheckAt = time.Time{}
	case d.RecheckMonths != p.Dates.RecheckMonths || d.RecheckAt.IsZero():
		d.RecheckAt = now.AddDate(0, d.RecheckMonths, 0)
	}
	p.Dates = d
	return bad.Err()
}

// Affirm says that the post is still true, and sets when it is asked about next.
func (p *Post) Affirm(now time.Time) error {
	if p.State != StatePublished || p.Dates.RecheckMonths == 0 {
		return Errorf(Conflict, "Nobody is to be asked about this post. Reload the page to see where it stands.")
	}
	p.Dates.RecheckAt = now.AddDate(0, p.Dates.RecheckMonths, 0)
	return nil
}
