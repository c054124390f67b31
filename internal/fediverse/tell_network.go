package fediverse

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// tellFollow asks a partner to let us follow, under the id that the partner's
// row remembers.
func (b *Bridge) tellFollow(ctx context.Context, change blog.Change) (*News, error) {
	partner, err := b.DB.PartnerByID(ctx, change.SubjectID)
	if err != nil || partner.State != blog.FollowSent {
		return nil, err
	}
	target := fed.ID(partner.URI)
	return &News{
		ID:       strings.TrimPrefix(partner.FollowID, string(b.Activity(""))),
		Activity: fed.Activity{Type: fed.FollowType, ObjectID: target, To: []fed.ID{target}},
		ObjectID: target, Personal: partner.URI,
	}, nil
}

// tellUnfollow takes our Follow of the partner back, also because staff have
// blocked it.
func (b *Bridge) tellUnfollow(ctx context.Context, change blog.Change) (*News, error) {
	partner, err := b.DB.PartnerByID(ctx, change.SubjectID)
	if err != nil {
		return nil, err
	}
	target, follow := fed.ID(partner.URI), fed.ID(partner.FollowID)
	return &News{
		Activity: fed.Activity{
			Type: fed.UndoType, ObjectID: follow, To: []fed.ID{target},
			Inner: &fed.Activity{ID: follow, Type: fed.FollowType, Actors: []fed.ID{b.Blog()}, ObjectID: target},
		},
		ObjectID: target, Personal: partner.URI, Parting: true, Replaces: []string{fed.FollowType},
	}, nil
}

// tellShare passes a partner's post on to our followers, and tells its author.
func (b *Bridge) tellShare(ctx context.Context, change blog.Change) (*News, error) {
	item, err := b.DB.ItemByID(ctx, change.SubjectID)
	if err != nil || item.SharedAt.IsZero() {
		return nil, err
	}
	author := cmp.Or(item.AuthorURI, item.Partner.URI)
	return &News{
		ID: item.ShareID,
		Activity: fed.Activity{
			Type: fed.AnnounceType, ObjectID: fed.ID(item.URI),
			To: []fed.ID{fed.Public}, CC: []fed.ID{fed.ID(author), b.Followers()},
		},
		ObjectID: fed.ID(item.URI), Public: true,
		To: postgres.Audience{Followers: true, People: []string{author}},
	}, nil
}

// tellUnshare takes the sharing back, also when the item itself is gone by now.
func (b *Bridge) tellUnshare(ctx context.Context, change blog.Change) (*News, error) {
	if change.Object == "" {
		return nil, nil // it was never shared
	}
	share, err := b.DB.ActivityByURI(ctx, string(b.Activity(change.Object)))
	if err != nil {
		return nil, err
	}
	announce, err := activitystreams.ReadActivity(share.Body)
	if err != nil {
		return nil, fmt.Errorf("read our share: %w", err)
	}
	told := make([]string, len(announce.CC)) // our followers, and the author, who counted it
	for i, id := range announce.CC {
		told[i] = string(id)
	}
	return &News{
		Activity: fed.Activity{
			Type: fed.UndoType, ObjectID: fed.ID(share.URI), To: announce.To, CC: announce.CC,
			Inner: &fed.Activity{
				ID: fed.ID(share.URI), Type: fed.AnnounceType, Actors: []fed.ID{b.Blog()},
				ObjectID: fed.ID(share.ObjectID), To: announce.To, CC: announce.CC,
			},
		},
		ObjectID: fed.ID(share.ObjectID), To: postgres.Audience{Followers: true, People: told}, Replaces: []string{fed.AnnounceType},
	}, nil
}

// Greet sends the blog's own actor to a host that did not answer for so long that
// what it was to be told is forgotten: name, keys and addresses may be others.
func (b *Bridge) Greet(ctx context.Context, tx *postgres.Tx, host string) error {
	wants, err := tx.WantsUpdate(ctx, host, string(b.Blog()))
	if err != nil || !wants {
		return err
	}
	news, err := b.aboutBlog(ctx)
	if err != nil {
		return err
	}
	news.To.Host = host
	return b.send(ctx, tx, 0, *news)
}

// tellProfile sends the blog's own actor to everybody who may have a copy. While
// the blog has not moved, it also takes back what a move has not told yet.
func (b *Bridge) tellProfile(ctx context.Context, _ blog.Change) (*News, error) {
	news, err := b.aboutBlog(ctx)
	if err == nil {
		news.Replaces = []string{fed.UpdateType}
		if news.Activity.ObjectActor.MovedTo == "" {
			news.Replaces = append(news.Replaces, fed.MoveType)
		}
	}
	return news, err
}

func (b *Bridge) aboutBlog(ctx context.Context) (*News, error) {
	actor, err := b.blogActor(ctx)
	if err != nil {
		return nil, err
	}
	return &News{
		Activity: fed.Activity{
			Type: fed.UpdateType, ObjectID: actor.ID, ObjectActor: &actor,
			To: []fed.ID{fed.Public}, CC: []fed.ID{b.Followers()},
		},
		ObjectID: actor.ID, To: postgres.Audience{Followers: true, Partners: true},
	}, nil
}

// tellReturned sends the blog's own actor to every server that knows us. One
// that could not reach us for a week, such as a Mastodon, sends us nothing more
// until something that we signed reaches it.
func (b *Bridge) tellReturned(ctx context.Context, change blog.Change) (*News, error) {
	news, err := b.tellProfile(ctx, change)
	if err != nil {
		return nil, err
	}
	news.To = postgres.Audience{Hosts: true}
	return news, nil
}
