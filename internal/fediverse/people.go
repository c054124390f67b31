package fediverse

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	fed "inews/federation"
	"inews/federation/signature"
	"inews/federation/webfinger"
	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// freshFor is how long we believe what we know of a person before we ask
// again, when they next send something. Mastodon asks after a day, too.
const freshFor = 24 * time.Hour

// Limits of what we keep of a person, in characters.
const (
	maxName = 200
	maxBio  = 2000
)

// person returns what we know of an actor, asking their server when that is
// nothing, or old. When the server does not answer, old knowledge is used.
func (b *Bridge) person(ctx context.Context, id fed.ID) (blog.Person, error) {
	known, err := b.DB.PersonByURI(ctx, string(id))
	if err == nil && (b.Now().Sub(known.FetchedAt) < freshFor || !known.GoneAt.IsZero()) {
		return known, nil
	}
	if err != nil && blog.KindOf(err) != blog.NotFound {
		return blog.Person{}, err
	}
	fetched, fetchErr := b.meet(ctx, id)
	if fetchErr != nil && err == nil {
		return known, nil
	}
	return fetched, fetchErr
}

// meet fetches an actor and keeps them.
func (b *Bridge) meet(ctx context.Context, id fed.ID) (blog.Person, error) {
	actor, err := b.Client.Actor(ctx, id)
	if err != nil {
		return blog.Person{}, err
	}
	return b.keep(ctx, actor)
}

// keep saves an actor whose document came from its own address or under its
// own signature.
func (b *Bridge) keep(ctx context.Context, actor fed.Actor) (blog.Person, error) {
	person := b.describe(ctx, actor)
	keys, err := pems(actor)
	if err != nil {
		return blog.Person{}, err
	}
	err = b.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.SavePerson(ctx, person, actor.Raw, keys) })
	if err != nil {
		return blog.Person{}, err
	}
	return b.DB.PersonByURI(ctx, person.URI)
}

// describe translates an actor into a person.
func (b *Bridge) describe(ctx context.Context, actor fed.Actor) blog.Person {
	person := blog.Person{
		URI: string(actor.ID), Type: actor.Type, Host: actor.ID.Host(), Handle: b.handle(ctx, actor),
		Name: richtext.Name(cmp.Or(actor.Name, actor.PreferredUsername), maxName),
		Bio:  richtext.Remote(actor.Summary).String(),
		URL:  string(actor.ID), Inbox: string(actor.Inbox), SharedInbox: string(actor.SharedInbox),
		Followers: string(actor.Followers), MovedTo: string(actor.MovedTo), Suspended: actor.Suspended,
	}
	if len(person.Bio) > maxBio {
		person.Bio = richtext.Comment(richtext.Excerpt(richtext.PlainText(richtext.Remote(actor.Summary)), maxBio/2)).String()
	}
	if fed.ID(actor.URL).SameOrigin(actor.ID) {
		person.URL = actor.URL
	}
	if !actor.SharedInbox.SameOrigin(actor.ID) {
		person.SharedInbox = "" // one that others use, too, is not for an actor elsewhere to name
	}
	if actor.Icon != nil && blog.IsWebAddress(actor.Icon.URL) {
		person.IconURL = actor.Icon.URL
	}
	return person
}

// handle is "@user@host" as WebFinger proves it, in both directions; without
// that proof, the name at the host that serves the actor. Source: FEP-2c59.
func (b *Bridge) handle(ctx context.Context, actor fed.Actor) string {
	name := strings.Map(func(r rune) rune {
		if r == '@' || unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			return -1 // it would seem to be of another host, or turn the text around it
		}
		return r
	}, richtext.Name(actor.PreferredUsername, maxName))
	if name == "" {
		return "@" + actor.ID.Host()
	}
	proven, err := (&webfinger.Client{Fetch: b.Client}).Verify(ctx, actor)
	if err != nil {
		return "@" + name + "@" + actor.ID.Host()
	}
	return proven.String()
}

// Find looks up somebody by handle or address, and keeps them.
func (b *Bridge) Find(ctx context.Context, handle string) (blog.Person, error) {
	actor, err := b.look(ctx, handle)
	if err != nil {
		return blog.Person{}, err
	}
	return b.keep(ctx, actor)
}

// look looks up somebody by handle or address, and keeps nothing.
func (b *Bridge) look(ctx context.Context, handle string) (fed.Actor, error) {
	wrong := func(err error) error {
		return &blog.Error{
			Kind: blog.Invalid, Field: "handle", Err: err,
			Msg: "Nobody was found there. Write it like @name@server.example, and check the spelling.",
		}
	}
	id, err := fed.ParseID(handle)
	if err != nil {
		parsed, err := webfinger.ParseHandle(handle)
		if err != nil {
			return fed.Actor{}, wrong(err)
		}
		found, err := (&webfinger.Client{Fetch: b.Client}).Lookup(ctx, parsed)
		if err != nil {
			return fed.Actor{}, wrong(err)
		}
		id = found.ActorID
	}
	if b.Ours(id) {
		return fed.Actor{}, blog.InvalidField("handle", "That is this blog itself.")
	}
	actor, err := b.Client.Actor(ctx, id)
	if errors.Is(err, fed.ErrUnavailable) {
		return actor, &blog.Error{Kind: blog.Unavailable, Field: "handle", Msg: "Their server does not answer. Try again later.", Err: err}
	}
	if err != nil && blog.KindOf(err) == blog.Internal {
		return actor, wrong(err)
	}
	return actor, err
}

// CachedKey is the memory behind the look-up of keys: what we kept of people.
func (b *Bridge) CachedKey(ctx context.Context, id fed.ID) (fed.PublicKey, bool) {
	row, err := b.DB.KeyByID(ctx, string(id))
	if err != nil || !id.SameOrigin(fed.ID(row.Owner)) { // kept before such keys were refused
		return fed.PublicKey{}, false
	}
	key, err := signature.ParsePublicKeyPEM(row.PEM)
	if err != nil {
		return fed.PublicKey{}, false
	}
	return fed.PublicKey{ID: id, Owner: fed.ID(row.Owner), Key: key}, true
}

// pems are the keys of an actor that are kept: those on its own server, since
// an id elsewhere is not for it to give away. Source: FEP-fe34.
func pems(actor fed.Actor) ([]postgres.PersonKey, error) {
	var keys []postgres.PersonKey
	for _, key := range actor.Keys {
		if !key.ID.SameOrigin(actor.ID) {
			continue
		}
		text, err := signature.MarshalPublicKeyPEM(key.Key)
		if err != nil {
			return nil, err
		}
		keys = append(keys, postgres.PersonKey{KeyID: string(key.ID), Owner: string(actor.ID), PEM: text})
	}
	return keys, nil
}
