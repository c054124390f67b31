package mailing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"
	"unicode"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// Letterbox takes in what readers write to the council in private, and is where
// staff answer. DB is needed; the rest has a usable zero value.
//
// Nothing of it is ever public: what staff publish about an idea is a post of
// theirs, which internal/newsroom drafts. Whoever left an address hears of each
// step; the page that only they know shows the same without one.
type Letterbox struct {
	DB   *postgres.DB
	Site string // address of the site, without a slash at the end
	// Tongues are those of the site, its own first; English alone when nil.
	Tongues []*tongue.Tongue
	// Mailbox is an address of the council to which each message goes as well, or "".
	Mailbox string
	// Tell tells members of staff, each as they chose: newsroom.Newsroom's. Nobody
	// is told when nil.
	Tell func(ctx context.Context, tx *postgres.Tx, notice blog.Notice, by string, to ...string) error
	// Words make a message look like spam, in any case, beside those that always do.
	Words []string
	Now   func() time.Time // time.Now when nil
}

func (l *Letterbox) now() time.Time {
	if l.Now == nil {
		return time.Now()
	}
	return l.Now()
}

// clerk refuses those who may not look after messages.
func clerk(by blog.Editor) error {
	if !by.Role.May(blog.MayModerate) {
		return blog.Errorf(blog.Forbidden, "Your role does not answer messages. Ask a moderator or an editor.")
	}
	return nil
}

// marks begin the references of each kind.
var marks = map[blog.MessageKind]string{blog.ContactMessage: "CONTACT", blog.FeedbackMessage: "PAGE", blog.IdeaMessage: "IDEA"}

// newReference is what people call a message by: forty bits, so that nobody
// guesses another's on the telephone.
func newReference(kind blog.MessageKind) string {
	text := rand.Text() // of A-Z and 2-7, which are hard to confuse
	return marks[kind] + "-" + text[:4] + "-" + text[4:8]
}

// KindOfReference tells what sort of message has the reference, "" for what is none.
func KindOfReference(reference string) blog.MessageKind {
	mark, rest, _ := strings.Cut(reference, "-")
	if len(rest) != len("7K3F-9QWX") || rest[4] != '-' || strings.ContainsFunc(rest, func(r rune) bool {
		return r != '-' && (r > unicode.MaxASCII || !unicode.IsUpper(r) && !unicode.IsDigit(r))
	}) {
		return ""
	}
	for kind, known := range marks {
		if known == mark {
			return kind
		}
	}
	return ""
}

// hashed is what is kept of the end of a sender's address.
func hashed(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// Mine returns the idea whose sender's page ends with the secret, and what was
// done about it, without what is between staff.
func (l *Letterbox) Mine(ctx context.Context, secret string) (blog.ReaderMessage, []blog.Entry, error) {
	m, err := l.DB.MessageBySecret(ctx, hashed(secret))
	if err != nil {
		return m, nil, err
	}
	all, err := l.DB.EntriesOf(ctx, m.ID)
	var theirs []blog.Entry
	for _, e := range all {
		if e.Kind != blog.NoteEntry {
			theirs = append(theirs, e)
		}
	}
	return m, theirs, err
}

// TakeBack erases an idea because its sender says so, with all that was done
// about it. A post that was published about it stays.
func (l *Letterbox) TakeBack(ctx context.Context, secret string) error {
	m, err := l.DB.MessageBySecret(ctx, hashed(secret))
	if err != nil {
		return err
	}
	return l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.EraseMessage(ctx, m.ID); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Removed, m, "")
	})
}

// record notes what was done about a message. A change of an idea that has a post
// shows there, so that its page is made anew.
func record(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, m blog.ReaderMessage, reason string) error {
	c := blog.Change{Editor: by.ID, Verb: verb, Subject: blog.MessageSubject, SubjectID: m.ID, Reason: reason}
	if _, err := tx.Record(ctx, c); err != nil || m.OutcomeID == "" || verb != blog.Advanced {
		return err
	}
	c.Subject, c.PostID = blog.IdeaSubject, m.OutcomeID
	_, err := tx.Record(ctx, c)
	return err
}

// write sends the sender of a message some words, if they left an address. What
// they wrote themselves is not repeated: the address may be somebody else's.
func (l *Letterbox) write(ctx context.Context, tx *postgres.Tx, m blog.ReaderMessage, subject, text string) error {
	if m.Email == "" {
		return nil
	}
	t := l.tongue(m)
	return tx.InsertMail(ctx, blog.Mail{
		Kind: blog.MailReader, Language: t.Tag, Why: t.Say("You wrote to us, and left this address."), Address: m.Email,
		Subject: subject + " (" + m.Reference + ")",
		Text:    text + "\n\n" + t.Say("To write to us again, open %s and name %s.", l.Site+t.Path("/contact"), m.Reference),
	})
}

// tongue is the one in which somebody wrote to us, and is written to.
func (l *Letterbox) tongue(m blog.ReaderMessage) *tongue.Tongue {
	return tongue.Among(l.Tongues, m.Language)
}
