package blog

import (
	"crypto/sha256"
	"net/netip"
	"time"
)

// How often one address may write to us in a form: as many as a lively conversation
// needs and as somebody who reads a lot, fewer than a flood.
const (
	FloodShort      = 10 * time.Minute
	FloodDay        = 24 * time.Hour
	FloodShortLimit = 5
	floodDayLimit   = 30
)

// Flood is how much came from one address, what comes now included.
type Flood struct {
	Short, Day int // within FloodShort and FloodDay
}

// Refuse is TooMany when it was too much, where people may write times as often as
// elsewhere.
func (f Flood) Refuse(times int) error {
	switch {
	case f.Short > times*FloodShortLimit:
		return &Error{Kind: TooMany, Msg: "You have sent several of these in a short time. Please wait ten minutes and send this one again."}
	case f.Day > times*floodDayLimit:
		return &Error{Kind: TooMany, Msg: "Many of these have come from your connection today. Please send this one tomorrow."}
	}
	return nil
}

// FloodKey is the hash under which what comes from an address is counted;
// purpose tells one count from another. An owner of an IPv6 line has at least a
// /64: one line, one count.
func FloodKey(purpose string, address netip.Addr) []byte {
	if address = address.Unmap(); address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			address = prefix.Addr()
		}
	}
	key := sha256.Sum256([]byte(purpose + " " + address.WithZone("").String()))
	return key[:]
}
