package view

import (
	"time"

	"inews/internal/blog"
	"inews/internal/richtext"
)

// OwnComment is the page of a comment for whoever wrote it here.
type OwnComment struct {
	Frame
	Post     blog.Post
	Comment  blog.Comment
	Body     richtext.HTML
	Rule     string // for which staff hid it, or ""
	Action   string // of its forms
	Link     string // the page's own address, to be kept
	Fresh    bool   // it was just sent
	Saved    bool   // or just changed
	MayEdit  bool
	Until    time.Time // when it can be changed no more, if readers see it
	Text     string    // as typed
	Problems blog.Problems
}

// Report is the page from which a reader reports a comment.
type Report struct {
	Frame
	Post     blog.Post
	Comment  *Comment
	Excerpt  string
	Rules    []string
	Rule     string // as chosen, and the rest as typed
	Words    string
	Contact  string
	Problems blog.Problems
	Sent     bool
}

// Problem is what is wrong with a field, or "".
func (r Report) Problem(field string) string {
	for _, problem := range r.Problems {
		if problem.Field == field {
			return problem.Msg
		}
	}
	return ""
}

// Answers is the page on which somebody confirms that they want to hear of
// answers to their comment.
type Answers struct {
	Frame
	PostTitle, PostPath string
	Confirmed           bool
	Action              string // of the form
}

func (Answers) template() string    { return "answers" }
func (OwnComment) template() string { return "own" }
func (Report) template() string     { return "report" }
