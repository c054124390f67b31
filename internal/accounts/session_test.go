package accounts

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Sessions end where they must, and nowhere else: each row is something that
// happens, and whether it ends the session that it happens in, the editor's
// others and their unused links; a colleague's stay open whatever happens.
func TestSessionsEndWhereTheyMust(t *testing.T) {
	t.Parallel()
	// act has the session's own token.
	for what, row := range map[string]struct {
		act          func(t *testing.T, d *door, e blog.Editor, show func(time.Time) string, token string) error
		this, others bool // go on
	}{
		"a new password": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, token string) error {
			return d.SetPassword(t.Context(), e.ID, good+" two", token)
		}, true, false},
		"a new password from elsewhere": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			return d.SetPassword(t.Context(), e.ID, good+" two", "")
		}, false, false},
		"another role": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			_, err := d.ChangeRole(t.Context(), theConsole, e.ID, blog.Contributor)
			return err
		}, false, false},
		"disabled": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			_, err := d.Disable(t.Context(), theConsole, e.ID)
			return err
		}, false, false},
		"reset": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			_, _, err := d.Reset(t.Context(), theConsole, e.Email, time.Hour)
			return err
		}, false, false},
		"reset with the second factor": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			_, _, err := d.ResetAll(t.Context(), theConsole, e.Email, time.Hour)
			return err
		}, false, false},
		"the app switched off": {func(t *testing.T, d *door, e blog.Editor, show func(time.Time) string, token string) error {
			return d.RemoveCode(t.Context(), e, show(d.clock), token)
		}, true, false},
		"the second factor forgotten by an owner": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			_, err := d.DropSecond(t.Context(), theConsole, e.ID)
			return err
		}, false, false},
		"a passkey removed": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, token string) error {
			err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
				return tx.InsertPasskey(t.Context(), postgres.Passkey{EditorID: e.ID, CredentialID: []byte(e.ID), Name: "Laptop", Record: []byte("{}")})
			})
			if err != nil {
				return err
			}
			keys, err := d.DB.PasskeysOf(t.Context(), e.ID)
			if err != nil {
				return err
			}
			return d.RemovePasskey(t.Context(), e, keys[0].ID, token)
		}, true, false},
		"signed out": {func(t *testing.T, d *door, _ blog.Editor, _ func(time.Time) string, token string) error {
			return d.SignOut(t.Context(), token)
		}, false, true},
		"the others ended": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, token string) error {
			return d.EndOtherSessions(t.Context(), e, token)
		}, true, false},
		"signed out by an owner": {func(t *testing.T, d *door, e blog.Editor, _ func(time.Time) string, _ string) error {
			return d.EndSessions(t.Context(), theConsole, e.ID)
		}, false, false},
		"twelve hours without use": {func(_ *testing.T, d *door, _ blog.Editor, _ func(time.Time) string, _ string) error {
			d.clock = d.clock.Add(sessionIdle)
			return nil
		}, false, false},
		"new recovery codes": {func(t *testing.T, d *door, e blog.Editor, show func(time.Time) string, _ string) error {
			_, err := d.RenewRecoveryCodes(t.Context(), e, show(d.clock))
			return err
		}, true, true},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			d := newDoor(t)
			colleague := d.enter(t, d.add(t, "boss", blog.Owner, ""))
			e, show, _ := d.secure(t, "ada")
			this, other := d.enter(t, e), d.enter(t, e)
			link, err := d.Link(t.Context(), e.ID, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			d.knock(t, e, "a browser")
			if err := row.act(t, d, e, show, this); err != nil {
				t.Fatal(err)
			}
			if d.open(t, this) != row.this || d.open(t, other) != row.others {
				t.Errorf("this one is open: %v, the other: %v", !row.this, !row.others)
			}
			if strings.HasPrefix(what, "twelve hours") {
				return
			}
			if !d.open(t, colleague) {
				t.Error("a colleague is signed out")
			}
			if _, err := d.Redeem(t.Context(), link, home); (err == nil) != row.others {
				t.Errorf("an unused link: %v", err)
			}
			if _, err := d.Awaited(t.Context(), "a browser"); (err == nil) != row.others {
				t.Errorf("a password whose code is still to come: %v", err)
			}
		})
	}
}

