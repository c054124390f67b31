package main

import (
	"context"
	"embed"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/media"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/postgres"
)

// demoFiles are what an invented council might publish, and what people might
// say to it. Every host in them is below .example, and nobody there has an
// inbox, so that nothing of it is ever delivered.
//
//go:embed demo
var demoFiles embed.FS

// demoDeps is what loading the demonstration needs.
type demoDeps struct {
	DB       *postgres.DB
	Newsroom *newsroom.Newsroom
	Calendar *calendar.Calendar
	Comments *comments.Comments
	Network  *network.Network
	Uploads  *media.Uploads
	Base     string // our address without a slash at its end
	Now      func() time.Time
	Say      func(words string) // tells why nothing was changed; may be nil
}

// demoLoad is one loading of the demonstration.
type demoLoad struct {
	demoDeps
	now     time.Time // when it began: every date is counted from here
	editors map[string]blog.Editor
	posts   map[string]blog.Post
	people  map[string]blog.Person
	remarks map[string]blog.Comment
}

// A loading leaves a Change behind when it begins and when it ends, so that one
// that was interrupted is told from a blog that is somebody's.
const (
	demoSubject = blog.Subject("demonstration")
	demoBegun   = "begun"
	demoLoaded  = "loaded"
)

// loadDemo fills an empty blog with the demonstration, dated back from now. A
// blog that holds posts is left as it is; a loading that was interrupted is
// completed, whatever it had done by then.
func loadDemo(ctx context.Context, d demoDeps) error {
	l, err := beginDemo(ctx, d)
	if err != nil || l == nil {
		return err
	}
	for _, step := range []func(context.Context) error{
		l.loadStaff, l.loadPages, l.loadPosts, l.loadEvents,
		l.loadPeople, l.loadNetwork, l.loadRemarks, l.loadReactions, l.loadMessages,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return l.mark(ctx, demoLoaded)
}

// beginDemo returns nil when there is nothing to load.
func beginDemo(ctx context.Context, d demoDeps) (*demoLoad, error) {
	l := &demoLoad{demoDeps: d, now: d.Now(), posts: map[string]blog.Post{}, people: map[string]blog.Person{}}
	ended, err := d.DB.ChangesOf(ctx, demoSubject, demoLoaded)
	if err != nil {
		return nil, err
	}
	if len(ended) > 0 {
		l.say("The demonstration is loaded already: nothing was changed.")
		return nil, nil
	}
	begun, err := d.DB.ChangesOf(ctx, demoSubject, demoBegun)
	if err != nil {
		return nil, err
	}
	posts, err := d.DB.PostsOnDesk(ctx, "", "", 1000) // far more than the demonstration has
	if err != nil {
		return nil, err
	}
	switch {
	case len(begun) > 0:
		l.now = begun[0].At
		for _, p := range posts {
			l.posts[p.Slug] = p
		}
		return l, nil
	case len(posts) > 0:
		l.say("This blog holds posts already: no demonstration was loaded, and nothing was changed.")
		return nil, nil
	}
	return l, l.mark(ctx, demoBegun)
}

func (l *demoLoad) mark(ctx context.Context, what string) error {
	return l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Record(ctx, blog.Change{Verb: blog.Added, Subject: demoSubject, SubjectID: what})
		if err != nil {
			return fmt.Errorf("mark demonstration as %s: %w", what, err)
		}
		return nil
	})
}

func (l *demoLoad) say(words string) {
	if l.Say != nil {
		l.Say(words)
	}
}

// demoDesk are the verbs at a moment in the past.
type demoDesk struct {
	newsroom *newsroom.Newsroom
	calendar *calendar.Calendar
	comments *comments.Comments
}

// at returns the verbs as if the given moment were now. Nobody is looked up
// over the network: nobody in the demonstration exists.
func (l *demoLoad) at(moment time.Time) demoDesk {
	clock := func() time.Time { return moment }
	n, c, r := *l.Newsroom, *l.Calendar, *l.Comments
	n.Now, n.Resolve = clock, nil
	c.Now, c.Newsroom = clock, &n
	r.Now = clock
	return demoDesk{&n, &c, &r}
}
