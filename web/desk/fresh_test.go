package desk_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// grow makes everybody's session older, as if they had signed in before.
func (f *floor) grow(by time.Duration) {
	f.Helper()
	for _, role := range allRoles {
		_, s, err := f.accounts.Open(f.Context(), f.cookies[role])
		f.check(err)
		f.tx(func(ctx context.Context, tx *postgres.Tx) error {
			return tx.RenewSession(ctx, s.TokenHash, s.CreatedAt.Add(-by))
		})
	}
}

// passkey gives an editor one, and returns its id.
func (f *floor) passkey(role blog.Role) string {
	f.Helper()
	e := f.editors[role]
	f.tx(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.InsertPasskey(ctx, postgres.Passkey{EditorID: e.ID, CredentialID: []byte(e.ID), Name: "Laptop", Record: []byte("{}")})
	})
	keys, err := f.db.PasskeysOf(f.Context(), e.ID)
	f.check(err)
	return keys[0].ID
}

// A desk that is left open does not give away how to come back: a while after
// signing in, nobody adds or removes a way to sign in before they give their
// password, or sign in again.
func TestStaleSessionKeepsTheWaysIn(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Managing].ID, password, f.cookies[blog.Managing]))
	removes := map[blog.Role]string{}
	for _, role := range []blog.Role{blog.Managing, blog.Contributor} { // with a password, and without one
		removes[role] = "/desk/account/passkeys/" + f.passkey(role) + "/remove"
		f.see(role, "/desk/account", `action="`+removes[role]+`"`, "Set up an app", `id="add-passkey"`)
	}
	f.grow(16 * time.Minute)
	for role, remove := range removes {
		page := f.see(role, "/desk/account", "Is it still you?", "Laptop")
		for _, form := range []string{remove, "Set up an app", `id="add-passkey"`} {
			if strings.Contains(page, form) {
				t.Errorf("a stale session of a %s is offered %s", role, form)
			}
		}
		for path, form := range map[string]url.Values{
			remove: nil, "/desk/account/code": nil, "/desk/account/code/confirm": {"code": {"123456"}},
			"/desk/account/passkeys": {"name": {"Mine"}, "credential": {"{}"}}, "/desk/account/passkeys/options": nil,
		} {
			f.refused(role, path, form, http.StatusConflict, "signed in a while ago")
		}
		if keys, err := f.db.PasskeysOf(t.Context(), f.editors[role].ID); err != nil || len(keys) != 1 {
			t.Errorf("the passkeys are %v, %v", keys, err)
		}
	}
	chosen := url.Values{"password": {password + " two"}, "again": {password + " two"}}
	f.refused(blog.Contributor, "/desk/password", chosen, http.StatusUnprocessableEntity, "signed in a while ago")
	f.refused(blog.Contributor, "/desk/account/fresh", url.Values{"current": {""}}, http.StatusUnprocessableEntity, "not your present password")

	f.refused(blog.Managing, "/desk/account/fresh", url.Values{"current": {"a guess"}}, http.StatusUnprocessableEntity, `href="#current"`)
	f.see(blog.Managing, "/desk/account", "Is it still you?")
	f.done(blog.Managing, "/desk/account/fresh", url.Values{"current": {password}})
	f.see(blog.Managing, "/desk/account?done=fresh", "For the next fifteen minutes", "Set up an app")
	f.equip(blog.Managing)
	f.grow(16 * time.Minute)
	f.refused(blog.Managing, "/desk/account/fresh", url.Values{"current": {"a guess"}}, http.StatusUnprocessableEntity)
}

// An owner's open desk gives away neither their second factor nor, by a link of
// their own making, their password.
func TestOwnersAskAnotherForTheirOwn(t *testing.T) {
	f := newFloor(t)
	f.check(f.accounts.SetPassword(t.Context(), f.editors[blog.Owner].ID, password, f.cookies[blog.Owner]))
	f.equip(blog.Owner)
	self := "/desk/staff/" + f.editors[blog.Owner].ID
	page := f.see(blog.Owner, "/desk/staff")
	if strings.Contains(page, self+"/link") || strings.Contains(page, self+"/second-factor") {
		t.Error("owners are offered what takes their own safety away")
	}
	f.refused(blog.Owner, self+"/second-factor", nil, http.StatusConflict, "on the page of your account")
	if page := f.refused(blog.Owner, self+"/link", nil, http.StatusConflict, "ask another owner"); strings.Contains(page, base+"/desk/sign-in/") {
		t.Error("an owner got a link for themselves")
	}
	f.see(blog.Owner, "/desk/account", "you are asked for a code")
}
