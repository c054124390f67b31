package postgres

import (
	"context"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// uploadColumns are what blog.Upload is read from; the tables are pi (pictures)
// and ed (editors), as uploadTables joins them.
const uploadColumns = `
	pi.hash, pi.ext, pi.media_type, pi.width, pi.height, pi.blurhash, pi.widths AS width_list,
	pi.alt, pi.decorative, pi.credit_creator AS "credit.creator", pi.credit_title AS "credit.title",
	pi.credit_source AS "credit.source", pi.credit_licence AS "credit.licence",
	pi.focal_x AS "focal.x", pi.focal_y AS "focal.y", COALESCE(pi.made_from, '') AS made_from,
	pi.crop_x AS "crop.x", pi.crop_y AS "crop.y", pi.crop_width AS "crop.width", pi.crop_height AS "crop.height",
	pi.created_at AS uploaded_at, COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id`

const uploadTables = `pictures pi LEFT JOIN editors ed ON ed.id = pi.editor_id`

// uploadRow is a blog.Upload as the driver reads it: lists need a type of its own.
type uploadRow struct {
	blog.Upload
	WidthList pq.Int64Array
}

func (r uploadRow) upload() blog.Upload {
	u := r.Upload
	for _, w := range r.WidthList {
		u.Widths = append(u.Widths, int(w))
	}
	return u
}

func (q queries) uploads(ctx context.Context, query string, args ...any) ([]blog.Upload, error) {
	var rows []uploadRow
	if err := q.all(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	uploads := make([]blog.Upload, len(rows))
	for i, row := range rows {
		uploads[i] = row.upload()
	}
	return uploads, nil
}

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

// DescribePicture replaces what the library says of a picture.
func (tx *Tx) DescribePicture(ctx context.Context, p blog.Picture) error {
	return tx.exec(ctx, `
		UPDATE pictures SET alt = $2, decorative = $3, credit_creator = $4, credit_title = $5, credit_source = $6,
			credit_licence = $7, focal_x = $8, focal_y = $9
		WHERE hash = $1`,
		p.Hash, p.Alt, p.Decorative, p.Credit.Creator, p.Credit.Title, p.Credit.Source, p.Credit.Licence, p.Focal.X, p.Focal.Y)
}

// LearnPicture gives the library the description and the credit that a use of
// the picture has, where the library has none.
func (tx *Tx) LearnPicture(ctx context.Context, p blog.Picture) error {
	return tx.exec(ctx, `
		UPDATE pictures SET
			alt = CASE WHEN alt = '' AND NOT decorative THEN $2 ELSE alt END,
			decorative = decorative OR alt = '' AND $3,
			credit_creator = CASE WHEN credit_creator = '' THEN $4 ELSE credit_creator END,
			credit_title = CASE WHEN credit_creator = '' THEN $5 ELSE credit_title END,
			credit_source = CASE WHEN credit_creator = '' THEN $6 ELSE credit_source END,
			credit_licence = CASE WHEN credit_creator = '' THEN $7 ELSE credit_licence END
		WHERE hash = $1`,
		p.Hash, p.Alt, p.Decorative, p.Credit.Creator, p.Credit.Title, p.Credit.Source, p.Credit.Licence)
}

// MarkCrop notes which picture another was cut out of, and where.
func (tx *Tx) MarkCrop(ctx context.Context, hash, madeFrom string, crop blog.Crop) error {
	return tx.exec(ctx, `
		UPDATE pictures SET made_from = $2, crop_x = $3, crop_y = $4, crop_width = $5, crop_height = $6
		WHERE hash = $1 AND made_from IS NULL`, hash, madeFrom, crop.X, crop.Y, crop.Width, crop.Height)
}

// DeletePicture takes a picture out of the library.
func (tx *Tx) DeletePicture(ctx context.Context, hash string) error {
	return tx.exec(ctx, `DELETE FROM pictures WHERE hash = $1`, hash)
}

// LockPicture makes whoever wants to change the same picture wait.
func (tx *Tx) LockPicture(ctx context.Context, hash string) error {
	var locked string
	return tx.one(ctx, &locked, `SELECT hash FROM pictures WHERE hash = $1 FOR UPDATE`, hash)
}

// UploadByHash returns a picture as the library has it.
func (q queries) UploadByHash(ctx context.Context, hash string) (blog.Upload, error) {
	var row uploadRow
	err := q.one(ctx, &row, `SELECT `+uploadColumns+` FROM `+uploadTables+` WHERE pi.hash = $1`, hash)
	return row.upload(), err
}

// PictureByHash returns an upload, without the alt text and credit that each
// use of it has for itself.
func (q queries) PictureByHash(ctx context.Context, hash string) (blog.Picture, error) {
	u, err := q.UploadByHash(ctx, hash)
	u.Alt, u.Decorative, u.Credit = "", false, blog.Credit{}
	return u.Picture, err
}

// Pictures returns the newest uploads, for the desk's picture list.
func (q queries) Pictures(ctx context.Context, limit int) ([]blog.Picture, error) {
	uploads, err := q.uploads(ctx, `SELECT `+uploadColumns+` FROM `+uploadTables+`
		ORDER BY pi.created_at DESC, pi.hash DESC LIMIT $1`, limit)
	var pictures []blog.Picture
	for _, u := range uploads {
		pictures = append(pictures, u.Picture)
	}
	return pictures, err
}

// PicturesInLibrary returns the uploads after the cursor, newest first: those
// whose description or credit hold the words, when there are any, and only
// those that lack something, when that is asked for.
func (q queries) PicturesInLibrary(ctx context.Context, words string, lacking bool, after Cursor, limit int) ([]blog.Upload, error) {
	return q.uploads(ctx, `SELECT `+uploadColumns+` FROM `+uploadTables+`
		WHERE ($1 = '' OR strpos(plain_text(lower(concat_ws(' ', pi.alt, pi.credit_creator, pi.credit_title, pi.credit_licence))), plain_text(lower($1))) > 0)
			AND (NOT $2 OR pi.credit_creator = '' OR pi.alt = '' AND NOT pi.decorative)
			AND ($3::timestamptz IS NULL OR (pi.created_at, pi.hash) < ($3, $4))
		ORDER BY pi.created_at DESC, pi.hash DESC LIMIT $5`, words, lacking, after.at(), after.ID, limit)
}

// CropsOf returns what was cut out of a picture, newest first.
func (q queries) CropsOf(ctx context.Context, hash string) ([]blog.Upload, error) {
	return q.uploads(ctx, `SELECT `+uploadColumns+` FROM `+uploadTables+`
		WHERE pi.made_from = $1 ORDER BY pi.created_at DESC, pi.hash`, hash)
}

// UsesOfPicture returns where a picture is shown: at the head of posts, in their
// text and in that of the lasting pages.
func (q queries) UsesOfPicture(ctx context.Context, hash string) ([]blog.PictureUse, error) {
	var uses []blog.PictureUse
	err := q.all(ctx, &uses, `
		SELECT CASE form WHEN 'event' THEN 'event' ELSE 'post' END AS subject, id::text AS id, title, state,
			COALESCE(editor_id::text, '') AS editor_id
		FROM posts WHERE picture_hash = $1 OR strpos(body, '/media/' || $1) > 0
		UNION ALL
		SELECT 'page', slug, title, 'published', '' FROM pages WHERE strpos(body, '/media/' || $1) > 0
		ORDER BY title, id LIMIT 200`, hash)
	return uses, err
}
