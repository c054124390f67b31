package mailing

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/netip"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Sent is what a reader sent with a form.
type Sent struct {
	Kind     blog.MessageKind
	Title    string // of an idea, or what it is about
	Words    string // plain
	Name     string // may be empty
	Email    string // may be empty
	Language string // of the page with the form
	Named    bool   // they agree to be named in public
	Page     string // path, of feedback
	PostID   string // likewise, if a post
	Useful   string // "yes", "no" or ""

	Trap    string // a field that people do not see and programs fill in
	Opened  time.Time
	Address netip.Addr
}

// Limits of the forms.
const (
	maxSender    = 80                  // characters
	manyOpinions = 4                   // times as many as of messages: they are given page by page
	sameWindow   = 30 * 24 * time.Hour // how long a text is remembered
	shortestText = 20                  // "Thank you!" is said by many
	spamScore    = 60                  // from here on it goes to the spam by itself, where staff can still look
	forWatched   = 40
	forRepeat    = 30
)

// Send takes in what a reader wrote, and returns it with what the address of
// their page ends with, which is shown once: only its hash is kept. Too many from
// one address are TooMany.
func (l *Letterbox) Send(ctx context.Context, s Sent) (m blog.ReaderMessage, secret string, err error) {
	if err := s.oneLiners(); err != nil {
		return m, "", err
	}
	s.Title, s.Name, s.Email = richtext.Name(s.Title, 10*blog.MaxMessageTitle), richtext.Name(s.Name, 10*maxSender), strings.TrimSpace(s.Email)
	s.Words = strings.TrimSpace(strings.ReplaceAll(s.Words, "\r\n", "\n"))
	if err := s.check(); err != nil {
		return m, "", err
	}
	signs, err := l.atTheDoor(ctx, s)
	if err != nil {
		return m, "", err
	}
	m = blog.ReaderMessage{
		Reference: newReference(s.Kind), Kind: s.Kind, Title: s.Title, Words: s.Words, Name: s.Name, Email: s.Email, Language: s.Language,
		Named: s.Named && s.Name != "", Page: s.Page, PostID: s.PostID, Useful: s.Useful, CreatedAt: l.now(),
	}
	var hash []byte
	if s.Kind == blog.IdeaMessage {
		secret = rand.Text()
		hash = hashed(secret)
	}
	m.State = m.Begin()
	err = l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if m.Signs, err = l.judge(ctx, tx, s, signs); err != nil {
			return err
		}
		if m.Signs.Score() >= spamScore {
			m.SpamAt = l.now()
		}
		if m, err = tx.InsertMessage(ctx, m, hash); err != nil {
			return err
		}
		if err := record(ctx, tx, blog.Editor{}, blog.Submitted, m, ""); err != nil || m.Spam() {
			return err // whoever sends spam has no mail sent by us, to anybody
		}
		if err := l.announce(ctx, tx, m); err != nil {
			return err
		}
		return l.acknowledge(ctx, tx, m, secret)
	})
	return m, secret, err
}

// oneLiners refuses more than one line where a form has room for one: it comes from a
// program that wants to write headers of a message.
func (s Sent) oneLiners() error {
	var bad blog.Problems
	for _, line := range []struct{ field, text string }{{"title", s.Title}, {"name", s.Name}, {"email", s.Email}} {
		if strings.ContainsAny(strings.TrimSpace(line.text), "\r\n") {
			bad.Add(line.field, "Write this on one line.")
		}
	}
	return bad.Err()
}

func (s Sent) check() error {
	var bad blog.Problems
	switch {
	case !s.Kind.Valid():
		bad.Add("kind", "Choose what you want to write.")
	case s.Kind == blog.IdeaMessage && s.Title == "":
		bad.Add("title", "Give your idea a name, in a few words.")
	}
	if n := utf8.RuneCountInString(s.Title); n > blog.MaxMessageTitle {
		bad.Add("title", "This line has %d characters; %d is the most. Tell the rest below.", n, blog.MaxMessageTitle)
	}
	switch {
	case s.Words != "":
	case s.Kind == blog.IdeaMessage:
		bad.Add("text", "Describe your idea: what should be different?")
	case s.Kind == blog.ContactMessage:
		bad.Add("text", "Write your message first.")
	case s.Useful == "":
		bad.Add("useful", "Say whether the page was useful, or write something.")
	}
	if n := utf8.RuneCountInString(s.Words); n > blog.MaxMessage {
		bad.Add("text", "Your text has %d characters; %d is the most. Could you shorten it?", n, blog.MaxMessage)
	}
	if s.Useful != "" && s.Useful != "yes" && s.Useful != "no" {
		bad.Add("useful", "Choose yes or no.")
	}
	if utf8.RuneCountInString(s.Name) > maxSender {
		bad.Add("name", "Your name may have at most %d characters.", maxSender)
	}
	if s.Email != "" && CheckAddress(s.Email) != nil {
		bad.Add("email", "This is not an e-mail address. Write it like name@example.com, or leave it out.")
	}
	return bad.Err()
}

// atTheDoor refuses a connection that staff refuse or that sends too much, and
// tells what there is to notice about the way in which the message came.
func (l *Letterbox) atTheDoor(ctx context.Context, s Sent) (blog.Signs, error) {
	signs := blog.SignsOfForm(s.Trap, s.Opened, l.now())
	if s.Address.IsValid() {
		watched, err := l.DB.RangeOf(ctx, s.Address.Unmap())
		switch {
		case blog.KindOf(err) == blog.NotFound:
		case err != nil:
			return nil, err
		case watched.Effect == blog.RefuseRange:
			return nil, blog.Errorf(blog.Forbidden, "Messages from your connection are not taken in. If you think that this is a mistake, please write or telephone to us.")
		default:
			signs = append(signs, blog.Sign{Words: "comes from a connection that staff watch", Points: forWatched, Spam: true})
		}
	}
	return signs, l.throttle(ctx, s)
}

