package accounts

import (
	"context"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"inews/internal/blog"
)

// from is the context of a request from a browser.
func from(t *testing.T, agent, address string) context.Context {
	return From(t.Context(), Caller{Agent: agent, Address: netip.MustParseAddr(address)})
}

// app is what an editor's authenticator app knows.
func (d *door) app(t *testing.T, e blog.Editor) (show func(at time.Time) string) {
	t.Helper()
	kept, err := d.DB.AuthenticatorOf(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	return func(at time.Time) string {
		code, err := totp.GenerateCode(kept.Secret, at)
		if err != nil {
			t.Fatal(err)
		}
		return code
	}
}

// secure adds an editor with a password and an app, and returns the recovery
// codes.
func (d *door) secure(t *testing.T, name string) (blog.Editor, func(time.Time) string, []string) {
	t.Helper()
	e := d.add(t, name, blog.Owner, good)
	if err := d.BeginCode(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	show := d.app(t, e)
	codes, err := d.ConfirmCode(t.Context(), e, show(d.clock))
	if err != nil {
		t.Fatal(err)
	}
	e, err = d.DB.EditorByID(t.Context(), e.ID)
	if err != nil || !e.HasCode || len(codes) != recoveryCodes {
		t.Fatalf("editor = %+v, %d codes, %v", e, len(codes), err)
	}
	d.clock = d.clock.Add(time.Minute) // the code that confirmed is spent
	return e, show, codes
}

// knock gives the right password, which is answered by no session.
func (d *door) knock(t *testing.T, e blog.Editor, door string) {
	t.Helper()
	pass, err := d.SignIn(t.Context(), e.Email, good, home)
	if err != nil || pass.Token != "" || pass.Editor.ID != e.ID {
		t.Fatalf("the password alone gives %+v, %v", pass, err)
	}
	if err := d.AwaitCode(t.Context(), door, pass.Editor); err != nil {
		t.Fatal(err)
	}
}

// A code counts for its half minute and the ones beside it, once; nobody gets
// further without the password, in another browser, or later.
func TestCodeAfterPassword(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, show, _ := d.secure(t, "ada")
	_, err := d.GiveCode(t.Context(), "a browser", show(d.clock))
	wantKind(t, "a code without a password", err, blog.Gone)
	for _, off := range []time.Duration{-30 * time.Second, 0, 30 * time.Second} {
		d.clock = d.clock.Add(5 * time.Minute)
		d.knock(t, e, "a browser")
		for wrong, code := range map[string]string{"too old": show(d.clock.Add(-61 * time.Second)), "too new": show(d.clock.Add(61 * time.Second)), "nothing": "", "words": "let me in"} {
			_, err := d.GiveCode(t.Context(), "a browser", code)
			wantKind(t, wrong, err, blog.Invalid)
		}
		code := show(d.clock.Add(off))
		_, err := d.GiveCode(t.Context(), "another browser", code)
		wantKind(t, "in another browser", err, blog.Gone)
		pass, err := d.GiveCode(t.Context(), "a browser", code[:3]+" "+code[3:])
		if err != nil || !d.open(t, pass.Token) {
			t.Fatalf("a code that is %v off: %+v, %v", off, pass, err)
		}
		_, err = d.GiveCode(t.Context(), "a browser", code)
		wantKind(t, "the same step again", err, blog.Gone)
		d.knock(t, e, "a browser")
		_, err = d.GiveCode(t.Context(), "a browser", code)
		wantKind(t, "the same code again", err, blog.Invalid)
	}
	d.knock(t, e, "a browser")
	d.clock = d.clock.Add(codeWait)
	_, err = d.GiveCode(t.Context(), "a browser", show(d.clock))
	wantKind(t, "too late", err, blog.Gone)
}

// Of many who give one code at once, one gets in.
func TestCodeIsTakenOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, show, codes := d.secure(t, "ada")
	for _, code := range []string{show(d.clock), codes[3]} {
		var wait sync.WaitGroup
		in := make([]bool, 6)
		for i := range in {
			door := strings.Repeat("x", i+1)
			d.knock(t, e, door)
			wait.Go(func() {
				pass, err := d.GiveCode(t.Context(), door, code)
				in[i] = err == nil && pass.Token != ""
			})
		}
		wait.Wait()
		if n := len(slices.DeleteFunc(in, func(b bool) bool { return !b })); n != 1 {
			t.Errorf("%d got in with one code", n)
		}
	}
}

// Check 45: "Brute force on … second factor … → limited per account and IP".
func TestCheck45Codes(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, show, codes := d.secure(t, "ada")
	d.knock(t, e, "a browser")
	for i := range emailLimit {
		_, err := d.GiveCode(from(t, "", "10.0.0."+strconv.Itoa(i)), "a browser", "000000")
		wantKind(t, "a guess", err, blog.Invalid)
	}
	for _, code := range []string{show(d.clock), codes[0]} {
		_, err := d.GiveCode(t.Context(), "a browser", code)
		wantKind(t, "the right one, too late", err, blog.TooMany)
	}
	for _, name := range []string{"bert", "cleo", "dora"} {
		other, _, _ := d.secure(t, name)
		d.knock(t, other, name)
		for range emailLimit {
			_, err := d.GiveCode(from(t, "", "192.0.2.7"), name, "000000")
			wantKind(t, "a guess", err, blog.Invalid)
		}
	}
	last, show, _ := d.secure(t, "emil")
	d.knock(t, last, "a browser")
	_, err := d.GiveCode(from(t, "", "192.0.2.7"), "a browser", show(d.clock))
	wantKind(t, "many names from one address", err, blog.TooMany)
	if _, err := d.GiveCode(from(t, "", "198.51.100.7"), "a browser", show(d.clock)); err != nil {
		t.Errorf("from another address: %v", err)
	}
}

// A recovery code works once, whatever people make of its case and dashes, and
// its owner is told.
func TestRecoveryCodes(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, show, codes := d.secure(t, "ada")
	other, _, theirs := d.secure(t, "bert")
	for _, typed := range []string{codes[0], strings.ToLower(codes[1]), strings.ReplaceAll(codes[2], "-", " ")} {
		d.knock(t, e, "a browser")
		if _, err := d.GiveCode(t.Context(), "a browser", typed); err != nil {
			t.Errorf("%q: %v", typed, err)
		}
		d.knock(t, e, "a browser")
		_, err := d.GiveCode(t.Context(), "a browser", typed)
		wantKind(t, "again", err, blog.Invalid)
	}
	_, err := d.GiveCode(t.Context(), "a browser", theirs[0])
	wantKind(t, "somebody else's", err, blog.Invalid)
	if n, err := d.DB.CountRecoveryCodes(t.Context(), e.ID); n != recoveryCodes-3 || err != nil {
		t.Errorf("%d codes left, %v", n, err)
	}
	fresh, err := d.RenewRecoveryCodes(t.Context(), e, show(d.clock))
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.GiveCode(t.Context(), "a browser", codes[5])
	wantKind(t, "an old one", err, blog.Invalid)
	if _, err := d.GiveCode(t.Context(), "a browser", fresh[5]); err != nil {
		t.Errorf("a new one: %v", err)
	}
	if n := d.told(t, e, "Recovery code used"); n != 4 {
		t.Errorf("%d letters about recovery codes", n)
	}
	if n, _ := d.DB.CountRecoveryCodes(t.Context(), other.ID); n != recoveryCodes {
		t.Errorf("somebody else has %d codes left", n)
	}
	var clear int
	err = d.DB.SQL().QueryRow(`SELECT count(*) FROM recovery_codes WHERE encode(code_hash, 'escape') LIKE '%' || $1 || '%'`, fresh[0]).Scan(&clear)
	if err != nil || clear != 0 {
		t.Errorf("%d codes are kept in clear, %v", clear, err)
	}
}

// told counts what was written to an editor.
func (d *door) told(t *testing.T, e blog.Editor, subject string) int {
	t.Helper()
	var n int
	err := d.DB.SQL().QueryRow(`SELECT count(*) FROM mails WHERE address = $1 AND subject LIKE $2 || '%'`, e.Email, subject).Scan(&n)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The secret is shown until the app has proven that it knows it, and never after.
func TestSecretIsShownOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, good)
	_, err := d.CodeSetup(t.Context(), e)
	wantKind(t, "before", err, blog.NotFound)
	if err := d.BeginCode(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	setup, err := d.CodeSetup(t.Context(), e)
	if err != nil || len(strings.ReplaceAll(setup.Secret, " ", "")) != 32 || setup.Size < 21 || !strings.HasPrefix(setup.Path, "M0 0h1v1h-1z") {
		t.Errorf("setup = %+v, %v", setup, err)
	}
	if pass, err := d.SignIn(t.Context(), e.Email, good, home); err != nil || pass.Token == "" {
		t.Errorf("an app that is not confirmed asks for codes: %v", err)
	}
	if _, err := d.ConfirmCode(t.Context(), e, d.app(t, e)(d.clock)); err != nil {
		t.Fatal(err)
	}
	_, err = d.CodeSetup(t.Context(), e)
	wantKind(t, "afterwards", err, blog.NotFound)
	wantKind(t, "another one", d.BeginCode(t.Context(), e), blog.Conflict)
}

// Whoever has learned a password does not guess codes for long, however patient
// they are, and its owner is told.
func TestCodesAreNotGuessed(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, show, codes := d.secure(t, "ada")
	tries, told := 0, func() int {
		var n int
		err := d.DB.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM mails WHERE address = $1 AND subject LIKE 'Wrong codes%'`, e.Email).Scan(&n)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 8 { // two hours
		d.knock(t, e, "a browser")
		for range emailLimit {
			if _, err := d.GiveCode(t.Context(), "a browser", "12345x"); blog.KindOf(err) == blog.Invalid {
				tries++
			}
		}
		d.clock = d.clock.Add(tryWindow)
	}
	if tries != codesADay || told() != 2 {
		t.Errorf("%d codes were tried, and %d letters tell of it", tries, told())
	}
	d.knock(t, e, "a browser")
	for what, code := range map[string]string{"a right code": show(d.clock), "a recovery code": codes[0]} {
		_, err := d.GiveCode(t.Context(), "a browser", code)
		wantKind(t, what, err, blog.TooMany)
	}
	d.clock = d.clock.Add(24 * time.Hour)
	d.knock(t, e, "a browser")
	if pass, err := d.GiveCode(t.Context(), "a browser", show(d.clock)); err != nil || !d.open(t, pass.Token) {
		t.Fatalf("the next day a right code gives %+v, %v", pass, err)
	}
	d.clock = d.clock.Add(time.Minute)
	d.knock(t, e, "a browser")
	if _, err := d.GiveCode(t.Context(), "a browser", show(d.clock)); err != nil {
		t.Errorf("a right code does not make good what was wrong: %v", err)
	}
}
