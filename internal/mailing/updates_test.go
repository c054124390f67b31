package mailing

import (
	"bytes"
	"fmt"
	"net/mail"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// kiosk is where readers ask for updates, with a mail server and a clock.
type kiosk struct {
	*testing.T
	*box
	updates *Updates
	office  *office
	db      *postgres.DB
	author  string
}

func newKiosk(t *testing.T) *kiosk {
	t.Helper()
	o, db := newOffice(t, manner{tls: true, asksName: true}), pgtest.New(t)
	k := &kiosk{T: t, box: newBox(t, db, o.as("smtp", postman, "example.com")), office: o, db: db}
	k.clock = time.Now().Add(time.Second)
	k.Composer.Bounce = "bounces@council.example"
	k.updates = &Updates{
		DB: db, BaseURL: "https://council.example", Site: "iNews", Tokens: k.Composer.Tokens, Sends: true,
		Digest: DigestTime{Day: time.Friday, Hour: 9}, Now: func() time.Time { return k.clock },
	}
	k.tx(func(tx *postgres.Tx) error {
		a, err := tx.SaveAuthor(t.Context(), blog.Author{Slug: "ines", Name: "Ines Okoro"})
		k.author = a.ID
		return err
	})
	return k
}

func (k *kiosk) tx(do func(tx *postgres.Tx) error) {
	k.Helper()
	check(k.T, k.db.InTx(k.Context(), do))
}

// publish lets a post out that subscribers are told of.
func (k *kiosk) publish(title string, rule blog.MailRule, tags ...string) blog.Post {
	k.Helper()
	p := blog.Post{
		Form: blog.FormArticle, State: blog.StatePublished, Slug: regexp.MustCompile(`[^a-z]+`).ReplaceAllString(strings.ToLower(title), "-"),
		Title: title, Summary: "About " + title + ".", Body: "All.", HTML: "<p>All.</p>", Text: "All.", Language: "en-GB",
		Author: blog.Author{ID: k.author}, Comments: blog.CommentsOpen, PublishedAt: k.clock, Tags: tags, Mail: rule,
	}
	k.tx(func(tx *postgres.Tx) (err error) {
		if p, err = tx.InsertPost(k.Context(), p, ""); err != nil {
			return err
		}
		var labels []postgres.Tag
		for _, tag := range tags {
			labels = append(labels, postgres.Tag{Key: strings.ToLower(tag), Label: tag})
		}
		if err := tx.SetTags(k.Context(), p.ID, labels); err != nil {
			return err
		}
		return tx.MailPost(k.Context(), p.ID, k.clock)
	})
	return p
}

// deliver writes what is due and sends it all, and returns what came.
func (k *kiosk) deliver() []*mail.Message {
	k.Helper()
	before := len(k.office.taken())
	for {
		if now := time.Now().Add(time.Second); k.clock.Before(now) { // a slow machine's database is past it
			k.clock = now
		}
		wrote, err := k.updates.Write(k.Context())
		check(k.T, err)
		sent, err := k.Work(k.Context())
		check(k.T, err)
		if wrote+sent == 0 {
			return k.office.taken()[before:]
		}
	}
}

// bodyOf is the body of a message that came, as it came.
func (k *kiosk) bodyOf(m *mail.Message) string {
	k.Helper()
	for i, got := range k.office.taken() {
		if got == m {
			return k.office.bodies[i]
		}
	}
	k.Fatal("the message did not come")
	return ""
}

func (k *kiosk) parts(m *mail.Message) (plain, page string) {
	k.Helper()
	return partsOf(k.T, &mail.Message{Header: m.Header, Body: strings.NewReader(k.bodyOf(m))})
}

var linkShape = regexp.MustCompile(`https://council\.example(?:/cy)?/updates/(confirm/)?([A-Za-z0-9-]+\.[A-Za-z0-9_-]+)`)

// subscribe asks, and confirms with the link that came.
func (k *kiosk) subscribe(email string, w Wish) blog.Subscription {
	k.Helper()
	w.Email, w.Address = email, netip.MustParseAddr(fmt.Sprintf("192.0.2.%d", 1+len(email)))
	check(k.T, k.updates.Subscribe(k.Context(), w))
	came := k.deliver()
	if len(came) != 1 || !strings.Contains(came[0].Header.Get("To"), email) {
		k.Fatalf("%d messages came after %s had asked", len(came), email)
	}
	plain, _ := k.parts(came[0])
	found := linkShape.FindStringSubmatch(plain)
	if found == nil || found[1] == "" {
		k.Fatalf("no link to confirm in %s", plain)
	}
	s, manage, err := k.updates.Confirm(k.Context(), found[2])
	if err != nil || !s.Stands() {
		k.Fatalf("confirmed: %+v, %v", s, err)
	}
	if managed, err := k.updates.Managed(k.Context(), manage); err != nil || managed.ID != s.ID {
		k.Fatalf("the link to manage leads to %+v, %v", managed, err)
	}
	return s
}

func subjects(all []*mail.Message) string {
	var words []string
	for _, m := range all {
		words = append(words, m.Header.Get("To")+" "+m.Header.Get("Subject"))
	}
	return strings.Join(words, "; ")
}

// Nothing is sent before the address is confirmed, and a look at the link confirms
// nothing. Who asks twice, or is known, sees the same.
func TestDoubleOptIn(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	wish := Wish{Email: " Jean@Home.example ", Pace: blog.PaceNow, Everything: true, Address: netip.MustParseAddr("2001:db8::1")}
	check(t, k.updates.Subscribe(t.Context(), wish))
	confirm := k.deliver()
	k.publish("Bins", blog.MailNow)
	if got := k.deliver(); len(confirm) != 1 || len(got) != 0 {
		t.Fatalf("before the address is confirmed come %s and %s", subjects(confirm), subjects(got))
	}
	plain, page := k.parts(confirm[0])
	if !strings.Contains(page, `class="button"`) || strings.Contains(plain, "/desk") || confirm[0].Header.Get("List-Unsubscribe") != "" {
		t.Errorf("the message is\n%s\n%s", plain, page)
	}
	link := linkShape.FindStringSubmatch(plain)[2]
	for range 2 {
		if s, err := k.updates.Asked(t.Context(), link); err != nil || s.Stands() || s.Email != "jean@home.example" || s.Consent == "" {
			t.Errorf("a look finds %+v, %v", s, err)
		}
	}
	s, _, err := k.updates.Confirm(t.Context(), link)
	if err != nil || !s.Stands() {
		t.Fatal(s, err)
	}
	check(t, k.updates.Subscribe(t.Context(), wish))
	if got := k.deliver(); len(got) != 1 || !strings.Contains(got[0].Header.Get("Subject"), "already") {
		t.Errorf("somebody who is known gets %s", subjects(got))
	}
	for name, bad := range map[string]Wish{
		"email": {Email: "jean", Pace: blog.PaceNow, Everything: true}, "pace": {Email: "a@home.example", Everything: true},
		"about": {Email: "a@home.example", Pace: blog.PaceNow},
	} {
		if err := k.updates.Subscribe(t.Context(), bad); blog.KindOf(err) != blog.Invalid || blog.ProblemsOf(err)[0].Field != name {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, end := range breaks {
		if err := k.updates.Subscribe(t.Context(), Wish{Email: "a" + end + "@home.example", Pace: blog.PaceNow, Everything: true}); blog.KindOf(err) != blog.Invalid {
			t.Errorf("an address with %.10q is answered %v", end, err)
		}
	}
}

// forget has the clock of a class run at a time.
func (k *kiosk) forget(class blog.Class, at time.Time) (gone int) {
	k.Helper()
	k.tx(func(tx *postgres.Tx) (err error) {
		gone, err = tx.Expire(k.Context(), class, blog.RetentionOf(class).Before(at), 10)
		return err
	})
	return gone
}

// What nobody confirms is forgotten after a week, and what ended leaves no address.
func TestSubscriptionsAreForgotten(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	check(t, k.updates.Subscribe(t.Context(), Wish{Email: "a@home.example", Pace: blog.PaceNow, Everything: true}))
	k.deliver()
	s := k.subscribe("jean@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	asked := k.clock
	if n := k.forget(blog.ClassUnconfirmed, asked.AddDate(0, 0, 6)); n != 0 {
		t.Errorf("%d are forgotten within a week", n)
	}
	if n := k.forget(blog.ClassUnconfirmed, asked.AddDate(0, 0, 8)); n != 1 {
		t.Errorf("%d are forgotten after a week", n)
	}
	if early, late := k.forget(blog.ClassOrigins, asked.AddDate(0, 0, 29)), k.forget(blog.ClassOrigins, asked.AddDate(0, 0, 31)); early != 0 || late != 1 {
		t.Errorf("from where forms came is forgotten of %d before a month and %d after", early, late)
	}
	if n, err := k.db.CountSubscriptions(t.Context(), time.Time{}); err != nil || n.Waiting != 0 || n.Standing != 1 {
		t.Errorf("after a week: %+v, %v", n, err)
	}
	check(t, k.updates.End(t.Context(), s.ID))
	if err := k.updates.End(t.Context(), s.ID); blog.KindOf(err) != blog.Gone {
		t.Errorf("ended twice: %v", err)
	}
	var left int
	check(t, k.db.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM subscriptions WHERE email IS NOT NULL`).Scan(&left))
	if s, err := k.db.SubscriptionByID(t.Context(), s.ID); left != 0 || err != nil || s.Consent == "" || s.EndedBy != "reader" {
		t.Errorf("%d addresses are left; %+v, %v", left, s, err)
	}
	if early, late := k.forget(blog.ClassEnded, k.clock.AddDate(0, 11, 0)), k.forget(blog.ClassEnded, k.clock.AddDate(0, 13, 0)); early != 0 || late != 1 {
		t.Errorf("%d are forgotten before a year and %d after", early, late)
	}
	if _, err := k.db.SubscriptionByID(t.Context(), s.ID); blog.KindOf(err) != blog.NotFound {
		t.Errorf("after a year: %v", err)
	}
}

// At once: who wants each post, of what they chose; everybody when the editor says so;
// nobody when not; each once, and nothing of what is withdrawn meanwhile.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.subscribe("all@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	care := k.subscribe("care@home.example", Wish{Pace: blog.PaceNow, Tags: []string{"care"}})
	k.subscribe("weekly@home.example", Wish{Pace: blog.PaceWeekly, Everything: true})
	p := k.publish("Bins", blog.MailUsual)
	came := k.deliver()
	if got := subjects(came); got != "<all@home.example> Bins" {
		t.Errorf("of a usual post come %s", got)
	}
	plain, page := k.parts(came[0])
	for _, want := range []string{"https://council.example/posts/bins", "About Bins.", "By Ines Okoro", "/unsubscribe/updates-", "/updates/"} {
		if !strings.Contains(plain, want) || !strings.Contains(page, want) {
			t.Errorf("the message does not say %q:\n%s\n%s", want, plain, page)
		}
	}
	if h := came[0].Header; h.Get("List-Unsubscribe-Post") != oneClick || !strings.Contains(h.Get("List-Unsubscribe"), "/unsubscribe/updates-") {
		t.Errorf("the headers are %v", h)
	}
	k.tx(func(tx *postgres.Tx) error { return tx.MailPost(t.Context(), p.ID, k.clock) }) // published once more
	k.publish("Secret", blog.MailNo)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("again, or though it is not to be mailed, come %s", subjects(got))
	}
	k.publish("Lamps", blog.MailUsual, "Care")
	if got := k.deliver(); len(got) != 2 {
		t.Errorf("with a tag come %s", subjects(got))
	}
	k.publish("Flood", blog.MailNow, "Care")
	if got := k.deliver(); len(got) != 3 {
		t.Errorf("to all come %s", subjects(got))
	}
	late := k.publish("Mistake", blog.MailUsual, "Care")
	_, err := k.updates.Write(t.Context())
	check(t, err)
	late.State, late.WithdrawnAt = blog.StateWithdrawn, k.clock
	k.tx(func(tx *postgres.Tx) error {
		_, err := tx.UpdatePost(t.Context(), late)
		return err
	})
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("of a withdrawn post come %s", subjects(got))
	}
	k.publish("Last", blog.MailUsual, "Care")
	_, err = k.updates.Write(t.Context())
	check(t, err)
	check(t, k.updates.End(t.Context(), care.ID))
	if got := subjects(k.deliver()); got != "<all@home.example> Last" {
		t.Errorf("after one had left come %s", got)
	}
	if m, err := k.db.MailingOfPost(t.Context(), p.ID); err != nil || m.Sent != 1 || m.Failed != 0 || m.Waiting != 0 {
		t.Errorf("the first post went out as %+v, %v", m, err)
	}
}

// A list of thousands is written with a statement for each batch, and one that is
// killed in between goes on where it was.
func TestManySubscribers(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	const many = 2000
	_, err := k.db.SQL().ExecContext(t.Context(), `
		INSERT INTO subscriptions (email, email_hash, pace, everything, consent, asked_at, confirmed_at, told_until)
		SELECT 'a' || n || '@home.example', sha256(n::text::bytea), 'now', true, 'Yes.', $2, $2, $2 FROM generate_series(1, $1) n`, many, k.clock)
	check(t, err)
	k.publish("Bins", blog.MailUsual)
	for range 3 {
		k.tx(func(tx *postgres.Tx) error {
			_, err := tx.WriteMailsAboutPost(t.Context(), k.clock, 700)
			return err
		})
	}
	killed := fmt.Errorf("killed")
	if err := k.db.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.WriteMailsAboutPost(t.Context(), k.clock, 700)
		return fmt.Errorf("%w, %w", killed, err)
	}); err == nil {
		t.Fatal("it was not killed")
	}
	for {
		did, err := k.updates.Write(t.Context())
		check(t, err)
		if did == 0 {
			break
		}
	}
	var written, different int
	row := k.db.SQL().QueryRowContext(t.Context(), `SELECT count(*), count(DISTINCT subscription_id) FROM mails`)
	check(t, row.Scan(&written, &different))
	if written != many || different != many {
		t.Errorf("%d mails for %d subscribers are written, want %d", written, different, many)
	}
}

const dsn = "From: MAILER-DAEMON@mail.example\r\nTo: <%s>\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n" +
	"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; x@home.example\r\n" +
	"Action: %s\r\nStatus: %s\r\nDiagnostic-Code: smtp; told so\r\n\r\n--b--\r\n"

// What comes back ends mail for good when there is nobody, and only then.
func TestBounce(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	bounces := &Bounces{DB: k.db, Tokens: k.Composer.Tokens, Now: func() time.Time { return k.clock }}
	s := k.subscribe("jean@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	k.publish("Bins", blog.MailUsual)
	if len(k.deliver()) != 1 {
		t.Fatal("it did not come")
	}
	path := k.office.from[len(k.office.from)-1]
	if !strings.HasPrefix(path, "bounces+") || !strings.HasSuffix(path, "@council.example") {
		t.Fatalf("the return path is %q", path)
	}
	take := func(want Returned, to, action, status string) {
		t.Helper()
		if was, err := bounces.Take(t.Context(), strings.NewReader(fmt.Sprintf(dsn, to, action, status)), ""); err != nil || was != want {
			t.Errorf("%s %s at %s is %q, %v; want %q", action, status, to, was, err, want)
		}
	}
	forged := strings.Replace(path, "@", "0@", 1)
	take(ReturnedNothing, strings.Replace(path, "-", "-0", 1), "failed", "5.1.1")
	take(ReturnedNothing, forged, "failed", "5.1.1")
	take(ReturnedNothing, "bounces@council.example", "failed", "5.1.1")
	take(ReturnedNothing, path, "delayed", "4.4.1")
	take(ReturnedForNow, path, "failed", "4.4.1")
	take(ReturnedForNow, path, "failed", "5.2.2")
	if now, err := k.db.SubscriptionByID(t.Context(), s.ID); err != nil || !now.Stands() || now.Bounces != 1 {
		t.Errorf("after a soft bounce, told twice: %+v, %v", now, err)
	}
	if was, err := bounces.Take(t.Context(), strings.NewReader("To: "+path+"\r\nAuto-Submitted: auto-replied\r\n\r\nI am away."), path); err != nil || was != ReturnedNothing {
		t.Errorf("a holiday notice is %q, %v", was, err)
	}
	take(ReturnedForGood, path, "failed", "5.1.1")
	if now, err := k.db.SubscriptionByID(t.Context(), s.ID); err != nil || now.Stands() || now.Email == "" {
		t.Errorf("after a hard bounce: %+v, %v", now, err)
	}
	k.publish("Lamps", blog.MailNow)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("to nobody come %s", subjects(got))
	}
}

// The mail server that refuses an address ends mail to it; one that refuses us does not.
func TestRefusedAddress(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.subscribe("jean@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	k.subscribe("sam@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	k.office.refuses = map[string]error{
		"jean@home.example": &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "No such person"},
		"sam@home.example":  &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "Relaying denied"},
	}
	p := k.publish("Bins", blog.MailUsual)
	k.deliver()
	n, err := k.db.CountSubscriptions(t.Context(), time.Time{})
	if err != nil || n.Suspended != 1 || n.Standing != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	if m, err := k.db.MailingOfPost(t.Context(), p.ID); err != nil || m.Sent != 0 || m.Failed != 2 {
		t.Errorf("the post went out as %+v, %v", m, err)
	}
}

// Who calls our mail spam gets no more of any.
func TestComplaint(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	s := k.subscribe("jean@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	k.publish("Bins", blog.MailUsual)
	came := k.deliver()
	var report bytes.Buffer
	fmt.Fprintf(&report, "To: abuse@council.example\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n"+
		"Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nList-Unsubscribe: %s\r\n\r\n--b--\r\n", came[0].Header.Get("List-Unsubscribe"))
	bounces := &Bounces{DB: k.db, Tokens: k.Composer.Tokens}
	if was, err := bounces.Take(t.Context(), &report, ""); err != nil || was != ReturnedComplaint {
		t.Fatalf("it is %q, %v", was, err)
	}
	check(t, k.updates.Subscribe(t.Context(), Wish{Email: "jean@home.example", Pace: blog.PaceNow, Everything: true}))
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("still come %s", subjects(got))
	}
	if s, err := k.db.SubscriptionByID(t.Context(), s.ID); err != nil || s.EndedBy != "complaint" || s.Email != "" {
		t.Errorf("it is %+v, %v", s, err)
	}
}
