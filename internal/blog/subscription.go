package blog

import "time"

// Pace is how soon somebody hears of what is published.
type Pace string

// The paces of a subscription.
const (
	PaceNow    Pace = "now"    // each post at once
	PaceWeekly Pace = "weekly" // once a week, all together
)

// Valid tells whether it is one of the paces.
func (p Pace) Valid() bool { return p == PaceNow || p == PaceWeekly }

// MailRule says how subscribers hear of a post.
type MailRule string

// The rules for mail about a post.
const (
	MailUsual MailRule = "usual" // as each of them chose
	MailNow   MailRule = "now"   // all of them at once, whatever they chose
	MailNo    MailRule = "no"    // not at all
)

// Valid tells whether it is one of the rules.
func (r MailRule) Valid() bool { return r == MailUsual || r == MailNow || r == MailNo }

// Subscription is somebody's wish to hear by e-mail of what is published.
type Subscription struct {
	ID         string
	Email      string // "" once it has ended
	Pace       Pace
	Everything bool     // else what Tags and Series name
	Tags       []string // keys
	Series     []string // ids
	Language   string
	Consent    string // the words that were agreed to

	AskedAt     time.Time
	ConfirmedAt time.Time // zero: its address was not confirmed yet
	ToldUntil   time.Time
	Bounces     int
	SuspendedAt time.Time // its address takes no mail
	EndedAt     time.Time
	EndedBy     string
}

// Stands tells whether mail is to be sent for it.
func (s Subscription) Stands() bool {
	return !s.ConfirmedAt.IsZero() && s.EndedAt.IsZero() && s.SuspendedAt.IsZero()
}
