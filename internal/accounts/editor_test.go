package accounts

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestAdd(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e, err := d.Add(t.Context(), theConsole, blog.Editor{Email: " Ada@Council.example", Name: " Ada  Lovelace ", Role: blog.Managing})
	if err != nil || e.Email != "ada@council.example" || e.Name != "Ada Lovelace" || e.ID == "" || e.HasPassword {
		t.Errorf("editor = %+v, %v", e, err)
	}
	for what, bad := range map[string]blog.Editor{
		"twice":    {Email: "ADA@council.example", Name: "x", Role: blog.Owner},
		"no mail":  {Email: "ada", Name: "x", Role: blog.Owner},
		"no name":  {Email: "x@council.example", Name: " ", Role: blog.Owner},
		"no role":  {Email: "x@council.example", Name: "x"},
		"bad role": {Email: "x@council.example", Name: "x", Role: "king"},
	} {
		_, err := d.Add(t.Context(), theConsole, bad)
		wantKind(t, what, err, blog.Invalid)
	}
	for _, role := range []blog.Role{blog.Contributor, blog.Moderator, blog.Managing, ""} {
		_, err := d.Add(t.Context(), blog.Editor{Role: role}, blog.Editor{Email: "x@council.example", Name: "x", Role: blog.Owner})
		wantKind(t, "added by "+string(role), err, blog.Forbidden)
	}
}

// Check 44: "Login rotates session; password change, reset, role change, CLI
// reset end every session and token at once." So do disabling and signing out
// everywhere. The command line calls the same Reset.
func TestCheck44ChangesEndSessions(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.add(t, "olga", blog.Owner, "")
	for _, test := range []struct {
		name string
		do   func(e blog.Editor, token string) error
		keep bool
	}{
		{"password", func(e blog.Editor, _ string) error { return d.SetPassword(t.Context(), e.ID, good, "") }, false},
		{"own", func(e blog.Editor, token string) error { return d.SetPassword(t.Context(), e.ID, good, token) }, true},
		{"role", func(e blog.Editor, _ string) error {
			_, err := d.ChangeRole(t.Context(), theConsole, e.ID, blog.Moderator)
			return err
		}, false},
		{"disable", func(e blog.Editor, _ string) error {
			_, err := d.Disable(t.Context(), theConsole, e.ID)
			return err
		}, false},
		{"reset", func(e blog.Editor, _ string) error {
			_, link, err := d.Reset(t.Context(), theConsole, " "+strings.ToUpper(e.Email), time.Hour)
			if err == nil {
				_, err = d.Redeem(t.Context(), link, home) // the new one works
			}
			return err
		}, false},
		{"forgotten", func(e blog.Editor, _ string) error { // by a link, and a new password behind it
			token := d.enter(t, e)
			return d.SetPassword(t.Context(), e.ID, good, token)
		}, false},
		{"everywhere", func(e blog.Editor, _ string) error { return d.EndSessions(t.Context(), e, e.ID) }, false},
	} {
		e := d.add(t, test.name, blog.Contributor, "")
		mine, other := d.enter(t, e), d.enter(t, e)
		link, err := d.Link(t.Context(), e.ID, time.Hour)
		if err != nil {
			t.Fatal(err)
		}
		if err := test.do(e, mine); err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if d.open(t, other) || d.open(t, mine) != test.keep {
			t.Errorf("%s: other session open %v, own open %v", test.name, d.open(t, other), d.open(t, mine))
		}
		if _, err := d.Redeem(t.Context(), link, home); blog.KindOf(err) != blog.Gone {
			t.Errorf("%s: an older link still works: %v", test.name, err)
		}
	}
}

