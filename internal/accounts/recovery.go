package accounts

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// RenewRecoveryCodes gives an editor new recovery codes for a right code, and
// voids the old ones.
func (a *Accounts) RenewRecoveryCodes(ctx context.Context, editor blog.Editor, code string) ([]string, error) {
	if !editor.HasCode {
		return nil, blog.Errorf(blog.Conflict, "You have no authenticator app.")
	}
	codes, hashes, err := newRecoveryCodes(editor)
	if err != nil {
		return nil, err
	}
	err = a.withCode(ctx, editor, code, func(tx *postgres.Tx, _ bool) error {
		if err := tx.ReplaceRecoveryCodes(ctx, editor.ID, hashes); err != nil {
			return err
		}
		return record(ctx, tx, editor, blog.Secured, editor.ID, "new recovery codes")
	})
	return codes, err
}

func (a *Accounts) recovered(ctx context.Context, tx *postgres.Tx, editor blog.Editor) error {
	if err := record(ctx, tx, editor, blog.Recovered, editor.ID, ""); err != nil {
		return err
	}
	return a.tell(ctx, tx, editor, "Recovery code used at "+a.site(),
		"One of your recovery codes was used to sign in to the desk of "+a.site()+". It does not work again.")
}

// recoveryCodes is how many an editor has: for years of lost telephones.
const recoveryCodes = 10

// newRecoveryCodes makes codes such as "7KQ2-M4XC-9PBA-TTEH", of 80 random bits,
// and what is kept of them.
func newRecoveryCodes(editor blog.Editor) (codes []string, hashes [][]byte, err error) {
	for range recoveryCodes {
		raw := make([]byte, 10)
		if _, err := rand.Read(raw); err != nil {
			return nil, nil, fmt.Errorf("make recovery code: %w", err)
		}
		text := base32.StdEncoding.EncodeToString(raw)
		code := text[:4] + "-" + text[4:8] + "-" + text[8:12] + "-" + text[12:]
		codes, hashes = append(codes, code), append(hashes, recoveryHash(editor, code))
	}
	return codes, hashes, nil
}

// recoveryHash is what is kept of a code: with its owner, so that no two editors'
// rows can clash, and without what people add or leave out.
func recoveryHash(editor blog.Editor, code string) []byte {
	return tokenHash("recovery " + editor.ID + " " + strings.ToUpper(strings.ReplaceAll(digits(code), "-", "")))
}
