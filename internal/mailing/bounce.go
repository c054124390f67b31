package mailing

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"net/textproto"
	"regexp"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What came back is read whole, and no further than maxReport: a report of a
// message has the message with it.
const (
	maxReport  = 4 << 20
	maxParts   = 20
	macLength  = 20 // hex digits of the token in a return path: 80 bits
	manyBounce = 5  // messages that could not be delivered for a time, before no more are sent
)

// returnPath is the address that a message comes back to when it cannot be
// delivered (RFC 5321 §4.4): each its own, so that a report that names nobody still
// tells which it was.
func (c *Composer) returnPath(id int64) string {
	local, host, _ := strings.Cut(c.Bounce, "@")
	return local + "+" + c.Tokens.returnToken(id) + "@" + host
}

func (t Tokens) returnToken(id int64) string {
	n := strconv.FormatInt(id, 10)
	return n + "-" + hex.EncodeToString(t.hash("bounce", n))[:macLength]
}

var returnShape = regexp.MustCompile(`\+([0-9]{1,18})-([0-9a-f]{20})@`)

// returned is the mail whose return path stands in s.
func (t Tokens) returned(s string) (id int64, ok bool) {
	for _, found := range returnShape.FindAllStringSubmatch(strings.ToLower(s), 10) {
		n, err := strconv.ParseInt(found[1], 10, 64)
		if err == nil && len(t.Key) >= minKey && hmac.Equal([]byte(t.returnToken(n)), []byte(found[1]+"-"+found[2])) {
			return n, true
		}
	}
	return 0, false
}

// Returned says what became of a message that came back.
type Returned string

// What a message that came back may be.
const (
	ReturnedForGood   Returned = "there is no such address: nothing more is sent there"
	ReturnedForNow    Returned = "it could not be delivered for now"
	ReturnedComplaint Returned = "its reader called it spam: nothing more is sent there"
	ReturnedNothing   Returned = "it is no report about a message of ours"
)

// Bounces takes in what other mail servers report about our messages. DB and Tokens
// are needed.
type Bounces struct {
	DB     *postgres.DB
	Tokens Tokens
	Now    func() time.Time // time.Now when nil
}

// Take reads a report as it came by mail (RFC 3464, or RFC 5965 of a complaint);
// recipient is the address that it came to, where the mail server tells, and may be
// empty. What is no report, such as a holiday notice, changes nothing.
func (b *Bounces) Take(ctx context.Context, report io.Reader, recipient string) (Returned, error) {
	raw, err := io.ReadAll(io.LimitReader(report, maxReport))
	if err != nil {
		return ReturnedNothing, fmt.Errorf("read report: %w", err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return ReturnedNothing, blog.Errorf(blog.Invalid, "This is not a message.")
	}
	kind, parameters, err := mime.ParseMediaType(message.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/report" {
		return ReturnedNothing, nil
	}
	if strings.EqualFold(parameters["report-type"], "feedback-report") {
		return b.complaint(ctx, raw)
	}
	for _, header := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "To"} {
		recipient += " " + strings.Join(message.Header[header], " ")
	}
	id, ok := b.Tokens.returned(recipient)
	if !ok {
		return ReturnedNothing, nil
	}
	status := reported(message.Body, parameters["boundary"])
	return b.note(ctx, id, status)
}

// delivery is what a report says of one recipient.
type delivery struct{ action, status, why string }

// reported reads the part of a report that is for programs: the first recipient,
// for our messages have one.
func reported(body io.Reader, boundary string) delivery {
	parts := multipart.NewReader(body, boundary)
	for range maxParts {
		part, err := parts.NextPart()
		if err != nil {
			return delivery{}
		}
		if kind, _, _ := mime.ParseMediaType(part.Header.Get("Content-Type")); kind != "message/delivery-status" && kind != "message/global-delivery-status" {
			continue
		}
		groups := textproto.NewReader(bufio.NewReader(part))
		for range maxParts {
			fields, err := groups.ReadMIMEHeader()
			if d := (delivery{strings.ToLower(fields.Get("Action")), strings.TrimSpace(fields.Get("Status")), fields.Get("Diagnostic-Code")}); d.action != "" {
				return d
			}
			if err != nil {
				break
			}
		}
	}
	return delivery{}
}

// forGood tells whether there is nobody at the address: a full mailbox (x.2.2) may
// be emptied, and a refusal by policy (x.7) is of us.
func (d delivery) forGood() bool {
	return d.action == "failed" && strings.HasPrefix(d.status, "5.") &&
		!strings.HasPrefix(d.status, "5.2.2") && !strings.HasPrefix(d.status, "5.7") && !strings.HasPrefix(d.status, "5.3")
}

func (b *Bounces) now() time.Time {
	if b.Now == nil {
		return time.Now()
	}
	return b.Now()
}

func (b *Bounces) note(ctx context.Context, id int64, d delivery) (Returned, error) {
	if d.action != "failed" {
		return ReturnedNothing, nil // "delayed" is tried on by that server, and "delivered" is no news
	}
	was := ReturnedForNow
	err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		m, err := tx.MailByID(ctx, id)
		if err != nil {
			return err
		}
		first, err := tx.MailBounced(ctx, id, b.now(), brief(errors.New(tidy(d.status+" "+d.why))))
		if err != nil {
			return err
		}
		if d.forGood() {
			was = ReturnedForGood
			return bounced(ctx, tx, b.Tokens, m, b.now())
		}
		if !first || m.Subscription == "" {
			return nil
		}
		n, err := tx.CountBounce(ctx, m.Subscription)
		if err == nil && n >= manyBounce {
			err = tx.SuspendSubscription(ctx, m.Subscription, b.now())
		}
		return err
	})
	if blog.KindOf(err) == blog.NotFound {
		return ReturnedNothing, nil // too old: the mail is forgotten
	}
	return was, err
}

// bounced keeps mail from an address at which there is nobody.
func bounced(ctx context.Context, tx *postgres.Tx, t Tokens, m blog.Mail, now time.Time) error {
	address := m.Address
	if m.Subscription != "" {
		s, err := tx.SubscriptionByID(ctx, m.Subscription)
		if err != nil {
			return err
		}
		if err := tx.SuspendSubscription(ctx, s.ID, now); err != nil {
			return err
		}
		address = s.Email
	}
	if address == "" || m.Kind == blog.MailStaff {
		return nil
	}
	return tx.Suppress(ctx, t.hash("address", address), "bounce", now)
}

var leaveShape = regexp.MustCompile(regexp.QuoteMeta(UnsubscribePath) + `([A-Za-z0-9-]{1,64}\.[A-Za-z0-9_-]{43})`)

// complaint reads which message of ours a reader called spam from the link in it
// that ends more like it: that is all that reports leave in.
func (b *Bounces) complaint(ctx context.Context, raw []byte) (Returned, error) {
	for _, found := range leaveShape.FindAllSubmatch(raw, 10) {
		leave, ok := b.Tokens.Read(ToLeave, string(found[1]))
		list, id, _ := strings.Cut(leave, "-")
		if !ok || list != UpdatesList {
			continue
		}
		err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
			s, err := tx.SubscriptionByID(ctx, id)
			if err != nil || s.Email == "" {
				return err
			}
			if err := tx.Suppress(ctx, b.Tokens.hash("address", s.Email), "complaint", b.now()); err != nil {
				return err
			}
			_, err = tx.EndSubscription(ctx, id, "complaint", b.now())
			return err
		})
		return ReturnedComplaint, err
	}
	return ReturnedNothing, nil
}
