package desk

import (
	"net/http"
	"net/url"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// messagesPage is what readers wrote in private, one sort at a time.
type messagesPage struct {
	frame
	Show     string // "ideas", "contact", "feedback", "spam" or "done"
	Counts   postgres.MessageCounts
	Others   others
	Rows     []messageRow
	Opinions []blog.PageOpinion
	Next     string // address of the next page
}

// messageRow is one message in a list.
type messageRow struct {
	blog.ReaderMessage
	Keeper string // who looks after it
}

// From is who wrote it, as far as they said.
func (r messageRow) From() string {
	switch {
	case r.Name != "":
		return r.Name
	case r.Email != "":
		return r.Email
	}
	return "Somebody"
}

// How much of each is shown at once.
const (
	messagesShown = 50
	opinionsShown = 30
)

// messageTabs are the parts of the list with the words that head them.
var messageTabs = map[string]string{"ideas": "Ideas", "contact": "Contact", "feedback": "Feedback", "spam": "Spam among the messages", "done": "Messages that are done"}

func (d *Desk) messages(v *visit) (err error) {
	page := messagesPage{Show: v.Query("show")}
	if messageTabs[page.Show] == "" {
		page.Show = "ideas"
	}
	page.frame = d.frameIn(v, "messages", messageTabs[page.Show])
	if page.Others, err = d.counts(v); err != nil {
		return err
	}
	page.Counts = page.Others.Messages
	after := cursorIn(v)
	if !isID(after.ID) {
		after = postgres.Cursor{}
	}
	list, err := d.messagesIn(v, page.Show, after)
	if err != nil {
		return err
	}
	if len(list) > messagesShown {
		list = list[:messagesShown]
		page.Next = messagesAt(page.Show) + "&" + cursorOut(placeOf(page.Show, list[messagesShown-1])).Encode()
	}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	for _, m := range list {
		page.Rows = append(page.Rows, messageRow{m, names[m.Assigned]})
	}
	if page.Show == "feedback" {
		if page.Opinions, err = d.DB.OpinionsOfPages(v.ctx(), opinionsShown); err != nil {
			return err
		}
	}
	return d.show(v, http.StatusOK, "messages", page)
}

func (d *Desk) messagesIn(v *visit, show string, after postgres.Cursor) ([]blog.ReaderMessage, error) {
	switch show {
	case "spam":
		return d.DB.MessagesSpam(v.ctx(), after, messagesShown+1)
	case "done":
		return d.DB.MessagesDone(v.ctx(), after, messagesShown+1)
	case "contact":
		return d.DB.MessagesWaiting(v.ctx(), blog.ContactMessage, after, messagesShown+1)
	case "feedback":
		return d.DB.MessagesWaiting(v.ctx(), blog.FeedbackMessage, after, messagesShown+1)
	}
	return d.DB.MessagesWaiting(v.ctx(), blog.IdeaMessage, after, messagesShown+1)
}

// placeOf is where a list goes on after a message.
func placeOf(show string, m blog.ReaderMessage) postgres.Cursor {
	if show == "done" {
		return postgres.Cursor{At: m.TouchedAt, ID: m.ID}
	}
	return postgres.Cursor{At: m.CreatedAt, ID: m.ID}
}

func messagesAt(show string) string {
	return "/desk/messages?" + url.Values{"show": {show}}.Encode()
}

// tabOf is the list in which a message stands.
func tabOf(m blog.ReaderMessage) string {
	switch {
	case m.Spam():
		return "spam"
	case !m.Open():
		return "done"
	case m.Kind == blog.IdeaMessage:
		return "ideas"
	}
	return string(m.Kind)
}

// messagePage is one message with all that was done about it.
type messagePage struct {
	frame
	Message   messageRow
	Tab       string // the list in which it stands
	TabWords  string
	PageTitle string // of the page that it is about
	Language  string // of the pages from which it came, if not the site's own
	Entries   []entryRow
	Trail     []change
	Staff     []blog.Editor  // who may look after it
	Post      *blog.Post     // that says what became of the idea, or nil
	Joinable  []blog.Post    // that may say it, too
	Requests  []blog.Request // under the law, as which it is treated
	Typed     typedMessage
}

// Hint is what sort of request the message looks like, nil for none.
func (p messagePage) Hint() *requestHint {
	kind, by := blog.RequestIn(p.Message.Title + "\n" + p.Message.Words)
	if kind == "" || len(p.Requests) > 0 {
		return nil
	}
	return &requestHint{kind, by}
}

// entryRow is what was done, with who did it.
type entryRow struct {
	blog.Entry
	Who string
}

// typedMessage is what stands in the forms.
type typedMessage struct{ Answer, Note, Words string }

// Outcome tells whether a post about the idea may be begun.
func (p messagePage) Outcome() bool {
	m := p.Message
	return m.Kind == blog.IdeaMessage && !m.Spam() && m.State.Publishable() && m.OutcomeID == "" && p.May(string(blog.MayPublish))
}

// Answerable tells whether an answer would reach anybody.
func (p messagePage) Answerable() bool {
	return !p.Message.Spam() && (p.Message.Email != "" || p.Message.Kind == blog.IdeaMessage)
}

func (d *Desk) message(v *visit) error { return d.messagePage(v, http.StatusOK, nil) }

// messagePage shows a message, with what is wrong with a form of the page when
// err is not nil.
func (d *Desk) messagePage(v *visit, code int, wrong error) error {
	m, err := d.DB.MessageByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	page := messagePage{frame: d.frameIn(v, "messages", m.Reference), Tab: tabOf(m)}
	page.TabWords = messageTabs[page.Tab]
	page.Typed = typedMessage{v.form.Get("answer"), v.form.Get("note"), v.form.Get("words")}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	page.Message = messageRow{m, names[m.Assigned]}
	if m.Language != "" && m.Language != d.Languages[0] {
		page.Language = languageName(m.Language)
	}
	entries, err := d.DB.EntriesOf(v.ctx(), m.ID)
	if err != nil {
		return err
	}
	for _, e := range entries {
		page.Entries = append(page.Entries, entryRow{e, names[e.EditorID]})
	}
	if err := d.besideMessage(v, &page, m); err != nil {
		return err
	}
	if wrong != nil {
		page.Problems = problemsOf(wrong)
	}
	return d.show(v, code, "message", page)
}

// besideMessage adds who may look after it, what was decided, and its post.
func (d *Desk) besideMessage(v *visit, page *messagePage, m blog.ReaderMessage) (err error) {
	if page.Trail, err = d.trail(v, blog.MessageSubject, m.ID); err != nil {
		return err
	}
	for i, c := range page.Trail {
		if words, ok := special[about{c.Verb, blog.MessageSubject}]; ok {
			words = strings.Replace(words, "*", "it", 1)
			page.Trail[i].What = strings.ToUpper(words[:1]) + words[1:]
		}
	}
	if page.Requests, err = d.DB.RequestsOfMessage(v.ctx(), m.ID); err != nil {
		return err
	}
	staff, err := d.DB.Editors(v.ctx())
	if err != nil {
		return err
	}
	for _, e := range staff {
		if e.DisabledAt.IsZero() && e.Role.May(blog.MayModerate) {
			page.Staff = append(page.Staff, e)
		}
	}
	if m.PostID != "" {
		p, err := d.DB.PostByID(v.ctx(), m.PostID)
		if err != nil {
			return err
		}
		page.PageTitle = p.Title
	}
	if m.OutcomeID != "" {
		p, err := d.DB.PostByID(v.ctx(), m.OutcomeID)
		if err != nil {
			return err
		}
		page.Post = &p
	}
	if page.Outcome() {
		page.Joinable, err = d.DB.PostsForOutcome(v.ctx(), messagesShown)
	}
	return err
}
