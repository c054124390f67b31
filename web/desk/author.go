package desk

import (
	"net/http"
	"strings"

	"inews/internal/blog"
)

type authorsPage struct {
	frame
	Authors []blog.Author
}

type authorPage struct {
	frame
	Author blog.Author
}

// Action is where the form is sent.
func (p authorPage) Action() string {
	if p.Author.ID == "" {
		return "/desk/authors"
	}
	return "/desk/authors/" + p.Author.ID
}

func (d *Desk) authors(v *visit) error {
	list, err := d.DB.Authors(v.ctx())
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "authors", authorsPage{frame: d.frameIn(v, "authors", "Authors"), Authors: list})
}

func (d *Desk) newAuthor(v *visit) error {
	page := authorPage{frame: d.frameIn(v, "authors", "New author"), Author: blog.Author{Guest: true}}
	return d.show(v, http.StatusOK, "author", page)
}

func (d *Desk) editAuthor(v *visit) error {
	a, err := d.DB.AuthorByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	return d.show(v, http.StatusOK, "author", authorPage{frame: d.frameIn(v, "authors", a.Name), Author: a})
}

func (d *Desk) saveAuthor(v *visit) error {
	a := blog.Author{ID: v.Param("id")}
	if a.ID != "" {
		saved, err := d.DB.AuthorByID(v.ctx(), a.ID)
		if err != nil {
			return err
		}
		a = saved
	}
	a.Name, a.Handle, a.URL = v.form.Get("name"), v.form.Get("handle"), v.form.Get("url")
	a.Bio, a.Guest = strings.TrimSpace(v.form.Get("bio")), v.form.Get("guest") != ""
	if _, err := d.Newsroom.SaveAuthor(v.ctx(), v.editor, a); err != nil {
		if !isForm(err) {
			return err
		}
		page := authorPage{frame: d.frameIn(v, "authors", "Author"), Author: a}
		page.Problems = problemsAt(err, "name")
		return d.show(v, d.Status(blog.KindOf(err)), "author", page)
	}
	return v.back("/desk/authors", authorSaved)
}
