package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/newsroom"
)

// reviewPage is everything that an editor needs to let a post out or to send it
// back, short enough for a phone.
type reviewPage struct {
	frame
	Saved      blog.Post
	Who        string // submitted it
	Checks     checks
	Notes      []blog.Note
	NoteText   string // as typed
	NoteQuote  string
	Reason     string // as typed
	When, Zone string // when it is to go out, as typed
	Zones      []string
	Preview    *previewPart
	Late       bool // the day by which it was needed has passed
}

func (d *Desk) review(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	return d.reviewPage(v, p, reviewPage{Zone: d.Zone.String()}, nil)
}

func (d *Desk) reviewPage(v *visit, p blog.Post, page reviewPage, wrong error) (err error) {
	page.frame, page.Saved = d.frameIn(v, "posts", "Review: "+p.Title), p
	page.Scripts = append(page.Scripts, "notes.js")
	page.Zones = withZone(page.Zone)
	if page.Who, err = d.submitter(v, p); err != nil {
		return err
	}
	if page.Notes, err = d.DB.NotesOn(v.ctx(), p.ID); err != nil {
		return err
	}
	if page.Preview, err = d.previewRead(v, p); err != nil {
		return err
	}
	if page.Checks, err = d.adviseSaved(v, p); err != nil {
		return err
	}
	rendered, err := d.renderings(v, p)
	if err != nil {
		return err
	}
	page.Checks = append(page.Checks, adviseRenderings(p, rendered)...)
	page.Late = !p.Submission.Due.IsZero() && d.Now().After(p.Submission.Due.AddDate(0, 0, 1))
	code := http.StatusOK
	if wrong != nil {
		page.Problems = problemsAt(wrong, "reason")
		code = d.Status(blog.KindOf(wrong))
	}
	return d.show(v, code, "review", page)
}

// submitter is the name of whoever submitted a post.
func (d *Desk) submitter(v *visit, p blog.Post) (string, error) {
	if p.State != blog.StateReview {
		return "", nil
	}
	if p.Submission.By == "" {
		return p.Author.Name + ", a guest", nil
	}
	e, err := d.DB.EditorByID(v.ctx(), p.Submission.By)
	return e.Name, err
}

// adviseSaved looks over a post as it is saved.
func (d *Desk) adviseSaved(v *visit, p blog.Post) (checks, error) {
	if p.Form != blog.FormEvent {
		return d.advise(v, sheetOf(p))
	}
	e, err := d.DB.EventByID(v.ctx(), p.ID)
	if err != nil {
		return nil, err
	}
	return d.advise(v, sheetOfEvent(e))
}

// withZone are the zones to choose from, the given one first.
func withZone(first string) []string {
	list := []string{first}
	for _, zone := range zones {
		if zone != first {
			list = append(list, zone)
		}
	}
	return list
}

// The buttons of a review beside those of the editor.
const (
	doSubmit   = "submit"
	doRecall   = "recall"
	doSendBack = "send_back"
	doNote     = "note"
)

// answerReview lets a post in review out, or sends it back.
func (d *Desk) answerReview(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	page := reviewPage{Reason: v.form.Get("reason"), When: strings.TrimSpace(v.form.Get("at")), Zone: strings.TrimSpace(v.form.Get("zone"))}
	if page.Zone == "" {
		page.Zone = d.Zone.String()
	}
	word, err := d.decided(v, p, page)
	if err == nil {
		return v.back("/desk/posts/"+p.ID+"/review", word)
	}
	if !isForm(err) {
		return err
	}
	return d.reviewPage(v, p, page, err)
}

func (d *Desk) decided(v *visit, p blog.Post, page reviewPage) (notice, error) {
	if p.State != blog.StateReview {
		return "", blog.Errorf(blog.Conflict, "This post is %s and waits for nobody's decision any more.", p.State.Words())
	}
	if version := v.form.Get("version"); version != strconv.Itoa(p.Version) {
		return "", blog.Errorf(blog.Conflict, "This post was changed while you looked at it. What is below is how it stands now: decide again.")
	}
	switch v.form.Get("do") {
	case doPublish:
		_, err := d.Newsroom.Publish(v.ctx(), v.editor, p.ID)
		return publishedPost, err
	case doSchedule:
		if page.When == "" {
			return "", blog.InvalidField("at", "Say when it is to go out.")
		}
		at, err := calendar.At("at", page.When, page.Zone)
		if err != nil {
			return "", err
		}
		_, err = d.Newsroom.Schedule(v.ctx(), v.editor, p.ID, at)
		return scheduledPost, err
	case doSendBack:
		_, err := d.Newsroom.SendBack(v.ctx(), v.editor, p.ID, page.Reason)
		return sentBack, err
	}
	return "", blog.Errorf(blog.Invalid, "Press Publish, Schedule or Send back.")
}

