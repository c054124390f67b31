package desk

import (
	"net/http"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
)

// manySources is how many servers the form for clearing a flood lists: those
// from which most is waiting.
const manySources = 20

// span is a choice of how long ago.
type span struct {
	Value, Words string
	ago          time.Duration // 0: ever
}

var spans = []span{
	{"hour", "in the last hour", time.Hour},
	{"hours", "in the last six hours", 6 * time.Hour},
	{"day", "in the last day", 24 * time.Hour},
	{"week", "in the last week", 7 * 24 * time.Hour},
	{"ever", "at any time", 0},
}

// clear marks all that a flood has left in the queue as spam.
func (d *Desk) clear(v *visit) error {
	flood := comments.Flood{Hosts: v.form["host"]}
	known := false
	for _, s := range spans {
		if s.Value == v.form.Get("since") {
			known = true
			if s.ago > 0 {
				flood.Since = d.Now().Add(-s.ago)
			}
		}
	}
	err := error(blog.InvalidField("since", "Choose since when these people are known here."))
	if known {
		_, err = d.Comments.Clear(v.ctx(), v.editor, flood)
	}
	if err == nil {
		return v.back("/desk/comments", cleared)
	}
	if !isForm(err) {
		return err
	}
	page := commentsPage{Verdict: blog.VerdictHeld}
	page.Problems = problemsOf(err)
	return d.queue(v, http.StatusUnprocessableEntity, page)
}
