package site

import (
	"inews/internal/blog"
	"inews/internal/media"
	"inews/web/view"
)

// figure is the picture of a post, with the address of its licence; nil when
// there is none.
func figure(p blog.Picture) *view.Figure {
	licence, _ := media.LicenceNamed(p.Credit.Licence) // an unknown one is named without a link
	return view.NewFigure(p, licence.URL)
}
