package media

import (
	"context"
	"fmt"
	"io"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Uploads takes pictures in: into the folder, and into the list of the desk.
type Uploads struct {
	DB       *postgres.DB
	Folder   Folder
	Darkroom *Darkroom
}

// Add develops a picture and keeps it. The file is there before the row is, so
// that no page ever names a picture that cannot be had.
func (u *Uploads) Add(ctx context.Context, by blog.Editor, r io.Reader) (blog.Picture, error) {
	if !by.Role.May(blog.MayWrite) {
		return blog.Picture{}, blog.Errorf(blog.Forbidden, "Your role does not upload pictures. Ask an editor to.")
	}
	developed, err := u.Darkroom.Read(ctx, r)
	if err != nil {
		return blog.Picture{}, err
	}
	if err := u.Folder.Save(developed); err != nil {
		return blog.Picture{}, fmt.Errorf("keep picture: %w", err)
	}
	picture := listed(developed)
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.InsertPicture(ctx, picture, by.ID) })
	if err != nil {
		return blog.Picture{}, fmt.Errorf("list picture: %w", err)
	}
	return picture, nil
}

// listed is a picture as the rest of the program knows it.
func listed(p Picture) blog.Picture {
	return blog.Picture{
		Hash: p.Hash, Ext: p.Ext, MediaType: p.MediaType, Width: p.Width, Height: p.Height, Blurhash: p.Blurhash, Widths: p.Widths(),
	}
}
