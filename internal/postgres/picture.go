package postgres

import (
	"context"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// InsertPicture notes an upload; the same picture twice is one row.
func (tx *Tx) InsertPicture(ctx context.Context, p blog.Picture, editorID string) error {
	widths := make(pq.Int64Array, len(p.Widths))
	for i, w := range p.Widths {
		widths[i] = int64(w)
	}
	return tx.exec(ctx, `
		INSERT INTO pictures (hash, ext, media_type, width, height, blurhash, widths, editor_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (hash) DO NOTHING`,
		p.Hash, p.Ext, p.MediaType, p.Width, p.Height, p.Blurhash, widths, null(editorID))
}

// PictureByHash returns an upload, without the alt text and credit that each
// use of it has for itself.
func (q queries) PictureByHash(ctx context.Context, hash string) (blog.Picture, error) {
	row := struct {
		blog.Picture
		WidthList pq.Int64Array
	}{}
	err := q.one(ctx, &row, `
		SELECT hash, ext, media_type, width, height, blurhash, widths AS width_list
		FROM pictures WHERE hash = $1`, hash)
	for _, w := range row.WidthList {
		row.Picture.Widths = append(row.Picture.Widths, int(w))
	}
	return row.Picture, err
}

// Pictures returns the newest uploads, for the desk's picture list.
func (q queries) Pictures(ctx context.Context, limit int) ([]blog.Picture, error) {
	var pictures []blog.Picture
	err := q.all(ctx, &pictures, `
		SELECT hash, ext, media_type, width, height, blurhash
		FROM pictures ORDER BY created_at DESC, hash LIMIT $1`, limit)
	return pictures, err
}
