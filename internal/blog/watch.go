package blog

import "time"

// WatchedWord holds a comment in which it stands.
type WatchedWord struct {
	Folded string // as it is compared; the key
	Word   string // as staff wrote it; may be several words
	Reason string
	Since  time.Time
}

// RangeEffect is what happens to a comment that comes from a range of addresses.
type RangeEffect string

// The effects of a range. Comments from the web wait for staff in any case.
const (
	HoldRange   RangeEffect = "hold"   // staff are told to look twice
	RefuseRange RangeEffect = "refuse" // nothing is taken in
)

// WatchedRange is a range of addresses of those who comment on the web.
type WatchedRange struct {
	Range  string // in CIDR notation; the key
	Effect RangeEffect
	Reason string
	Since  time.Time
}
