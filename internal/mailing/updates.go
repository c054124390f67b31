package mailing

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// Updates is how readers ask for news by e-mail, change what they get and end it.
// DB, BaseURL, Site and Tokens are needed.
type Updates struct {
	DB      *postgres.DB
	BaseURL string           // without a slash at the end
	Site    string           // the site's name
	Tongues []*tongue.Tongue // of the site, its own first; English alone when nil
	Tokens  Tokens
	Sends   bool             // there is a mail server
	Digest  DigestTime       // when the weekly digest goes out
	Now     func() time.Time // time.Now when nil
}

// UpdatesList is what messages of updates are left as: see blog.Mail.Leave.
const UpdatesList = "updates"

// UpdatesPath is where readers ask for updates; below it what they get is changed.
const UpdatesPath = "/updates"

// Limits of the form: how many subjects somebody may choose, and how often one
// connection or, for one address, anybody may ask.
const (
	maxTopics     = 50
	askLimit      = 10
	askWindow     = time.Hour
	addressLimit  = 3
	addressWindow = 24 * time.Hour
)

// Wish is what a reader sent with the form.
type Wish struct {
	Email      string
	Pace       blog.Pace
	Everything bool
	Tags       []string // keys
	Series     []string // ids
	Language   string
	Trap       string // a field that people do not see and programs fill in
	Address    netip.Addr
}

func (u *Updates) now() time.Time {
	if u.Now == nil {
		return time.Now()
	}
	return u.Now()
}

// Consent is what a reader agrees to, in the words and the language of the form.
func (u *Updates) Consent(language string) string {
	t := tongue.Among(u.Tongues, language)
	return t.Say("Send me updates from %s at this address. Keep it for that alone, and forget it when I stop them.", u.site(t))
}

// site is what the site is called in a tongue.
func (u *Updates) site(t *tongue.Tongue) string { return cmp.Or(t.Called.Name, u.Site) }

// Subscribe takes a reader's wish in and sends a link to confirm it to the address.
// Whether the address was known shows in nothing but what is sent there.
func (u *Updates) Subscribe(ctx context.Context, w Wish) error {
	if !u.Sends {
		return blog.Errorf(blog.Unavailable, "This site sends no e-mail yet. Follow it by a feed reader or from the fediverse.")
	}
	s, err := u.read(w)
	if err != nil {
		return err
	}
	fine, err := u.throttle(ctx, w.Address, s.Email)
	if err != nil || !fine || w.Trap != "" {
		return err
	}
	return u.DB.InTx(ctx, func(tx *postgres.Tx) error {
		fresh, err := tx.InsertSubscription(ctx, s, u.Tokens.hash("address", s.Email), u.originHash(w.Address))
		if err != nil {
			return err
		}
		known, err := tx.SubscriptionByEmail(ctx, s.Email)
		if err != nil {
			return err
		}
		if err := tx.LockSubscription(ctx, known.ID); err != nil {
			return err
		}
		switch s.ID = known.ID; {
		case fresh:
			err = tx.ChooseUpdates(ctx, s, u.now())
		case known.ConfirmedAt.IsZero():
			if err = tx.AskAgain(ctx, s, u.originHash(w.Address)); err == nil {
				err = tx.ChooseUpdates(ctx, s, u.now())
			}
		}
		if err != nil {
			return err
		}
		return u.answer(ctx, tx, known)
	})
}

// read finds what is wrong with a wish, all at once.
func (u *Updates) read(w Wish) (blog.Subscription, error) {
	email := strings.ToLower(strings.TrimSpace(w.Email))
	s := blog.Subscription{
		Email: email, Pace: w.Pace, Everything: w.Everything, Language: w.Language, Consent: u.Consent(w.Language), AskedAt: u.now(),
	}
	var bad blog.Problems
	switch err := CheckAddress(email); {
	case email == "":
		bad.Add("email", "Write your e-mail address.")
	case err != nil:
		bad.Add("email", "This is not an e-mail address. Write it like name@example.com.")
	}
	bad = append(bad, choose(&s, w)...)
	return s, bad.Err()
}

