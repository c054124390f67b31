package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// SaveTranslation inserts a translation without a version, and replaces the one
// that has the version. The returned one names the new version. saved is false
// when somebody else was faster.
func (tx *Tx) SaveTranslation(ctx context.Context, t blog.Translation) (after blog.Translation, saved bool, err error) {
	if t.Version == 0 {
		t.Version, err = tx.insertTranslation(ctx, t)
		return t, t.Version > 0, err
	}
	n, err := tx.execCount(ctx, `
		UPDATE translations SET slug = $3, title = $4, summary = $5, body = $6, html = $7, plain = $8, picture_alt = $9,
			tags = $10, of_version = $11, edited_at = $12, saved_at = now(), version = version + 1
		WHERE post_id = $1 AND language = $2 AND version = $13`,
		t.PostID, t.Language, t.Slug, t.Title, t.Summary, t.Body, t.HTML, t.Text, t.Alt,
		pq.Array(t.Tags), t.OfVersion, nullTime(t.EditedAt), t.Version)
	if err != nil {
		return t, false, fmt.Errorf("update translation: %w", err)
	}
	t.Version += n
	return t, n == 1, nil
}

// insertTranslation returns the version of the new translation, which goes on
// where one that was removed has ended, or 0 when there is one already.
func (tx *Tx) insertTranslation(ctx context.Context, t blog.Translation) (int, error) {
	var versions []int
	err := tx.all(ctx, &versions, `
		INSERT INTO translations (post_id, language, post_language, slug, title, summary, body, html, plain, picture_alt,
			tags, of_version, edited_at, version)
		SELECT p.id, $2, p.language, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12,
			1 + COALESCE((SELECT max(r.version) FROM translation_revisions r WHERE r.post_id = p.id AND r.language = $2), 0)
		FROM posts p WHERE p.id = $1
		ON CONFLICT (post_id, language) DO NOTHING
		RETURNING version`,
		t.PostID, t.Language, t.Slug, t.Title, t.Summary, t.Body, t.HTML, t.Text, t.Alt,
		pq.Array(t.Tags), t.OfVersion, nullTime(t.EditedAt))
	if err != nil {
		return 0, fmt.Errorf("insert translation: %w", err)
	}
	if len(versions) == 0 {
		return 0, nil
	}
	return versions[0], nil
}

// KeepTranslationRevision keeps what a translation says now.
func (tx *Tx) KeepTranslationRevision(ctx context.Context, t blog.Translation, editorID string) error {
	return tx.exec(ctx, `
		INSERT INTO translation_revisions (post_id, language, version, title, summary, body, saved_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		t.PostID, t.Language, t.Version, t.Title, t.Summary, t.Body, null(editorID))
}

// KeepTranslationSlug remembers an address that a translation in public is
// leaving, so that links to it go on working.
func (tx *Tx) KeepTranslationSlug(ctx context.Context, t blog.Translation) error {
	return tx.exec(ctx, `
		INSERT INTO old_translation_slugs (tongue, slug, post_id) VALUES ($1, $2, $3)
		ON CONFLICT (tongue, slug) DO UPDATE SET post_id = EXCLUDED.post_id`, blog.TongueOf(t.Language), t.Slug, t.PostID)
}

// DeleteTranslation removes a translation that has the version; what it said stays
// in its revisions. It tells whether it was there.
func (tx *Tx) DeleteTranslation(ctx context.Context, t blog.Translation) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM translations WHERE post_id = $1 AND language = $2 AND version = $3`, t.PostID, t.Language, t.Version)
	return n == 1, err
}

// CarryTranslations lets translations that said what a post said before its given
// version go on to say the same: for a version to which nobody has written.
func (tx *Tx) CarryTranslations(ctx context.Context, postID string, version int) error {
	return tx.exec(ctx, `
		UPDATE translations t SET of_version = $2
		WHERE t.post_id = $1 AND t.of_version < $2
			AND NOT EXISTS (SELECT FROM revisions r WHERE r.post_id = t.post_id AND r.version > t.of_version AND r.version < $2)`,
		postID, version)
}

// TouchPost marks a published post as edited at a time. It is no save of it:
// whoever has the post open may go on.
func (tx *Tx) TouchPost(ctx context.Context, id string, at time.Time) error {
	return tx.exec(ctx, `UPDATE posts SET edited_at = $2 WHERE id = $1 AND state = 'published'`, id, at)
}
