package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

const authorColumns = `id, slug, name, guest, bio, handle, url`

// AuthorBySlug returns the author with that address.
func (q queries) AuthorBySlug(ctx context.Context, slug string) (blog.Author, error) {
	var author blog.Author
	err := q.one(ctx, &author, `SELECT `+authorColumns+` FROM authors WHERE slug = $1`, slug)
	return author, err
}

// AuthorByID returns one author.
func (q queries) AuthorByID(ctx context.Context, id string) (blog.Author, error) {
	var author blog.Author
	err := q.one(ctx, &author, `SELECT `+authorColumns+` FROM authors WHERE id = $1`, id)
	return author, err
}

// AuthorByName returns the author with that name.
func (q queries) AuthorByName(ctx context.Context, name string) (blog.Author, error) {
	var author blog.Author
	err := q.one(ctx, &author, `
		SELECT `+authorColumns+` FROM authors WHERE lower(name) = lower($1)
		ORDER BY created_at LIMIT 1`, name)
	return author, err
}

// Authors returns all authors, by name.
func (q queries) Authors(ctx context.Context) ([]blog.Author, error) {
	var authors []blog.Author
	err := q.all(ctx, &authors, `SELECT `+authorColumns+` FROM authors ORDER BY lower(name), id`)
	return authors, err
}

// SaveAuthor inserts the author, or updates the one with the same id, and
// returns it with its id.
func (tx *Tx) SaveAuthor(ctx context.Context, a blog.Author) (blog.Author, error) {
	err := tx.one(ctx, &a.ID, `
		INSERT INTO authors (id, slug, name, guest, bio, handle, url)
		VALUES (COALESCE($1::uuid, gen_random_uuid()), $2, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET slug = EXCLUDED.slug, name = EXCLUDED.name, guest = EXCLUDED.guest,
			bio = EXCLUDED.bio, handle = EXCLUDED.handle, url = EXCLUDED.url
		RETURNING id`, null(a.ID), a.Slug, a.Name, a.Guest, a.Bio, a.Handle, a.URL)
	return a, err
}

// FreeAuthorSlug returns the wish itself, or the wish with the first number
// that makes it free, for the author with the given id ("" for a new one).
func (tx *Tx) FreeAuthorSlug(ctx context.Context, wish, authorID string) (string, error) {
	for n := 1; ; n++ {
		slug := wish
		if n > 1 {
			slug = fmt.Sprintf("%s-%d", wish, n)
		}
		var taken bool
		err := tx.one(ctx, &taken, `
			SELECT EXISTS (SELECT FROM authors WHERE slug = $1 AND id IS DISTINCT FROM $2::uuid)`, slug, null(authorID))
		if err != nil || !taken {
			return slug, err
		}
	}
}
