package view

import (
	"fmt"
	"math"
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

// Focus is the classes that keep the focal point of the picture in sight where
// only a part of it is shown, in tenths from the left and from the top; "" when
// that is the middle, as in any case.
func (f Figure) Focus() string { return focus(f.Focal) }

func focus(f blog.Focal) string {
	if f == (blog.Focal{}) {
		return ""
	}
	return fmt.Sprintf("fx-%d fy-%d", int(math.Round((f.X+1)*5)), int(math.Round((1-f.Y)*5)))
}

// Variant is the address of the variant with that width in pixels.
func (f Figure) Variant(width int) string {
	return "/media/" + f.Hash + "-" + strconv.Itoa(width) + "." + f.Ext
}

// Description is the alternative text, empty for a decorative picture.
func (f Figure) Description() string {
	if f.Decorative {
		return ""
	}
	return f.Alt
}
