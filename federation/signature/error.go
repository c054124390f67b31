package signature

import (
	"errors"
	"fmt"

	"inews/federation"
)

// Error says why a request was not taken as signed. It wraps
// federation.ErrUnauthorized, ErrMalformed, ErrForbidden or ErrUnavailable.
type Error struct {
	Reason string // plain words about the request alone: may be told to the sender
	Kind   error  // one of the four
	Err    error  // what lies behind it, for the log; may be nil
}

// Error is the reason, and what lies behind it.
func (e *Error) Error() string {
	if e.Err != nil {
		return e.Kind.Error() + ": " + e.Reason + ": " + e.Err.Error()
	}
	return e.Kind.Error() + ": " + e.Reason
}

// Unwrap gives the kind and, where it tells more, what lies behind: that the
// key is gone for good, and faults that have no kind of ours.
func (e *Error) Unwrap() []error {
	if e.Err == nil {
		return []error{e.Kind}
	}
	if errors.Is(e.Err, federation.ErrMalformed) || errors.Is(e.Err, federation.ErrNotFound) {
		return []error{e.Kind} // the key's document was, not the request
	}
	return []error{e.Kind, e.Err}
}

func refuse(format string, args ...any) error {
	return &Error{Reason: fmt.Sprintf(format, args...), Kind: federation.ErrUnauthorized}
}

func malformed(format string, args ...any) error {
	return &Error{Reason: "signature header: " + fmt.Sprintf(format, args...), Kind: federation.ErrMalformed}
}
