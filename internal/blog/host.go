package blog

import (
	"slices"
	"strings"
	"time"
)

// Severity says how far a decision about a server goes.
type Severity string

// The severities, from the mildest. Each does what the one before it does, and
// more.
const (
	NoSeverity Severity = ""        // staff decided nothing
	Silence    Severity = "silence" // comments wait for staff, whoever writes them, and none is among the newest
	Hold       Severity = "hold"    // follows, likes and shares wait as well, and what was shown waits again
	Suspend    Severity = "suspend" // nothing is taken in, and what was there is hidden
)

// Severities lists those that staff choose from, the mildest first.
var Severities = []Severity{Silence, Hold, Suspend}

// Refuses tells whether nothing of the server's is wanted.
func (s Severity) Refuses() bool { return s == Suspend }

// Holds tells whether everything from the server waits for staff.
func (s Severity) Holds() bool { return s == Hold || s == Suspend }

// Distrusts tells whether comments from the server wait for staff, even those
// of people who are trusted.
func (s Severity) Distrusts() bool { return s != NoSeverity }

// Stricter tells whether the severity goes further than the other.
func (s Severity) Stricter(than Severity) bool {
	return slices.Index(Severities, s) > slices.Index(Severities, than)
}

// Verb is how the audit trail calls a decision of this severity.
func (s Severity) Verb() Verb {
	switch s {
	case Silence:
		return Silenced
	case Hold:
		return Withheld
	}
	return Blocked
}

// Host is a server that we know, as seen by moderators and by deliveries.
type Host struct {
	Name        string
	Severity    Severity  // what staff decided, NoSeverity without a decision
	BlockedAt   time.Time // when they did
	BlockReason string
	ListID      string // the list that decided, "" when a person did
	List        string // its address
	Failures    int    // in a row
	OpenUntil   time.Time
	LastSuccess time.Time
	LastError   string
	Waiting     int // deliveries
}

// DomainsOf lists the names whose decisions count for a host: itself, without
// its port, and every domain above it.
func DomainsOf(host string) []string {
	domains := []string{host}
	name, _, hasPort := strings.Cut(host, ":")
	if !hasPort {
		_, name, _ = strings.Cut(host, ".")
	}
	for ; name != ""; _, name, _ = strings.Cut(name, ".") {
		domains = append(domains, name)
	}
	return domains
}