// recall takes a post back out of review.
func (d *Desk) recall(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	if _, err := d.Newsroom.Recall(v.ctx(), v.editor, p.ID); err != nil {
		return err
	}
	return v.back(deskPath(p), recalled)
}

// submitSaved hands in what was just saved.
func (d *Desk) submitSaved(v *visit, p blog.Post) (blog.Post, notice, error) {
	var due time.Time
	if typed := strings.TrimSpace(v.form.Get("due")); typed != "" {
		var err error
		if due, err = time.Parse(time.DateOnly, typed); err != nil {
			return p, "", blog.InvalidField("due", "%q is not a day. Write it like 2026-12-03.", typed)
		}
	}
	p, err := d.Newsroom.Submit(v.ctx(), v.editor, p.ID, v.form.Get("word"), due)
	return p, submitted, err
}

// changeNotes adds a note to a post, or resolves or reopens one.
func (d *Desk) changeNotes(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	back := onward(v.form.Get("back"))
	switch id := v.form.Get("note_id"); v.form.Get("do") {
	case "resolve":
		err, back = d.Newsroom.ResolveNote(v.ctx(), v.editor, p.ID, id), back+"#notes"
	case "reopen":
		err, back = d.Newsroom.ReopenNote(v.ctx(), v.editor, p.ID, id), back+"#notes"
	default:
		note := blog.Note{PostID: p.ID, Words: v.form.Get("note"), Quote: v.form.Get("note_quote")}
		err = d.Newsroom.Note(v.ctx(), v.editor, note)
		if err != nil && isForm(err) {
			return d.reviewPage(v, p, reviewPage{NoteText: note.Words, NoteQuote: note.Quote, Zone: d.Zone.String()}, err)
		}
	}
	if err != nil {
		return err
	}
	if back == "/desk" || back == "/desk#notes" {
		back = "/desk/posts/" + p.ID + "/review#notes"
	}
	v.to(back)
	return nil
}

// noteInForm adds the note that was typed beside a text, whichever button was
// pressed, and resolves the note whose button was. It tells whether a button of
// the notes was pressed: the text is then shown again, unsaved.
func (d *Desk) noteInForm(v *visit, s *sheet) (pressed bool, err error) {
	s.Note, s.NoteQuote = v.form.Get("note"), v.form.Get("note_quote")
	if s.ID == "" {
		return false, nil
	}
	if id := v.form.Get("resolve_note"); id != "" {
		return true, d.Newsroom.ResolveNote(v.ctx(), v.editor, s.ID, id)
	}
	pressed = v.form.Get("do") == doNote
	if strings.TrimSpace(s.Note) == "" && !pressed {
		return false, nil
	}
	if err := d.Newsroom.Note(v.ctx(), v.editor, blog.Note{PostID: s.ID, Words: s.Note, Quote: s.NoteQuote}); err != nil {
		return pressed, err
	}
	s.Note, s.NoteQuote = "", ""
	return pressed, nil
}

// recallInForm takes the post back out of review before what was typed is saved.
func (d *Desk) recallInForm(v *visit, s *sheet) error {
	p, err := d.Newsroom.Recall(v.ctx(), v.editor, s.ID)
	if err == nil && s.Version == p.Version-1 {
		s.Version = p.Version // nobody but us changed it in between
	}
	return err
}

// handIn is what the editor shows of review beside the text.
type handIn struct {
	Word, Due string // as typed
	Who       string // submitted it
	SentBack  blog.Change
	By        string // who sent it back
	Notes     []blog.Note
	Twice     bool // the time at which it goes out comes twice that night
}

func (d *Desk) handIn(v *visit, p blog.Post) (h handIn, err error) {
	if v.form != nil {
		h.Word, h.Due = v.form.Get("word"), v.form.Get("due")
	}
	if p.ID == "" {
		return h, nil
	}
	h.Twice = p.State == blog.StateScheduled && calendar.Twice(p.ScheduledAt.In(d.Zone))
	if h.Notes, err = d.DB.NotesOn(v.ctx(), p.ID); err != nil {
		return h, err
	}
	if h.Who, err = d.submitter(v, p); err != nil || p.State != blog.StateDraft {
		return h, err
	}
	changes, err := d.DB.ChangesOf(v.ctx(), newsroom.SubjectOf(p), p.ID)
	if err != nil {
		return h, err
	}
	for i := len(changes) - 1; i >= 0 && changes[i].Verb != blog.Submitted; i-- {
		if changes[i].Verb != blog.SentBack {
			continue
		}
		h.SentBack = changes[i]
		e, err := d.DB.EditorByID(v.ctx(), changes[i].Editor)
		h.By = e.Name
		return h, err
	}
	return h, nil
}
