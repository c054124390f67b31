package blog

import "time"

// MailKind says to whom a mail goes, and so what stands at its foot.
type MailKind string

// The kinds of mail.
const (
	MailStaff      MailKind = "staff"      // to somebody who works with the blog: leads to the desk
	MailReader     MailKind = "reader"     // to anybody else, who did something that this answers
	MailSubscriber MailKind = "subscriber" // of what was published, to somebody who asked for that; composed when it is sent
)

// Mail is a message by e-mail to one person. It is kept in the transaction that
// makes it necessary and sent after that, as soon as a mail server takes it.
type Mail struct {
	ID      int64    // 0 until it is kept
	Kind    MailKind // MailStaff when empty
	Address string
	Name    string // of whom it is for; may be empty
	Subject string // one line
	// Text is plain, in paragraphs with an empty line between; the HTML part of a
	// mail to a reader is made of it. There a paragraph that is words, a colon and
	// an address ("Confirm your address: https://…") becomes a button with those
	// words, and other addresses become links. It is forgotten once it is sent, for
	// it may hold a secret link.
	Text string
	// Why says in one sentence why a reader gets this: "You asked to hear of answers
	// to your comment." It stands at the foot.
	Why string
	// Leave names what ends messages like this to a reader, with one click (RFC
	// 8058): the name of a list that mailing.Unsubscribe knows, a dash and an id
	// within it, such as "updates-6f9b2c1a-…". None when empty.
	Leave     string
	Language  string // BCP 47; the site's when empty
	CreatedAt time.Time
	Attempts  int // that were begun, the one under way among them

	// What a mail to a subscriber is about: a post, or all that was published after
	// From until Until.
	Subscription string
	Post         string
	From, Until  time.Time
}
