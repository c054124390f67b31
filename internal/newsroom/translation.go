package newsroom

import (
	"cmp"
	"context"
	"reflect"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Wording is what a translator typed.
type Wording struct {
	Title, Summary, Body string // Body is Markdown
	Slug                 string // made from the title when empty
	Alt                  string // description of the post's picture
	Version              int    // of the translation that they saw; 0 for a new one
	OfVersion            int    // of the post that they saw beside it
	// Whole says that the text now says all that the post says: one that was
	// older than the post goes on to be so without it.
	Whole bool
}

// Translate saves what a post says in another language. In public it is seen at
// once. A translator who saw an older version gets a Conflict. Saving what is
// there already changes nothing.
func (n *Newsroom) Translate(ctx context.Context, by blog.Editor, postID, language string, w Wording) (blog.Translation, error) {
	t, err := n.typesetTranslation(ctx, language, w)
	if err != nil {
		return t, err
	}
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, before, err := n.takeTranslation(ctx, tx, by, postID, language)
		if err != nil {
			return err
		}
		if before.Version != w.Version {
			return blog.Errorf(blog.Conflict, "Somebody else saved the %s text in the meantime. Nothing is overwritten: your text is below, and you say what is to become of it.", blog.LanguageName(language))
		}
		t.PostID, t.Version, t.EditedAt, t.SavedAt, t.Older = p.ID, before.Version, before.EditedAt, before.SavedAt, before.Older
		t.OfVersion = ofVersion(before, w, p)
		if err := t.Check(p, p.State != blog.StateDraft); err != nil {
			return err
		}
		if err := n.illustratedIn(ctx, tx, p, before, t); err != nil {
			return err
		}
		if t.Slug, err = addressIn(ctx, tx, p, before, t, w.Slug); err != nil || reflect.DeepEqual(t, before) {
			return err
		}
		t, err = n.saveTranslation(ctx, tx, by, p, before, t)
		return err
	})
	return t, err
}

// typesetTranslation renders what was typed. It may use the network to find the
// people whom the text mentions: it is called before the transaction begins.
func (n *Newsroom) typesetTranslation(ctx context.Context, language string, w Wording) (blog.Translation, error) {
	t := blog.Translation{
		Language: language, Title: strings.Join(strings.Fields(w.Title), " "), Summary: strings.Join(strings.Fields(w.Summary), " "),
		Body: strings.ReplaceAll(w.Body, "\r\n", "\n"), Alt: strings.TrimSpace(w.Alt),
	}
	switch {
	case !languageShape.MatchString(language):
		return t, blog.InvalidField("language", "%q is not a language. Write it like cy.", language)
	case w.Slug != "" && richtext.Slug(w.Slug) != w.Slug:
		return t, blog.InvalidField("slug", "An address has small letters, digits and hyphens. Try %q.", richtext.Slug(w.Slug))
	case len(t.Body) > blog.MaxBody:
		return t, blog.InvalidField("body", "The text is longer than %d characters.", blog.MaxBody)
	}
	doc, err := richtext.Markdown(t.Body, n.options(ctx))
	if err != nil {
		return t, err
	}
	var bad blog.Problems
	t.HTML, t.Text, t.Tags = doc.HTML.String(), doc.Text, labels(readTags(&bad, nil, doc.Tags))
	return t, bad.Err()
}

// takeTranslation locks a post for an edit of what it says in a language, and
// returns both: the zero Translation when there is none yet.
func (n *Newsroom) takeTranslation(ctx context.Context, tx *postgres.Tx, by blog.Editor, postID, language string) (p blog.Post, t blog.Translation, err error) {
	if p, err = lock(ctx, tx, postID); err != nil {
		return p, t, err
	}
	if err := mayEdit(ctx, tx, by, p); err != nil {
		return p, t, err
	}
	if p.State == blog.StateWithdrawn {
		return p, t, blog.Errorf(blog.Conflict, "This post was withdrawn. Reopen it before you edit it.")
	}
	all, err := tx.TranslationsOf(ctx, p.ID)
	for _, other := range all {
		switch {
		case other.Language == language:
			t = other
		case blog.SameTongue(other.Language, language):
			return p, t, blog.InvalidField("language", "This post has a text in %s already.", blog.LanguageName(language))
		}
	}
	return p, t, err
}

// ofVersion is the version of the post that a translation says the same as: the one
// that the translator saw, unless they did not look after what was changed before.
func ofVersion(before blog.Translation, w Wording, p blog.Post) int {
	if before.Older && !w.Whole {
		return before.OfVersion
	}
	return min(max(cmp.Or(w.OfVersion, p.Version), before.OfVersion), p.Version)
}

// illustratedIn holds the pictures of a translation to what publishing asks of
// those of its post, for what neither had before.
func (n *Newsroom) illustratedIn(ctx context.Context, tx *postgres.Tx, p blog.Post, before, t blog.Translation) error {
	if p.State == blog.StateDraft {
		return nil
	}
	earlier := p
	earlier.Body += "\n\n" + before.Body
	bad, err := n.illustrated(ctx, tx, earlier, p.In(t))
	return cmp.Or(err, bad.Err())
}

