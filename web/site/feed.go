package site

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// feedLength is how many posts a feed carries.
const feedLength = 30

// feed is a list of posts before it takes one of the three forms.
type feed struct {
	Title, About      string
	Home, Self        string // full addresses
	Language, Contact string
	Updated           time.Time
	Posts             []blog.Post
}

// writer writes a feed in one form.
type writer func(s *Site, f feed) ([]byte, error)

// RSS is the feed in the form RSS 2.0.
func (s *Site) RSS(ctx context.Context, ask Ask) (Answer, error) {
	return s.feed(ctx, ask, "/feed.rss", "application/rss+xml; charset=utf-8", writeRSS)
}

// Atom is the feed in the form of RFC 4287.
func (s *Site) Atom(ctx context.Context, ask Ask) (Answer, error) {
	return s.feed(ctx, ask, "/feed.atom", "application/atom+xml; charset=utf-8", writeAtom)
}

// JSONFeed is the feed in the form JSON Feed 1.1.
func (s *Site) JSONFeed(ctx context.Context, ask Ask) (Answer, error) {
	return s.feed(ctx, ask, "/feed.json", "application/feed+json; charset=utf-8", writeJSONFeed)
}

// feed answers with the newest posts of the folder that the address names.
func (s *Site) feed(ctx context.Context, ask Ask, name, mediaType string, write writer) (Answer, error) {
	part, elsewhere, err := s.folder(ctx, ask, name)
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere}, err
	}
	f := feed{
		Title: part.title(s.Name), About: s.Tagline, Home: s.link(part.home()), Self: s.link(part.Path + name),
		Language: s.Language,
	}
	f.Posts, err = part.posts(ctx, postgres.Cursor{}, feedLength)
	if err == nil {
		f.Posts, err = s.rendered(ctx, f.Posts)
	}
	if err != nil {
		return Answer{}, err
	}
	if len(f.Posts) == 0 && part.Path != "" { // as on the folder's page
		return Answer{}, errNothing
	}
	for _, p := range f.Posts {
		if at := lastChange(p); at.After(f.Updated) {
			f.Updated = at
		}
	}
	body, err := write(s, f)
	return Answer{Type: mediaType, Body: body, Modified: f.Updated}, err
}

// lastChange is when the post last became different for a reader.
func lastChange(p blog.Post) time.Time {
	if p.EditedAt.After(p.PublishedAt) {
		return p.EditedAt
	}
	return p.PublishedAt
}

// content is the whole post for a feed: its text with full addresses.
func (s *Site) content(p blog.Post) string {
	return richtext.Absolute(richtext.Trusted(p.HTML), s.BaseURL).String()
}
