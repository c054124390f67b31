package blog

import "time"

// StampKind says to what a Stamp consents.
type StampKind string

// The kinds of stamps.
const (
	QuoteStamp   StampKind = "quote"   // somebody quotes a post or comment of ours
	ListingStamp StampKind = "listing" // somebody lists the blog among others
)

// Stamp is our consent to something that somebody on another server does with
// what is ours. It holds until staff revoke it, or what it is about is public
// no more.
type Stamp struct {
	ID        string // uuid
	Kind      StampKind
	URI       string // wire id of what quotes, or of the list
	Target    string // wire id of what is quoted or listed
	PostID    string // of a quote: the post, or the one under which the comment stands
	CommentID string // of a quote of a comment of ours
	Person    Person // who asked
	Audience  Audience
	URL       string // page of the quote
	Given     time.Time
	Shown     time.Time // readers see it since then; zero: staff alone
	Revoked   time.Time

	PostTitle string // for lists of quotes
}

// Holds tells whether staff still consent.
func (s Stamp) Holds() bool { return s.Revoked.IsZero() }

// Private tells whether the quote was not addressed to everybody: then readers
// never see it.
func (s Stamp) Private() bool {
	return s.Audience != AudiencePublic && s.Audience != AudienceQuiet
}
