package blog

import "time"

// Trust says how far staff let a partner's items come.
type Trust string

// The degrees of trust in a partner.
const (
	TrustPending Trust = "pending" // kept, shown to nobody but staff
	TrustFull    Trust = "trusted" // shown to readers
	TrustMuted   Trust = "muted"   // followed, never shown
)

// FollowState says how far a partner's answer to our Follow has come.
type FollowState string

// The states of following a partner.
const (
	FollowSent     FollowState = "sent"
	FollowAccepted FollowState = "accepted"
	FollowRejected FollowState = "rejected"
	FollowEnded    FollowState = "ended"
)

// Partner is another council, or anybody else whom the blog follows.
type Partner struct {
	Person
	ID       string // uuid
	State    FollowState
	Trust    Trust
	FollowID string // wire id of our Follow
	Since    time.Time
	Items    int
	WentTo   string // handle of whom this partner moved to, whom the blog follows instead
	CameFrom string // handles of those that moved here
}

// Item is a post or event that a partner published or shared. It is theirs: we
// show an excerpt and a link, never the whole, and never as ours.
type Item struct {
	ID         string // uuid
	URI        string // wire id of the original
	PartnerID  string
	Partner    Person
	Form       Form
	Title      string
	Excerpt    string
	URL        string
	AuthorName string
	AuthorURI  string
	Boosted    bool // the partner passed on somebody else's
	Published  time.Time
	Starts     time.Time // of an event
	Ends       time.Time
	Zone       string
	Place      string
	Language   string
	ReceivedAt time.Time
	SharedAt   time.Time // we shared it with our followers
	ShareID    string    // wire id (uuid) of our Announce
}
