package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// folder is a part of the site that has a page, feeds and perhaps a calendar of
// its own: the whole of it, a tag, an author or a series.
type folder struct {
	Name     string // "" of the whole
	Path     string // "" of the whole
	Dated    bool   // it may have events, and so a calendar
	TagKey   string
	SeriesID string

	posts func(ctx context.Context, after postgres.Cursor, limit int) ([]blog.Post, error)
}

// home is the path of the folder's page.
func (f folder) home() string {
	if f.Path == "" {
		return "/"
	}
	return f.Path
}

// title is what a feed of the folder is called.
func (f folder) title(site string) string {
	if f.Name == "" {
		return site
	}
	return site + ": " + f.Name
}

// folder finds the part of the site that an address names. One that is written
// in another way than ours stands elsewhere; rest is the part of the path after
// it.
func (s *Site) folder(ctx context.Context, ask Ask, rest string) (f folder, elsewhere string, err error) {
	switch {
	case ask.Param("tag") != "":
		return s.tagFolder(ctx, ask, rest)
	case ask.Param("author") != "":
		author, err := s.db.AuthorBySlug(ctx, ask.Param("author"))
		if err != nil {
			return folder{}, "", err
		}
		return s.authorFolder(author), "", nil
	case ask.Param("series") != "":
		series, err := s.db.SeriesBySlug(ctx, ask.Param("series"))
		if err != nil {
			return folder{}, "", err
		}
		return s.seriesFolder(series), "", nil
	}
	return folder{Dated: true, posts: s.db.PostsOnFrontPage}, "", nil
}

func (s *Site) tagFolder(ctx context.Context, ask Ask, rest string) (folder, string, error) {
	tag, elsewhere, err := s.findTag(ctx, ask, rest)
	return folder{
		Name: "#" + tag.Label, Path: tagPath(tag.Key), Dated: true, TagKey: tag.Key,
		posts: func(ctx context.Context, after postgres.Cursor, limit int) ([]blog.Post, error) {
			return s.db.PostsWithTag(ctx, tag.Key, after, limit)
		},
	}, elsewhere, err
}

func (s *Site) authorFolder(author blog.Author) folder {
	return folder{
		Name: author.Name, Path: authorPath(author.Slug),
		posts: func(ctx context.Context, after postgres.Cursor, limit int) ([]blog.Post, error) {
			return s.db.PostsByAuthor(ctx, author.ID, after, limit)
		},
	}
}

func (s *Site) seriesFolder(series blog.Series) folder {
	return folder{
		Name: series.Title, Path: seriesPath(series.Slug), Dated: true, SeriesID: series.ID,
		posts: func(ctx context.Context, after postgres.Cursor, limit int) ([]blog.Post, error) {
			return s.db.PostsNewestInSeries(ctx, series.ID, after, limit)
		},
	}
}

func authorPath(slug string) string { return "/authors/" + slug }

func seriesPath(slug string) string { return "/series/" + slug }
