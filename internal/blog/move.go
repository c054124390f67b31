package blog

import "time"

// Move is a new address that the blog has told its followers.
type Move struct {
	Target Person
	At     time.Time
}

// MoveRest is the time between two moves. Mastodon ignores another one of the
// same actor for a week, and says nothing of it.
const MoveRest = 7 * 24 * time.Hour

// MaxAliases is how many aliases other servers read of an actor.
const MaxAliases = 256

// Alias is an actor elsewhere that the blog says is itself, so that this actor's
// followers can be sent here.
type Alias struct {
	URI    string // wire id
	Handle string
	Since  time.Time
}

// Called is what to call somebody in a sentence: their handle, or where they
// are.
func (p Person) Called() string {
	if p.Handle != "" {
		return p.Handle
	}
	return p.URI
}

// Address is where people find them.
func (p Person) Address() string {
	if IsWebAddress(p.URL) {
		return p.URL
	}
	return p.URI
}
