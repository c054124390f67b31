package mailing

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// hall is a letterbox with somebody behind it.
type hall struct {
	*testing.T
	*Letterbox
	db     *postgres.DB
	editor blog.Editor
	clock  time.Time
}

var visitor = netip.MustParseAddr("203.0.113.7")

func newHall(t *testing.T) *hall {
	t.Helper()
	db := pgtest.New(t)
	h := &hall{T: t, db: db, clock: time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)}
	room := &newsroom.Newsroom{DB: db, Site: "https://council.example", Now: func() time.Time { return h.clock }}
	h.Letterbox = &Letterbox{DB: db, Site: "https://council.example", Mailbox: "ideas@council.example", Tell: room.Tell, Now: func() time.Time { return h.clock }}
	check(t, db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		h.editor, err = tx.InsertEditor(t.Context(), blog.Editor{Email: "chioma@council.example", Name: "Chioma", Role: blog.Managing})
		return err
	}))
	return h
}

// idea is a whole one, typed in a minute.
func (h *hall) idea() Sent {
	return Sent{
		Kind: blog.IdeaMessage, Title: "Benches on route 4", Words: "The walk is long.\nA bench half way would help.", Name: "Jean", Email: "Jean@home.example",
		Opened: h.clock.Add(-time.Minute), Address: visitor,
	}
}

func (h *hall) send(s Sent) (blog.ReaderMessage, string) {
	h.Helper()
	m, secret, err := h.Send(h.Context(), s)
	check(h.T, err)
	m, err = h.db.MessageByID(h.Context(), m.ID)
	check(h.T, err)
	return m, secret
}

// mails are what waits to be sent: "address subject: text".
func (h *hall) mails() (list []string) {
	h.Helper()
	rows, err := h.db.SQL().QueryContext(h.Context(), `SELECT address || ' ' || subject || ': ' || body FROM mails ORDER BY id`)
	check(h.T, err)
	defer func() { check(h.T, rows.Close()) }()
	for rows.Next() {
		var s string
		check(h.T, rows.Scan(&s))
		list = append(list, s)
	}
	check(h.T, rows.Err())
	return list
}

// told takes what waits to be sent to the address since the last call, and wants
// it to hold the words.
func (h *hall) told(address string, words ...string) string {
	h.Helper()
	var found []string
	for _, m := range h.mails() {
		if strings.HasPrefix(m, address+" ") {
			found = append(found, m)
		}
	}
	if len(found) != 1 {
		h.Fatalf("%s gets %d mails: %q", address, len(found), h.mails())
	}
	for _, w := range words {
		if !strings.Contains(found[0], w) {
			h.Errorf("the mail to %s has no %q: %s", address, w, found[0])
		}
	}
	h.forgetMails()
	return found[0]
}

func (h *hall) forgetMails() {
	h.Helper()
	_, err := h.db.SQL().ExecContext(h.Context(), `DELETE FROM mails`)
	check(h.T, err)
}

