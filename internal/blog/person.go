package blog

import "time"

// Person is somebody, or something, on another server: a follower, a
// commenter, a partner council.
type Person struct {
	URI         string // wire id; the key
	Type        string // "Person", "Organization", "Service", …
	Handle      string // "@user@host", proven by WebFinger or built from the id's host
	Name        string
	URL         string // profile page
	Host        string
	Inbox       string
	SharedInbox string
	Followers   string // address of their followers collection
	IconURL     string
	Bio         string // sanitised HTML
	MovedTo     string
	FetchedAt   time.Time
	TrustedAt   time.Time // comments need no approval since then
	BlockedAt   time.Time
	BlockReason string
	GoneAt      time.Time
	Suspended   bool // by their own server
}

// Trusted tells whether comments of this person need no approval.
func (p Person) Trusted() bool { return !p.TrustedAt.IsZero() && p.BlockedAt.IsZero() }

// Follower is a person who follows the blog.
type Follower struct {
	Person
	FollowID string // id of the Follow activity
	Since    time.Time
}

// Reaction is a like or a share of a post or comment by one person.
type Reaction string

// The reactions that are counted.
const (
	Like  Reaction = "like"
	Share Reaction = "share"
)
