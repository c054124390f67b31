package site

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/web/view"
)

// Bounds of a search: longer words and later pages are not asked of the
// database.
const (
	maxWords      = 200 // characters
	hitsPerPage   = 20
	maxSearchPage = 25
	maxFacets     = 30 // of one kind
)

// The kinds of things that a search can be narrowed to.
const (
	kindPost    = "post"
	kindEvent   = "event"
	kindComment = "comment"
)

// Search is the page of search results.
func (s *Site) Search(ctx context.Context, ask Ask) (Answer, error) {
	page := readSearch(ask.Query)
	head := view.Head{Title: s.say("Search"), Path: "/search", NoIndex: true}
	if page.Words != "" {
		head.Title = s.say("Search for %s", page.Words)
	}
	frame, err := s.frame(ctx, "", head)
	if err != nil {
		return Answer{}, err
	}
	page.Frame = frame
	switch {
	case !page.Asked():
		page.Tags, err = s.tagLinks(ctx)
	case page.Kind == kindComment:
		err = s.remarks(ctx, &page)
	default:
		err = s.hits(ctx, &page)
	}
	if err == nil {
		err = s.facets(ctx, &page)
	}
	if err != nil {
		return Answer{}, err
	}
	answer, err := s.page(page, head)
	answer.Fleeting = page.Asked()
	return answer, err
}

// readSearch reads what is looked for. What makes no sense is left out.
func readSearch(query url.Values) view.Search {
	page := view.Search{
		Words:  clip(strings.Join(strings.Fields(query.Get("q")), " "), maxWords),
		Tag:    richtext.TagKey(query.Get("tag")),
		Author: clip(query.Get("author"), maxWords),
	}
	switch kind := query.Get("kind"); kind {
	case kindPost, kindEvent, kindComment:
		page.Kind = kind
	}
	if year, err := strconv.Atoi(query.Get("year")); err == nil && year > 0 && year < 10000 {
		page.Year = year
	}
	page.Number, _ = strconv.Atoi(query.Get("page"))
	page.Number = min(max(page.Number, 1), maxSearchPage)
	if page.Kind == kindComment { // they have none of these
		page.Tag, page.Author, page.Year = "", "", 0
	}
	return page
}

func (s *Site) hits(ctx context.Context, page *view.Search) error {
	wanted := postgres.Search{
		Words: page.Words, Posts: page.Kind == kindPost, Tag: page.Tag, Author: page.Author, Year: page.Year,
	}
	if page.Kind == kindEvent {
		wanted.Form = blog.FormEvent
	}
	total, err := s.db.CountFound(ctx, wanted)
	if err != nil {
		return err
	}
	found, err := s.db.SearchPosts(ctx, wanted, (page.Number-1)*hitsPerPage, hitsPerPage)
	if err != nil {
		return err
	}
	if err := s.renderedHits(ctx, page.Words, found); err != nil {
		return err
	}
	for _, f := range found {
		page.Hits = append(page.Hits, view.Hit{Card: view.Card{Post: f.Post}, Headline: headline(f), Passage: spans(torn(f.Passage))})
	}
	turn(page, total)
	return nil
}

// remarks are the comments that are found.
func (s *Site) remarks(ctx context.Context, page *view.Search) error {
	total, err := s.db.CountFoundComments(ctx, page.Words)
	if err != nil {
		return err
	}
	found, err := s.db.SearchComments(ctx, page.Words, (page.Number-1)*hitsPerPage, hitsPerPage)
	if err != nil {
		return err
	}
	for _, f := range found {
		remark := view.Remark{Comment: f.Comment, Byline: s.byline(f.Comment), Path: commentPath(f.PostPath, f.ID)}
		page.Remarks = append(page.Remarks, view.RemarkHit{Remark: remark, Passage: spans(f.Passage)})
	}
	turn(page, total)
	return nil
}

// turn links to the pages before and after.
func turn(page *view.Search, total int) {
	page.Total = total
	if page.Number > 1 {
		page.Previous = page.OnPage(page.Number - 1)
	}
	if page.Number*hitsPerPage < total && page.Number < maxSearchPage {
		page.Next = page.OnPage(page.Number + 1)
	}
}

// facets are the ways to narrow the search.
func (s *Site) facets(ctx context.Context, page *view.Search) error {
	facets, err := s.db.Facets(ctx, page.Words, maxFacets)
	if err != nil {
		return err
	}
	for _, f := range facets {
		choice := view.Filter{Value: f.Key, Label: f.Label, Posts: f.Posts}
		switch {
		case f.Kind == "tag":
			page.TagChoices = append(page.TagChoices, choice)
		case f.Kind == "author":
			page.AuthorChoices = append(page.AuthorChoices, choice)
		case f.Kind == "year":
			page.YearChoices = append(page.YearChoices, choice)
		case f.Key == kindEvent:
			page.Events = f.Posts
		default:
			page.Posts = f.Posts
		}
	}
	if page.Words != "" {
		page.Comments, err = s.db.CountFoundComments(ctx, page.Words)
	}
	return err
}

// headline is the title of a post with what matched marked: nothing in one of which
// the database made something else, as it may of what looks like a tag of HTML.
func headline(f postgres.Found) []view.Span {
	if strings.NewReplacer("\x02", "", "\x03", "").Replace(f.Headline) != f.Title {
		return []view.Span{{Text: f.Title}}
	}
	return spans(f.Headline)
}

// spans cuts text that matched into pieces, marked and not.
func spans(text string) (spans []view.Span) {
	for i, piece := range strings.Split(text, "\x02") {
		marked, rest, found := strings.Cut(piece, "\x03")
		if i == 0 || !found {
			spans = append(spans, view.Span{Text: piece})
			continue
		}
		spans = append(spans, view.Span{Text: marked, Marked: true}, view.Span{Text: rest})
	}
	return spans
}

// torn shows where a passage was torn out of a longer text: it begins or ends in
// the middle of a sentence.
func torn(text string) string {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(text, "\x02"))
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, "\x03"))
	if unicode.IsLower(first) {
		text = "… " + text
	}
	if unicode.IsLetter(last) || unicode.IsDigit(last) || last == ',' {
		text += " …"
	}
	return text
}

func clip(s string, max int) string {
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	return string([]rune(s)[:max])
}
