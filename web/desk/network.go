package desk

import (
	"context"
	"net/http"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// networkPage is the councils that the blog follows, and what they publish.
type networkPage struct {
	frame
	Partners []blog.Partner
	Items    []blog.Item
	Partner  string // id of the one whose items are shown, "" for all
	Handle   string // as typed
	Next     string
}

// itemsShown is how many items stand on one page.
const itemsShown = 30

func (d *Desk) network(v *visit) error {
	return d.networkPage(v, http.StatusOK, networkPage{Partner: v.Query("partner")})
}

func (d *Desk) networkPage(v *visit, code int, page networkPage) error {
	problems := page.Problems
	page.frame = d.frameIn(v, "network", "Network")
	page.Problems = problems
	var err error
	if page.Partners, err = d.DB.Partners(v.ctx()); err != nil {
		return err
	}
	if page.Items, err = d.DB.ItemsOnDesk(v.ctx(), page.Partner, cursorIn(v), itemsShown+1); err != nil {
		return err
	}
	if len(page.Items) > itemsShown {
		page.Items = page.Items[:itemsShown]
		last := page.Items[itemsShown-1]
		values := cursorOut(postgres.Cursor{At: last.Published, ID: last.ID})
		if page.Partner != "" {
			values.Set("partner", page.Partner)
		}
		page.Next = "/desk/network?" + values.Encode()
	}
	return d.show(v, code, "network", page)
}

// follow may use the network. Whatever it finds wrong with the handle is told
// beside the field.
func (d *Desk) follow(v *visit) error {
	handle := v.form.Get("handle")
	_, err := d.Network.Follow(v.ctx(), v.editor, handle)
	if kind := blog.KindOf(err); err != nil && (isForm(err) || kind == blog.NotFound) {
		page := networkPage{Handle: handle}
		page.Problems = problemsAt(err, "handle")
		return d.networkPage(v, d.Status(kind), page)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/network", followed)
}

func (d *Desk) trustPartner(v *visit) error { return d.partner(v, d.Network.Trust, partnerSet) }
func (d *Desk) mutePartner(v *visit) error  { return d.partner(v, d.Network.Mute, partnerSet) }
func (d *Desk) pendPartner(v *visit) error  { return d.partner(v, d.Network.Pend, partnerSet) }
func (d *Desk) unfollow(v *visit) error     { return d.partner(v, d.Network.Unfollow, unfollowed) }

type aboutPartner func(context.Context, blog.Editor, string) (blog.Partner, error)

func (d *Desk) partner(v *visit, verb aboutPartner, done notice) error {
	if _, err := verb(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/network", done)
}

func (d *Desk) share(v *visit) error   { return d.item(v, d.Network.Share, sharedItem) }
func (d *Desk) unshare(v *visit) error { return d.item(v, d.Network.Unshare, unsharedItem) }

type aboutItem func(context.Context, blog.Editor, string) (blog.Item, error)

func (d *Desk) item(v *visit, verb aboutItem, done notice) error {
	if _, err := verb(v.ctx(), v.editor, v.Param("id")); err != nil {
		return err
	}
	return v.back("/desk/network", done)
}