// throttle counts the message against its sender's address.
func (l *Letterbox) throttle(ctx context.Context, s Sent) error {
	purpose, times := "message from", 1
	if s.Kind == blog.FeedbackMessage {
		purpose, times = "opinion from", manyOpinions
	}
	flood, err := l.DB.NoteFlood(ctx, blog.FloodKey(purpose, s.Address), l.now())
	if err != nil {
		return err
	}
	return flood.Refuse(times)
}

// judge adds what there is to notice about what the message says.
func (l *Letterbox) judge(ctx context.Context, tx *postgres.Tx, s Sent, signs blog.Signs) (blog.Signs, error) {
	html := richtext.Comment(s.Words)
	signs = append(signs, blog.SignsOfText(s.Title+"\n"+s.Words, html.String(), l.Words)...)
	words, err := tx.WatchedWords(ctx)
	if err != nil {
		return signs, err
	}
	folded := richtext.Fold(s.Name + "\n" + s.Title + "\n" + s.Words)
	for _, w := range words {
		if richtext.HasWords(folded, w.Folded) {
			signs = append(signs, blog.Sign{Words: fmt.Sprintf("says %q, which staff watch", w.Word), Points: forWatched, Spam: true})
		}
	}
	if utf8.RuneCountInString(s.Words) < shortestText {
		return signs, nil
	}
	n, err := tx.CountSameMessage(ctx, s.Words, l.now().Add(-sameWindow))
	if n > 0 {
		signs = append(signs, blog.Sign{Words: "says the same as an earlier message", Points: forRepeat, Spam: true})
	}
	return signs, err
}

// announced is what staff are told of each kind, and as which notice.
var announced = map[blog.MessageKind]struct {
	notice blog.NoticeKind
	words  string
}{
	blog.ContactMessage:  {blog.NoticeContact, "Somebody wrote to us"},
	blog.FeedbackMessage: {blog.NoticeFeedback, "Somebody wrote what they think of a page"},
	blog.IdeaMessage:     {blog.NoticeIdea, "A new idea"},
}

// announce tells staff, and the council's mailbox, that something came. Who was
// content with a page without a word is counted only.
func (l *Letterbox) announce(ctx context.Context, tx *postgres.Tx, m blog.ReaderMessage) error {
	if m.Words == "" {
		return nil
	}
	said, path := announced[m.Kind], deskPath(m)
	words := fmt.Sprintf("%s: “%s” (%s)", said.words, richtext.Excerpt(m.Heading(), blog.MaxMessageTitle), m.Reference)
	if l.Tell != nil {
		staff, err := tx.Editors(ctx)
		if err != nil {
			return err
		}
		var to []string
		for _, e := range staff {
			if e.Role.May(blog.MayModerate) {
				to = append(to, e.ID)
			}
		}
		if err := l.Tell(ctx, tx, blog.Notice{Kind: said.notice, Words: words, Path: path}, "", to...); err != nil {
			return err
		}
	}
	if l.Mailbox == "" {
		return nil
	}
	text := m.Words
	for _, line := range [][2]string{{"Page", l.Site + m.Page}, {"Name", m.Name}, {"E-mail", m.Email}} {
		if line[1] != "" && line[1] != l.Site {
			text += "\n\n" + line[0] + ": " + line[1]
		}
	}
	return tx.InsertMail(ctx, blog.Mail{
		Address: l.Mailbox, Subject: said.words + " (" + m.Reference + ")",
		Text: words + "\n\n" + text + "\n\nAnswer it on the desk, so that the answer is kept: " + l.Site + path,
	})
}

// maxAcknowledged is how many acknowledgements go to one address within a day, so
// that nobody has us fill somebody else's mailbox.
const maxAcknowledged = 3

// acknowledge tells the sender that their message is here, and where an idea stands.
func (l *Letterbox) acknowledge(ctx context.Context, tx *postgres.Tx, m blog.ReaderMessage, secret string) error {
	if m.Email == "" {
		return nil
	}
	now := l.now()
	n, err := tx.NoteAttempt(ctx, hashed("acknowledged to "+strings.ToLower(m.Email)), now, now.Add(-blog.FloodDay))
	if err != nil || n > maxAcknowledged {
		return err
	}
	t := l.tongue(m)
	text := t.Say("Thank you for writing to us. Your message is here, under %s. A person reads it.", m.Reference)
	switch m.Kind {
	case blog.IdeaMessage:
		text = t.Say("Thank you for your idea. It is here, under %s. A person reads it, and we write to you at each step.", m.Reference) + "\n\n" +
			t.Say("See how it stands") + ": " + l.Site + t.Path("/ideas/"+secret) + "\n\n" +
			t.Say("Keep this address to yourself: whoever has it can read your idea, and take it back.")
	case blog.FeedbackMessage:
		text = t.Say("Thank you for telling us what you think of a page. It is here, under %s. A person reads it.", m.Reference)
	}
	return l.write(ctx, tx, m, t.Say("We have your message"), text)
}

// deskPath is where staff look after a message.
func deskPath(m blog.ReaderMessage) string { return "/desk/messages/" + m.ID }
