package desk

import (
	"context"
	"net/http"
	"strings"

	"inews/internal/blog"
)

func (d *Desk) approve(v *visit) error {
	return d.decide(v, approved, func() error {
		_, err := d.Comments.Approve(v.ctx(), v.editor, v.Param("id"))
		return err
	})
}

func (d *Desk) hide(v *visit) error {
	return d.decide(v, hidden, func() error {
		_, err := d.Comments.Hide(v.ctx(), v.editor, v.Param("id"), reasonIn(v))
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
	return d.decide(v, answered, func() error {
		_, err := d.Comments.Answer(v.ctx(), v.editor, v.Param("id"), v.form.Get("text"))
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

// decide does something about one comment and goes back to where the button
// was: the queue, or the comment's own page. What is wrong is told on that
// page, above what was typed.
func (d *Desk) decide(v *visit, done notice, verb func() error) error {
	err := verb()
	if err != nil && isForm(err) {
		return d.commentPage(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	if v.form.Get("from") == "queue" {
		return v.back(queuePath(v.form.Get("verdict")), done)
	}
	return v.back("/desk/comments/"+v.Param("id"), done)
}

// queuePath is the queue of a verdict that we know.
func queuePath(verdict string) string {
	switch verdict := blog.Verdict(verdict); verdict {
	case blog.VerdictApproved, blog.VerdictHidden, blog.VerdictSpam:
		return "/desk/comments?verdict=" + string(verdict)
	}
	return "/desk/comments"
}

// decideMany does one thing to every comment that was ticked. What cannot be
// done is listed; the rest is done.
func (d *Desk) decideMany(v *visit) error {
	var verb func(context.Context, string) error
	var done notice
	by := v.editor
	switch v.form.Get("do") {
	case "approve":
		done, verb = approved, func(ctx context.Context, id string) error {
			_, err := d.Comments.Approve(ctx, by, id)
			return err
		}
	case "hide":
		done, verb = hidden, func(ctx context.Context, id string) error {
			_, err := d.Comments.Hide(ctx, by, id, reasonIn(v))
			return err
		}
	case "spam":
		done, verb = spammed, func(ctx context.Context, id string) error {
			_, err := d.Comments.MarkSpam(ctx, by, id)
			return err
		}
	}
	ids := v.form["id"]
	var bad blog.Problems
	if verb == nil {
		bad.Add("do", "Choose what to do with the comments.")
	} else if len(ids) == 0 {
		bad.Add("select", "Tick the comments that you mean.")
	}
	for _, id := range ids {
		if bad.Err() != nil && len(bad) > 20 || verb == nil {
			break // twenty sentences are enough to read
		}
		err := verb(v.ctx(), id)
		if err != nil && !isForm(err) && blog.KindOf(err) != blog.NotFound {
			return err
		}
		if err != nil {
			bad.Add("comment-"+id, "%s", blog.Message(err))
		}
	}
	if err := bad.Err(); err != nil {
		page := commentsPage{frame: d.frameIn(v, "comments", "Comments"), Verdict: blog.VerdictHeld, Reasons: reasons}
		if verdict := blog.Verdict(v.form.Get("verdict")); queuePath(string(verdict)) != "/desk/comments" {
			page.Verdict = verdict
		}
		page.Problems = problemsOf(err)
		return d.queue(v, http.StatusUnprocessableEntity, page)
	}
	return v.back(queuePath(v.form.Get("verdict")), done)
}