func TestIdeaFromTheFormToItsEnd(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	m, secret := h.send(h.idea())
	if m.State != blog.IdeaReceived || m.Spam() || !strings.HasPrefix(m.Reference, "IDEA-") || KindOfReference(m.Reference) != blog.IdeaMessage {
		t.Fatalf("kept is %+v", m)
	}
	all := strings.Join(h.mails(), "\n")
	for _, want := range []string{
		"Jean@home.example We have your message (" + m.Reference, "/ideas/" + secret, "chioma@council.example A new idea", "ideas@council.example A new idea", "A bench half way",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no mail has %q:\n%s", want, all)
		}
	}
	h.forgetMails()
	for _, step := range []struct {
		to          blog.MessageState
		words, says string
	}{
		{blog.IdeaConsidered, "", "We are considering your idea"}, {blog.IdeaTrial, "Two benches until May.", "Two benches until May."}, {blog.IdeaDone, "They stay.", "Your idea is done"},
	} {
		check(t, h.Move(t.Context(), h.editor, m.ID, step.to, step.words))
		h.told("Jean@home.example", step.says, m.Reference)
	}
	if err := h.Move(t.Context(), h.editor, m.ID, blog.IdeaTrial, ""); blog.KindOf(err) != blog.Conflict {
		t.Errorf("done goes back to trial: %v", err)
	}
	check(t, h.Note(t.Context(), h.editor, m.ID, "Ask the roads team."))
	check(t, h.Answer(t.Context(), h.editor, m.ID, "Come and see them."))
	h.told("Jean@home.example", "Come and see them.", "Our answer to you")
	mine, entries, err := h.Mine(t.Context(), secret)
	check(t, err)
	if mine.ID != m.ID || mine.State != blog.IdeaDone || len(entries) != 4 || slices.ContainsFunc(entries, func(e blog.Entry) bool { return e.Kind == blog.NoteEntry }) {
		t.Errorf("the sender sees %+v of %+v", entries, mine)
	}
	if _, _, err := h.Mine(t.Context(), secret+"x"); blog.KindOf(err) != blog.NotFound {
		t.Errorf("another address shows %v", err)
	}
	changes, err := h.db.ChangesOf(t.Context(), blog.MessageSubject, m.ID)
	check(t, err)
	var verbs []string
	for _, c := range changes {
		verbs = append(verbs, string(c.Verb))
	}
	if got := strings.Join(verbs, " "); got != "submit advance advance advance add answer" {
		t.Errorf("recorded is %q", got)
	}
	check(t, h.TakeBack(t.Context(), secret))
	if _, err := h.db.MessageByID(t.Context(), m.ID); blog.KindOf(err) != blog.NotFound {
		t.Errorf("after it was taken back: %v", err)
	}
}

func TestWhatFormsRefuse(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for field, change := range map[string]func(*Sent){
		"title": func(s *Sent) { s.Title = " " }, "text": func(s *Sent) { s.Words = "\r\n " }, "email": func(s *Sent) { s.Email = "jean" },
		"name": func(s *Sent) { s.Name = strings.Repeat("a", 81) }, "kind": func(s *Sent) { s.Kind = "letter" }, "useful": func(s *Sent) { s.Useful = "maybe" },
	} {
		s := h.idea()
		change(&s)
		_, _, err := h.Send(t.Context(), s)
		if problems := blog.ProblemsOf(err); len(problems) == 0 || problems[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, _, err := h.Send(t.Context(), Sent{Kind: blog.FeedbackMessage, Page: "/"}); blog.KindOf(err) != blog.Invalid {
		t.Errorf("an opinion without one: %v", err)
	}
	if len(h.mails()) > 0 {
		t.Errorf("mails went: %q", h.mails())
	}
}

// What looks like spam is kept apart, and has nothing sent to anybody; who takes
// it for none has it among the others.
func TestSpamAmongMessages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	s := h.idea()
	s.Trap = "https://casino.example"
	m, _ := h.send(s)
	counts, err := h.db.CountMessages(t.Context())
	check(t, err)
	if !m.Spam() || len(h.mails()) > 0 || counts.Spam != 1 || counts.Waiting() != 0 {
		t.Fatalf("kept is %+v, counts %+v, mails %q", m, counts, h.mails())
	}
	if err := h.Answer(t.Context(), h.editor, m.ID, "Hello"); blog.KindOf(err) != blog.Conflict {
		t.Errorf("spam is answered: %v", err)
	}
	check(t, h.UnmarkSpam(t.Context(), h.editor, m.ID))
	check(t, h.UnmarkSpam(t.Context(), h.editor, m.ID)) // twice is once
	list, err := h.db.MessagesWaiting(t.Context(), blog.IdeaMessage, postgres.Cursor{}, 10)
	check(t, err)
	if len(list) != 1 {
		t.Errorf("waiting are %+v", list)
	}
	check(t, h.MarkSpam(t.Context(), h.editor, m.ID))
	if n, err := h.db.CountWaitingMessages(t.Context()); n != 0 || err != nil {
		t.Errorf("%d wait, %v", n, err)
	}
}

// A flood from one address is stopped, and one that names somebody else's mailbox
// fills it with no more than three messages.
func TestFloodOfMessages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	sent := 0
	for i := range 8 {
		s := h.idea()
		s.Words += strings.Repeat("!", i)
		_, _, err := h.Send(t.Context(), s)
		if blog.KindOf(err) == blog.TooMany {
			break
		}
		check(t, err)
		sent++
	}
	if sent != blog.FloodShortLimit {
		t.Errorf("%d were taken", sent)
	}
	to := 0
	for _, m := range h.mails() {
		if strings.HasPrefix(m, "Jean@") {
			to++
		}
	}
	if to != maxAcknowledged {
		t.Errorf("%d went to somebody's address", to)
	}
}

