package mailing

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func post(t *testing.T, db *postgres.DB, mails ...blog.Mail) {
	t.Helper()
	err := db.InTx(t.Context(), func(tx *postgres.Tx) error {
		for _, m := range mails {
			if err := tx.InsertMail(t.Context(), m); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func invitation() blog.Mail {
	return blog.Mail{Address: "zoe@home.example", Name: "Zoë Ng", Subject: "You are invited", Text: "Open https://council.example/desk/invitations/secret\n"}
}

// kept is what the table says of its one mail.
type kept struct {
	Body, Error string
	Attempts    int
	Sent, Ended bool
}

func look(t *testing.T, db *postgres.DB) kept {
	t.Helper()
	var k kept
	row := db.SQL().QueryRowContext(t.Context(), `SELECT body, error, attempts, sent_at IS NOT NULL, ended_at IS NOT NULL FROM mails`)
	if err := row.Scan(&k.Body, &k.Error, &k.Attempts, &k.Sent, &k.Ended); err != nil {
		t.Fatal(err)
	}
	return k
}

func (b *box) works(t *testing.T, want int) {
	t.Helper()
	if did, err := b.Work(t.Context()); err != nil || did != want {
		t.Fatalf("the postbox did %d, %v; want %d", did, err, want)
	}
}

// A message goes out within TLS, after the password, and nothing stays of what
// it says.
func TestSend(t *testing.T) {
	for name, way := range map[string]struct {
		manner       manner
		scheme, user string
		host         string
		secured      bool
	}{
		"STARTTLS and a password":                 {manner{tls: true, asksName: true}, "smtp", postman, "example.com", true},
		"STARTTLS alone":                          {manner{tls: true}, "smtp", "", "example.com", true},
		"TLS from the first byte":                 {manner{inTLS: true, asksName: true}, "smtps", postman, "", true},
		"this machine":                            {manner{}, "smtp", "", "", false},
		"this machine, with a password, STARTTLS": {manner{tls: true, asksName: true}, "smtp", postman, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, db := newOffice(t, way.manner), pgtest.New(t)
			b := newBox(t, db, o.as(way.scheme, way.user, way.host))
			if err := b.Server.Try(t.Context()); err != nil {
				t.Fatal(err)
			}
			if len(o.taken()) != 0 {
				t.Fatal("a try sends something")
			}
			post(t, db, invitation())
			b.works(t, 1)
			b.works(t, 0)
			if len(o.taken()) != 1 || !strings.Contains(o.bodies[0], "desk/invitations/secret") || o.to[0] != "zoe@home.example" {
				t.Fatalf("the office got %v %q for %q", o.taken(), o.bodies, o.to)
			}
			h := o.taken()[0].Header
			if h.Get("List-Unsubscribe") != "" || h.Get("Auto-Submitted") != "auto-generated" || !strings.HasSuffix(h.Get("Message-Id"), "@council.example>") {
				t.Errorf("the headers are %v", h)
			}
			if k := look(t, db); k != (kept{Attempts: 1, Sent: true}) {
				t.Errorf("kept is %+v", k)
			}
			if way.manner.tls || way.manner.inTLS {
				b.finding(t, blog.Fine, "answers, and lets us send")
			}
		})
	}
}

func (b *box) finding(t *testing.T, weight blog.Weight, words string) {
	t.Helper()
	if f := b.Examine(t.Context()); f.Weight != weight || !strings.Contains(f.Says, words) {
		t.Errorf("the finding is %+v, want %s and %q", f, weight, words)
	}
}

// Nothing is told in clear: a server elsewhere that offers no TLS, whose
// certificate is another's or that does not know us, gets no message, and it
// waits.
func TestSendsNothingInClear(t *testing.T) {
	for name, way := range map[string]struct {
		manner     manner
		user, host string
		says       string
	}{
		"no STARTTLS":            {manner{}, "", "example.com", "STARTTLS"},
		"another's certificate":  {manner{tls: true}, "", "mail.council.example", "certificate"},
		"a wrong name":           {manner{tls: true, asksName: true}, "somebody", "example.com", "535"},
		"a name, and no TLS":     {manner{asksName: true}, postman, "", "AUTH"},
		"a password that is due": {manner{tls: true, asksName: true}, "", "example.com", "502"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, db := newOffice(t, way.manner), pgtest.New(t)
			b := newBox(t, db, o.as("smtp", way.user, way.host))
			post(t, db, invitation())
			b.works(t, 1)
			k := look(t, db)
			if len(o.taken()) != 0 || k.Sent || !strings.Contains(k.Error, way.says) || strings.Contains(k.Error, word) {
				t.Fatalf("the office got %d, and kept is %+v", len(o.taken()), k)
			}
			if way.says != "502" && (k.Ended || k.Body == "") {
				t.Errorf("it does not wait: %+v", k)
			}
			if way.says != "502" {
				b.finding(t, blog.Trouble, "reach mail server")
			}
		})
	}
}

// What a server cannot take now waits longer each time, for two days.
func TestTriesAgain(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	busy := &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "Greylisted, come back later"}
	o.tells = []error{busy, busy}
	post(t, db, invitation())
	b.works(t, 1)
	if k := look(t, db); k.Sent || k.Ended || !strings.Contains(k.Error, "Greylisted") || k.Body == "" {
		t.Fatalf("kept is %+v", k)
	}
	b.clock = b.clock.Add(59 * time.Second)
	b.works(t, 0)
	b.clock = b.clock.Add(time.Second)
	b.works(t, 1)
	b.clock = b.clock.Add(time.Minute)
	b.works(t, 0) // the second pause is longer
	b.clock = b.clock.Add(time.Minute)
	b.works(t, 1)
	if k := look(t, db); k != (kept{Attempts: 3, Sent: true}) || len(o.taken()) != 1 {
		t.Errorf("kept is %+v, and the office has %d", k, len(o.taken()))
	}
}

func TestGivesUpAfterTwoDays(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	check(t, o.server.Close())
	post(t, db, invitation())
	begun, tries := b.clock, 0
	for !look(t, db).Ended {
		did, err := b.Work(t.Context())
		check(t, err)
		tries += did
		b.clock = b.clock.Add(time.Minute)
		if b.clock.Sub(begun) > 3*24*time.Hour {
			t.Fatal("it is tried for ever")
		}
	}
	if k, took := look(t, db), b.clock.Sub(begun); k.Body != "" || k.Error == "" || tries < 10 || tries > 30 || took < 40*time.Hour {
		t.Errorf("after %d tries in %v kept is %+v", tries, took, k)
	}
}

// A refusal for good ends it, and why is kept.
func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	o.tells = []error{&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such person here"}}
	post(t, db, invitation())
	b.works(t, 1)
	b.clock = b.clock.Add(24 * time.Hour)
	b.works(t, 0)
	if k := look(t, db); !k.Ended || k.Sent || k.Body != "" || !strings.Contains(k.Error, "No such person here") {
		t.Errorf("kept is %+v", k)
	}
	b.finding(t, blog.Worry, "No such person here")
}

// The line is cut after the message, before the answer: it is sent again, and
// its reader can tell that it is the same.
func TestCutBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	o.drops = 1
	post(t, db, invitation())
	b.works(t, 1)
	if k := look(t, db); k.Sent || k.Ended {
		t.Fatalf("kept is %+v", k)
	}
	b.clock = b.clock.Add(time.Minute)
	b.works(t, 1)
	if k := look(t, db); !k.Sent || len(o.taken()) != 2 {
		t.Fatalf("kept is %+v, and the office has %d", k, len(o.taken()))
	}
	for _, header := range []string{"Message-Id", "Date"} {
		if one, two := o.taken()[0].Header.Get(header), o.taken()[1].Header.Get(header); one == "" || one != two {
			t.Errorf("%s is %q and %q", header, one, two)
		}
	}
}

