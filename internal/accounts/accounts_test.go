package accounts

import (
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

// theConsole is whoever runs the command line.
var theConsole = blog.Editor{Role: blog.Owner}

var home = netip.MustParseAddr("192.0.2.1")

const good = "a lamp, a pear and a bus"

// door is the accounts of a staff, and a clock.
type door struct {
	*Accounts
	clock time.Time
}

func newDoor(t *testing.T) *door {
	t.Helper()
	d := &door{clock: noon}
	d.Accounts = &Accounts{DB: pgtest.New(t), Now: func() time.Time { return d.clock }}
	return d
}

func (d *door) add(t *testing.T, name string, role blog.Role, password string) blog.Editor {
	t.Helper()
	e, err := d.Add(t.Context(), theConsole, blog.Editor{Email: name + "@council.example", Name: name, Role: role})
	if err != nil {
		t.Fatal(err)
	}
	if password != "" {
		if err := d.SetPassword(t.Context(), e.ID, password, ""); err != nil {
			t.Fatal(err)
		}
	}
	return e
}

// expire deletes what of a class was there before a time, as the clean-up does.
func (d *door) expire(t *testing.T, class blog.Class, before time.Time) {
	t.Helper()
	check(t, d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.Expire(t.Context(), class, before, 100)
		return err
	}))
}

func (d *door) enter(t *testing.T, e blog.Editor) string {
	t.Helper()
	link, err := d.Link(t.Context(), e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	pass, err := d.Redeem(t.Context(), link, home)
	if err != nil {
		t.Fatal(err)
	}
	return pass.Token
}

// open tells whether the token opens a session.
func (d *door) open(t *testing.T, token string) bool {
	t.Helper()
	_, err := d.Session(t.Context(), token)
	if err != nil && blog.KindOf(err) != blog.Unauthorized {
		t.Fatal(err)
	}
	return err == nil
}

func wantKind(t *testing.T, what string, err error, kind blog.Kind) {
	t.Helper()
	if blog.KindOf(err) != kind {
		t.Errorf("%s: got %q (%v), want %q", what, blog.KindOf(err), err, kind)
	}
}

func TestSignIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Managing, good)
	pass, err := d.SignIn(t.Context(), " ADA@council.example ", good, home)
	if err != nil || pass.Editor.ID != e.ID || !pass.Expires.Equal(noon.Add(sessionLife)) {
		t.Fatalf("pass = %+v, %v", pass, err)
	}
	second, err := d.SignIn(t.Context(), "ada@council.example", good, home)
	if err != nil || second.Token == pass.Token {
		t.Errorf("a second sign-in has the first one's token, %v", err)
	}
	if got, err := d.Session(t.Context(), pass.Token); err != nil || got.ID != e.ID || !got.HasPassword {
		t.Errorf("session of %+v, %v", got, err)
	}
	if err := d.SignOut(t.Context(), pass.Token); err != nil {
		t.Fatal(err)
	}
	if d.open(t, pass.Token) || !d.open(t, second.Token) {
		t.Error("signing out ended another session, or not this one")
	}
	changes, err := d.DB.ChangesOf(t.Context(), blog.EditorSubject, e.ID)
	var verbs []string
	for _, c := range changes {
		verbs = append(verbs, string(c.Verb))
	}
	if want := []string{"add", "edit", "sign_in", "sign_in"}; !slices.Equal(verbs, want) {
		t.Errorf("changes = %q, want %q, %v", verbs, want, err)
	}
}

// workshop counts the passwords that are hashed: it is the one slot for them.
func (d *door) workshop(t *testing.T) (count func() int) {
	t.Helper()
	slot, asked, hashed := make(chan struct{}), make(chan chan int), 0
	d.hashing.Do(func() { d.slots = slot })
	go func() {
		for {
			select {
			case <-slot: // somebody begins
				hashed++
				slot <- struct{}{} // and leaves
			case answer := <-asked:
				answer <- hashed
			case <-t.Context().Done():
				return
			}
		}
	}()
	return func() int {
		answer := make(chan int)
		asked <- answer
		return <-answer
	}
}

// Check 45, "answers and timing equal for known and unknown users": who is
// unknown, has no password, is disabled or gave the wrong one gets the same
// answer, and the same work is done for it: one password is hashed, at one cost.
func TestCheck45TellsNothing(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	hashed := d.workshop(t)
	d.add(t, "ada", blog.Owner, good)
	d.add(t, "new", blog.Contributor, "")
	gone := d.add(t, "gone", blog.Contributor, good)
	if _, err := d.Disable(t.Context(), theConsole, gone.ID); err != nil {
		t.Fatal(err)
	}
	var answers []string
	for _, try := range []struct{ email, password string }{
		{"ada@council.example", "a lamp, a pear and a tram"}, {"nobody@council.example", good},
		{"new@council.example", ""}, {"new@council.example", good}, {"gone@council.example", good}, {"", ""},
		{"ada@council.example", good + strings.Repeat("x", 1<<20)},
	} {
		before := hashed()
		_, err := d.SignIn(t.Context(), try.email, try.password, home)
		wantKind(t, try.email, err, blog.Unauthorized)
		if n := hashed() - before; n != 1 {
			t.Errorf("%s: %d passwords were hashed", try.email, n)
		}
		answers = append(answers, blog.Message(err))
	}
	if slices.Sort(answers); answers[0] != answers[len(answers)-1] {
		t.Errorf("answers differ: %q", answers)
	}
	for _, hash := range []string{nobodysHash} {
		right, outdated, err := d.verify(t.Context(), hash, good)
		if right || outdated || err != nil {
			t.Errorf("nobody's hash: right %v, of another cost %v, %v", right, outdated, err)
		}
	}
}

