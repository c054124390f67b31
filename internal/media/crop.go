package media

import (
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // what we keep is one of these two
	_ "image/png"
	"io"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// minCrop is the shortest side of a crop, in pixels: less shows nothing.
const minCrop = 32

// Crop cuts a part out of a picture and keeps it as a picture of its own, with
// all its sizes. It begins with the description, the credit and the focal point
// of the whole, which stays as it is.
func (u *Uploads) Crop(ctx context.Context, by blog.Editor, hash string, crop blog.Crop) (blog.Upload, error) {
	if !by.Role.May(blog.MayWrite) {
		return blog.Upload{}, blog.Errorf(blog.Forbidden, "Your role does not cut pictures. Ask an editor to.")
	}
	whole, err := u.DB.UploadByHash(ctx, hash)
	if err != nil {
		return blog.Upload{}, err
	}
	if err := within(whole.Picture, crop); err != nil {
		return blog.Upload{}, err
	}
	file, err := u.Folder.Open(Picture{Hash: whole.Hash, Ext: whole.Ext}.Name())
	if err != nil {
		return blog.Upload{}, err
	}
	defer file.Close()
	developed, err := u.Darkroom.Cut(ctx, file, crop)
	if err != nil {
		return blog.Upload{}, err
	}
	if err := u.Folder.Save(developed); err != nil {
		return blog.Upload{}, fmt.Errorf("keep crop: %w", err)
	}
	part := listed(developed)
	part.Alt, part.Decorative, part.Credit, part.Focal = whole.Alt, whole.Decorative, whole.Credit, inside(whole.Picture, crop)
	if part.Credit.Title != "" && part.Credit.Licence != "" {
		part.Credit.Title += " (cropped)" // licences ask to say what was changed
	}
	var kept blog.Upload
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		kept, err = keepCrop(ctx, tx, by, part, whole.Hash, crop)
		return err
	})
	return kept, err
}

// keepCrop lists a crop, unless the same was cut out before.
func keepCrop(ctx context.Context, tx *postgres.Tx, by blog.Editor, part blog.Picture, whole string, crop blog.Crop) (blog.Upload, error) {
	known, err := tx.UploadByHash(ctx, part.Hash)
	if blog.KindOf(err) != blog.NotFound {
		return known, err
	}
	if err := tx.InsertPicture(ctx, part, by.ID); err != nil {
		return known, err
	}
	if err := tx.DescribePicture(ctx, part); err != nil {
		return known, err
	}
	if err := tx.MarkCrop(ctx, part.Hash, whole, crop); err != nil {
		return known, err
	}
	if _, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Added, Subject: blog.PictureSubject, SubjectID: part.Hash}); err != nil {
		return known, err
	}
	return tx.UploadByHash(ctx, part.Hash)
}

// Around is the largest part of a picture whose sides are as width to height,
// as near to its focal point as the picture allows.
func Around(p blog.Picture, width, height int) blog.Crop {
	c := blog.Crop{Width: p.Width, Height: max(1, p.Width*height/width)}
	if c.Height > p.Height {
		c.Width, c.Height = max(1, p.Height*width/height), p.Height
	}
	left, top := (p.Focal.X+1)/2*float64(p.Width), (1-p.Focal.Y)/2*float64(p.Height)
	c.X = min(max(0, int(left)-c.Width/2), p.Width-c.Width)
	c.Y = min(max(0, int(top)-c.Height/2), p.Height-c.Height)
	return c
}

// within holds a crop to the picture.
func within(p blog.Picture, c blog.Crop) error {
	switch {
	case c.X < 0 || c.Y < 0 || c.Width > p.Width-c.X || c.Height > p.Height-c.Y:
		return blog.InvalidField("crop_left", "The part lies outside of the picture, which is %d by %d pixels.", p.Width, p.Height)
	case c.Width < minCrop || c.Height < minCrop:
		return blog.InvalidField("crop_width", "The part is too small: each side needs %d pixels at least.", minCrop)
	case c.Width == p.Width && c.Height == p.Height:
		return blog.InvalidField("crop_width", "That is the whole picture. Choose a part of it.")
	}
	return nil
}

// inside is where the focal point of a picture is in a part of it; on its edge
// when the part leaves it out.
func inside(p blog.Picture, c blog.Crop) blog.Focal {
	left := ((p.Focal.X+1)/2*float64(p.Width) - float64(c.X)) / float64(c.Width)
	top := ((1-p.Focal.Y)/2*float64(p.Height) - float64(c.Y)) / float64(c.Height)
	clamp := func(x float64) float64 { return min(1, max(-1, x)) }
	return blog.Focal{X: clamp(2*left - 1), Y: clamp(1 - 2*top)}
}

// Cut waits for a place and then develops a part of a picture of ours.
func (d *Darkroom) Cut(ctx context.Context, r io.Reader, crop blog.Crop) (Picture, error) {
	select {
	case d.places <- struct{}{}:
	case <-ctx.Done():
		return Picture{}, fmt.Errorf("wait for the darkroom: %w", context.Cause(ctx))
	}
	defer func() { <-d.places }()
	img, _, err := image.Decode(r)
	if err != nil {
		return Picture{}, fmt.Errorf("read picture to cut: %w", err)
	}
	part := image.Rect(crop.X, crop.Y, crop.X+crop.Width, crop.Y+crop.Height).Add(img.Bounds().Min)
	sub, ok := img.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if !ok || !part.In(img.Bounds()) {
		return Picture{}, fmt.Errorf("cut %v out of a picture of %v", part, img.Bounds())
	}
	return develop(shrink(sub.SubImage(part), crop.Width, crop.Height))
}
