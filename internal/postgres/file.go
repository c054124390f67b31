package postgres

import (
	"context"

	"inews/internal/blog"
)

const fileColumns = `
	f.hash, f.ext, f.name, f.size, f.created_at AS uploaded_at,
	COALESCE(ed.name, '') AS uploaded_by, COALESCE(ed.id::text, '') AS editor_id`

const fileTables = `files f LEFT JOIN editors ed ON ed.id = f.editor_id`

// InsertFile notes an uploaded document; the same file twice is one row.
func (tx *Tx) InsertFile(ctx context.Context, f blog.File) error {
	return tx.exec(ctx, `
		INSERT INTO files (hash, ext, name, size, editor_id) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (hash) DO NOTHING`, f.Hash, f.Ext, f.Name, f.Size, null(f.EditorID))
}

// DeleteFile takes a document out of the library.
func (tx *Tx) DeleteFile(ctx context.Context, hash string) error {
	return tx.exec(ctx, `DELETE FROM files WHERE hash = $1`, hash)
}

// FileByHash returns an uploaded document.
func (q queries) FileByHash(ctx context.Context, hash string) (blog.File, error) {
	var f blog.File
	err := q.one(ctx, &f, `SELECT `+fileColumns+` FROM `+fileTables+` WHERE f.hash = $1`, hash)
	return f, err
}

// FilesInLibrary returns the documents after the cursor, newest first.
func (q queries) FilesInLibrary(ctx context.Context, after Cursor, limit int) ([]blog.File, error) {
	var files []blog.File
	err := q.all(ctx, &files, `SELECT `+fileColumns+` FROM `+fileTables+`
		WHERE ($1::timestamptz IS NULL OR (f.created_at, f.hash) < ($1, $2))
		ORDER BY f.created_at DESC, f.hash DESC LIMIT $3`, after.at(), after.ID, limit)
	return files, err
}
