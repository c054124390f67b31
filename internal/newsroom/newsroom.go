// Package newsroom holds the verbs of staff who write: draft, edit, schedule,
// publish, withdraw, reopen.
//
// Each verb is one transaction that moves the state machine of internal/blog,
// saves the post and records a Change. Nothing here speaks to the network
// inside a transaction, and nothing knows of the fediverse: whoever must be
// told reads the Changes. An event is a post with calendar facts, so the verbs
// that move a post work on events too, held to an event's rules; what only
// events have is in internal/calendar, which saves through this package.
package newsroom

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
	"inews/internal/tongue"
)

// Newsroom is where posts are written and published. DB is needed; the rest
// has a usable zero value.
type Newsroom struct {
	DB  *postgres.DB
	Now func() time.Time // time.Now when nil
	// Site is our own address, so that links to it are not marked as leading away.
	Site string
	// Tongues are those of the site, its own first; English alone when nil.
	Tongues []*tongue.Tongue
	// Resolve finds the actor behind a handle (name@host). It may use the
	// network and is called outside transactions. When nil, mentions stay text.
	Resolve func(ctx context.Context, handle string) (richtext.Mention, bool)
}

func (n *Newsroom) now() time.Time {
	if n.Now == nil {
		return time.Now()
	}
	return n.Now()
}

// publisher refuses those who may not decide what is public.
func publisher(by blog.Editor) error {
	if !by.Role.May(blog.MayPublish) {
		return blog.Errorf(blog.Forbidden, "You may write drafts; an editor publishes them. Ask one to look at yours.")
	}
	return nil
}

// SubjectOf is what a Change about the post names: a post or an event.
func SubjectOf(p blog.Post) blog.Subject {
	if p.Form == blog.FormEvent {
		return blog.EventSubject
	}
	return blog.PostSubject
}

func change(by blog.Editor, verb blog.Verb, p blog.Post) blog.Change {
	return blog.Change{Editor: by.ID, Verb: verb, Subject: SubjectOf(p), SubjectID: p.ID, PostID: p.ID}
}