// An editor sees which browser each session is, and no more of its address than
// it takes to know it, and ends one by its name; somebody else's is not there.
func TestSessionsAreSeen(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, other := d.add(t, "ada", blog.Owner, good), d.add(t, "bert", blog.Owner, good)
	const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
	const safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
	first, err := d.SignIn(from(t, firefox, "192.0.2.77"), e.Email, good, home)
	if err != nil {
		t.Fatal(err)
	}
	if n := d.told(t, e, "New sign-in"); n != 0 {
		t.Errorf("%d letters about the first browser", n)
	}
	for range 2 {
		d.clock = d.clock.Add(time.Minute)
		if _, err := d.SignIn(from(t, safari, "2001:db8:1:2::7"), e.Email, good, home); err != nil {
			t.Fatal(err)
		}
	}
	if n := d.told(t, e, "New sign-in"); n != 1 {
		t.Errorf("%d letters about a new browser", n)
	}
	list, err := d.Sessions(t.Context(), e.ID)
	if err != nil || len(list) != 3 {
		t.Fatalf("%d sessions, %v", len(list), err)
	}
	phone, desktop := list[0], list[2]
	if phone.Agent != "Safari on an iPhone" || phone.Network != "2001:db8:1::/48" || phone.Way != "password" ||
		desktop.Agent != "Firefox on Windows" || desktop.Network != "192.0.2.0/24" {
		t.Errorf("sessions %+v and %+v", phone, desktop)
	}
	wantKind(t, "somebody else's", d.EndSession(t.Context(), other, desktop.ID), blog.NotFound)
	wantKind(t, "nonsense", d.EndSession(t.Context(), e, "nonsense"), blog.NotFound)
	if !d.open(t, first.Token) {
		t.Error("somebody else ended the session")
	}
	if err := d.EndSession(t.Context(), e, desktop.ID); err != nil || d.open(t, first.Token) {
		t.Errorf("the session is open still, %v", err)
	}
}

func TestAgentWords(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "", "curl/8.5.0": "",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0": "Edge on Windows",
		"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36":                 "Chrome on Linux",
		"Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36":         "Chrome on Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":         "Safari on a Mac",
		"Something (Linux)<script>": "A browser on Linux",
	} {
		if got := agentWords(header); got != want {
			t.Errorf("%q is %q, want %q", header, got, want)
		}
	}
}

// Who must have a second factor, and has none.
func TestPolicy(t *testing.T) {
	t.Parallel()
	owner, editor := blog.Editor{Role: blog.Owner}, blog.Editor{Role: blog.Managing}
	for policy, want := range map[Policy][2]bool{"": {}, ForNobody: {}, ForOwners: {true, false}, ForEveryone: {true, true}} {
		a := &Accounts{SecondFactor: policy}
		for i, e := range []blog.Editor{owner, editor} {
			if a.Lacks(e, byPassword) != want[i] || a.Lacks(e, byOrganisation) {
				t.Errorf("under %q, %s lacks one: %v", policy, e.Role, !want[i])
			}
			with := e
			with.HasCode = true
			keyed := e
			keyed.Passkeys = 1
			if a.Lacks(with, byLink) || a.Lacks(keyed, byLink) || !a.wantsMore(with) || a.wantsMore(keyed) != want[i] || a.wantsMore(e) {
				t.Errorf("under %q, %s with a factor is asked for it wrongly", policy, e.Role)
			}
		}
	}
}

// Of an address that is not known nothing is told.
func TestNeighbourhood(t *testing.T) {
	t.Parallel()
	for address, want := range map[netip.Addr]string{
		{}:                                 "",
		netip.MustParseAddr("203.0.113.9"): "203.0.113.0/24",
		netip.MustParseAddr("::ffff:203.0.113.9"):   "203.0.113.0/24",
		netip.MustParseAddr("2001:db8:1:2::3%eth0"): "2001:db8:1::/48",
	} {
		if got := neighbourhood(address); got != want {
			t.Errorf("%v is in %q, want %q", address, got, want)
		}
	}
}
