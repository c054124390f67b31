package blog

import "time"

// BlockList is a list of servers that other moderators keep at an address, and
// that staff follow.
type BlockList struct {
	ID       string // uuid
	URL      string
	Every    time.Duration // between two looks
	Since    time.Time
	NextAt   time.Time // when it is looked at again
	TakenAt  time.Time // when it last came whole
	Size     int       // servers on it then
	Tag      string    // its ETag then
	Modified string    // its Last-Modified then
	Failures int       // looks in a row that brought nothing
	Problem  string    // why not, in words for staff; "" when the last look went well
	Offered  int       // servers on a list so much smaller that staff must agree to it, or 0

	Decided, Waiting, Refused int // servers: that it decided about, that wait for staff, to which staff said no
}

// EntryStanding is how far an entry of a list came.
type EntryStanding string

// Every standing of an entry.
const (
	EntryNew     EntryStanding = "new"     // to be looked at
	EntryDone    EntryStanding = "done"    // the server is decided about as far, by this list or otherwise
	EntryWaiting EntryStanding = "waiting" // it would take something away, and staff have not said yet
	EntryRefused EntryStanding = "refused" // staff said no
)

// ListEntry is what a list says about a server.
type ListEntry struct {
	ListID   string
	List     string // its address
	Host     string
	Severity Severity
	Reason   string
	Listed   bool // false: the list has dropped it
	Standing EntryStanding
}
