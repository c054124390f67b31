package desk

import (
	"net/http"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
)

// listsPage is the block lists that staff follow, and what of them waits for a
// decision.
type listsPage struct {
	frame
	Lists   []blog.BlockList
	Waiting []comments.WaitingEntry
	Refused []blog.ListEntry
	Cut     bool
	URL     string // as typed
	Every   string // as chosen
	Choices []pace
}

// pace is how often a list is looked at.
type pace struct{ Value, Words string }

var paces = []pace{{"24h", "Once a day"}, {"6h", "Every six hours"}, {"1h", "Every hour"}, {"168h", "Once a week"}}

// entriesShown is how many entries of lists stand on the page.
const entriesShown = 200

func (d *Desk) lists(v *visit) error {
	return d.listsPage(v, http.StatusOK, listsPage{Every: paces[0].Value}, nil)
}

func (d *Desk) listsPage(v *visit, code int, page listsPage, wrong error) error {
	page.frame, page.Choices = d.frameIn(v, "people", "Block lists"), paces
	var err error
	if page.Lists, err = d.DB.BlockLists(v.ctx()); err != nil {
		return err
	}
	if page.Waiting, err = d.Comments.WaitingEntries(v.ctx(), entriesShown); err != nil {
		return err
	}
	page.Cut = len(page.Waiting) == entriesShown
	if page.Refused, err = d.DB.ListEntries(v.ctx(), blog.EntryRefused, entriesShown); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsAt(wrong, "url")
	}
	return d.show(v, code, "lists", page)
}

func (d *Desk) followList(v *visit) error {
	page := listsPage{URL: v.form.Get("url"), Every: v.form.Get("every")}
	every, err := time.ParseDuration(page.Every)
	if err != nil {
		err = blog.InvalidField("every", "Choose how often the list is looked at.")
	}
	if err == nil {
		_, err = d.Comments.FollowList(v.ctx(), v.editor, page.URL, every)
	}
	if err != nil && isForm(err) {
		return d.listsPage(v, d.Status(blog.KindOf(err)), page, err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/blocks/lists", listFollowed)
}

func (d *Desk) unfollowList(v *visit) error {
	if err := d.Comments.UnfollowList(v.ctx(), v.editor, v.Param("id"), v.form.Get("lift") == "yes"); err != nil {
		return err
	}
	return v.back("/desk/blocks/lists", listUnfollowed)
}

func (d *Desk) hurryList(v *visit) error {
	if err := d.Comments.HurryList(v.ctx(), v.editor, v.Param("id"), v.form.Get("smaller") == "yes"); err != nil {
		return err
	}
	return v.back("/desk/blocks/lists", listHurried)
}

// answerEntry does what a list says about a server, or refuses it.
func (d *Desk) answerEntry(v *visit) error {
	verb, done := d.Comments.RefuseEntry, entryRefused
	if v.form.Get("do") == "accept" {
		verb, done = d.Comments.AcceptEntry, entryAccepted
	}
	if err := verb(v.ctx(), v.editor, v.form.Get("list"), v.form.Get("host")); err != nil {
		return err
	}
	return v.back("/desk/blocks/lists", done)
}
