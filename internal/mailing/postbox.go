package mailing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// When a message is tried again, and for how long: a mail server that is mended
// over a weekend is not too late for an invitation, and news older than that is
// none.
const (
	firstPause  = time.Minute
	longPause   = 4 * time.Hour
	patience    = 48 * time.Hour
	lease       = 2 * time.Minute // more than a whole talk with the mail server
	maxReason   = 300             // characters of an error that are kept
	recentFault = 7 * 24 * time.Hour
)

// Postbox sends what was put into the table of mails. DB is needed. Any number
// of nodes may each have one on the same database.
type Postbox struct {
	DB       *postgres.DB
	Composer *Composer
	Server   *Server          // nil where no mail server is set
	Now      func() time.Time // time.Now when nil
	Log      *slog.Logger     // discards when nil
}

func (p *Postbox) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

// Sends tells whether there is a mail server.
func (p *Postbox) Sends() bool { return p.Server != nil }

// Work sends one message that is due, and tells how many there were: it is work
// for a jobs.Loop. Without a mail server there is none.
func (p *Postbox) Work(ctx context.Context) (int, error) {
	if p.Server == nil {
		return 0, nil
	}
	var m blog.Mail
	found := false
	err := p.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		m, found, err = tx.ClaimMail(ctx, p.now(), lease)
		return err
	})
	if err != nil || !found {
		return 0, err
	}
	return 1, p.note(context.WithoutCancel(ctx), m, p.send(ctx, m))
}

func (p *Postbox) send(ctx context.Context, m blog.Mail) error {
	message, err := p.compose(ctx, m)
	if err != nil {
		return err
	}
	return p.Server.send(ctx, message)
}

// note writes down what came of an attempt. It is called with a context that
// does not end: a message that has gone must not be sent again because we stop.
func (p *Postbox) note(ctx context.Context, m blog.Mail, err error) error {
	now := p.now()
	var refused *refusal
	final := errors.As(err, &refused) || blog.KindOf(err) == blog.Invalid
	next := now.Add(pause(m.Attempts))
	return p.DB.InTx(ctx, func(tx *postgres.Tx) error {
		switch {
		case errors.Is(err, errNothingLeft):
			return tx.DropMail(ctx, m.ID)
		case err == nil:
			return errors.Join(tx.MailSent(ctx, m, now), p.settle(ctx, tx, m, true, nil))
		case final || next.After(m.CreatedAt.Add(patience)):
			p.log().Warn("give up mail", "attempt", m.Attempts, "err", err)
			return errors.Join(tx.MailEnded(ctx, m, now, brief(err)), p.settle(ctx, tx, m, false, refused))
		}
		p.log().Info("mail waits", "attempt", m.Attempts, "err", err)
		return tx.MailDelayed(ctx, m, next, brief(err))
	})
}

func (p *Postbox) log() *slog.Logger {
	if p.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Log
}

// pause is the time after the attempt with that number: 1, 2, 4 minutes and so
// on, and four hours at most.
func pause(attempt int) time.Duration {
	const doublings = 8 // more would be past the longest pause
	return min(longPause, firstPause<<min(max(attempt-1, 0), doublings))
}

func brief(err error) string {
	text := []rune(err.Error())
	return string(text[:min(len(text), maxReason)])
}

// GiveUp gives up what has waited for too long, as everything does where there is
// no mail server. Call it every hour.
func (p *Postbox) GiveUp(ctx context.Context) error {
	now := p.now()
	why := "It waited for two days."
	if p.Server == nil {
		why = "No mail server is set."
	}
	return p.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.EndOldMails(ctx, now.Add(-patience), now, why)
		return err
	})
}

// SendTest hands a message to the mail server at once, so that whoever asks
// hears what comes of it.
func (p *Postbox) SendTest(ctx context.Context, to, name string) error {
	if p.Server == nil {
		return blog.Errorf(blog.Conflict, "No mail server is set. Set INEWS_SMTP_URL and INEWS_MAIL_FROM, and start the server again.")
	}
	m := blog.Mail{
		Address: to, Name: name, Subject: "Mail from " + p.Composer.Name + " works", CreatedAt: p.now(),
		Text: "This is a test. If you can read it, the mail server is set up.\n\nLook whether it was taken for spam: then the domain lacks SPF, DKIM or DMARC.",
	}
	err := p.send(ctx, m)
	if err == nil || blog.KindOf(err) == blog.Invalid {
		return err
	}
	return &blog.Error{Kind: blog.Unavailable, Msg: fmt.Sprintf("It was not sent: %s.", clean(err)), Err: err}
}

// Examine tells whether the mail server answers, and how mail stands.
func (p *Postbox) Examine(ctx context.Context) blog.Finding {
	f := blog.Finding{About: "mail", Weight: blog.Fine}
	if p.Server == nil {
		f.Says = "No mail server is set (INEWS_SMTP_URL): staff copy links and send them themselves."
		return f
	}
	limited, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	if err := p.Server.Try(limited); err != nil {
		f.Weight, f.Says = blog.Trouble, clean(err)+"."
		f.Do = "See that INEWS_SMTP_URL is right, and that the mail server takes connections from here. Messages wait for two days."
		return f
	}
	state, err := p.DB.MailState(ctx, p.now().Add(-recentFault))
	switch {
	case err != nil:
		f.Weight, f.Says, f.Do = blog.Worry, p.Server.String()+" answers; how our mail stands cannot be read.", "See that PostgreSQL runs."
	case state.Ended > 0:
		f.Weight, f.Says = blog.Worry, fmt.Sprintf("%s answers. Messages given up within a week: %d. The last error: %s", p.Server, state.Ended, state.Error)
		f.Do = "See whether the addresses are right, and whether the mail server lets us send as " + p.Composer.Address + "."
	case state.Waiting > 0 && p.now().Sub(state.Oldest) > time.Hour:
		f.Weight, f.Says = blog.Worry, fmt.Sprintf("%s answers, and the oldest of %d messages has waited since %s. The last error: %s", p.Server, state.Waiting, state.Oldest.Format("15:04 on 2 January"), state.Error)
		f.Do = "See what the mail server has to say. Messages wait for two days."
	default:
		f.Says = fmt.Sprintf("%s answers, and lets us send.", p.Server)
	}
	return f
}

// clean is an error as staff may read it: on one line that is not too long.
func clean(err error) string {
	text := brief(err)
	if !utf8.ValidString(text) || !oneLine(text, maxReason) {
		return "the mail server answered something that cannot be shown"
	}
	return text
}
