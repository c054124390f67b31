package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// tellPinned adds a post to the blog's profile. Mastodon wants the target to be
// the collection's address to the byte.
func (b *Bridge) tellPinned(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutPin(ctx, change, fed.AddType)
}

// tellUnpinned takes a post off the profile. One that was withdrawn is off it
// by its Delete.
func (b *Bridge) tellUnpinned(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutPin(ctx, change, fed.RemoveType)
}

func (b *Bridge) aboutPin(ctx context.Context, change blog.Change, activityType string) (*News, error) {
	post, err := b.published(ctx, change)
	if err != nil {
		return nil, err
	}
	return &News{
		Activity: fed.Activity{
			Type: activityType, ObjectID: b.Post(post), Target: Below(b.Blog(), "/featured"),
			To: []fed.ID{fed.Public}, CC: []fed.ID{b.Followers()},
		},
		ObjectID: b.Post(post), PostID: post.ID, To: postgres.Audience{Followers: true},
		Replaces: []string{fed.AddType, fed.RemoveType},
	}, nil
}
