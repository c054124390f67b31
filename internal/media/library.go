package media

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// maxAlt is how long a description may be, in characters: what Mastodon's own
// form takes.
const maxAlt = 1500

// maxCredit bounds each line of a credit, in characters.
const maxCredit = 200

// Describe replaces what the library says of a picture: description, credit and
// focal point. A description and a credit that a public page relies on may be
// changed and not taken away.
func (u *Uploads) Describe(ctx context.Context, by blog.Editor, p blog.Picture) (blog.Upload, error) {
	if !by.Role.May(blog.MayWrite) {
		return blog.Upload{}, blog.Errorf(blog.Forbidden, "Your role does not describe pictures. Ask an editor to.")
	}
	p = tidy(p)
	if err := check(p); err != nil {
		return blog.Upload{}, err
	}
	var kept blog.Upload
	err := u.DB.InTx(ctx, func(tx *postgres.Tx) error {
		before, err := take(ctx, tx, p.Hash)
		if err != nil {
			return err
		}
		if err := stillComplete(ctx, tx, by, before, p); err != nil {
			return err
		}
		if err := tx.DescribePicture(ctx, p); err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Edited, Subject: blog.PictureSubject, SubjectID: p.Hash})
		if err != nil {
			return err
		}
		kept, err = tx.UploadByHash(ctx, p.Hash)
		return err
	})
	return kept, err
}

// Remove deletes a picture that nothing shows, with its files: an editor's right,
// and of whoever uploaded it. What was cut out of it stays.
func (u *Uploads) Remove(ctx context.Context, by blog.Editor, hash string) error {
	if !by.Role.May(blog.MayWrite) {
		return blog.Errorf(blog.Forbidden, "Your role does not remove pictures. Ask an editor to.")
	}
	var gone blog.Upload
	err := u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if gone, err = take(ctx, tx, hash); err != nil {
			return err
		}
		if gone.EditorID != by.ID && !by.Role.May(blog.MayPublish) {
			return blog.Errorf(blog.Forbidden, "Somebody else uploaded this picture. Ask an editor to remove it.")
		}
		uses, err := tx.UsesOfPicture(ctx, hash)
		if err != nil {
			return err
		}
		look, err := tx.Look(ctx)
		if err != nil {
			return err
		}
		if look.Logo.Hash == hash {
			return blog.Errorf(blog.Conflict, "The picture is the logo of the site. Choose another logo first.")
		}
		if len(uses) > 0 {
			return blog.Errorf(blog.Conflict, "The picture is still shown in %s. Take it out there first.", uses[0].Called(by))
		}
		if err := tx.DeletePicture(ctx, hash); err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Removed, Subject: blog.PictureSubject, SubjectID: hash})
		return err
	})
	if err != nil {
		return err
	}
	developed := Picture{Hash: gone.Hash, Ext: gone.Ext}
	for _, width := range gone.Widths {
		if err := u.Folder.Remove(developed.VariantName(width)); err != nil {
			return err
		}
	}
	return u.Folder.Remove(developed.Name())
}

// take locks a picture and returns it.
func take(ctx context.Context, tx *postgres.Tx, hash string) (blog.Upload, error) {
	if err := tx.LockPicture(ctx, hash); err != nil {
		return blog.Upload{}, fmt.Errorf("lock picture: %w", err)
	}
	return tx.UploadByHash(ctx, hash)
}

func tidy(p blog.Picture) blog.Picture {
	line := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	p.Alt = line(p.Alt)
	if p.Decorative {
		p.Alt = ""
	}
	c := &p.Credit
	c.Creator, c.Title, c.Source = line(c.Creator), line(c.Title), line(c.Source)
	if l, ok := LicenceNamed(c.Licence); ok {
		c.Licence = l.Name
	}
	return p
}

func check(p blog.Picture) error {
	var bad blog.Problems
	if n := utf8.RuneCountInString(p.Alt); n > maxAlt {
		bad.Add("alt", "The description has %d characters; %d is the most. Say what matters, and put the rest into the text.", n, maxAlt)
	}
	for field, value := range map[string]string{"credit": p.Credit.Creator, "credit_title": p.Credit.Title} {
		if utf8.RuneCountInString(value) > maxCredit {
			bad.Add(field, "This is longer than %d characters.", maxCredit)
		}
	}
	if p.Credit.Source != "" && !blog.IsWebAddress(p.Credit.Source) {
		bad.Add("credit_source", "The source of the picture must be a web address that begins with https://.")
	}
	if _, ok := LicenceNamed(p.Credit.Licence); p.Credit.Licence != "" && !ok {
		bad.Add("licence", "Choose a licence of the list.")
	}
	if f := p.Focal; !(f.X >= -1 && f.X <= 1 && f.Y >= -1 && f.Y <= 1) { // written so that NaN is refused
		bad.Add("focal_x", "The point that matters must lie on the picture.")
	}
	return bad.Err()
}

// stillComplete refuses to take away what a public page relies on.
func stillComplete(ctx context.Context, tx *postgres.Tx, by blog.Editor, before blog.Upload, p blog.Picture) error {
	missing := p.Missing()
	if len(missing) <= len(before.Missing()) {
		return nil
	}
	uses, err := tx.UsesOfPicture(ctx, p.Hash)
	if err != nil {
		return err
	}
	for _, use := range uses {
		if !use.Visible() {
			continue
		}
		var bad blog.Problems
		for _, what := range missing {
			if what == blog.MissingAlt {
				bad.Add("alt", "This picture is shown in %s: describe it, or mark it as decorative.", use.Called(by))
			} else {
				bad.Add("credit", "This picture is shown in %s: say who made it.", use.Called(by))
			}
		}
		return bad.Err()
	}
	return nil
}
