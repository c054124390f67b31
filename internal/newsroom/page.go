package newsroom

import (
	"context"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// SavePage saves one of the lasting pages: a new one, or the version of it that
// the page names. It is public at once.
func (n *Newsroom) SavePage(ctx context.Context, by blog.Editor, page blog.Page) (blog.Page, error) {
	page, err := n.PreviewPage(ctx, by, page)
	if err != nil {
		return page, err
	}
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		saved, err := tx.SavePage(ctx, page)
		switch {
		case err != nil:
			return err
		case !saved && page.Version == 0:
			return blog.InvalidField("slug", "There is a page at this address already.")
		case !saved:
			return blog.Errorf(blog.Conflict, "Somebody else saved this page in the meantime. Nothing is overwritten: your text is below, and you say what is to become of it.")
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Edited, Subject: blog.PageSubject, SubjectID: page.Slug})
		if err != nil {
			return err
		}
		page, err = tx.PageBySlug(ctx, page.Slug)
		return err
	})
	return page, err
}

// PreviewPage is the page as it would be saved; nothing is.
func (n *Newsroom) PreviewPage(ctx context.Context, by blog.Editor, page blog.Page) (blog.Page, error) {
	if err := publisher(by); err != nil {
		return page, err
	}
	var bad blog.Problems
	page.Title = strings.Join(strings.Fields(page.Title), " ")
	if length := utf8.RuneCountInString(page.Title); length == 0 || length > blog.MaxTitle {
		bad.Add("title", "Give the page a title of at most %d characters.", blog.MaxTitle)
	}
	if page.Slug == "" {
		page.Slug = richtext.Slug(page.Title)
	}
	if page.Slug == "" || richtext.Slug(page.Slug) != page.Slug {
		bad.Add("slug", "An address has small letters, digits and hyphens.")
	}
	if len(page.Body) > blog.MaxBody {
		bad.Add("body", "The text is longer than %d characters.", blog.MaxBody)
	}
	if page.Position < 0 {
		bad.Add("position", "The place in the navigation is 1 or more, or 0 to keep the page out of it.")
	}
	if err := bad.Err(); err != nil {
		return page, err
	}
	doc, err := richtext.Markdown(page.Body, n.options(ctx))
	if err != nil {
		return page, err
	}
	page.HTML = doc.HTML.String()
	return page, nil
}
