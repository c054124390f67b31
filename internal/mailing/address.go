package mailing

import (
	"regexp"

	"inews/internal/blog"
)

// maxAddress is the most bytes of an address (RFC 5321 §4.5.3.1.3, less the
// brackets). It is looked at first: whatever is longer costs nothing to refuse.
const maxAddress = 254

// addressShape is an address as mail providers give them out: RFC 5321's
// Dot-string at a host of two labels or more. Quoted names, comments, source
// routes and addresses in numbers are used by nobody who reads a newsletter,
// and have fooled parsers. Go's regular expressions take linear time.
var addressShape = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_{|}~` + "`" + `-]+)*@` +
	`(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$`)

// maxLocal is the most bytes before the @ (RFC 5321 §4.5.3.1.1).
const maxLocal = 64

// CheckAddress refuses what is not an e-mail address, with an error of kind
// Invalid at the field "email".
func CheckAddress(s string) error {
	if len(s) > maxAddress || !addressShape.MatchString(s) {
		return wrongAddress(nil)
	}
	for i := range s {
		if s[i] == '@' {
			if i > maxLocal {
				return wrongAddress(nil)
			}
			break
		}
	}
	return nil
}

func wrongAddress(err error) error {
	return &blog.Error{Kind: blog.Invalid, Field: "email", Msg: "This is not an e-mail address.", Err: err}
}
