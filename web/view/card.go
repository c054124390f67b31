package view

import (
	"strconv"
	"strings"

	"inews/internal/blog"
)

// Card is a post or event in a list.
type Card struct {
	blog.Post
	Excerpt string
	Figure  *Figure
	When    string // of an event
}

// EventCard is an event in a list of events.
type EventCard struct {
	blog.Event
	Excerpt string
}

// Figure is a picture with its sizes and its credit.
type Figure struct {
	blog.Picture
	LicenceURL string
	Language   string // of its description, BCP 47
}

// NewFigure is the figure of a picture, nil when there is none.
func NewFigure(p blog.Picture, licenceURL string) *Figure {
	if p.Hash == "" {
		return nil
	}
	return &Figure{Picture: p, LicenceURL: licenceURL}
}

// Srcset lists the smaller variants and the picture itself, as the srcset
// attribute takes them.
func (f Figure) Srcset() string {
	var b strings.Builder
	for _, width := range f.Widths {
		b.WriteString(f.Variant(width) + " " + strconv.Itoa(width) + "w, ")
	}
	return b.String() + f.Path() + " " + strconv.Itoa(f.Width) + "w"
}

// Variant is the address of the variant with that width in pixels.
func (f Figure) Variant(width int) string {
	return "/media/" + f.Hash + "-" + strconv.Itoa(width) + "." + f.Ext
}

// Classes of an image that is cut to its place: what the cut keeps, and the tone.
func (f Figure) Classes() string {
	return strings.TrimSpace(f.Focal.Classes() + " " + f.Tone())
}

// Description is the alternative text, empty for a decorative picture.
func (f Figure) Description() string {
	if f.Decorative {
		return ""
	}
	return f.Alt
}
