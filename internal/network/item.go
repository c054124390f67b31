package network

import (
	"cmp"
	"context"
	"html"
	"net/url"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// How much of an item is kept, in characters: enough to decide whether to
// follow the link.
const (
	maxExcerpt = 300
	maxWords   = 200 // of a place and of names
)

// Keep keeps what a partner published (Create, Update) or passed on (Announce,
// with Boosted set): Item.Partner.URI says who. Excerpt is plain text of any
// length, made from the summary or the content; a title or an excerpt must
// remain. Only a partner that accepted our Follow is kept: anybody else, and a
// partner that speaks for another server, is Forbidden. The same item again is
// an update, by whoever brought it first, or by its author.
func (n *Network) Keep(ctx context.Context, item blog.Item, raw []byte) (blog.Item, error) {
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		partner, err := speaker(ctx, tx, item)
		if err != nil {
			return err
		}
		item.PartnerID = partner.ID
		if item, err = n.clean(item, partner); err != nil {
			return err
		}
		deleted, err := tx.WasDeletedBy(ctx, item.URI, cmp.Or(item.AuthorURI, partner.URI))
		if err != nil {
			return err
		}
		if deleted {
			return blog.Errorf(blog.Gone, "This item was deleted.")
		}
		written, err := tx.SaveItem(ctx, item, raw)
		if err != nil {
			return err
		}
		if item, err = tx.ItemByURI(ctx, item.URI); err != nil || !written {
			return err
		}
		return recordItem(ctx, tx, blog.Editor{}, blog.Received, item, "")
	})
	return item, err
}

// speaker returns the partner from whom the item comes, if it may say this.
func speaker(ctx context.Context, tx *postgres.Tx, item blog.Item) (blog.Partner, error) {
	partner, err := tx.PartnerByPerson(ctx, item.Partner.URI)
	if blog.KindOf(err) == blog.NotFound {
		return partner, blog.Errorf(blog.Forbidden, "The blog does not follow this person.")
	}
	if err != nil {
		return partner, err
	}
	severity, err := tx.SeverityOf(ctx, partner.Host)
	switch {
	case err != nil:
		return partner, err
	case partner.State != blog.FollowAccepted:
		return partner, blog.Errorf(blog.Forbidden, "This person has not accepted that the blog follows them.")
	case severity.Refuses() || !partner.BlockedAt.IsZero():
		return partner, blog.Errorf(blog.Forbidden, "The staff of this blog have blocked this person.")
	case !item.Boosted && !sameHost(item.URI, partner.URI):
		return partner, blog.Errorf(blog.Forbidden, "A partner publishes from its own server.")
	}
	return partner, nil
}

// clean makes everything in the item plain and short enough to show.
func (n *Network) clean(item blog.Item, partner blog.Partner) (blog.Item, error) {
	switch item.Form {
	case blog.FormArticle, blog.FormNote, blog.FormEvent:
	default:
		return item, blog.Errorf(blog.Invalid, "%q is not a form of item.", item.Form)
	}
	item.Title = richtext.Name(html.UnescapeString(item.Title), blog.MaxTitle)
	item.Excerpt = richtext.Excerpt(item.Excerpt, maxExcerpt)
	if item.Title == "" && item.Excerpt == "" {
		return item, blog.Errorf(blog.Invalid, "There is nothing to show of this item.")
	}
	if !blog.IsWebAddress(item.URL) {
		item.URL = item.URI
	}
	if !blog.IsWebAddress(item.URL) {
		return item, blog.Errorf(blog.Invalid, "This item has no address to link to.")
	}
	item.AuthorName = richtext.Name(item.AuthorName, maxWords)
	if item.AuthorName == "" && !item.Boosted {
		item.AuthorName = richtext.Name(partner.Name, maxWords)
	}
	if item.AuthorURI == "" && !item.Boosted {
		item.AuthorURI = partner.URI
	}
	item.Place = richtext.Name(item.Place, maxWords)
	if item.Form != blog.FormEvent {
		item.Place, item.Zone = "", ""
	}
	if item.Ends.Before(item.Starts) {
		item.Ends = item.Starts
	}
	if now := n.now(); item.Published.IsZero() || item.Published.After(now) {
		item.Published = now
	}
	return item, nil
}

// Drop forgets an item that its author deleted, or that the partner who passed
// it on took back. An item that was never kept is NotFound, unless it could be
// a partner's own: then it is barred from arriving later. It is Forbidden to
// anybody else.
func (n *Network) Drop(ctx context.Context, uri, byURI string) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		item, err := tx.ItemByURI(ctx, uri)
		switch {
		case blog.KindOf(err) == blog.NotFound:
			return bar(ctx, tx, uri, byURI, err)
		case err != nil:
			return err
		case byURI != item.Partner.URI && byURI != item.AuthorURI:
			return blog.Errorf(blog.Forbidden, "This item is somebody else's.")
		}
		if err := tx.DeleteItem(ctx, item.ID); err != nil {
			return err
		}
		if sameHost(uri, byURI) { // not when a share was taken back: the original is still there
			if err := tx.NoteDeleted(ctx, uri, byURI); err != nil {
				return err
			}
		}
		return recordItem(ctx, tx, blog.Editor{}, blog.Removed, item, item.ShareID)
	})
}

// bar notes the deletion of an item that has not come yet.
func bar(ctx context.Context, tx *postgres.Tx, uri, byURI string, notFound error) error {
	if _, err := tx.PartnerByPerson(ctx, byURI); err != nil {
		return err
	}
	if !sameHost(uri, byURI) {
		return notFound
	}
	return tx.NoteDeleted(ctx, uri, byURI)
}

// recordItem records a change of an item. shareID is the wire id (uuid) of our
// share of it, which is forgotten when the share ends.
func recordItem(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, item blog.Item, shareID string) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.ItemSubject, SubjectID: item.ID, Object: shareID,
	})
	return err
}

// sameHost tells whether two wire ids come from one server.
func sameHost(a, b string) bool {
	x, errX := url.Parse(a)
	y, errY := url.Parse(b)
	return errX == nil && errY == nil && x.Host != "" && strings.EqualFold(x.Host, y.Host)
}
