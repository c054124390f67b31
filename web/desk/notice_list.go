package desk

import (
	"net/http"
	"net/url"
	"strconv"

	"inews/internal/blog"
)

// noticesPage is what somebody was told.
type noticesPage struct {
	frame
	Rows   []noticeRow
	Newest int64
	Next   string // address of the next page
}

type noticeRow struct{ blog.Notice }

// Fresh tells whether it was not read yet.
func (r noticeRow) Fresh() bool { return r.ReadAt.IsZero() }

// noticesShown is how many notices stand on one page.
const noticesShown = 50

func (d *Desk) notices(v *visit) error {
	page := noticesPage{frame: d.frameIn(v, "notices", "Notices")}
	before, _ := strconv.ParseInt(v.Query("before"), 10, 64) // what is no number is the beginning
	list, err := d.DB.Notices(v.ctx(), v.editor.ID, before, noticesShown+1)
	if err != nil {
		return err
	}
	if len(list) > noticesShown {
		list = list[:noticesShown]
		page.Next = "/desk/notices?" + url.Values{"before": {strconv.FormatInt(list[noticesShown-1].ID, 10)}}.Encode()
	}
	for _, n := range list {
		page.Newest = max(page.Newest, n.ID)
		page.Rows = append(page.Rows, noticeRow{n})
	}
	return d.show(v, http.StatusOK, "notices", page)
}

// readNotices marks a notice as read and opens what it leads to, or marks all
// up to the newest that the page showed.
func (d *Desk) readNotices(v *visit) error {
	id, _ := strconv.ParseInt(v.form.Get("id"), 10, 64) // what is no number is no notice
	all := v.form.Get("do") == "all"
	if err := d.Newsroom.ReadNotices(v.ctx(), v.editor, id, all); err != nil {
		return err
	}
	v.to(onwardOr(v.form.Get("to"), "/desk/notices"))
	return nil
}

// onwardOr is onward with another home.
func onwardOr(next, home string) string {
	if next == "" {
		return home
	}
	return onward(next)
}

// choicesPage is how somebody wants to be told of each kind of thing.
type choicesPage struct {
	frame
	Kinds []kindRow
	Ways  []choice
}

type kindRow struct {
	Kind   blog.NoticeKind
	Words  string
	Chosen blog.NoticeChoice
}

// kindWords say what each kind of notice is about.
var kindWords = map[blog.NoticeKind]string{
	blog.NoticeSubmitted: "A post waits for review",
	blog.NoticeGuest:     "A guest handed in their draft",
	blog.NoticeApproved:  "Your post was published or scheduled",
	blog.NoticeSentBack:  "Your post came back with a reason",
	blog.NoticeNoted:     "A note on a post that you work on",
	blog.NoticeReplies:   "Comments wait on your posts, once an hour at most",
	blog.NoticeRecheck:   "A post is to be looked at: is it still true?",
	blog.NoticeGoingDown: "A post is taken down soon, or was",
	blog.NoticeTrouble:   "Servers of followers do not answer",
	blog.NoticeContact:   "Somebody wrote to us with the contact form",
	blog.NoticeIdea:      "Somebody sent an idea",
	blog.NoticeFeedback:  "Somebody wrote what they think of a page",
	blog.NoticeAssigned:  "A message is yours to look after",
	blog.NoticeRequest:   "A request under the law is yours to see to, or is due",
	blog.NoticeLegal:     "The pages that the law asks for are to be looked at again",
	blog.NoticeElection:  "The time before an election begins",
}

var ways = []choice{
	{string(blog.ByMail), "On the desk and by e-mail"}, {string(blog.OnDesk), "On the desk"}, {string(blog.NotAtAll), "Not at all"},
}

// concerns tells whether a role is ever told of such a thing.
func concerns(kind blog.NoticeKind, role blog.Role) bool {
	switch kind {
	case blog.NoticeSubmitted, blog.NoticeGuest, blog.NoticeElection:
		return role.May(blog.MayPublish)
	case blog.NoticeRequest:
		return role.May(blog.MayModerate)
	case blog.NoticeTrouble, blog.NoticeLegal:
		return role.May(blog.MayManage)
	case blog.NoticeContact, blog.NoticeIdea, blog.NoticeFeedback, blog.NoticeAssigned:
		return role.May(blog.MayModerate)
	}
	return role.May(blog.MayWrite)
}

func (d *Desk) noticeChoices(v *visit) error {
	page := choicesPage{frame: d.frameIn(v, "notices", "What you are told"), Ways: ways}
	chosen, err := d.DB.NoticeChoices(v.ctx(), v.editor.ID)
	if err != nil {
		return err
	}
	for _, kind := range blog.NoticeKinds {
		if !concerns(kind, v.editor.Role) {
			continue
		}
		row := kindRow{kind, kindWords[kind], kind.Usual()}
		if way, ok := chosen[kind]; ok {
			row.Chosen = way
		}
		page.Kinds = append(page.Kinds, row)
	}
	return d.show(v, http.StatusOK, "notice-choices", page)
}

func (d *Desk) chooseNotices(v *visit) error {
	choices := map[blog.NoticeKind]blog.NoticeChoice{}
	for _, kind := range blog.NoticeKinds {
		if way := v.form.Get(string(kind)); way != "" {
			choices[kind] = blog.NoticeChoice(way)
		}
	}
	if err := d.Newsroom.ChooseNotices(v.ctx(), v.editor, choices); err != nil {
		return err
	}
	return v.back("/desk/notices", choicesSaved)
}