func TestOpinionsOfPages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	for i, useful := range []string{"yes", "yes", "no"} {
		s := Sent{Kind: blog.FeedbackMessage, Page: "/pages/about", Useful: useful, Opened: h.clock.Add(-time.Minute), Address: visitor}
		if i == 2 {
			s.Words, s.Email = "Where are you?", "jean@home.example"
		}
		h.send(s)
	}
	opinions, err := h.db.OpinionsOfPages(t.Context(), 10)
	check(t, err)
	if len(opinions) != 1 || opinions[0] != (blog.PageOpinion{Page: "/pages/about", Yes: 2, No: 1, Words: 1}) {
		t.Errorf("opinions are %+v", opinions)
	}
	if n, err := h.db.CountWaitingMessages(t.Context()); n != 1 || err != nil {
		t.Errorf("%d wait, %v: only the one with words does", n, err)
	}
}

func TestWhoLooksAfterMessages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	m, _ := h.send(h.idea())
	h.forgetMails()
	var moira, writer blog.Editor
	check(t, h.db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		if moira, err = tx.InsertEditor(t.Context(), blog.Editor{Email: "moira@council.example", Name: "Moira", Role: blog.Moderator}); err != nil {
			return err
		}
		writer, err = tx.InsertEditor(t.Context(), blog.Editor{Email: "w@council.example", Name: "W", Role: blog.Contributor})
		return err
	}))
	if err := h.Assign(t.Context(), h.editor, m.ID, writer.ID); blog.KindOf(err) != blog.Invalid {
		t.Errorf("a contributor looks after it: %v", err)
	}
	check(t, h.Assign(t.Context(), h.editor, m.ID, moira.ID))
	h.told("moira@council.example", "Chioma asks you to look after")
	for name, do := range map[string]func(blog.Editor) error{
		"answer": func(by blog.Editor) error { return h.Answer(t.Context(), by, m.ID, "x") },
		"note":   func(by blog.Editor) error { return h.Note(t.Context(), by, m.ID, "x") },
		"move":   func(by blog.Editor) error { return h.Move(t.Context(), by, m.ID, blog.IdeaConsidered, "") },
		"assign": func(by blog.Editor) error { return h.Assign(t.Context(), by, m.ID, "") },
		"spam":   func(by blog.Editor) error { return h.MarkSpam(t.Context(), by, m.ID) },
	} {
		if err := do(writer); blog.KindOf(err) != blog.Forbidden {
			t.Errorf("%s by a contributor: %v", name, err)
		}
	}
	s := h.idea()
	s.Kind, s.Email = blog.ContactMessage, ""
	c, _ := h.send(s)
	if err := h.Answer(t.Context(), moira, c.ID, "Hello"); blog.KindOf(err) != blog.Conflict {
		t.Errorf("an answer to nobody: %v", err)
	}
	check(t, h.Move(t.Context(), moira, c.ID, blog.MessageClosed, ""))
	check(t, h.Move(t.Context(), moira, c.ID, blog.MessageWaiting, ""))
}

