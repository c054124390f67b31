package newsroom

import (
	"cmp"
	"context"
	"path"
	"slices"
	"strconv"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// uploads are the reads that pictures need, of a DB or of a Tx.
type uploads interface {
	UploadByHash(ctx context.Context, hash string) (blog.Upload, error)
}

// picture joins what the writer said of the picture with what is known of the
// upload. What the writer leaves out is as the library has it.
func picture(ctx context.Context, in uploads, wanted blog.Picture) (blog.Picture, error) {
	if wanted.Hash == "" {
		return blog.Picture{}, nil
	}
	u, err := in.UploadByHash(ctx, wanted.Hash)
	if blog.KindOf(err) == blog.NotFound {
		return u.Picture, blog.InvalidField("image", "This picture is not among the uploads. Upload it again.")
	}
	p := u.Picture
	p.Alt, p.Decorative, p.Credit = strings.TrimSpace(wanted.Alt), wanted.Decorative, wanted.Credit
	if p.Alt == "" && !p.Decorative {
		p.Alt, p.Decorative = u.Alt, u.Decorative
	}
	if p.Credit.IsZero() {
		p.Credit = u.Credit
	}
	return p, err
}

// learn tells the library what a writer said of the picture at the head of a
// post, so that nobody has to say it twice.
func learn(ctx context.Context, tx *postgres.Tx, p blog.Picture) error {
	if p.Hash == "" {
		return nil
	}
	return tx.LearnPicture(ctx, p)
}

// hashAt is the hash in the address of a picture, or of a variant.
func hashAt(address string) string {
	hash, _, _ := strings.Cut(strings.TrimSuffix(path.Base(address), path.Ext(address)), "-")
	return hash
}

// pictureAt finds an upload by the address at which the text shows it.
func pictureAt(ctx context.Context, in uploads, address string) (richtext.Picture, bool) {
	u, err := in.UploadByHash(ctx, hashAt(address))
	if err != nil {
		return richtext.Picture{}, false // the page moves as it loads, and that is all
	}
	licence, _ := blog.LicenceNamed(u.Credit.Licence) // an unknown one is named without a link
	p := richtext.Picture{
		Width: u.Width, Height: u.Height, Alt: u.Alt, Decorative: u.Decorative, Credit: credit(u.Credit), CreditURL: u.Credit.Source,
		Licence: u.Credit.Licence, LicenceURL: licence.URL, Focus: u.Focal.Classes(),
	}
	for _, width := range u.Widths {
		p.Variants = append(p.Variants, richtext.Source{Path: "/media/" + u.Hash + "-" + strconv.Itoa(width) + "." + u.Ext, Width: width})
	}
	return p, true
}

// fileAt finds a document by the address to which the text links.
func fileAt(ctx context.Context, db *postgres.DB, address string) (kind string, size int64, ok bool) {
	f, err := db.FileByHash(ctx, hashAt(address))
	if err != nil || f.Path() != address {
		return "", 0, false // a link like any other
	}
	return f.Kind(), f.Size, true
}

// credit is the title and the maker of a picture in words.
func credit(c blog.Credit) string {
	switch {
	case c.Title != "" && c.Creator != "":
		return c.Title + " by " + c.Creator
	case c.Creator != "":
		return "Picture: " + c.Creator
	}
	return c.Title
}

// illustrated finds the pictures of a post that lack what publishing asks of
// them: a description, unless they are decorative, and a credit. A post that is
// out already, or is to go out by itself, is held to it for what an edit adds
// or takes away, and never for what was let out before: before is the post as
// it was then, and the zero Post when it is let out now.
func (n *Newsroom) illustrated(ctx context.Context, in uploads, before, p blog.Post) (blog.Problems, error) {
	var bad blog.Problems
	if lead := p.Picture; lead.Hash != "" {
		for _, what := range lead.Missing() {
			switch {
			case lead.Hash == before.Picture.Hash && slices.Contains(before.Picture.Missing(), what):
			case what == blog.MissingAlt:
				bad.Add("alt", "Describe the picture for people who cannot see it, or mark it as decorative.")
			default:
				bad.Add("credit", "Say who made the picture, under Credit.")
			}
		}
	}
	doc, err := richtext.Markdown(p.Body, richtext.Options{Site: n.Site})
	if err != nil {
		return bad, err
	}
	seen := map[string]bool{}
	if earlier, err := richtext.Markdown(before.Body, richtext.Options{Site: n.Site}); err == nil {
		for _, image := range earlier.Images {
			seen[hashAt(image.Path)] = true
		}
	}
	for i, image := range doc.Images {
		hash := hashAt(image.Path)
		if seen[hash] {
			continue
		}
		seen[hash] = true
		if err := fit(ctx, in, &bad, i+1, hash, image.Alt); err != nil {
			return bad, err
		}
	}
	return bad, nil
}

// fit notes what a picture in the text lacks.
func fit(ctx context.Context, in uploads, bad *blog.Problems, number int, hash, alt string) error {
	u, err := in.UploadByHash(ctx, hash)
	name := cmp.Or(alt, u.Alt, u.Credit.Title, "number "+strconv.Itoa(number))
	if blog.KindOf(err) == blog.NotFound {
		bad.Add("body", "The picture “%s” in the text is not among the uploads. Upload it again.", name)
		return nil
	}
	if err != nil {
		return err
	}
	u.Alt = cmp.Or(alt, u.Alt)
	for _, what := range u.Missing() {
		if what == blog.MissingAlt {
			bad.Add(blog.PictureField(hash), "The picture “%s” in the text has no description: describe it, or mark it as decorative.", name)
		} else {
			bad.Add(blog.PictureField(hash), "The picture “%s” in the text has no credit: say who made it.", name)
		}
	}
	return nil
}
