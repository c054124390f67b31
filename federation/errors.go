package federation

import "errors"

// Errors that callers tell apart with errors.Is; every package of the library
// wraps one of them around its own words.
var (
	ErrMalformed    = errors.New("malformed document")      // not JSON, not ActivityStreams, or ambiguous
	ErrNotFound     = errors.New("not found")               // 404
	ErrGone         = errors.New("gone")                    // 410, or a Tombstone
	ErrUnauthorized = errors.New("not authorised")          // a signature is missing, wrong or somebody else's
	ErrForbidden    = errors.New("forbidden")               // refused by policy: a blocked host, a private address
	ErrTooLarge     = errors.New("too large")               // over the size, depth or length allowed
	ErrUnavailable  = errors.New("temporarily unavailable") // network trouble, 5xx: try again later
	ErrBudget       = errors.New("fetch budget spent")      // one activity asked for too many fetches
)
