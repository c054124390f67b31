package site

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/web/view"
)

// listLength is how many posts a page of a list shows.
const listLength = 20

// Tag is the list of posts with a tag.
func (s *Site) Tag(ctx context.Context, ask Ask) (Answer, error) {
	tag, elsewhere, err := s.findTag(ctx, ask, "")
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere}, err
	}
	cursor, err := readCursor(ask.Query.Get("after"))
	if err != nil {
		return Answer{}, err
	}
	posts, err := s.db.PostsWithTag(ctx, tag.Key, cursor, listLength+1)
	if err != nil {
		return Answer{}, err
	}
	path := tagPath(tag.Key)
	return s.list(ctx, posts, view.List{
		Kicker: s.say("Subject"), Heading: "#" + tag.Label,
		Offers: append(s.byMail("tag", tag.Key), s.offersAt(path, true)...),
	}, view.Head{
		Title: "#" + tag.Label, Path: path, Description: s.say("Posts and events about %s.", tag.Label),
		Feeds: s.feedsAt(path, s.Name+" #"+tag.Label, true), NoIndex: !cursor.At.IsZero(),
	})
}

// findTag reads the tag of an address. A tag that is written in another way
// than its key stands elsewhere; rest is the part of the path after it.
func (s *Site) findTag(ctx context.Context, ask Ask, rest string) (tag postgres.TagUse, elsewhere string, err error) {
	asked := ask.Param("tag")
	key := richtext.TagKey(asked)
	if tag, err = s.db.TagByKey(ctx, key); err == nil && key != asked {
		elsewhere = tagPath(key) + rest
	}
	return tag, elsewhere, err
}

// Author is the list of posts by an author.
func (s *Site) Author(ctx context.Context, ask Ask) (Answer, error) {
	author, err := s.db.AuthorBySlug(ctx, ask.Param("author"))
	if err != nil {
		return Answer{}, err
	}
	cursor, err := readCursor(ask.Query.Get("after"))
	if err != nil {
		return Answer{}, err
	}
	posts, err := s.db.PostsByAuthor(ctx, author.ID, cursor, listLength+1)
	if err != nil {
		return Answer{}, err
	}
	if len(posts) == 0 { // an author of drafts alone is nobody's business yet, wherever the list is entered
		return Answer{}, errNothing
	}
	kicker := s.say("Author")
	if author.Guest {
		kicker = s.say("Guest author")
	}
	path := authorPath(author.Slug)
	return s.list(ctx, posts, view.List{
		Kicker: kicker, Heading: author.Name, Intro: author.Bio, Author: &author, Offers: s.offersAt(path, false),
	}, view.Head{
		Title: author.Name, Path: path, Description: s.say("Posts by %s.", author.Name),
		Feeds: s.feedsAt(path, s.Name+": "+author.Name, false), NoIndex: !cursor.At.IsZero(),
	})
}

// byMail offers updates by e-mail about a tag or a series.
func (s *Site) byMail(kind, key string) []view.Link {
	return []view.Link{{Label: s.say("By e-mail"), Path: mailing.UpdatesPath + "?" + url.Values{kind: {key}}.Encode()}}
}

// offersAt are the feeds of a folder, for people to press: with a calendar when
// it may have events.
func (s *Site) offersAt(path string, dated bool) []view.Link {
	offers := []view.Link{
		{Label: "RSS", Path: path + "/feed.rss"}, {Label: "Atom", Path: path + "/feed.atom"},
		{Label: "JSON Feed", Path: path + "/feed.json"},
	}
	if dated {
		offers = append(offers, view.Link{Label: s.say("Calendar"), Path: path + "/events.ics"})
	}
	return offers
}

// maxMonth bounds what the page of one month shows.
const maxMonth = 200

// Month is the list of posts of a month.
func (s *Site) Month(ctx context.Context, ask Ask) (Answer, error) {
	from, err := time.ParseInLocation("2006/01", ask.Param("year")+"/"+ask.Param("month"), time.UTC)
	if err != nil {
		return Answer{}, errNothing
	}
	posts, err := s.db.PostsBetween(ctx, from, from.AddDate(0, 1, 0), maxMonth)
	if err != nil {
		return Answer{}, err
	}
	if len(posts) == 0 {
		return Answer{}, errNothing
	}
	title := s.Tongue.MonthOf(from)
	cards, err := s.cards(ctx, posts)
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: title, Path: monthPath(from.Year(), int(from.Month())), Description: s.say("What was published in %s.", title)}
	frame, err := s.frame(ctx, view.LatestSection, head)
	if err != nil {
		return Answer{}, err
	}
	return s.page(view.List{Frame: frame, Kicker: s.say("Archive"), Heading: title, Cards: cards}, head)
}

