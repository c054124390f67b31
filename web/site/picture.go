package site

import (
	"inews/internal/blog"
	"inews/internal/media"
	"inews/web/view"
)

// figure is the picture of a post, with the address of its licence; nil when
// there is none.
func figure(p blog.Post) *view.Figure {
	licence, _ := media.LicenceNamed(p.Picture.Credit.Licence) // an unknown one is named without a link
	f := view.NewFigure(p.Picture, licence.URL)
	if f != nil {
		f.Language = p.Language
	}
	return f
}
