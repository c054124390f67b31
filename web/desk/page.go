package desk

import (
	"net/http"
	"strconv"
	"strings"

	"inews/internal/blog"
	"inews/internal/richtext"
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
	Preview  *richtext.HTML // as readers will see it, when it was asked for
	Theirs   *blog.Page     // what somebody else saved in the meantime
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
	page := lastingPage{New: true, Position: "0", Page: d.pageDraft(v.Query("draft"))}
	return d.showPage(v, page, nil)
}

// showPage shows the form, with what is wrong with it.
func (d *Desk) showPage(v *visit, page lastingPage, wrong error) error {
	title := "Edit: " + page.Page.Title
	if page.New {
		title = "New page"
	}
	page.frame = d.frameIn(v, "pages", title)
	page.Scripts = append(page.Scripts, "editor.js")
	if wrong == nil {
		return d.show(v, http.StatusOK, "page", page)
	}
	page.Problems = problemsAt(wrong, "body")
	return d.show(v, d.Status(blog.KindOf(wrong)), "page", page)
}

func (d *Desk) editPage(v *visit) error {
	p, err := d.DB.PageBySlug(v.ctx(), v.Param("slug"))
	if err != nil {
		return err
	}
	return d.showPage(v, lastingPage{Page: p, Position: strconv.Itoa(p.Position)}, nil)
}

func (d *Desk) savePage(v *visit) error {
	page := lastingPage{Position: strings.TrimSpace(v.form.Get("position")), New: v.Param("slug") == ""}
	page.Page = blog.Page{Title: v.form.Get("title"), Body: v.form.Get("body"), Slug: v.Param("slug")}
	if page.New {
		page.Page.Slug = strings.TrimSpace(v.form.Get("slug"))
	}
	if !page.New {
		page.Page.Version, _ = strconv.Atoi(v.form.Get("version")) // what is no number matches no version
	}
	var err error
	if v.form.Get("do") == doPreview {
		err = d.previewLasting(v, &page)
	} else if err = d.storePage(v, page); err == nil {
		return v.back("/desk/pages", pageSaved)
	}
	if err != nil && !isForm(err) {
		return err
	}
	if blog.KindOf(err) == blog.Conflict {
		theirs, err := d.DB.PageBySlug(v.ctx(), page.Page.Slug)
		if err != nil {
			return err
		}
		page.Theirs, page.Page.Version = &theirs, theirs.Version
	}
	return d.showPage(v, page, err)
}

// previewLasting renders what was typed. Nothing is saved.
func (d *Desk) previewLasting(v *visit, page *lastingPage) error {
	made, err := d.Newsroom.PreviewPage(v.ctx(), v.editor, page.Page)
	if err != nil {
		return err
	}
	shown := richtext.Trusted(made.HTML)
	page.Preview = &shown
	if players := richtext.Players(shown); len(players) > 0 {
		h := v.Writer.Header()
		h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; frame-src "+strings.Join(players, " "))
	}
	return nil
}

func (d *Desk) storePage(v *visit, page lastingPage) error {
	position, err := strconv.Atoi(page.Position)
	if err != nil {
		return blog.InvalidField("position", "%q is not a whole number.", page.Position)
	}
	page.Page.Position = position
	if !page.New {
		if _, err := d.DB.PageBySlug(v.ctx(), page.Page.Slug); err != nil {
			return err
		}
		if page.Page.Version < 1 { // without one it would be a new page
			page.Page.Version = -1
		}
	}
	_, err = d.Newsroom.SavePage(v.ctx(), v.editor, page.Page)
	return err
}