func monthPath(year, month int) string { return fmt.Sprintf("/archive/%d/%02d", year, month) }

// list renders a page of posts; posts holds one more than the page when there
// are older ones.
func (s *Site) list(ctx context.Context, posts []blog.Post, page view.List, head view.Head) (Answer, error) {
	if len(posts) > listLength {
		posts = posts[:listLength]
		page.Next = head.Path + "?after=" + writeCursor(posts[listLength-1].PublishedAt, posts[listLength-1].ID)
		head.Next = page.Next
	}
	cards, err := s.cards(ctx, posts)
	if err != nil {
		return Answer{}, err
	}
	page.Cards = cards
	if page.Frame, err = s.frame(ctx, view.LatestSection, head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// writeCursor is a place in a list as an address holds it: microseconds, the
// precision of the database, and the id.
func writeCursor(at time.Time, id string) string {
	return strconv.FormatInt(at.UnixMicro(), 10) + "." + id
}

func readCursor(s string) (postgres.Cursor, error) {
	if s == "" {
		return postgres.Cursor{}, nil
	}
	at, id, _ := strings.Cut(s, ".")
	micros, err := strconv.ParseInt(at, 10, 64)
	if err != nil || id == "" {
		return postgres.Cursor{}, errNothing
	}
	return postgres.Cursor{At: time.UnixMicro(micros).UTC(), ID: id}, nil
}

// Archive is the list of months and subjects.
func (s *Site) Archive(ctx context.Context, _ Ask) (Answer, error) {
	months, err := s.db.MonthsWithPosts(ctx)
	if err != nil {
		return Answer{}, err
	}
	tags, err := s.tagLinks(ctx)
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: s.say("Archive"), Path: "/archive", Description: s.say("Everything that %s has published.", s.Name)}
	page := view.Archive{Tags: tags}
	if page.Frame, err = s.frame(ctx, view.LatestSection, head); err != nil {
		return Answer{}, err
	}
	if err := s.archiveLists(ctx, &page); err != nil {
		return Answer{}, err
	}
	for _, m := range months {
		if n := len(page.Years); n == 0 || page.Years[n-1].Year != m.Year {
			page.Years = append(page.Years, view.Year{Year: m.Year})
		}
		year := &page.Years[len(page.Years)-1]
		link := view.Link{Label: s.Tongue.Month(time.Month(m.Month)), Path: monthPath(m.Year, m.Month)}
		year.Months = append(year.Months, view.MonthLink{Link: link, Posts: m.Posts})
	}
	return s.page(page, head)
}

// Bounds of the lists in the archive.
const (
	maxArchiveSeries  = 60
	maxArchiveAuthors = 200
)

// archiveLists fills in the series and the authors.
func (s *Site) archiveLists(ctx context.Context, page *view.Archive) error {
	series, err := s.db.SeriesInUse(ctx, maxArchiveSeries)
	if err != nil {
		return err
	}
	for _, one := range series {
		page.Series = append(page.Series, view.TagLink{Link: view.Link{Label: one.Title, Path: seriesPath(one.Slug)}, Posts: one.Posts})
	}
	authors, err := s.db.AuthorsInUse(ctx, maxArchiveAuthors)
	for _, one := range authors {
		page.Authors = append(page.Authors, view.TagLink{Link: view.Link{Label: one.Name, Path: authorPath(one.Slug)}, Posts: one.Posts})
	}
	return err
}

// maxTags bounds the cloud of subjects.
const maxTags = 60

func (s *Site) tagLinks(ctx context.Context) ([]view.TagLink, error) {
	tags, err := s.db.TagsInUse(ctx, maxTags)
	links := make([]view.TagLink, len(tags))
	for i, t := range tags {
		links[i] = view.TagLink{Link: view.Link{Label: t.Label, Path: tagPath(t.Key)}, Posts: t.Posts}
	}
	return links, err
}
