package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

const (
	invitationColumns = `
	i.id, i.email, i.name, i.role, COALESCE(e.name, '') AS by, i.created_at, i.expires_at, i.by_mail`
	invitationTables = `invitations i LEFT JOIN editors e ON e.id = i.editor_id`
)

// Invitations returns all that wait, those that run out first before the others.
func (q queries) Invitations(ctx context.Context) ([]blog.Invitation, error) {
	var list []blog.Invitation
	err := q.all(ctx, &list, `SELECT `+invitationColumns+` FROM `+invitationTables+` ORDER BY i.expires_at, i.id`)
	return list, err
}

// InvitationByID returns an invitation, whether or not it has run out.
func (q queries) InvitationByID(ctx context.Context, id string) (blog.Invitation, error) {
	var i blog.Invitation
	err := q.one(ctx, &i, `SELECT `+invitationColumns+` FROM `+invitationTables+` WHERE i.id = $1`, id)
	return i, err
}

// InvitationByHash returns the invitation that a link is of, whether or not it
// has run out. That of somebody who may invite no longer is none.
func (q queries) InvitationByHash(ctx context.Context, tokenHash []byte) (blog.Invitation, error) {
	var i blog.Invitation
	err := q.one(ctx, &i, `SELECT `+invitationColumns+` FROM `+invitationTables+` 
		WHERE i.token_hash = $1 AND (i.editor_id IS NULL OR e.role = 'owner' AND e.disabled_at IS NULL)`, tokenHash)
	return i, err
}

// InsertInvitation keeps an invitation of the editor's, and returns it with its id.
func (tx *Tx) InsertInvitation(ctx context.Context, editorID string, i blog.Invitation, tokenHash []byte) (blog.Invitation, error) {
	row := struct{ ID string }{}
	err := tx.one(ctx, &row, `
		INSERT INTO invitations (token_hash, email, name, role, editor_id, created_at, expires_at, by_mail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
		tokenHash, i.Email, i.Name, i.Role, null(editorID), i.CreatedAt, i.ExpiresAt, i.ByMail)
	if err != nil {
		return i, fmt.Errorf("insert invitation: %w", err)
	}
	return tx.InvitationByID(ctx, row.ID)
}

// RenewInvitation gives an invitation another link and more time, and makes it
// the editor's. The link before works no more.
func (tx *Tx) RenewInvitation(ctx context.Context, editorID string, i blog.Invitation, tokenHash []byte) error {
	return tx.exec(ctx, `
		UPDATE invitations SET token_hash = $2, created_at = $3, expires_at = $4, by_mail = $5, editor_id = $6 WHERE id = $1`,
		i.ID, tokenHash, i.CreatedAt, i.ExpiresAt, i.ByMail, null(editorID))
}

// DeleteInvitation ends an invitation, and tells whether it was there.
func (tx *Tx) DeleteInvitation(ctx context.Context, id string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM invitations WHERE id = $1`, id)
	return n == 1, err
}
