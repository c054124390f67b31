package blog

import "time"

// Revision is what a post said after a save.
type Revision struct {
	PostID               string
	Version              int // of the post
	Title, Summary, Body string
	SavedBy              string // the id of an editor; "" for nobody
	SavedAt              time.Time
}

// Span is a part of a text that was changed into another.
type Span struct {
	Change SpanChange
	Text   string
}

// SpanChange is what became of a Span.
type SpanChange string

// The changes of a Span.
const (
	SpanSame    SpanChange = "same"
	SpanAdded   SpanChange = "added"
	SpanRemoved SpanChange = "removed"
)
