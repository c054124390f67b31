package fediverse

import (
	"context"
	"time"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/blog"
)

// founded is when the actors were first published; it never changes, so that
// the documents do not.
var founded = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// blogActor is the blog as other servers see it.
func (b *Bridge) blogActor(ctx context.Context) (fed.Actor, error) {
	keys, err := b.Keys.Listed(ctx, b.Handle)
	if err != nil {
		return fed.Actor{}, err
	}
	elsewhere, err := b.elsewhere(ctx)
	if err != nil {
		return fed.Actor{}, err
	}
	id := b.Blog()
	return fed.Actor{
		ID: id, Type: fed.OrganizationType, PreferredUsername: b.Handle, WebFinger: b.WebFinger(),
		Name: b.Profile.Name, Summary: b.Profile.Summary, URL: b.Page("/"), Icon: b.Profile.Icon,
		Inbox: Below(id, "/inbox"), SharedInbox: b.SharedInbox(), Outbox: Below(id, "/outbox"),
		Followers: Below(id, "/followers"), Following: Below(id, "/following"),
		Featured: Below(id, "/featured"), FeaturedTags: Below(id, "/tags"),
		Keys:               keys,
		AlsoKnownAs:        elsewhere.aliases,
		MovedTo:            elsewhere.movedTo,
		Fields:             []fed.Field{{Name: "Website", Value: `<a href="` + b.Page("/") + `" rel="me">` + b.Page("/") + `</a>`}},
		AttributionDomains: []string{fed.ID(b.Base).Host()},
		Discoverable:       true, Indexable: true, CanFeature: true, Published: founded,
	}, nil
}

// whereabouts are which other actors the blog is, and which one it has become.
type whereabouts struct {
	aliases []fed.ID
	movedTo fed.ID
}

// elsewhere reads the whereabouts of the blog. While the database is away they
// are what they were: a server that cannot fetch our actor turns us away for
// minutes.
func (b *Bridge) elsewhere(ctx context.Context) (*whereabouts, error) {
	now, err := b.readElsewhere(ctx)
	if err == nil {
		b.known.Store(now)
		return now, nil
	}
	if known := b.known.Load(); known != nil && blog.KindOf(err) == blog.Unavailable {
		return known, nil
	}
	return nil, err
}

func (b *Bridge) readElsewhere(ctx context.Context) (*whereabouts, error) {
	aliases, err := b.DB.Aliases(ctx)
	if err != nil {
		return nil, err
	}
	move, err := b.DB.StandingMove(ctx)
	if err != nil {
		return nil, err
	}
	var w whereabouts
	for _, a := range aliases {
		w.aliases = append(w.aliases, fed.ID(a.URI))
	}
	if move != nil {
		w.movedTo = fed.ID(move.Target.URI)
	}
	return &w, nil
}

// Prepare reads what our actors' documents are made of, so that they can be
// given out from now on whatever becomes of the database.
func (b *Bridge) Prepare(ctx context.Context) error {
	for _, name := range []string{InstanceName, b.Handle} {
		if _, err := b.writeActor(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// instanceActor signs our fetches. Anybody may fetch it without a signature,
// or two servers that both ask for one would wait for each other for ever.
func (b *Bridge) instanceActor(ctx context.Context) (fed.Actor, error) {
	keys, err := b.Keys.Listed(ctx, InstanceName)
	if err != nil {
		return fed.Actor{}, err
	}
	id := b.Instance()
	return fed.Actor{
		ID: id, Type: fed.ApplicationType, PreferredUsername: InstanceName,
		WebFinger: InstanceName + "@" + fed.ID(b.Base).Host(), Name: b.Profile.Name + " (server)", URL: b.Page("/"),
		Summary: "<p>This actor fetches documents for the server of " + b.Profile.Name + ".</p>",
		Inbox:   Below(id, "/inbox"), SharedInbox: b.SharedInbox(), Outbox: Below(id, "/outbox"),
		Followers: Below(id, "/followers"), Following: Below(id, "/following"),
		Keys: keys, Published: founded,
	}, nil
}

// isOpen tells whether a document is for everybody, also where documents are for
// proven readers: that by which others prove us.
func (b *Bridge) isOpen(id fed.ID) bool {
	local, ok := b.Parse(id)
	return ok && local == Local{Kind: "actor", Key: InstanceName}
}

func (b *Bridge) writeActor(ctx context.Context, name string) ([]byte, error) {
	make := b.instanceActor
	if name == b.Handle {
		make = b.blogActor
	}
	actor, err := make(ctx)
	if err != nil {
		return nil, err
	}
	return activitystreams.WriteActor(actor)
}
