package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// tellAnswered sends the blog's answer to whoever it answers, to everybody in
// the thread and to the followers.
func (b *Bridge) tellAnswered(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutAnswer(ctx, change, fed.CreateType)
}

func (b *Bridge) tellAnswerEdited(ctx context.Context, change blog.Change) (*News, error) {
	return b.aboutAnswer(ctx, change, fed.UpdateType)
}

func (b *Bridge) aboutAnswer(ctx context.Context, change blog.Change, activityType string) (*News, error) {
	answer, err := b.ourAnswer(ctx, change.SubjectID)
	if err != nil || answer.Origin != blog.FromBlog {
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

// tellAnswerRemoved takes back an answer of the blog; for anybody else's
// comment there is nothing to tell.
func (b *Bridge) tellAnswerRemoved(ctx context.Context, change blog.Change) (*News, error) {
	answer, err := b.DB.CommentByID(ctx, change.SubjectID)
	if err != nil || answer.Origin != blog.FromBlog || answer.Visible() {
		return nil, err
	}
	news := b.deletion(fed.ID(answer.URI), fed.NoteType, answer.PostID, change.At)
	if answer.Mention() { // it went to one person alone
		parent, err := b.DB.CommentByID(ctx, answer.ParentID)
		if err != nil {
			return nil, err
		}
		news.To = postgres.Audience{People: []string{parent.Person.URI}}
	}
	return news, nil
}
