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
	"cmp"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wneessen/go-mail"

	"inews/internal/blog"
	"inews/internal/tongue"
)

// Limits of what stands in a header, in characters. A line of a header has at
// most 998 bytes (RFC 5322 §2.1.1); the library folds longer ones, and people
// read neither.
const (
	maxName    = 120
	maxSubject = 200
)

// Composer makes messages from one sender. BaseURL, Name and Address are needed,
// and Tokens for what can be left.
type Composer struct {
	BaseURL      string           // of the site, without a slash at the end
	Name         string           // of the sender
	Address      string           // of the sender
	Site         string           // the site's name; the sender's when empty
	Organisation string           // who publishes
	Tongues      []*tongue.Tongue // of the site, its own first; English alone when nil
	Bounce       string           // where messages that are not taken come back to, with a token behind a + each; the sender's when empty
	Tokens       Tokens
}

// message makes the message that a mail is sent as. Made again it is the same, with
// the same Message-ID: whoever gets it twice can tell. A name, subject or address
// with a line end or another control character, and an address that is none, is
// refused with an error of kind Invalid that names the field.
func (c *Composer) message(m blog.Mail) (*mail.Msg, error) {
	message, err := c.begin(m)
	if err != nil {
		return nil, err
	}
	if m.Kind == blog.MailStaff || m.Kind == "" {
		message.SetBodyString(mail.TypeTextPlain, strings.TrimRight(m.Text, "\n")+"\n\n-- \n"+c.Name+"\n"+c.BaseURL+"/desk\n")
		return message, nil
	}
	return c.finish(message, m, sheet{Subject: m.Subject, Paragraphs: paragraphs(m.Text)}, strings.TrimSpace(m.Text))
}

// compose makes a message to a subscriber of a page and of the same in plain text.
func (c *Composer) compose(m blog.Mail, page sheet, text string) (*mail.Msg, error) {
	message, err := c.begin(m)
	if err != nil {
		return nil, err
	}
	return c.finish(message, m, page, text)
}

// finish gives a message its two parts and its foot, and says how to be rid of more.
func (c *Composer) finish(message *mail.Msg, m blog.Mail, page sheet, text string) (*mail.Msg, error) {
	foot, err := c.foot(m)
	if err != nil {
		return nil, err
	}
	if c.Bounce != "" {
		if err := message.EnvelopeFrom(c.returnPath(m.ID)); err != nil {
			return nil, fmt.Errorf("compose message: where it comes back to: %w", err)
		}
	}
	if foot.press != "" {
		message.SetGenHeader(mail.HeaderListUnsubscribe, "<"+foot.press+">")
		message.SetGenHeader(mail.HeaderListUnsubscribePost, oneClick)
	}
	page.Language, page.Foot = c.tongue(m).Tag, foot
	message.SetGenHeader(mail.HeaderContentLang, page.Language)
	markup, err := render(page)
	if err != nil {
		return nil, err
	}
	message.SetBodyString(mail.TypeTextPlain, text+"\n\n-- \n"+foot.text(c.tongue(m)))
	message.AddAlternativeString(mail.TypeTextHTML, markup)
	return message, nil
}

// site is what the site is called in a tongue.
func (c *Composer) site(t *tongue.Tongue) string { return cmp.Or(t.Called.Name, c.Site, c.Name) }

// tongue is the one of whoever gets a mail.
func (c *Composer) tongue(m blog.Mail) *tongue.Tongue { return tongue.Among(c.Tongues, m.Language) }

// begin is a message with the headers that all have.
func (c *Composer) begin(m blog.Mail) (*mail.Msg, error) {
	if err := checkHeaders(m.Name, m.Address, m.Subject); err != nil {
		return nil, err
	}
	_, host, _ := strings.Cut(c.Address, "@")
	id := fmt.Sprintf("mail-%d.%d@%s", m.ID, m.CreatedAt.UnixMicro(), host)
	// The boundary between parts is made of the id, so that it is the same again.
	message := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithNoDefaultUserAgent(), mail.WithBoundary("part-"+strings.ReplaceAll(id, "@", ".")))
	if err := message.FromFormat(c.Name, c.Address); err != nil {
		return nil, fmt.Errorf("compose message: sender: %w", err)
	}
	if err := message.AddToFormat(m.Name, m.Address); err != nil {
		return nil, wrongAddress(err)
	}
	message.SetDateWithValue(m.CreatedAt)
	message.SetMessageIDWithValue(id)
	message.Subject(m.Subject)
	message.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's holiday notice answers it
	return message, nil
}

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
