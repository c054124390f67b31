// Package look is how the council wants its site to look: a few choices, from
// which it makes all colours of the pages, by day and by night.
//
// Colours on which words could not be read are never kept. WCAG 2.2 asks for a
// contrast of 4.5 to 1 for words and of 3 to 1 for what one clicks: whoever
// chooses less is told so, with the nearest shade that does. The rest of the
// palette is worked out to pass, and a test tries it with every sort of colour.
package look

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Looks is how a look is chosen.
type Looks struct{ DB *postgres.DB }

// Save keeps a look, which is public at once: an owner's right. Colours that
// fail are an error of kind Invalid at their field.
func (l *Looks) Save(ctx context.Context, by blog.Editor, look blog.Look) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner changes how the site looks.")
	}
	look, err := Check(look)
	if err != nil {
		return err
	}
	return l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if look.Logo.Hash != "" {
			if _, err := tx.UploadByHash(ctx, look.Logo.Hash); blog.KindOf(err) == blog.NotFound {
				return blog.InvalidField("logo", "The library has no such picture. Choose one of the list.")
			} else if err != nil {
				return err
			}
		}
		if err := tx.SaveLook(ctx, look, by.ID); err != nil {
			return err
		}
		_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Edited, Subject: blog.LookSubject, SubjectID: "site"})
		return err
	})
}

// Check is the look as it would be kept: colours written in one way, and no mark
// without a logo.
func Check(look blog.Look) (blog.Look, error) {
	var bad blog.Problems
	for _, field := range []struct {
		name  string
		value *string
	}{{"accent", &look.Accent}, {"night", &look.Night}, {"ground", &look.Ground}} {
		if *field.value == "" {
			continue
		}
		c, ok := ParseColour(*field.value)
		if !ok {
			bad.Add(field.name, "“%s” is no colour. Write it as # and six digits or letters from a to f, like #0b5a63.", *field.value)
			continue
		}
		*field.value = c.String()
	}
	if err := bad.Err(); err != nil {
		return look, err
	}
	p := planOf(look)
	for _, g := range p.guards() {
		if found := Weakest(g.colour, g.grounds...); found < forWords {
			shade, _ := g.nearest()
			bad.Add(g.field, "%s: the contrast is %.1f to 1 and must be %.1f. The nearest shade that can be read is %s.", g.says, found, forWords, shade)
		}
	}
	switch look.Letters {
	case blog.LettersBook, blog.LettersMixed, blog.LettersPlain, blog.LettersOwn:
	default:
		bad.Add("letters", "Choose letters of the list.")
	}
	switch look.Masthead {
	case blog.MastheadBand, blog.MastheadPaper:
	default:
		bad.Add("masthead", "Choose a head of the list.")
	}
	look.Wordmark = look.Wordmark && look.Logo.Hash != ""
	return look, bad.Err()
}

// Nearer are, by field, the shades that may stand in for those that fail.
func Nearer(look blog.Look) map[string]string {
	shades := make(map[string]string)
	for _, g := range planOf(look).guards() {
		if shade, ok := g.nearest(); ok && shade != g.colour {
			shades[g.field] = shade.String()
		}
	}
	return shades
}
