package desk

import (
	"net/http"
	"net/url"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// redirectsListed is how many old addresses a page of the list shows.
const redirectsListed = 100

// redirectsPage lists the old addresses that lead somewhere.
type redirectsPage struct {
	frame
	Redirects []blog.Redirect
	Total     int
	Next      string
	From, To  string // as typed
	List      string
}

func (d *Desk) redirects(v *visit) error { return d.showRedirects(v, http.StatusOK, nil) }

func (d *Desk) showRedirects(v *visit, code int, wrong error) error {
	page := redirectsPage{
		frame: d.frameIn(v, "redirects", "Old addresses"),
		From:  v.form.Get("path"), To: v.form.Get("target"), List: v.form.Get("list"),
	}
	var err error
	if page.Total, err = d.DB.CountRedirects(v.ctx()); err != nil {
		return err
	}
	if page.Redirects, err = d.DB.Redirects(v.ctx(), v.Query("after"), redirectsListed+1); err != nil {
		return err
	}
	if len(page.Redirects) > redirectsListed {
		page.Redirects = page.Redirects[:redirectsListed]
		page.Next = "/desk/redirects?" + url.Values{"after": {page.Redirects[redirectsListed-1].Path}}.Encode()
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "redirects", page)
}

// addRedirects saves one old address, or a list of them.
func (d *Desk) addRedirects(v *visit) error {
	var (
		redirects []blog.Redirect
		err       error
	)
	if v.form.Has("list") {
		redirects, err = newsroom.ReadRedirects(v.form.Get("list"), d.BaseURL)
	} else {
		var one blog.Redirect
		one, err = blog.NewRedirect(v.form.Get("path"), v.form.Get("target"), d.BaseURL)
		redirects = []blog.Redirect{one}
	}
	if err == nil {
		err = d.Newsroom.SaveRedirects(v.ctx(), v.editor, redirects...)
	}
	if err != nil && isForm(err) {
		return d.showRedirects(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/redirects", redirectsSaved)
}

func (d *Desk) removeRedirect(v *visit) error {
	if err := d.Newsroom.RemoveRedirect(v.ctx(), v.editor, v.form.Get("path")); err != nil {
		return err
	}
	return v.back("/desk/redirects", redirectGone)
}
