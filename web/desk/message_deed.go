package desk

import (
	"inews/internal/blog"
)

// handleMessage does one thing about a message, as the button that was pressed
// says.
func (d *Desk) handleMessage(v *visit) error {
	id, box := v.Param("id"), d.Letterbox
	verbs := map[string]struct {
		do   func() error
		done notice
	}{
		"answer": {func() error { return box.Answer(v.ctx(), v.editor, id, v.form.Get("answer")) }, readerAnswered},
		"note":   {func() error { return box.Note(v.ctx(), v.editor, id, v.form.Get("note")) }, readerNoted},
		"assign": {func() error { return box.Assign(v.ctx(), v.editor, id, v.form.Get("editor")) }, readerAssigned},
		"spam":   {func() error { return box.MarkSpam(v.ctx(), v.editor, id) }, readerSpam},
		"unspam": {func() error { return box.UnmarkSpam(v.ctx(), v.editor, id) }, readerNoSpam},
		"close":  {func() error { return box.Move(v.ctx(), v.editor, id, blog.MessageClosed, "") }, readerClosed},
		"reopen": {func() error { return box.Move(v.ctx(), v.editor, id, blog.MessageWaiting, "") }, readerReopened},
	}
	verb, ok := verbs[v.form.Get("do")]
	if !ok {
		return d.afterMessage(v, blog.InvalidField("", "Choose what to do with the message."), "")
	}
	return d.afterMessage(v, verb.do(), verb.done)
}

// moveIdea takes an idea a step on.
func (d *Desk) moveIdea(v *visit) error {
	err := d.Letterbox.Move(v.ctx(), v.editor, v.Param("id"), blog.MessageState(v.form.Get("to")), v.form.Get("words"))
	return d.afterMessage(v, err, ideaMoved)
}

// draftOutcome begins a post that says what became of an idea, or adds the idea to
// one that is there.
func (d *Desk) draftOutcome(v *visit) error {
	id, post := v.Param("id"), v.form.Get("post")
	if post != "" {
		return d.afterMessage(v, d.Newsroom.JoinOutcome(v.ctx(), v.editor, id, post), ideaJoined)
	}
	p, err := d.Newsroom.DraftOutcome(v.ctx(), v.editor, id)
	if err != nil {
		return d.afterMessage(v, err, "")
	}
	return v.back("/desk/posts/"+p.ID, outcomeDrafted)
}

// afterMessage goes back to the message, or shows what is wrong with what was typed.
func (d *Desk) afterMessage(v *visit, err error, done notice) error {
	if err != nil && isForm(err) {
		return d.messagePage(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	return v.back("/desk/messages/"+v.Param("id"), done)
}