// Check 45: "Brute force on login, reset, change, second factor, subscribe,
// comment → limited per account and IP; answers and timing equal for known and
// unknown users." Here sign-in; in parallel too, and the right password does not
// help then. For the second factor see TestCheck45Codes.
func TestCheck45SignIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.add(t, "ada", blog.Owner, good)
	var wait sync.WaitGroup
	kinds := make([]blog.Kind, emailLimit+4)
	for i := range kinds {
		wait.Go(func() {
			_, err := d.SignIn(t.Context(), "ada@council.example", "wrong, wrong, wrong", netip.AddrFrom4([4]byte{10, 0, 0, byte(i)}))
			kinds[i] = blog.KindOf(err)
		})
	}
	wait.Wait()
	tried := 0
	for _, kind := range kinds {
		if kind == blog.Unauthorized {
			tried++
		}
	}
	if tried != emailLimit {
		t.Errorf("%d passwords were tried, want %d", tried, emailLimit)
	}
	_, err := d.SignIn(t.Context(), "ada@council.example", good, home)
	wantKind(t, "the right one, too late", err, blog.TooMany)
	_, unknown := d.SignIn(t.Context(), "nobody@council.example", good, home)
	wantKind(t, "somebody else", unknown, blog.Unauthorized)
	d.clock = noon.Add(16 * time.Minute)
	if _, err := d.SignIn(t.Context(), "ada@council.example", good, home); err != nil {
		t.Errorf("a quarter of an hour later: %v", err)
	}
	for i := range addressLimit + 1 {
		_, err = d.SignIn(t.Context(), strings.Repeat("x", i+1)+"@council.example", good, netip.MustParseAddr("2001:db8::1"))
	}
	wantKind(t, "many names from one address", err, blog.TooMany)
	_, err = d.SignIn(t.Context(), "ada@council.example", good, netip.MustParseAddr("2001:db8::2"))
	wantKind(t, "its neighbour", err, blog.TooMany)
}

// Check 45 for links, with which a password is reset: an address may not try
// them for ever.
func TestCheck45Links(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, good)
	link, err := d.Link(t.Context(), e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for range addressLimit {
		_, err := d.Redeem(t.Context(), "a guess", home)
		wantKind(t, "a guess", err, blog.Gone)
	}
	_, err = d.Redeem(t.Context(), link, home)
	wantKind(t, "the right one, too late", err, blog.TooMany)
	if _, err := d.Redeem(t.Context(), link, netip.MustParseAddr("192.0.2.9")); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

func TestSessionEnds(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, "")
	used, idle := d.enter(t, e), d.enter(t, e)
	for range 20 { // in use every eleven hours
		d.clock = d.clock.Add(11 * time.Hour)
		if before := d.clock.Sub(noon) < sessionLife; d.open(t, used) != before {
			t.Errorf("after %v in use: open %v", d.clock.Sub(noon), !before)
		}
	}
	if d.open(t, idle) {
		t.Error("a session that nobody used is open")
	}
	if d.open(t, "") || d.open(t, "nonsense") {
		t.Error("a token that never was opens a session")
	}
	d.clock = noon.AddDate(0, 1, 0)
	d.expire(t, blog.ClassSessions, d.clock.Add(-sessionIdle))
	d.expire(t, blog.ClassLinks, d.clock)
	left := -1
	if err := d.DB.SQL().QueryRow(`SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM sign_in_links)`).Scan(&left); err != nil || left != 0 {
		t.Errorf("%d rows left after sweeping, %v", left, err)
	}
}

func TestLink(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, "")
	link, err := d.Link(t.Context(), e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if pass, err := d.Redeem(t.Context(), link, home); err != nil || pass.Editor.ID != e.ID {
		t.Errorf("pass = %+v, %v", pass, err)
	}
	_, err = d.Redeem(t.Context(), link, home)
	wantKind(t, "spent", err, blog.Gone)
	_, err = d.Redeem(t.Context(), "never was", home)
	wantKind(t, "never was", err, blog.Gone)
	late, err := d.Link(t.Context(), e.ID, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	d.clock = noon.Add(time.Hour)
	_, err = d.Redeem(t.Context(), late, home)
	wantKind(t, "run out", err, blog.Gone)
	_, err = d.Link(t.Context(), e.ID, 30*24*time.Hour)
	wantKind(t, "for a month", err, blog.Invalid)
	_, err = d.Link(t.Context(), "00000000-0000-0000-0000-000000000001", time.Hour)
	wantKind(t, "for nobody", err, blog.NotFound)
	var clear int
	err = d.DB.SQL().QueryRow(`SELECT count(*) FROM sign_in_links WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, link).Scan(&clear)
	if err != nil || clear != 0 {
		t.Errorf("%d tokens are kept in clear, %v", clear, err)
	}
}