// Check 44 for those who may not, and for the password itself.
func TestCheck44Reset(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, good)
	for _, role := range []blog.Role{blog.Contributor, blog.Moderator, blog.Managing, ""} {
		_, _, err := d.Reset(t.Context(), blog.Editor{Role: role}, e.Email, time.Hour)
		wantKind(t, "reset by "+string(role), err, blog.Forbidden)
	}
	_, _, err := d.Reset(t.Context(), theConsole, "nobody@council.example", time.Hour)
	wantKind(t, "nobody's", err, blog.Invalid)
	if _, err := d.SignIn(t.Context(), e.Email, good, home); err != nil {
		t.Errorf("after resets that were refused: %v", err)
	}
	if _, _, err := d.Reset(t.Context(), theConsole, e.Email, time.Hour); err != nil {
		t.Fatal(err)
	}
	_, err = d.SignIn(t.Context(), e.Email, good, home)
	wantKind(t, "the old password", err, blog.Unauthorized)
}

func TestLastOwnerStays(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	a := d.add(t, "ada", blog.Owner, "")
	_, err := d.Disable(t.Context(), theConsole, a.ID)
	wantKind(t, "disabling the last", err, blog.Conflict)
	_, err = d.ChangeRole(t.Context(), a, a.ID, blog.Managing)
	wantKind(t, "demoting the last", err, blog.Conflict)
	b := d.add(t, "bea", blog.Owner, "")
	if _, err := d.ChangeRole(t.Context(), b, a.ID, blog.Managing); err != nil {
		t.Fatal(err)
	}
	_, err = d.Disable(t.Context(), theConsole, b.ID)
	wantKind(t, "disabling the one that is left", err, blog.Conflict)
	_, err = d.ChangeRole(t.Context(), theConsole, a.ID, "king")
	wantKind(t, "no such role", err, blog.Invalid)
	wantKind(t, "signing another out", d.EndSessions(t.Context(), a, b.ID), "") // a is still an owner as far as it knows
	wantKind(t, "an editor signing another out", d.EndSessions(t.Context(), blog.Editor{ID: a.ID, Role: blog.Managing}, b.ID), blog.Forbidden)
}

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada-of-the-council", blog.Owner, "")
	for _, bad := range []string{
		"", "short", "elevenchars", "123456789012", "password1234", "Passwordpassword!", "aaaaaaaaaaaaaaa", "Qwertyuiop12",
		"correct horse battery staple", "ada-of-the-council1", "ada-of-the-council@council.example", strings.Repeat("ab", 300),
	} {
		wantKind(t, bad, d.SetPassword(t.Context(), e.ID, bad, ""), blog.Invalid)
	}
	for _, fine := range []string{"twelve chars", "ein langer Satz ohne Ziffern", "地図で見る町の小さな驚きの話"} {
		wantKind(t, fine, d.SetPassword(t.Context(), e.ID, fine, ""), "")
		if _, err := d.SignIn(t.Context(), e.Email, fine, home); err != nil {
			t.Errorf("%q: %v", fine, err)
		}
	}
	wantKind(t, "nobody's", d.SetPassword(t.Context(), "00000000-0000-0000-0000-000000000001", good, ""), blog.NotFound)
}

// A hash that was made at a lower cost is made anew when its password comes.
func TestOutdatedHashIsRenewed(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, "")
	// "old but gold words", at 8 KiB and one pass.
	const old = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$"
	key, err := d.derive(t.Context(), "old but gold words", []byte("somesaltsomesalt"), 1, 8, 1, 32)
	if err != nil {
		t.Fatal(err)
	}
	err = d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.SetPasswordHash(t.Context(), e.ID, old+encode(key))
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.SignIn(t.Context(), e.Email, "old but gold words", home); err != nil {
		t.Fatal(err)
	}
	hash, err := d.DB.PasswordHash(t.Context(), e.ID)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Errorf("hash = %q, %v", hash, err)
	}
	for _, broken := range []string{"", "x", "$argon2i$v=19$m=8,t=1,p=1$YQ$YQ", "$argon2id$v=19$m=8$YQ$YQ", "$argon2id$v=19$m=8,t=0,p=1$YQ$YQ", "$argon2id$v=19$m=8,t=1,p=1$!$YQ"} {
		if right, _, err := d.verify(t.Context(), broken, ""); right || err == nil {
			t.Errorf("%q is read as a hash", broken)
		}
	}
}
