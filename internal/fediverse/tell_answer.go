package fediverse

import (
	"context"
	"slices"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// tellAnswered sends the blog's answer to whoever it answers, to everybody in
// the thread and to the followers.
func (b *Bridge) tellAnswered(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutAnswer(ctx, change, fed.CreateType)
}

// tellAnswerEdited tells of other words in an answer of the blog, or in a
// visitor's comment, which is not sent but which servers may have fetched.
func (b *Bridge) tellAnswerEdited(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutAnswer(ctx, change, fed.UpdateType)
}

// tellApprovedAgain tells of a visitor's comment that was shown, was changed and
// has been read again since.
func (b *Bridge) tellApprovedAgain(ctx context.Context, change blog.Change) (*News, error) {
	comment, err := b.DB.CommentByID(ctx, change.SubjectID)
	if err != nil || comment.Origin != blog.FromWeb || comment.Edited.IsZero() {
		return nil, err
	}
	changes, err := b.DB.ChangesOf(ctx, blog.CommentSubject, comment.ID)
	if err != nil {
		return nil, err
	}
	shownBefore := slices.ContainsFunc(changes, func(c blog.Change) bool { return c.Verb == blog.Approved && c.ID < change.ID })
	if !shownBefore {
		return nil, nil
	}
	return b.aboutAnswer(ctx, change, fed.UpdateType)
}

func (b *Bridge) aboutAnswer(ctx context.Context, change blog.Change, activityType string) (*News, error) {
	answer, err := b.ourAnswer(ctx, change.SubjectID)
	if err != nil || answer.Origin == blog.FromFediverse {
		return nil, err
	}
	object, err := b.comment(ctx, answer)
	if err != nil {
		return nil, err
	}
	news := b.about(activityType, object, answer.PostID)
	news.To = postgres.Audience{Followers: !answer.Mention(), PostID: answer.PostID, People: mentioned(object)}
	if activityType == fed.UpdateType {
		news.Replaces = []string{fed.UpdateType}
	}
	return news, nil
}

// ourAnswer returns a comment that anybody may fetch, below a post or a mention.
func (b *Bridge) ourAnswer(ctx context.Context, id string) (blog.Comment, error) {
	answer, err := b.DB.ShownCommentByID(ctx, id)
	if blog.KindOf(err) == blog.NotFound {
		return b.DB.AnswerToMention(ctx, id)
	}
	return answer, err
}

// tellAnswerRemoved takes back an answer of the blog, and a visitor's comment
// that its writer deleted after servers could fetch it. What staff hide they may
// show again, which no server would believe after a Delete.
func (b *Bridge) tellAnswerRemoved(ctx context.Context, change blog.Change) (*News, error) {
	answer, err := b.DB.CommentByID(ctx, change.SubjectID)
	if err != nil || answer.Origin == blog.FromFediverse || answer.Visible() {
		return nil, err
	}
	if answer.Origin == blog.FromWeb {
		shown, err := b.DB.WasShown(ctx, answer.ID)
		if err != nil || !shown || change.Verb != blog.Removed {
			return nil, err
		}
	}
	news := b.deletion(fed.ID(answer.URI), fed.NoteType, answer.PostID, change.At)
	if answer.Mention() { // it went to one person alone, of whom nothing may be known any more
		parent, err := b.DB.CommentByID(ctx, answer.ParentID)
		if err != nil {
			return nil, err
		}
		news.To = postgres.Audience{People: []string{parent.Person.URI}, Holders: true}
	}
	return news, nil
}
