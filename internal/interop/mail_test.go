package interop

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/mail"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"inews/internal/accounts"
	"inews/internal/blog"
)

// office is a mail server of others' making on this machine.
type office struct {
	mu  sync.Mutex
	got []takenMail
	// Headers that nobody of ours writes.
	smuggled []string
	hold     chan struct{} // what arrives is not answered before it is closed; nil answers at once
}

// takenMail is a message that came: some of its headers, from where it says to come
// back if need be, and its body.
type takenMail struct{ id, to, subject, leave, oneClick, from, text string }

func newOffice(t *testing.T) (o *office, address string) {
	t.Helper()
	o = &office{}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &officeTalk{office: o}, nil }))
	server.ReadTimeout, server.WriteTimeout = patience, patience
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener) // ends when it is closed
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return o, listener.Addr().String()
}

type officeTalk struct {
	*office
	from string
}

func (*officeTalk) Reset()                               {}
func (*officeTalk) Logout() error                        { return nil }
func (*officeTalk) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (o *officeTalk) Mail(from string, _ *smtp.MailOptions) error {
	o.from = from
	return nil
}

func (o *officeTalk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	o.mu.Lock()
	o.got = append(o.got, takenMail{
		id: m.Header.Get("Message-Id"), to: m.Header.Get("To"), subject: m.Header.Get("Subject"),
		leave: m.Header.Get("List-Unsubscribe"), oneClick: m.Header.Get("List-Unsubscribe-Post"), from: o.from, text: string(body),
	})
	for name := range m.Header {
		if name == "Bcc" || name == "Cc" || name == "X-Evil" {
			o.smuggled = append(o.smuggled, name+": "+m.Header.Get(name))
		}
	}
	hold := o.hold
	o.mu.Unlock()
	if hold != nil {
		<-hold
	}
	return nil
}

func (o *office) letters() []takenMail {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.got
}

// An invitation that an owner makes at one node is mailed by another soon after.
// A node that is killed after it has handed the message over, and before it has
// heard that it was taken, sends it once more, as the same; nothing is lost, and
// what is sent is not kept.
func TestInvitationIsMailed(t *testing.T) {
	t.Parallel()
	o, address := newOffice(t)
	n := newInternet(t).node("INEWS_SMTP_URL=smtp://"+address, "INEWS_MAIL_FROM=Council ideas <news@council.example>").start()
	staff := &accounts.Accounts{DB: n.desk.db, Letters: accounts.Letters{BaseURL: n.base, Name: "iNews", Sent: true}}
	invite := func(email string) string {
		_, token, err := staff.Invite(context.Background(), n.desk.editor, blog.Invitation{Email: email, Name: "Dev Patel", Role: blog.Moderator}, true)
		check(t, err)
		return token
	}
	token := invite("dev@council.example")
	n.await("the letter has come", func() bool { return len(o.letters()) == 1 })
	if got := o.letters()[0]; got.to != `"Dev Patel" <dev@council.example>` || !regexp.MustCompile(`/desk/join/`+token[:20]).MatchString(got.text) {
		t.Errorf("the letter is %+v, want one with %s", got, token)
	}
	n.await("nothing is kept of it", func() bool {
		return n.desk.count(`SELECT count(*) FROM mails WHERE sent_at IS NOT NULL AND body = ''`) == 1
	})

	o.mu.Lock()
	o.hold = make(chan struct{})
	hold := o.hold
	o.mu.Unlock()
	t.Cleanup(sync.OnceFunc(func() { close(hold) }))
	invite("ravi@council.example")
	n.await("the second letter is being taken", func() bool { return len(o.letters()) == 2 })
	n.kill9()
	o.mu.Lock()
	o.hold = nil
	o.mu.Unlock()
	_, err := n.desk.db.SQL().ExecContext(context.Background(), `UPDATE mails SET due_at = $1 WHERE sent_at IS NULL`, time.Now()) // as the lease would be over
	check(t, err)
	n.start()
	n.await("it is sent once more", func() bool { return len(o.letters()) == 3 })
	if two, three := o.letters()[1], o.letters()[2]; two.id == "" || two != three {
		t.Errorf("sent again it is another: %+v and %+v", two, three)
	}
	n.await("nothing waits", func() bool {
		return n.desk.count(`SELECT count(*) FROM mails WHERE sent_at IS NULL OR body <> ''`) == 0
	})

	var sent struct{ Server, Address string }
	n.inews(&sent, "mail", "test", "tom@council.example")
	if got := o.letters(); len(got) != 4 || sent.Server != address {
		t.Errorf("the test from the command line: %+v, %d letters", sent, len(got))
	}
}
