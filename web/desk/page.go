package desk

import (
	"net/http"
	"strconv"
	"strings"

	"inews/internal/blog"
)

type pagesPage struct {
	frame
	Pages []blog.Page
}

// lastingPage is the form of one of the lasting pages.
type lastingPage struct {
	frame
	Page     blog.Page
	Position string // as typed
	New      bool
}

// Action is where the form is sent.
func (p lastingPage) Action() string {
	if p.New {
		return "/desk/pages"
	}
	return "/desk/pages/" + p.Page.Slug
}

func (d *Desk) pages(v *visit) error {
	list, err := d.DB.Pages(v.ctx())
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "pages", pagesPage{frame: d.frameIn(v, "pages", "Pages"), Pages: list})
}

func (d *Desk) newPage(v *visit) error {
	page := lastingPage{frame: d.frameIn(v, "pages", "New page"), New: true, Position: "0", Page: d.pageDraft(v.Query("draft"))}
	return d.show(v, http.StatusOK, "page", page)
}

func (d *Desk) editPage(v *visit) error {
	p, err := d.DB.PageBySlug(v.ctx(), v.Param("slug"))
	if err != nil {
		return err
	}
	page := lastingPage{frame: d.frameIn(v, "pages", "Edit: "+p.Title), Page: p, Position: strconv.Itoa(p.Position)}
	return d.show(v, http.StatusOK, "page", page)
}

func (d *Desk) savePage(v *visit) error {
	page := lastingPage{Position: strings.TrimSpace(v.form.Get("position")), New: v.Param("slug") == ""}
	page.Page = blog.Page{Title: v.form.Get("title"), Body: v.form.Get("body"), Slug: v.Param("slug")}
	if page.New {
		page.Page.Slug = strings.TrimSpace(v.form.Get("slug"))
	}
	err := d.storePage(v, page)
	if err == nil {
		return v.back("/desk/pages", pageSaved)
	}
	if !isForm(err) {
		return err
	}
	page.frame = d.frameIn(v, "pages", "Page")
	page.Problems = problemsAt(err, "title")
	return d.show(v, d.Status(blog.KindOf(err)), "page", page)
}

func (d *Desk) storePage(v *visit, page lastingPage) error {
	position, err := strconv.Atoi(page.Position)
	if err != nil {
		return blog.InvalidField("position", "%q is not a whole number.", page.Position)
	}
	page.Page.Position = position
	if _, err := d.DB.PageBySlug(v.ctx(), page.Page.Slug); page.New && page.Page.Slug != "" && err == nil {
		return blog.InvalidField("slug", "There is a page at this address already.")
	}
	if _, err := d.DB.PageBySlug(v.ctx(), page.Page.Slug); !page.New && err != nil {
		return err
	}
	_, err = d.Newsroom.SavePage(v.ctx(), v.editor, page.Page)
	return err
}
