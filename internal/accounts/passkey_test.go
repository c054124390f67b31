package accounts

import (
	"testing"

	"github.com/go-webauthn/webauthn/webauthn"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// A passkey that is removed in the moment in which somebody signs in with it
// begins no session: removing it has just ended those that there were.
func TestRemovedPasskeyLetsNobodyIn(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	e := d.add(t, "ada", blog.Owner, good)
	key := webauthn.Credential{ID: []byte("a laptop")}
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.InsertPasskey(t.Context(), postgres.Passkey{EditorID: e.ID, CredentialID: key.ID, Name: "Laptop", Record: []byte("{}")})
	})
	if err != nil {
		t.Fatal(err)
	}
	pass, err := d.admitKey(t.Context(), e, &key)
	if err != nil || !d.open(t, pass.Token) {
		t.Fatalf("a passkey gives %+v, %v", pass, err)
	}
	keys, err := d.DB.PasskeysOf(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.RemovePasskey(t.Context(), e, keys[0].ID, ""); err != nil {
		t.Fatal(err)
	}
	pass, err = d.admitKey(t.Context(), e, &key)
	wantKind(t, "a removed passkey", err, blog.Unauthorized)
	if d.open(t, pass.Token) {
		t.Error("a removed passkey opens a session")
	}
}