// A node that is killed in the middle leaves the message to another, once its
// lease is over; what it would say later counts no more.
func TestKilledInBetween(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	post(t, db, invitation())
	var stale blog.Mail
	check(t, db.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		stale, _, err = tx.ClaimMail(t.Context(), b.clock, lease)
		return err
	}))
	b.works(t, 0)
	b.clock = b.clock.Add(lease)
	b.works(t, 1)
	check(t, b.note(t.Context(), stale, errors.New("late")))
	if k := look(t, db); k != (kept{Attempts: 2, Sent: true}) || len(o.taken()) != 1 {
		t.Errorf("kept is %+v, and the office has %d", k, len(o.taken()))
	}
}

// Nodes that send at once send each message once.
func TestManyNodes(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	const messages = 20
	for range messages {
		post(t, db, invitation())
	}
	var nodes sync.WaitGroup
	for range 4 {
		b := newBox(t, db, o.as("smtp", "", ""))
		nodes.Go(func() {
			for {
				if did, err := b.Work(context.Background()); err != nil || did == 0 {
					if err != nil {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	nodes.Wait()
	ids := map[string]bool{}
	for _, m := range o.taken() {
		ids[m.Header.Get("Message-Id")] = true
	}
	if len(o.taken()) != messages || len(ids) != messages {
		t.Errorf("%d messages came, %d different; want %d", len(o.taken()), len(ids), messages)
	}
}

// What could begin a header of its own is given up and never sent.
func TestNoHeaderFromOutside(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	for _, m := range []blog.Mail{
		{Address: "zoe@home.example", Subject: "News\r\nBcc: victim@home.example", Text: "x"},
		{Address: "zoe@home.example", Name: "Zoë\nBcc: victim@home.example", Subject: "News", Text: "x"},
		{Address: "zoe@home.example\r\nRCPT TO:<victim@home.example>", Subject: "News", Text: "x"},
	} {
		post(t, db, m)
		b.works(t, 1)
	}
	if len(o.taken()) != 0 || len(o.to) != 0 {
		t.Errorf("the office got %d for %q", len(o.taken()), o.to)
	}
	state, err := db.MailState(t.Context(), b.clock.Add(-time.Hour))
	if err != nil || state.Ended != 3 || state.Waiting != 0 {
		t.Errorf("mail stands at %+v, %v", state, err)
	}
}

// Without a mail server nothing is tried, and nothing piles up.
func TestWithoutAServer(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	b := newBox(t, db, nil)
	post(t, db, invitation())
	b.works(t, 0)
	b.finding(t, blog.Fine, "No mail server is set")
	check(t, b.GiveUp(t.Context()))
	if k := look(t, db); k.Ended {
		t.Error("it is given up at once, though a server may be set tomorrow")
	}
	b.clock = b.clock.Add(patience + time.Minute)
	check(t, b.GiveUp(t.Context()))
	if k := look(t, db); !k.Ended || k.Body != "" || k.Error != "No mail server is set." {
		t.Errorf("kept is %+v", k)
	}
	b.clock = b.clock.Add(time.Minute)
	check(t, db.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.Expire(t.Context(), blog.ClassMails, b.clock, 10)
		return err
	}))
	if state, err := db.MailState(t.Context(), time.Time{}); err != nil || state.Ended != 0 {
		t.Errorf("an old message is not forgotten: %+v, %v", state, err)
	}
	if err := b.SendTest(t.Context(), "zoe@home.example", ""); blog.KindOf(err) != blog.Conflict {
		t.Errorf("a test without a server is answered %v", err)
	}
}

func TestSendTest(t *testing.T) {
	t.Parallel()
	o, db := newOffice(t, manner{}), pgtest.New(t)
	b := newBox(t, db, o.as("smtp", "", ""))
	check(t, b.SendTest(t.Context(), "zoe@home.example", "Zoë"))
	o.tells = []error{&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "You may not send as that"}}
	err := b.SendTest(t.Context(), "zoe@home.example", "Zoë")
	if len(o.taken()) != 1 || blog.KindOf(err) != blog.Unavailable || !strings.Contains(blog.Message(err), "You may not send as that") {
		t.Errorf("the office got %d; the second was answered %v", len(o.taken()), err)
	}
	if err := b.SendTest(t.Context(), "zoe", ""); blog.KindOf(err) != blog.Invalid {
		t.Errorf("a wrong address is answered %v", err)
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