// Whoever asks is shown what is kept of them, and it is erased; usefulness of a
// page is nobody's.
func TestErasingMessages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	idea, _ := h.send(h.idea())
	opinion := Sent{Kind: blog.FeedbackMessage, Page: "/", Useful: "no", Words: "Too small to read.", Email: "jean@HOME.example", Opened: h.clock.Add(-time.Minute), Address: visitor}
	h.send(opinion)
	other := h.idea()
	other.Email = "sam@home.example"
	h.send(other)
	check(t, h.Answer(t.Context(), h.editor, idea.ID, "Thank you."))
	list, err := h.db.MessagesOf(t.Context(), "jean@home.example")
	check(t, err)
	if len(list) != 2 {
		t.Fatalf("kept of them is %+v", list)
	}
	var done postgres.Erased
	check(t, h.db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		done, err = tx.EraseMessagesOf(t.Context(), "jean@home.example")
		return err
	}))
	list, err = h.db.MessagesOf(t.Context(), "jean@home.example")
	check(t, err)
	counts, err := h.db.CountMessages(t.Context())
	check(t, err)
	opinions, err := h.db.OpinionsOfPages(t.Context(), 10)
	check(t, err)
	if done != (postgres.Erased{Deleted: 1, Emptied: 1}) || len(list) != 0 || counts.Ideas != 1 || counts.Feedback != 0 || len(opinions) != 1 || opinions[0].No != 1 || opinions[0].Words != 0 {
		t.Errorf("erased %+v; left are %+v, %+v and %+v", done, list, counts, opinions)
	}
}

// What staff are done with is forgotten in time; what waits is not.
func TestSweepingMessages(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	waiting, _ := h.send(h.idea())
	s := h.idea()
	s.Kind = blog.ContactMessage
	closed, _ := h.send(s)
	check(t, h.Move(t.Context(), h.editor, closed.ID, blog.MessageClosed, ""))
	s = h.idea()
	s.Trap = "x"
	spam, _ := h.send(s)
	s = Sent{Kind: blog.FeedbackMessage, Page: "/", Useful: "no", Words: "Too small to read.", Opened: h.clock.Add(-time.Minute), Address: visitor}
	opinion, _ := h.send(s)
	check(t, h.Note(t.Context(), h.editor, opinion.ID, "Which telephone?"))
	check(t, h.Move(t.Context(), h.editor, opinion.ID, blog.MessageClosed, ""))
	forget := func(class blog.Class, before time.Time) (n int) {
		due, err := h.db.CountDue(t.Context(), class, before)
		check(t, err)
		check(t, h.db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
			n, err = tx.Expire(t.Context(), class, before, 10)
			return err
		}))
		if n != due {
			t.Errorf("of class %s %d were due and %d went", class, due, n)
		}
		return n
	}
	for _, step := range []struct {
		after      time.Duration
		spam, done int
	}{{0, 0, 0}, {time.Second, 1, 2}, {time.Minute, 0, 0}} {
		before := h.clock.Add(step.after)
		if spam, done := forget(blog.ClassSpam, before), forget(blog.ClassMessages, before); spam != step.spam || done != step.done {
			t.Errorf("after %s went %d of the spam and %d that were done with", step.after, spam, done)
		}
	}
	if m, err := h.db.MessageByID(t.Context(), opinion.ID); err != nil || m.Words != "" || m.Useful != "no" {
		t.Errorf("of feedback stays %+v, %v", m, err)
	}
	told := 0
	row := h.db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM notices WHERE path = '/desk/messages/' || $1::text`, closed.ID)
	if check(t, row.Scan(&told)); told != 0 {
		t.Errorf("%d notices still say how it began", told)
	}
	for id, want := range map[string]blog.Kind{waiting.ID: "", closed.ID: blog.NotFound, spam.ID: blog.NotFound} {
		if _, err := h.db.MessageByID(t.Context(), id); blog.KindOf(err) != want {
			t.Errorf("%s: %v", id, err)
		}
	}
}
