package newsroom

import (
	"cmp"
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// The four steps below are the transaction of a save. They are exported for
// internal/calendar, which saves an event's facts in the same transaction;
// whoever calls them records the Change.

// Begin saves a new draft: of a post, or of an event whose facts the caller
// saves next.
func (n *Newsroom) Begin(ctx context.Context, tx *postgres.Tx, by blog.Editor, c Copy) (blog.Post, error) {
	if !by.Role.May(blog.MayWrite) {
		return blog.Post{}, blog.Errorf(blog.Forbidden, "Your role does not write posts.")
	}
	p, err := n.Apply(ctx, tx, by, blog.Post{State: blog.StateDraft}, c)
	if err != nil {
		return p, err
	}
	if err := p.Check(false); err != nil {
		return p, err
	}
	if p, err = tx.InsertPost(ctx, p, by.ID); err != nil {
		return p, err
	}
	if err := tx.KeepRevision(ctx, p, by.ID); err != nil {
		return p, err
	}
	if err := learn(ctx, tx, p.Picture); err != nil {
		return p, err
	}
	return p, tx.SetTags(ctx, p.ID, c.tags)
}

// Take locks a post for an edit and returns it. It is Forbidden to those who
// may not edit it, and a Conflict when somebody saved since the given version.
func (n *Newsroom) Take(ctx context.Context, tx *postgres.Tx, by blog.Editor, id string, version int) (blog.Post, error) {
	if err := tx.LockPost(ctx, id); err != nil {
		return blog.Post{}, err
	}
	p, err := tx.PostByID(ctx, id)
	if err != nil {
		return p, err
	}
	if err := mayEdit(ctx, tx, by, p); err != nil {
		return p, err
	}
	if p.State == blog.StateWithdrawn {
		return p, blog.Errorf(blog.Conflict, "This post was withdrawn. Reopen it before you edit it.")
	}
	if p.Version != version {
		return p, blog.Errorf(blog.Conflict, "Somebody else saved this post in the meantime. Nothing is overwritten: your text is below, and you say what is to become of it.")
	}
	return p, nil
}

// mayEdit lets editors at everything, and contributors at drafts of their own.
func mayEdit(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post) error {
	if by.Role.May(blog.MayPublish) {
		return nil
	}
	if !by.Role.May(blog.MayWrite) {
		return blog.Errorf(blog.Forbidden, "Your role does not write posts.")
	}
	drafter, err := tx.DraftedBy(ctx, p.ID)
	if err != nil {
		return err
	}
	if by.ID == "" || drafter != by.ID {
		return blog.Errorf(blog.Forbidden, "This draft is somebody else's. You may edit drafts of your own.")
	}
	if p.State == blog.StateReview {
		return blog.Errorf(blog.Conflict, "This post is in review, so that nothing was saved. Take it back to change it; what you typed is below.")
	}
	if p.State != blog.StateDraft {
		return blog.Errorf(blog.Forbidden, "This post is out of your hands: ask an editor to change it.")
	}
	return nil
}

// Apply sets the fields of p as the copy says, and saves nothing of p; a new
// guest or series is begun.
func (n *Newsroom) Apply(ctx context.Context, tx *postgres.Tx, by blog.Editor, p blog.Post, c Copy) (blog.Post, error) {
	if p.State != blog.StateDraft && p.State != blog.StateReview && c.Form != p.Form {
		return p, blog.InvalidField("form", "A post keeps its form once it is scheduled or published: other servers would not follow.")
	}
	if c.Comments == "" {
		c.Comments = p.Comments
	}
	n.fill(&p, c)
	if !p.Visible() && !p.PublishedAt.Equal(c.Published) {
		p.PublishedAt = c.Published
	}
	var err error
	if p.Author, err = byline(ctx, tx, by, c.Draft, p.Author); err != nil {
		return p, err
	}
	if p.SeriesID, p.Series, err = series(ctx, tx, c.Series); err != nil {
		return p, err
	}
	if p.Picture, err = picture(ctx, tx, c.Picture); err != nil {
		return p, err
	}
	p.Slug, err = address(ctx, tx, p, c.Slug)
	return p, err
}

// address is where the post stands: the one that the writer wants, the one
// that it has once it is public, or else one made from the title.
func address(ctx context.Context, tx *postgres.Tx, p blog.Post, wish string) (string, error) {
	if wish == "" && p.Visible() {
		return p.Slug, nil
	}
	if wish == "" {
		wish = richtext.Slug(p.Title)
	}
	if wish == "" {
		wish = string(p.Form)
	}
	return tx.FreeSlug(ctx, wish, p.ID)
}

// Save stores an edited post, marked as edited when it is public, with its
// tags, and as a revision; the address that it leaves goes on working.
func (n *Newsroom) Save(ctx context.Context, tx *postgres.Tx, by blog.Editor, before, p blog.Post, c Copy) (blog.Post, error) {
	if before.State != blog.StateDraft {
		bad, err := n.illustrated(ctx, tx, before, p)
		if err != nil || len(bad) > 0 {
			return p, cmp.Or(err, bad.Err())
		}
	}
	if p.Visible() {
		if err := n.secondPerson(ctx, tx, by, p, n.now()); err != nil {
			return p, err
		}
	}
	if p.Language != before.Language {
		if err := ofItsOwn(ctx, tx, p); err != nil {
			return p, err
		}
	}
	p.Edit(n.now())
	p, err := tx.UpdatePost(ctx, p)
	if err != nil {
		return p, err
	}
	if p.Visible() && before.Slug != p.Slug {
		if err := tx.KeepSlug(ctx, before.Slug, p.ID); err != nil {
			return p, err
		}
	}
	if err := tx.KeepRevision(ctx, p, by.ID); err != nil {
		return p, err
	}
	if err := learn(ctx, tx, p.Picture); err != nil {
		return p, err
	}
	return p, n.tag(ctx, tx, p.ID, labels(c.tags))
}

// series finds the series with that title, or begins it.
func series(ctx context.Context, tx *postgres.Tx, title string) (id, name string, err error) {
	if title == "" {
		return "", "", nil
	}
	slug := richtext.Slug(title)
	if slug == "" {
		return "", "", blog.InvalidField("series", "Give the series a name with letters in it.")
	}
	found, err := tx.SeriesBySlug(ctx, slug)
	if blog.KindOf(err) == blog.NotFound {
		found, err = tx.SaveSeries(ctx, blog.Series{Slug: slug, Title: title})
	}
	return found.ID, found.Title, err
}
