package desk

import (
	"net/http"

	"inews/internal/blog"
)

// stampsPage lists who quotes the blog or lists it: all of them, or the quotes
// of one post.
type stampsPage struct {
	frame
	Post *blog.Post // nil: everything
	Rows []stampRow
	Back string // where the forms come from
	Cut  bool
}

// stampRow is a stamp with what can be done about it.
type stampRow struct{ blog.Stamp }

// Quote tells whether it is a quote, and no list.
func (r stampRow) Quote() bool { return r.Kind == blog.QuoteStamp }

// Stands says in words how things are with it.
func (r stampRow) Stands() string {
	switch {
	case !r.Holds():
		return "Revoked"
	case !r.Quote():
		return "Allowed"
	case r.Private():
		return "Allowed, private: never shown"
	case r.Shown.IsZero():
		return "Allowed, counted here alone"
	}
	return "Shown to readers"
}

// Showable tells whether it can be shown to readers and is not.
func (r stampRow) Showable() bool {
	return r.Quote() && r.Holds() && !r.Private() && r.Shown.IsZero()
}

// stamped is how many quotes and lists are shown at once, the newest.
const stamped = 200

func (d *Desk) stamps(v *visit) error {
	return d.stampsPage(v, stampsPage{frame: d.frameIn(v, "people", "Quotes and lists"), Back: "/desk/quotes"}, "")
}

// quotes are those of one post. Moderators, who write none, see them of what is
// public.
func (d *Desk) quotes(v *visit) error {
	p, err := d.DB.PostByID(v.ctx(), v.Param("id"))
	if err == nil && !p.Visible() && !v.may(blog.MayPublish) {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	if err != nil {
		return err
	}
	page := stampsPage{frame: d.frameIn(v, "posts", "Quotes: "+p.Title), Post: &p, Back: "/desk/posts/" + p.ID + "/quotes"}
	return d.stampsPage(v, page, p.ID)
}

func (d *Desk) stampsPage(v *visit, page stampsPage, postID string) error {
	stamps, err := d.DB.Stamps(v.ctx(), postID, stamped)
	if err != nil {
		return err
	}
	page.Cut = len(stamps) == stamped
	for _, s := range stamps {
		page.Rows = append(page.Rows, stampRow{s})
	}
	return d.show(v, http.StatusOK, "quotes", page)
}

func (d *Desk) showQuote(v *visit) error {
	if _, err := d.Comments.ShowQuote(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back(backTo(v), quoteShown)
}

func (d *Desk) hideQuote(v *visit) error {
	if _, err := d.Comments.HideQuote(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back(backTo(v), quoteHidden)
}

func (d *Desk) revokeStamp(v *visit) error {
	if _, err := d.Comments.Revoke(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back(backTo(v), revokedStamp)
}
