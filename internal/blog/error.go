package blog

import (
	"errors"
	"fmt"
)

// Kind says what sort of trouble an Error is; web maps it to an HTTP status.
type Kind string

// The kinds of Error. Everything that is not an Error is Internal.
const (
	Internal     Kind = "internal"     // our fault; the visitor learns nothing
	Invalid      Kind = "invalid"      // the input breaks a rule: Field and Msg say which
	NotFound     Kind = "not_found"    // absent, or hidden from whoever asks
	Gone         Kind = "gone"         // was here once and may say so: a spent sign-in link
	Conflict     Kind = "conflict"     // somebody else was faster, or the state forbids it
	Unauthorized Kind = "unauthorized" // not signed in
	Forbidden    Kind = "forbidden"    // signed in, but not allowed to
	TooMany      Kind = "too_many"     // throttled: try again later
	Unavailable  Kind = "unavailable"  // the database is away: try again soon
)

// Error is the only error whose text a visitor may see: Msg, in a sentence
// that says what to do. Err is for the log.
type Error struct {
	Kind  Kind
	Field string // the form field or front-matter key at fault, or ""
	Msg   string
	Err   error

	format string // of which Msg was made, for whoever says it in another language
	args   []any
}

// Error joins field, message and cause for the log.
func (e *Error) Error() string {
	s := e.Msg
	if e.Field != "" {
		s = e.Field + ": " + s
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Errorf makes an Error of the given kind without a field.
func Errorf(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, Msg: fmt.Sprintf(format, args...), format: format, args: args}
}

// InvalidField makes an Invalid error about one field.
func InvalidField(field, format string, args ...any) *Error {
	return &Error{Kind: Invalid, Field: field, Msg: fmt.Sprintf(format, args...), format: format, args: args}
}

// KindOf returns the kind of the first Error in err's chain, Internal when
// there is none, and "" for nil.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Message returns the words of err that a visitor may see.
func Message(err error) string {
	var e *Error
	if errors.As(err, &e) && e.Msg != "" {
		return e.Msg
	}
	return ourFault
}

const ourFault = "Something went wrong on our side. Please try again in a few minutes."

// WordsOf returns the words of err that a visitor may see before anything was
// filled in: the format by which another language is looked up, and what goes into
// it. There is nothing to fill in when there are no args.
func WordsOf(err error) (format string, args []any) {
	var e *Error
	switch {
	case !errors.As(err, &e) || e.Msg == "":
		return ourFault, nil
	case len(e.args) > 0:
		return e.format, e.args
	}
	return e.Msg, nil
}

// Problems collects the Invalid errors of one form, so that a writer sees all
// of them at once.
type Problems []*Error

// Add notes a problem with a field.
func (p *Problems) Add(field, format string, args ...any) {
	*p = append(*p, InvalidField(field, format, args...))
}

// Err is nil when there are no problems, and otherwise an Invalid error whose
// chain holds all of them.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Field: p[0].Field, Msg: p[0].Msg, Err: p, format: p[0].format, args: p[0].args}
}

// Error lists the problems after the first, which Error already names.
func (p Problems) Error() string {
	s := fmt.Sprintf("%d problems", len(p))
	for _, e := range p[1:] {
		s += "; " + e.Error()
	}
	return s
}

// ProblemsOf returns the problems with single fields that err holds.
func ProblemsOf(err error) Problems {
	var p Problems
	if errors.As(err, &p) {
		return p
	}
	var e *Error
	if errors.As(err, &e) && e.Kind == Invalid {
		return Problems{e}
	}
	return nil
}
