package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
	"inews/web/view"
)

// OwnComment is the page of a comment for its writer: what became of it, and the
// forms to change and to delete it.
func (s *Site) OwnComment(ctx context.Context, ask Ask) (Answer, error) {
	comment, err := s.Comments.Own(ctx, ask.Param("token"))
	if err != nil {
		return Answer{}, err
	}
	return s.ownPage(ctx, ask, comment, nil, nil)
}

// EditOwnComment changes the comment, or deletes it when asked to, and goes back
// to its page; what is wrong is told there, with what was typed.
func (s *Site) EditOwnComment(ctx context.Context, ask Ask, text string, remove bool) (Answer, error) {
	token := ask.Param("token")
	comment, err := s.Comments.Own(ctx, token)
	if err != nil {
		return Answer{}, err
	}
	if remove {
		_, err = s.Comments.RemoveOwn(ctx, token)
	} else {
		_, err = s.Comments.EditOwn(ctx, token, text)
	}
	switch blog.KindOf(err) {
	case "":
		return Answer{Status: 303, Location: comments.OwnPath + token + "?saved=1"}, nil
	case blog.Invalid, blog.Conflict:
		return s.ownPage(ctx, ask, comment, &text, err)
	}
	return Answer{}, err
}

func (s *Site) ownPage(ctx context.Context, ask Ask, comment blog.Comment, typed *string, refusal error) (Answer, error) {
	post, err := s.db.PostByID(ctx, comment.PostID)
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: s.say("Your comment"), NoIndex: true, Private: comments.OwnPath + ask.Param("token")}
	page := view.OwnComment{
		Post: post, Comment: comment, Body: richtext.Trusted(comment.HTML), Rule: ruleOf(comment.Reason),
		Action: comments.OwnPath + ask.Param("token"), Fresh: ask.Query.Get("new") != "", Saved: ask.Query.Get("saved") != "",
		MayEdit: s.Comments.MayEdit(comment), Text: comment.Markdown, Problems: s.Tongue.Problems(refusal),
	}
	page.Link = s.link(page.Action)
	if page.Text == "" {
		page.Text = comment.Text // sent before what was typed was kept
	}
	if comment.Verdict == blog.VerdictApproved {
		page.Until = comment.Published.Add(comments.EditableFor)
	}
	if typed != nil {
		page.Text = *typed
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

// Answers is the page on which somebody confirms that they want to hear of
// answers to their comment.
func (s *Site) Answers(ctx context.Context, ask Ask) (Answer, error) {
	wish, err := s.Comments.Wish(ctx, ask.Param("token"))
	if err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: s.say("Answers by e-mail"), NoIndex: true, Private: comments.WishPath + ask.Param("token")}
	page := view.Answers{
		PostTitle: wish.PostTitle, PostPath: wish.PostPath, Confirmed: !wish.ConfirmedAt.IsZero(), Action: comments.WishPath + ask.Param("token"),
	}
	if page.Frame, err = s.frame(ctx, view.LatestSection, head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// ConfirmAnswers confirms it, and goes back to the page.
func (s *Site) ConfirmAnswers(ctx context.Context, token string) (Answer, error) {
	if err := s.Comments.ConfirmWish(ctx, token); err != nil {
		return Answer{}, err
	}
	return Answer{Status: 303, Location: comments.WishPath + token}, nil
}
