package desk

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"inews/internal/blog"
	"inews/internal/comments"
)

func (d *Desk) approve(v *visit) error {
	return d.decide(v, approved, func() error {
		_, err := d.Comments.ApproveRead(v.ctx(), v.editor, v.Param("id"), v.form.Get("edition"))
		return err
	})
}

func (d *Desk) note(v *visit) error {
	return d.decide(v, noted, func() error {
		_, err := d.Comments.Note(v.ctx(), v.editor, v.Param("id"))
		return err
	})
}

func (d *Desk) hide(v *visit) error {
	return d.decide(v, hidden, func() error {
		reason, err := ruleIn(v)
		if err == nil {
			_, err = d.Comments.Hide(v.ctx(), v.editor, v.Param("id"), reason)
		}
		return err
	})
}

func (d *Desk) markSpam(v *visit) error {
	return d.decide(v, spammed, func() error {
		_, err := d.Comments.MarkSpam(v.ctx(), v.editor, v.Param("id"))
		return err
	})
}

func (d *Desk) answer(v *visit) error {
	return d.decide(v, answered, func() (err error) {
		if v.form.Get("approve") == "yes" {
			_, err = d.Comments.ApproveAndAnswer(v.ctx(), v.editor, v.Param("id"), v.form.Get("edition"), v.form.Get("text"))
		} else {
			_, err = d.Comments.Answer(v.ctx(), v.editor, v.Param("id"), v.form.Get("text"))
		}
		return err
	})
}

func (d *Desk) editAnswer(v *visit) error {
	return d.decide(v, answerEdited, func() error {
		_, err := d.Comments.EditAnswer(v.ctx(), v.editor, v.Param("id"), v.form.Get("text"))
		return err
	})
}

func (d *Desk) removeAnswer(v *visit) error {
	return d.decide(v, answerRemoved, func() error {
		_, err := d.Comments.RemoveAnswer(v.ctx(), v.editor, v.Param("id"))
		return err
	})
}

// reasonIn joins the reason that was chosen with the words that were added.
func reasonIn(v *visit) string {
	chosen, more := strings.TrimSpace(v.form.Get("reason")), strings.TrimSpace(v.form.Get("more"))
	if chosen != "" && more != "" {
		return chosen + ": " + more
	}
	return chosen + more
}

// ruleIn is the rule that a comment breaks, with the words that were added.
func ruleIn(v *visit) (string, error) {
	if !slices.Contains(comments.Rules, strings.TrimSpace(v.form.Get("reason"))) {
		return "", blog.InvalidField("reason", "Say why: choose the rule that it breaks. It is what you can answer when somebody asks.")
	}
	return reasonIn(v), nil
}

// decide does something about one comment and goes back to where the button
// was: the queue, or the comment's own page. What is wrong is told on that
// page, above what was typed. A script is answered in its own way.
func (d *Desk) decide(v *visit, done notice, verb func() error) error {
	err := verb()
	if wantsJSON(v) {
		return d.tellScript(v, done, err, nil)
	}
	if err != nil && isForm(err) {
		return d.commentPage(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	switch from := v.form.Get("from"); {
	case from == "queue", from == "mentions":
		return v.back(queuePath(v), done)
	case isID(from): // another comment of the thread
		return v.back("/desk/comments/"+from, done)
	}
	return v.back("/desk/comments/"+v.Param("id"), done)
}

// isID tells whether the text has the shape of an id.
func isID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil
}

// queueOf is where a queue is.
func queueOf(mentions bool) string {
	if mentions {
		return "/desk/comments/mentions"
	}
	return "/desk/comments"
}

// queuePath is the queue in which the form stood, with a verdict that we know.
func queuePath(v *visit) string {
	path, values := queueOf(v.form.Get("from") == "mentions"), sieveKept(v).values()
	switch verdict := blog.Verdict(v.form.Get("verdict")); verdict {
	case blog.VerdictApproved, blog.VerdictHidden, blog.VerdictSpam, blog.VerdictNoted:
		values.Set("verdict", string(verdict))
	}
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// decideMany does one thing to every comment that was ticked. What cannot be
// done is listed; the rest is done.
func (d *Desk) decideMany(v *visit) error {
	verb, done, err := d.deed(v)
	bad, failed := blog.ProblemsOf(err), map[string]string{}
	ids := v.form["id"]
	if err == nil && len(ids) == 0 {
		bad.Add("select", "Tick the comments that you mean.")
	}
	for _, id := range ids {
		if verb == nil || len(bad) > 20 { // twenty sentences are enough to read
			break
		}
		err := verb(v.ctx(), id)
		if err != nil && !isForm(err) && blog.KindOf(err) != blog.NotFound {
			return err
		}
		if err != nil {
			failed[id] = blog.Message(err)
			bad.Add("comment-"+id, "%s", blog.Message(err))
		}
	}
	if wantsJSON(v) {
		if len(failed) > 0 { // the others are done
			return d.tellScript(v, done, nil, failed)
		}
		return d.tellScript(v, done, bad.Err(), nil)
	}
	if err := bad.Err(); err != nil {
		page := commentsPage{Verdict: blog.VerdictHeld, Mentions: v.form.Get("from") == "mentions", Sieve: sieveKept(v)}
		if _, verdict, ok := strings.Cut(queuePath(v), "verdict="); ok { // the last of its values
			page.Verdict = blog.Verdict(verdict)
		}
		page.Problems = problemsOf(err)
		return d.queue(v, http.StatusUnprocessableEntity, page)
	}
	return v.back(queuePath(v), done)
}

// deed is what a form does to each comment that was ticked.
func (d *Desk) deed(v *visit) (func(context.Context, string) error, notice, error) {
	by := v.editor
	switch v.form.Get("do") {
	case "approve":
		return func(ctx context.Context, id string) error {
			_, err := d.Comments.ApproveRead(ctx, by, id, v.form.Get("edition-"+id))
			return err
		}, approved, nil
	case "note":
		return func(ctx context.Context, id string) error { _, err := d.Comments.Note(ctx, by, id); return err }, noted, nil
	case "spam":
		return func(ctx context.Context, id string) error { _, err := d.Comments.MarkSpam(ctx, by, id); return err }, spammed, nil
	case "hide":
		reason, err := ruleIn(v)
		if err != nil {
			return nil, "", err
		}
		return func(ctx context.Context, id string) error { _, err := d.Comments.Hide(ctx, by, id, reason); return err }, hidden, nil
	case "undo":
		return func(ctx context.Context, id string) error { _, err := d.Comments.Undo(ctx, by, id); return err }, undone, nil
	}
	return nil, "", blog.InvalidField("do", "Choose what to do with the comments.")
}
