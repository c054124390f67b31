// Package mailing writes the messages that the blog sends by e-mail, and sends
// them.
//
// There is one composer, and no other way to a message: it takes nothing that
// could begin a header of its own, and every message to somebody who asked for
// it says how to be rid of it, with one click and without signing in (RFC
// 8058). Messages to staff, who work here, do not.
//
// A message is a row that was committed with what it tells of. Any node's
// Postbox claims it under a lease, hands it to the mail server and notes what
// came of that. None is lost; one whose answer is lost is sent again, with the
// same Message-ID.
package mailing

import (
	"bytes"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"inews/internal/blog"
)

// Limits of what stands in a header, in characters. A line of a header has at
// most 998 bytes (RFC 5322 §2.1.1); the library folds longer ones, and people
// read neither.
const (
	maxName    = 120
	maxSubject = 200
)

// Composer makes messages from one sender. All fields are needed, but Now.
type Composer struct {
	BaseURL string // of the site, without a slash at the end
	Name    string // of the sender
	Address string // of the sender
	Tokens  Tokens
	Now     func() time.Time // time.Now when nil
}

// Letter is a message to one subscriber.
type Letter struct {
	Name         string // of the subscriber; may be empty
	Address      string
	Subject      string
	Text         string // plain
	Subscription string // id of what the message was asked for with
}

// Compose returns the message in its final bytes. A name, subject or address
// with a line end or another control character, and an address that is none,
// is refused with an error of kind Invalid that names the field.
func (c *Composer) Compose(l Letter) ([]byte, error) {
	if err := l.check(); err != nil {
		return nil, err
	}
	token, err := c.Tokens.Sign(l.Subscription)
	if err != nil {
		return nil, err
	}
	message, err := c.begin(l.Name, l.Address, l.Subject)
	if err != nil {
		return nil, err
	}
	message.SetMessageID()
	leave := c.BaseURL + UnsubscribePath + token
	message.SetGenHeader(mail.HeaderListUnsubscribe, "<"+leave+">")
	message.SetGenHeader(mail.HeaderListUnsubscribePost, oneClick)
	message.SetBodyString(mail.TypeTextPlain, strings.TrimRight(l.Text, "\n")+"\n\n-- \nTo stop these messages, open "+leave+"\n")
	var b bytes.Buffer
	if _, err := message.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("compose message: %w", err)
	}
	return b.Bytes(), nil
}

// note makes the message to a member of staff. Made again it is the same, with
// the same Message-ID: whoever gets it twice can tell.
func (c *Composer) note(m blog.Mail) (*mail.Msg, error) {
	if err := checkHeaders(m.Name, m.Address, m.Subject); err != nil {
		return nil, err
	}
	message, err := c.begin(m.Name, m.Address, m.Subject)
	if err != nil {
		return nil, err
	}
	_, host, _ := strings.Cut(c.Address, "@")
	message.SetDateWithValue(m.CreatedAt)
	message.SetMessageIDWithValue(fmt.Sprintf("mail-%d.%d@%s", m.ID, m.CreatedAt.UnixMicro(), host))
	message.SetBodyString(mail.TypeTextPlain, strings.TrimRight(m.Text, "\n")+"\n\n-- \n"+c.Name+"\n"+c.BaseURL+"/desk\n")
	return message, nil
}

// begin is a message with the headers that all have.
func (c *Composer) begin(name, address, subject string) (*mail.Msg, error) {
	message := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithNoDefaultUserAgent())
	if err := message.FromFormat(c.Name, c.Address); err != nil {
		return nil, fmt.Errorf("compose message: sender: %w", err)
	}
	if err := message.AddToFormat(name, address); err != nil {
		return nil, wrongAddress(err)
	}
	now := time.Now
	if c.Now != nil {
		now = c.Now
	}
	message.SetDateWithValue(now())
	message.Subject(subject)
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday notice answers it
	return message, nil
}

func (l Letter) check() error { return checkHeaders(l.Name, l.Address, l.Subject) }

func checkHeaders(name, address, subject string) error {
	var bad blog.Problems
	if !oneLine(name, maxName) {
		bad.Add("name", "A name is one line of at most %d characters.", maxName)
	}
	if !oneLine(subject, maxSubject) || strings.TrimSpace(subject) == "" {
		bad.Add("subject", "A subject is one line of at most %d characters.", maxSubject)
	}
	if err := CheckAddress(address); err != nil {
		bad = append(bad, blog.ProblemsOf(err)...)
	}
	return bad.Err()
}

// oneLine tells whether text may stand in a header: valid, not too long, and
// without control characters and the separators that some take for line ends.
func oneLine(s string, max int) bool {
	return len(s) <= utf8.UTFMax*max && utf8.ValidString(s) && utf8.RuneCountInString(s) <= max &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' })
}
