package fediverse

import (
	"context"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/richtext"
)

// maxReported bounds the things that one report may be about.
const maxReported = 50

// onFlag takes a report about what is here to the staff. It changes nothing
// that anybody else sees.
func (r *Receiver) onFlag(ctx context.Context, activity fed.Activity, received inbox.Received) error {
	subjects, err := r.reported(ctx, activity.Objects)
	if err != nil {
		return err
	}
	person, err := r.rule(ctx, activity, activity.Actor(), len(subjects) > 0)
	if err != nil {
		return err
	}
	return r.Comments.TakeReport(ctx, blog.Report{
		URI: string(received.ActivityID), PersonURI: person.URI, Subjects: subjects,
		Words: richtext.PlainText(richtext.Remote(activity.Content)),
	})
}

// reported finds, among what a report names, what concerns us: the blog, what
// is published, and comments, shown or not.
func (r *Receiver) reported(ctx context.Context, ids []fed.ID) ([]blog.ReportedThing, error) {
	var subjects []blog.ReportedThing
	for _, id := range ids[:min(len(ids), maxReported)] {
		if id == r.Blog() || id == r.Instance() {
			subjects = append(subjects, blog.ReportedThing{URI: string(id)})
			continue
		}
		at, ok, err := r.known(ctx, id)
		if err != nil {
			return nil, err
		}
		subject := blog.ReportedThing{URI: string(id), CommentID: at.ParentID}
		if at.ParentID == "" {
			subject.PostID = at.PostID
		}
		if ok {
			subjects = append(subjects, subject)
		}
	}
	return subjects, nil
}

// tellReport tells the moderators of a comment's server about it. The server's
// own actor speaks, so that no member of staff can be made to pay for it.
func (b *Bridge) tellReport(ctx context.Context, change blog.Change) (*News, error) {
	comment, err := b.DB.CommentByID(ctx, change.SubjectID)
	if err != nil || comment.Origin != blog.FromFediverse {
		return nil, err
	}
	author := fed.ID(comment.Person.URI)
	return &News{
		Activity: fed.Activity{
			Type: fed.FlagType, Actors: []fed.ID{b.Instance()}, Objects: []fed.ID{author, fed.ID(comment.URI)}, Content: change.Reason,
		},
		ObjectID: fed.ID(comment.URI), Personal: comment.Person.URI, Sender: InstanceName,
	}, nil
}
