package fediverse

import (
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/actor"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Sizes of collections.
const (
	pageSize      = 40
	featuredPosts = 5  // what a profile that was just discovered shows on Mastodon
	featuredTags  = 10 // as many as Mastodon takes
)

// firstPage is the page name that every collection's "first" carries.
const firstPage = "1"

func (l Library) outbox(ctx context.Context, id fed.ID, page string) ([]byte, error) {
	if page == "" {
		total, err := l.DB.CountOutbox(ctx, l.Handle)
		if err != nil {
			return nil, err
		}
		return l.first(id, total)
	}
	after, err := readCursor(page)
	if err != nil {
		return nil, err
	}
	activities, err := l.DB.Outbox(ctx, l.Handle, after, pageSize)
	if err != nil {
		return nil, err
	}
	var items []fed.Item
	var next postgres.Cursor
	for _, a := range activities {
		items = append(items, fed.Item{ID: fed.ID(a.URI), Document: a.Body})
		next = postgres.Cursor{At: a.CreatedAt, ID: a.ID}
	}
	return l.page(id, page, items, len(items) == pageSize, writeCursor(next))
}

// followers tells how many there are. Who they are is nobody's business; a
// page that is empty says that the list is not hidden, only not told.
func (l Library) followers(ctx context.Context, id fed.ID, _ string) ([]byte, error) {
	total, err := l.DB.CountFollowers(ctx)
	if err != nil {
		return nil, err
	}
	return l.count(id, total)
}

func (l Library) following(ctx context.Context, id fed.ID, page string) ([]byte, error) {
	partners, err := l.DB.PartnersShown(ctx)
	if err != nil {
		return nil, err
	}
	if page == "" {
		return l.first(id, len(partners))
	}
	var items []fed.Item
	for _, p := range partners {
		items = append(items, fed.Item{ID: fed.ID(p.URI)})
	}
	return l.page(id, page, items, false, "")
}

// featured lists the pinned posts and then the newest, by their ids alone:
// Mastodon fills a profile that was just discovered with them, and takes
// embedded ones for nothing.
func (l Library) featured(ctx context.Context, id fed.ID, _ string) ([]byte, error) {
	posts, err := l.DB.PostsFeatured(ctx, featuredPosts)
	if err != nil {
		return nil, err
	}
	collection := fed.Collection{ID: id, Type: "OrderedCollection", TotalItems: fed.Total(len(posts))}
	for _, p := range posts {
		collection.Items = append(collection.Items, fed.Item{ID: l.Post(p)})
	}
	return activitystreams.WriteCollection(collection)
}

func (l Library) featuredTags(ctx context.Context, id fed.ID, _ string) ([]byte, error) {
	tags, err := l.DB.TagsInUse(ctx, featuredTags)
	if err != nil {
		return nil, err
	}
	collection := fed.Collection{ID: id, Type: "Collection", TotalItems: fed.Total(len(tags))}
	for _, t := range tags {
		tag := fmt.Sprintf(`{"type":"Hashtag","href":%q,"name":%q}`, l.Page("/tags/"+t.Key), "#"+t.Label)
		collection.Items = append(collection.Items, fed.Item{ID: fed.ID(l.Page("/tags/" + t.Key)), Document: []byte(tag)})
	}
	return activitystreams.WriteCollection(collection)
}

// replies lists the public, approved comments below a post or comment, those
// of other servers by their own ids, so that every follower's server can fetch
// the whole moderated thread.
func (l Library) replies(ctx context.Context, id fed.ID, postID, parentID, page string) ([]byte, error) {
	if page == "" {
		total, err := l.DB.CountReplies(ctx, postID, parentID)
		if err != nil {
			return nil, err
		}
		return l.first(id, total)
	}
	comments, err := l.DB.RepliesTo(ctx, postID, parentID, pathOf(page), pageSize)
	return l.commentPage(id, page, comments, err)
}

// context lists the whole thread: the post, then its comments. Source: FEP-7888.
func (l Library) context(ctx context.Context, post blog.Post, page string) ([]byte, error) {
	id := Below(l.Post(post), "/context")
	if page == "" {
		return l.first(id, post.Replies+1)
	}
	comments, err := l.DB.CommentsOnPost(ctx, post.ID, pathOf(page), pageSize)
	if err != nil {
		return nil, err
	}
	if page == firstPage {
		comments = append([]blog.Comment{{URI: string(l.Post(post))}}, comments...)
	}
	return l.commentPage(id, page, comments, nil)
}

func (l Library) commentPage(id fed.ID, page string, comments []blog.Comment, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	var items []fed.Item
	var last string
	for _, c := range comments {
		items = append(items, fed.Item{ID: fed.ID(c.URI)})
		last = c.Path
	}
	return l.page(id, page, items, len(items) >= pageSize, last)
}

// first is a collection that is read by pages.
func (l Library) first(id fed.ID, total int) ([]byte, error) {
	collection := actor.Collection(id, total, id+"?page="+firstPage)
	collection.AttributedTo = l.Blog()
	return activitystreams.WriteCollection(collection)
}

// count is a collection of which only the size is told.
func (l Library) count(id fed.ID, total int) ([]byte, error) {
	return activitystreams.WriteCollection(fed.Collection{ID: id, Type: "OrderedCollection", TotalItems: fed.Total(total), AttributedTo: l.Blog()})
}

func (l Library) empty(id fed.ID) ([]byte, error) { return l.count(id, 0) }

func (l Library) page(id fed.ID, page string, items []fed.Item, more bool, next string) ([]byte, error) {
	var nextID fed.ID
	if more {
		nextID = id + "?page=" + fed.ID(url.QueryEscape(next))
	}
	return activitystreams.WriteCollection(actor.Page(id, id+"?page="+fed.ID(url.QueryEscape(page)), items, nextID))
}

// writeCursor and readCursor make a page's name of a place in a list: the time
// in microseconds, which is what the database keeps, and the id.
func writeCursor(c postgres.Cursor) string {
	return strconv.FormatInt(c.At.UnixMicro(), 10) + "_" + c.ID
}

func readCursor(page string) (postgres.Cursor, error) {
	if page == firstPage {
		return postgres.Cursor{}, nil
	}
	micros, id, _ := strings.Cut(page, "_")
	at, err := strconv.ParseInt(micros, 10, 64)
	if err != nil || !isUUID(id) {
		return postgres.Cursor{}, fmt.Errorf("%w: no such page", fed.ErrNotFound)
	}
	return postgres.Cursor{At: time.UnixMicro(at), ID: id}, nil
}

// pathOf is the place in a thread after which a page begins.
func pathOf(page string) string {
	if page == firstPage {
		return ""
	}
	return page
}

var uuid = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func isUUID(s string) bool { return uuid.MatchString(s) }