// addressIn is where a translation stands; see address.
func addressIn(ctx context.Context, tx *postgres.Tx, p blog.Post, before, t blog.Translation, wish string) (string, error) {
	if wish == "" && before.Slug != "" && (p.Visible() || before.Title == t.Title) {
		return before.Slug, nil
	}
	for _, other := range []string{richtext.Slug(t.Title), p.Slug} {
		wish = cmp.Or(wish, other)
	}
	return tx.FreeSlug(ctx, wish, p.ID)
}

// saveTranslation stores a translation, with its revision; the post gets its
// hashtags, and the address that it leaves goes on working.
func (n *Newsroom) saveTranslation(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post, before, t blog.Translation) (blog.Translation, error) {
	if p.Visible() {
		t.EditedAt = n.now()
		if before.Slug != "" && before.Slug != t.Slug {
			if err := tx.KeepTranslationSlug(ctx, before); err != nil {
				return t, err
			}
		}
	}
	t, saved, err := tx.SaveTranslation(ctx, t)
	if err == nil && !saved {
		err = blog.Errorf(blog.Conflict, "Somebody else saved this text in the meantime. Reload the page.")
	}
	if err != nil {
		return t, err
	}
	if err := tx.KeepTranslationRevision(ctx, t, by.ID); err != nil {
		return t, err
	}
	if err := n.tag(ctx, tx, p.ID, p.Tags); err != nil {
		return t, err
	}
	if _, err := tx.Record(ctx, ofTranslation(by, blog.Translated, p, t.Language)); err != nil {
		return t, err
	}
	return tx.TranslationIn(ctx, p.ID, t.Language)
}

// tag gives a post its own tags and those of its translations.
func (n *Newsroom) tag(ctx context.Context, tx *postgres.Tx, postID string, own []string) error {
	all, err := tx.TranslationsOf(ctx, postID)
	if err != nil {
		return err
	}
	var theirs []string
	for _, t := range all {
		theirs = append(theirs, t.Tags...)
	}
	return tx.SetTags(ctx, postID, readTags(new(blog.Problems), own, theirs))
}

// PreviewTranslation is the post as it would read in the translation; nothing is
// saved.
func (n *Newsroom) PreviewTranslation(ctx context.Context, p blog.Post, language string, w Wording) (blog.Post, error) {
	t, err := n.typesetTranslation(ctx, language, w)
	if err != nil {
		return p, err
	}
	t.Slug = cmp.Or(w.Slug, richtext.Slug(t.Title), p.Slug)
	if t.Summary == "" {
		t.Summary = summary(t.HTML)
	}
	return p.In(t), nil
}

// DropTranslation removes what a post says in a language, if it is the version
// that whoever asks for it saw. The address leads to the post from then on, and
// what the translation said stays in its history.
func (n *Newsroom) DropTranslation(ctx context.Context, by blog.Editor, postID, language string, version int) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, t, err := n.takeTranslation(ctx, tx, by, postID, language)
		if err != nil {
			return err
		}
		if t.Version == 0 {
			return blog.Errorf(blog.NotFound, "There is nothing here.")
		}
		t.Version = version
		gone, err := tx.DeleteTranslation(ctx, t)
		if err == nil && !gone {
			err = blog.Errorf(blog.Conflict, "Somebody else saved this text in the meantime. Nothing was removed: look at it first.")
		}
		if err != nil {
			return err
		}
		if p.Visible() {
			if err := cmp.Or(tx.KeepTranslationSlug(ctx, t), tx.TouchPost(ctx, p.ID, n.now())); err != nil {
				return err
			}
		}
		_, err = tx.Record(ctx, ofTranslation(by, blog.Dropped, p, language))
		return err
	})
}

// ofTranslation is a change of what a post says in a language. As with EditVerb,
// what happens before the post is public is a draft of it, of which nobody is told.
func ofTranslation(by blog.Editor, verb blog.Verb, p blog.Post, language string) blog.Change {
	c := change(by, verb, p)
	c.Object = language
	if p.Visible() {
		return c
	}
	if c.Verb = blog.Drafted; verb == blog.Dropped {
		c.Reason = "The " + blog.LanguageName(language) + " text was removed."
	}
	return c
}

// translated holds the translations of a post that is about to go out to what
// readers need.
func translated(ctx context.Context, tx *postgres.Tx, p blog.Post) error {
	all, err := tx.TranslationsOf(ctx, p.ID)
	if err != nil {
		return err
	}
	var bad blog.Problems
	for _, t := range all {
		for _, problem := range blog.ProblemsOf(t.Check(p, true)) {
			bad.Add("translations", "In %s: %s", blog.LanguageName(t.Language), problem.Msg)
		}
	}
	return bad.Err()
}

// ofItsOwn refuses an edit after which the post would be in the language of one of
// its translations.
func ofItsOwn(ctx context.Context, tx *postgres.Tx, p blog.Post) error {
	all, err := tx.TranslationsOf(ctx, p.ID)
	for _, t := range all {
		if blog.SameTongue(t.Language, p.Language) {
			return blog.InvalidField("language", "This post has a translation into %s. Remove that before the post itself is in %[1]s.", blog.LanguageName(t.Language))
		}
	}
	return err
}