// choose takes over how and of what somebody wants to hear.
func choose(s *blog.Subscription, w Wish) blog.Problems {
	var bad blog.Problems
	if s.Pace = w.Pace; !w.Pace.Valid() {
		bad.Add("pace", "Choose how often you want to hear from us.")
	}
	s.Everything, s.Tags, s.Series = w.Everything, nil, nil
	if s.Everything {
		return bad
	}
	s.Tags, s.Series = slices.Compact(slices.Sorted(slices.Values(w.Tags))), slices.Compact(slices.Sorted(slices.Values(w.Series)))
	switch n := len(s.Tags) + len(s.Series); {
	case n == 0:
		bad.Add("about", "Choose at least one subject, or everything.")
	case n > maxTopics:
		bad.Add("about", "Choose %d subjects at most, or everything.", maxTopics)
	}
	return bad
}

// answer sends to an address what it needs: a link that confirms it, or one to what
// it gets already.
func (u *Updates) answer(ctx context.Context, tx *postgres.Tx, s blog.Subscription) error {
	t := tongue.Among(u.Tongues, s.Language)
	m := blog.Mail{
		Kind: blog.MailReader, Address: s.Email, Language: t.Tag,
		Why: t.Say("Somebody asked for this with the form on our site. If it was not you, do nothing: we write no more."),
	}
	if s.Stands() {
		manage, err := u.Tokens.Sign(ToManage, s.ID)
		if err != nil {
			return err
		}
		m.Subject = t.Say("You get updates from %s already", u.site(t))
		m.Text = t.Say("Hello,\n\nthe updates that were just asked for with your address come to you already.") + "\n\n" +
			t.Say("Change what you get") + ": " + u.BaseURL + t.Path(UpdatesPath+"/"+manage)
		return tx.InsertMail(ctx, m)
	}
	confirm, err := u.Tokens.Sign(ToConfirm, s.ID)
	if err != nil {
		return err
	}
	m.Subject = t.Say("Confirm your updates from %s", u.site(t))
	m.Text = t.Say("Hello,\n\nyou asked for updates from %s. One more step, and they come to you.", u.site(t)) + "\n\n" +
		t.Say("Confirm your address") + ": " + u.BaseURL + t.Path(UpdatesPath+"/confirm/"+confirm) + "\n\n" + t.Say("The link works for seven days.")
	return tx.InsertMail(ctx, m)
}

// throttle counts a wish against its sender's connection and its address, in a
// transaction of its own so that a refused one counts too. fine is false when the
// address was written to often enough today: that is not told, since it would tell
// that somebody else has asked.
func (u *Updates) throttle(ctx context.Context, from netip.Addr, email string) (fine bool, err error) {
	var here, there int
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if here, err = tx.NoteAttempt(ctx, u.Tokens.hash("updates from", line(from)), u.now(), u.now().Add(-askWindow)); err != nil {
			return err
		}
		there, err = tx.NoteAttempt(ctx, u.Tokens.hash("updates to", email), u.now(), u.now().Add(-addressWindow))
		return err
	})
	if err == nil && here > askLimit {
		err = blog.Errorf(blog.TooMany, "You have sent this form several times. Please wait an hour and send it again.")
	}
	return there <= addressLimit, err
}

func (u *Updates) originHash(from netip.Addr) []byte { return u.Tokens.hash("origin", line(from)) }

// line is the connection of an address: an owner of an IPv6 line has at least a /64.
func line(address netip.Addr) string {
	if address = address.Unmap().WithZone(""); address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			address = prefix.Addr()
		}
	}
	return address.String()
}

// AddressHash is the hash by which subscriptions, and what keeps mail from an
// address, remember it.
func (t Tokens) AddressHash(email string) []byte { return t.hash("address", email) }

// hash is what stands for something that is not to be kept itself.
func (t Tokens) hash(kind, s string) []byte {
	sum := hmac.New(sha256.New, t.Key)
	_, _ = fmt.Fprintf(sum, "%s %s", kind, strings.ToLower(s)) // a hash takes everything
	return sum.Sum(nil)
}
