package newsroom

import (
	"context"
	"path"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// uploads are the reads that pictures need, of a DB or of a Tx.
type uploads interface {
	PictureByHash(ctx context.Context, hash string) (blog.Picture, error)
}

// picture joins what the writer said of the picture with what is known of the
// upload.
func picture(ctx context.Context, in uploads, wanted blog.Picture) (blog.Picture, error) {
	if wanted.Hash == "" {
		return blog.Picture{}, nil
	}
	p, err := in.PictureByHash(ctx, wanted.Hash)
	if blog.KindOf(err) == blog.NotFound {
		return p, blog.InvalidField("image", "This picture is not among the uploads. Upload it again.")
	}
	p.Alt, p.Decorative, p.Credit = strings.TrimSpace(wanted.Alt), wanted.Decorative, wanted.Credit
	return p, err
}

// pictureAt finds an upload by the address at which the text shows it.
func pictureAt(ctx context.Context, db *postgres.DB, address string) (richtext.Picture, bool) {
	name := path.Base(address)
	hash := strings.TrimSuffix(name, path.Ext(name))
	p, err := db.PictureByHash(ctx, hash)
	if err != nil {
		return richtext.Picture{}, false // the page moves as it loads, and that is all
	}
	return richtext.Picture{Width: p.Width, Height: p.Height}, true
}
