package site

import (
	"context"
	"slices"
	"strings"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
	"inews/web/view"
)

// Report is the page from which a reader reports a comment to the staff.
func (s *Site) Report(ctx context.Context, ask Ask) (Answer, error) {
	return s.reportPage(ctx, ask, comments.Complaint{}, nil)
}

// TakeReport takes a reader's report and says so on the same page, or what is
// wrong with it, with what was typed.
func (s *Site) TakeReport(ctx context.Context, ask Ask, typed comments.Complaint) (Answer, error) {
	post, comment, err := s.findComment(ctx, ask)
	if err != nil {
		return Answer{}, err
	}
	typed.CommentID = comment.ID
	err = s.Comments.Complain(ctx, typed)
	switch blog.KindOf(err) {
	case "":
		return Answer{Status: 303, Location: commentPath(post.Path(), comment.ID) + "/report?sent=1"}, nil
	case blog.Invalid, blog.TooMany:
		return s.reportPage(ctx, ask, typed, err)
	}
	return Answer{}, err
}

func (s *Site) reportPage(ctx context.Context, ask Ask, typed comments.Complaint, refusal error) (Answer, error) {
	post, comment, err := s.findComment(ctx, ask)
	if err != nil {
		return Answer{}, err
	}
	shown := s.comment(comment, post)
	head := view.Head{Title: s.say("Report a comment"), Path: shown.Path + "/report", NoIndex: true}
	page := view.Report{
		Post: post, Comment: shown, Excerpt: richtext.Excerpt(comment.Text, excerptLength), Rules: comments.Rules,
		Rule: typed.Rule, Words: typed.Words, Contact: typed.Contact,
		Problems: s.Tongue.Problems(refusal), Sent: ask.Query.Get("sent") != "",
	}
	if refusal != nil && len(page.Problems) == 0 {
		page.Problems = blog.Problems{{Msg: s.Tongue.Message(refusal)}}
	}
	if page.Frame, err = s.frame(ctx, view.LatestSection, head); err != nil {
		return Answer{}, err
	}
	answer, err := s.page(page, head)
	answer.Err = refusal
	return answer, err
}

// ruleOf is the rule in a reason that staff gave, without their own words.
func ruleOf(reason string) string {
	i := slices.IndexFunc(comments.Rules, func(rule string) bool { return strings.HasPrefix(reason, rule) })
	if i < 0 {
		return ""
	}
	return comments.Rules[i]
}
