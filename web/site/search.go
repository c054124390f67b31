package site

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"inews/internal/postgres"
	"inews/web/view"
)

// Bounds of a search: longer words and later pages are not asked of the
// database.
const (
	maxWords      = 200 // characters
	hitsPerPage   = 20
	maxSearchPage = 25
)

// Search is the page of search results.
func (s *Site) Search(ctx context.Context, ask Ask) (Answer, error) {
	words := clip(strings.Join(strings.Fields(ask.Query.Get("q")), " "), maxWords)
	number, _ := strconv.Atoi(ask.Query.Get("page")) // what is no number is the first page
	number = min(max(number, 1), maxSearchPage)
	head := view.Head{Title: "Search", Path: "/search", NoIndex: true}
	if words != "" {
		head.Title = "Search for " + words
	}
	frame, err := s.frame(ctx, "", head)
	if err != nil {
		return Answer{}, err
	}
	page := view.Search{Frame: frame, Words: words}
	if words == "" {
		page.Tags, err = s.tagLinks(ctx)
	} else {
		err = s.hits(ctx, &page, number)
	}
	if err != nil {
		return Answer{}, err
	}
	answer, err := s.page(page, head)
	answer.Fleeting = words != ""
	return answer, err
}

func (s *Site) hits(ctx context.Context, page *view.Search, number int) error {
	total, err := s.db.CountFound(ctx, page.Words)
	if err != nil {
		return err
	}
	found, err := s.db.SearchPosts(ctx, page.Words, (number-1)*hitsPerPage, hitsPerPage)
	if err != nil {
		return err
	}
	page.Total = total
	for _, f := range found {
		page.Hits = append(page.Hits, view.Hit{Card: view.Card{Post: f.Post}, Passage: passage(f)})
	}
	if number > 1 {
		page.Previous = searchPath(page.Words, number-1)
	}
	if number*hitsPerPage < total && number < maxSearchPage {
		page.Next = searchPath(page.Words, number+1)
	}
	return nil
}

func searchPath(words string, number int) string {
	return "/search?" + url.Values{"q": {words}, "page": {strconv.Itoa(number)}}.Encode()
}

// passage cuts the text that matched into pieces, marked and not.
func passage(f postgres.Found) []view.Span {
	var spans []view.Span
	for i, piece := range strings.Split(f.Passage, "\x02") {
		marked, rest, found := strings.Cut(piece, "\x03")
		if i == 0 || !found {
			spans = append(spans, view.Span{Text: piece})
			continue
		}
		spans = append(spans, view.Span{Text: marked, Marked: true}, view.Span{Text: rest})
	}
	return spans
}

func clip(s string, max int) string {
	if utf8.RuneCountInString(s) <= max {
		return s
	}
	return string([]rune(s)[:max])
}
