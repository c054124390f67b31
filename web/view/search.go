package view

import (
	"net/url"
	"strconv"
)

// Search is the page of search results.
type Search struct {
	Frame

	// What is looked for. Empty fields do not narrow it.
	Words  string
	Kind   string // "post", "event" or "comment"
	Tag    string // key
	Author string // slug
	Year   int
	Number int // of the page, from 1

	Total    int
	Hits     []Hit
	Remarks  []RemarkHit
	Previous string
	Next     string

	// How many there are with the words alone, and what they can be narrowed to.
	Posts, Events, Comments                int
	TagChoices, AuthorChoices, YearChoices []Filter

	Tags []TagLink // all, where nothing was looked for
}

// Hit is one search result.
type Hit struct {
	Card
	Headline []Span // the title
	Passage  []Span
}

// RemarkHit is a comment among the search results.
type RemarkHit struct {
	Remark
	Passage []Span
}

// Span is a piece of a text, marked when it is what was looked for.
type Span struct {
	Text   string
	Marked bool
}

// Filter is one value by which a search can be narrowed.
type Filter struct {
	Value string
	Label string
	Posts int
}

// Asked tells whether anything was looked for.
func (s Search) Asked() bool { return s.Words != "" || s.Narrowed() }

// Narrowed tells whether a filter is set.
func (s Search) Narrowed() bool { return s.Kind != "" || s.Tag != "" || s.Author != "" || s.Year != 0 }

// Narrowable tells whether there is a filter to set, or one to clear.
func (s Search) Narrowable() bool {
	choices := len(s.TagChoices) + len(s.AuthorChoices) + len(s.YearChoices)
	return s.Asked() && s.Kind != "comment" && (choices > 0 || s.Narrowed())
}

// YearValue is the year as its filter has it.
func (s Search) YearValue() string {
	if s.Year == 0 {
		return ""
	}
	return strconv.Itoa(s.Year)
}

// OnPage is the address of a page of the results.
func (s Search) OnPage(number int) string {
	query := s.query()
	if number > 1 {
		query.Set("page", strconv.Itoa(number))
	}
	return "/search?" + query.Encode()
}

// Wide is the address of the search without its filters.
func (s Search) Wide() string { return "/search?" + url.Values{"q": {s.Words}}.Encode() }

// OfKind is the address of the first page of one kind of results; "" is both
// posts and events.
func (s Search) OfKind(kind string) string {
	s.Kind = kind
	return s.OnPage(1)
}

func (s Search) query() url.Values {
	query := url.Values{}
	for name, value := range map[string]string{
		"q": s.Words, "kind": s.Kind, "tag": s.Tag, "author": s.Author, "year": s.YearValue(),
	} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return query
}
