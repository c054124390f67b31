package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

const editorColumns = `
	e.id, e.email, e.name, e.role, COALESCE(e.author_id::text, '') AS author_id,
	e.password_hash <> '' AS has_password,
	EXISTS (SELECT FROM authenticators a WHERE a.editor_id = e.id AND a.confirmed_at IS NOT NULL) AS has_code,
	(SELECT count(*) FROM passkeys p WHERE p.editor_id = e.id) AS passkeys, e.created_at, or_never(e.disabled_at) AS disabled_at`

// EditorByID returns a member of staff, disabled or not.
func (q queries) EditorByID(ctx context.Context, id string) (blog.Editor, error) {
	var editor blog.Editor
	err := q.one(ctx, &editor, `SELECT `+editorColumns+` FROM editors e WHERE e.id = $1`, id)
	return editor, err
}

// EditorByEmail returns the member of staff with that address, which must be in
// lower case.
func (q queries) EditorByEmail(ctx context.Context, email string) (blog.Editor, error) {
	var editor blog.Editor
	err := q.one(ctx, &editor, `SELECT `+editorColumns+` FROM editors e WHERE e.email = $1`, email)
	return editor, err
}

// Editors returns all staff, those who may sign in first, by name.
func (q queries) Editors(ctx context.Context) ([]blog.Editor, error) {
	var editors []blog.Editor
	err := q.all(ctx, &editors, `
		SELECT `+editorColumns+` FROM editors e
		ORDER BY e.disabled_at IS NOT NULL, lower(e.name), e.id`)
	return editors, err
}

// PasswordHash returns what is kept of an editor's password, "" when they have
// none.
func (q queries) PasswordHash(ctx context.Context, editorID string) (string, error) {
	var hash string
	err := q.one(ctx, &hash, `SELECT password_hash FROM editors WHERE id = $1`, editorID)
	return hash, err
}

// InsertEditor adds a member of staff and returns them with their id.
func (tx *Tx) InsertEditor(ctx context.Context, e blog.Editor) (blog.Editor, error) {
	row := struct{ ID string }{}
	err := tx.one(ctx, &row, `
		INSERT INTO editors (email, name, role, author_id) VALUES ($1, $2, $3, $4)
		RETURNING id`, e.Email, e.Name, e.Role, null(e.AuthorID))
	if err != nil {
		return e, fmt.Errorf("insert editor: %w", err)
	}
	return tx.EditorByID(ctx, row.ID)
}

// SetPasswordHash replaces an editor's password.
func (tx *Tx) SetPasswordHash(ctx context.Context, editorID, hash string) error {
	return tx.exec(ctx, `UPDATE editors SET password_hash = $2 WHERE id = $1`, editorID, hash)
}

// SetRole gives an editor another role.
func (tx *Tx) SetRole(ctx context.Context, editorID string, role blog.Role) error {
	return tx.exec(ctx, `UPDATE editors SET role = $2 WHERE id = $1`, editorID, role)
}

// DisableEditor keeps an editor from signing in. What they wrote stays.
func (tx *Tx) DisableEditor(ctx context.Context, editorID string) error {
	return tx.exec(ctx, `
		UPDATE editors SET disabled_at = now() WHERE id = $1 AND disabled_at IS NULL`, editorID)
}

// EnableEditor lets an editor sign in again.
func (tx *Tx) EnableEditor(ctx context.Context, editorID string) error {
	return tx.exec(ctx, `UPDATE editors SET disabled_at = NULL WHERE id = $1`, editorID)
}

// CountOtherOwners tells how many owners may sign in beside the given editor,
// and keeps their rows as they are until the transaction ends, so that two
// owners cannot remove each other at once.
func (tx *Tx) CountOtherOwners(ctx context.Context, editorID string) (int, error) {
	var owners []string
	err := tx.all(ctx, &owners, `
		SELECT id FROM editors WHERE role = 'owner' AND disabled_at IS NULL
		ORDER BY id FOR UPDATE`)
	n := 0
	for _, id := range owners {
		if id != editorID {
			n++
		}
	}
	return n, err
}
