package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

const guestColumns = `
	g.id, g.post_id, p.title AS post_title, g.name, g.email, COALESCE(g.invited_by::text, '') AS invited_by,
	g.created_at, g.expires_at, or_never(g.revoked_at) AS revoked_at`

// GuestLinkByHash returns the link with the hashed token, whether or not it
// still works.
func (q queries) GuestLinkByHash(ctx context.Context, tokenHash []byte) (blog.GuestLink, error) {
	var link blog.GuestLink
	err := q.one(ctx, &link, `
		SELECT `+guestColumns+` FROM guest_links g JOIN posts p ON p.id = g.post_id WHERE g.token_hash = $1`, tokenHash)
	return link, err
}

// GuestLinks returns the links to a post, or all when its id is "", newest first.
func (q queries) GuestLinks(ctx context.Context, postID string, limit int) ([]blog.GuestLink, error) {
	var links []blog.GuestLink
	err := q.all(ctx, &links, `
		SELECT `+guestColumns+` FROM guest_links g JOIN posts p ON p.id = g.post_id
		WHERE $1::uuid IS NULL OR g.post_id = $1
		ORDER BY g.created_at DESC, g.id LIMIT $2`, null(postID), limit)
	return links, err
}

// InsertGuestLink saves a link by its hash and returns it with its id.
func (tx *Tx) InsertGuestLink(ctx context.Context, l blog.GuestLink, tokenHash []byte) (blog.GuestLink, error) {
	err := tx.one(ctx, &l.ID, `
		INSERT INTO guest_links (token_hash, post_id, name, email, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id`, tokenHash, l.PostID, l.Name, l.Email, null(l.InvitedBy), l.CreatedAt, l.ExpiresAt)
	if err != nil {
		return l, fmt.Errorf("insert guest link: %w", err)
	}
	return l, nil
}

// RevokeGuestLink ends a link and returns whose post it opened. One that is not
// there, or has ended before, is NotFound.
func (tx *Tx) RevokeGuestLink(ctx context.Context, id string, at time.Time) (postID string, err error) {
	err = tx.one(ctx, &postID, `
		UPDATE guest_links SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL
		RETURNING post_id`, id, at)
	return postID, err
}
