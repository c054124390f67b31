package fetch

import (
	"context"
	"fmt"
	"iter"

	"inews/federation"
)

// maxPages bounds a walk through pages that bring nothing. Mastodon stops at
// 500 when it moves followers, at 5 when it looks for replies.
const maxPages = 100

// Items walks a collection page by page and yields at most limit entries. It
// stops where a page repeats or leaves the origin of the collection, whatever
// the pages claim, and with an error where a page cannot be had; a budget in
// ctx bounds the pages. Source: ActivityPub §5, FEP-fe34.
func (c *Client) Items(ctx context.Context, id federation.ID, limit int) iter.Seq2[federation.Item, error] {
	return func(yield func(federation.Item, error) bool) {
		collection, err := c.Collection(ctx, id)
		if err != nil {
			yield(federation.Item{}, err)
			return
		}
		c.ItemsOf(ctx, collection, limit)(yield)
	}
}

// ItemsOf is Items of a collection that was fetched before, so that a caller can
// look first at whose it is.
func (c *Client) ItemsOf(ctx context.Context, collection federation.Collection, limit int) iter.Seq2[federation.Item, error] {
	return func(yield func(federation.Item, error) bool) {
		id := collection.ID
		left, seen := limit, map[federation.ID]bool{id: true}
		for page := collection; ; {
			items, next := page.Items, page.Next
			if page.FirstPage != nil {
				items, next = append(items, page.FirstPage.Items...), page.FirstPage.Next
			} else if next == "" {
				next = page.First
			}
			for _, item := range items[:min(len(items), left)] {
				if !yield(item, nil) {
					return
				}
				left--
			}
			if next == "" || left == 0 || seen[next] || len(seen) == maxPages {
				return
			}
			if !next.SameOrigin(id) {
				yield(federation.Item{}, fmt.Errorf("collection %s continues at %s: %w", id, next, federation.ErrForbidden))
				return
			}
			seen[next] = true
			var err error
			if page, err = c.Collection(ctx, next); err != nil {
				yield(federation.Item{}, err)
				return
			}
		}
	}
}
