package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// InsertPost saves a new draft and returns it with its ids. The post's Slug
// must be free: see FreeSlug.
func (tx *Tx) InsertPost(ctx context.Context, p blog.Post, editorID string) (blog.Post, error) {
	row := struct{ ID, ObjectID string }{}
	err := tx.one(ctx, &row, `
		INSERT INTO posts (form, slug, editor_id) VALUES ($1, $2, $3)
		RETURNING id, object_id`, p.Form, p.Slug, null(editorID))
	if err != nil {
		return p, fmt.Errorf("insert post: %w", err)
	}
	p.ID, p.ObjectID, p.Version = row.ID, row.ObjectID, 1
	return tx.UpdatePost(ctx, p)
}

// UpdatePost saves every field of the post and of its picture and tags. It is
// a Conflict when somebody else saved since the version that p names. The
// returned post names the new version.
func (tx *Tx) UpdatePost(ctx context.Context, p blog.Post) (blog.Post, error) {
	n, err := tx.execCount(ctx, `
		UPDATE posts SET
			object_id = $2, form = $3, state = $4, slug = $5, title = $6, summary = $7, body = $8, html = $9,
			plain = $10, language = $11, series_id = $12, author_id = $13, thanks = $14,
			picture_hash = $15, picture_alt = $16, decorative = $17, credit_creator = $18, credit_title = $19,
			credit_source = $20, credit_licence = $21, comment_rule = $22, mail = COALESCE(NULLIF($28, ''), mail), scheduled_at = $23,
			published_at = $24, edited_at = $25, withdrawn_at = $26, saved_at = now(), version = version + 1,
			pinned_at = CASE WHEN $4 = 'published' THEN pinned_at END,
			submitted_at = CASE WHEN $4 = 'review' THEN submitted_at END,
			submitted_by = CASE WHEN $4 = 'review' THEN submitted_by END,
			submitted_word = CASE WHEN $4 = 'review' THEN submitted_word ELSE '' END,
			submitted_due = CASE WHEN $4 = 'review' THEN submitted_due END,
			take_down_at = CASE WHEN $4 <> 'withdrawn' THEN take_down_at END,
			recheck_at = CASE WHEN $4 <> 'withdrawn' THEN recheck_at END,
			recheck_months = CASE WHEN $4 <> 'withdrawn' THEN recheck_months ELSE 0 END
		WHERE id = $1 AND version = $27`,
		p.ID, p.ObjectID, p.Form, p.State, p.Slug, p.Title, p.Summary, p.Body, p.HTML,
		p.Text, p.Language, null(p.SeriesID), null(p.Author.ID), p.Thanks,
		null(p.Picture.Hash), p.Picture.Alt, p.Picture.Decorative, p.Picture.Credit.Creator, p.Picture.Credit.Title,
		p.Picture.Credit.Source, p.Picture.Credit.Licence, p.Comments, nullTime(p.ScheduledAt),
		nullTime(p.PublishedAt), nullTime(p.EditedAt), nullTime(p.WithdrawnAt), p.Version, p.Mail)
	if err != nil {
		return p, fmt.Errorf("update post: %w", err)
	}
	if n == 0 {
		return p, blog.Errorf(blog.Conflict, "Somebody else saved this post in the meantime. Your text is below: copy what you want to keep, then reload.")
	}
	p.Version++
	return p, nil
}

// Tag is a hashtag as it is written and as it is looked up.
type Tag struct{ Key, Label string }

// SetTags replaces the tags of a post.
func (tx *Tx) SetTags(ctx context.Context, postID string, tags []Tag) error {
	if err := tx.exec(ctx, `DELETE FROM post_tags WHERE post_id = $1`, postID); err != nil {
		return fmt.Errorf("clear tags: %w", err)
	}
	for i, tag := range tags {
		err := tx.exec(ctx, `
			INSERT INTO post_tags (post_id, key, label, position) VALUES ($1, $2, $3, $4)
			ON CONFLICT DO NOTHING`, postID, tag.Key, tag.Label, i)
		if err != nil {
			return fmt.Errorf("insert tag: %w", err)
		}
	}
	return nil
}

// FreeSlug returns the wish itself, or the wish with the first number that
// makes it free, for the post with the given id ("" for a new one), in whichever
// language: an address leads to one post in all of them.
func (tx *Tx) FreeSlug(ctx context.Context, wish, postID string) (string, error) {
	for n := 1; ; n++ {
		slug := wish
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", wish, n)
		}
		var taken bool
		err := tx.one(ctx, &taken, `
			SELECT EXISTS (SELECT FROM posts WHERE slug = $1 AND id IS DISTINCT FROM $2::uuid)
				OR EXISTS (SELECT FROM old_slugs WHERE slug = $1 AND post_id IS DISTINCT FROM $2::uuid)
				OR EXISTS (SELECT FROM translations WHERE slug = $1 AND post_id IS DISTINCT FROM $2::uuid)
				OR EXISTS (SELECT FROM old_translation_slugs WHERE slug = $1 AND post_id IS DISTINCT FROM $2::uuid)`,
			slug, null(postID))
		if err != nil {
			return "", fmt.Errorf("look for a free address: %w", err)
		}
		if !taken {
			return slug, nil
		}
	}
}

// KeepSlug remembers an address that a published post is leaving, so that
// links to it go on working.
func (tx *Tx) KeepSlug(ctx context.Context, slug, postID string) error {
	return tx.exec(ctx, `
		INSERT INTO old_slugs (slug, post_id) VALUES ($1, $2)
		ON CONFLICT (slug) DO UPDATE SET post_id = EXCLUDED.post_id`, slug, postID)
}

// RetireObject bars a wire id from ever being given out again.
func (tx *Tx) RetireObject(ctx context.Context, objectID, postID string) error {
	return tx.exec(ctx, `
		INSERT INTO retired_objects (object_id, post_id) VALUES ($1, $2)
		ON CONFLICT DO NOTHING`, objectID, postID)
}

// NewObjectID makes a uuid.
func (tx *Tx) NewObjectID(ctx context.Context) (string, error) {
	var id string
	err := tx.one(ctx, &id, `SELECT gen_random_uuid()::text`)
	return id, err
}

// PinPost puts a post first on the blog's profile, or no longer at a zero time.
// It is not an edit: whoever has the post open may go on.
func (tx *Tx) PinPost(ctx context.Context, id string, at time.Time) error {
	return tx.exec(ctx, `UPDATE posts SET pinned_at = $2 WHERE id = $1`, id, nullTime(at))
}

// LockPost keeps other transactions from changing the post until this one ends.
func (tx *Tx) LockPost(ctx context.Context, id string) error {
	var found string
	return tx.one(ctx, &found, `SELECT id FROM posts WHERE id = $1 FOR UPDATE`, id)
}
