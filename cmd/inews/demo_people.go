package main

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/network"
	"inews/internal/postgres"
)

// demoPerson is somebody on another server.
type demoPerson struct {
	Handle, Name, Bio, Type string
	Follows                 bool
}

// person is the actor that a server like Mastodon would show. It has no inbox.
func (p demoPerson) person() blog.Person {
	name, host, _ := strings.Cut(strings.TrimPrefix(p.Handle, "@"), "@")
	kind := p.Type
	if kind == "" {
		kind = "Person"
	}
	return blog.Person{
		URI: "https://" + host + "/users/" + name, URL: "https://" + host + "/@" + name, Host: host,
		Handle: p.Handle, Name: p.Name, Bio: p.Bio, Type: kind,
	}
}

// loadPeople saves the people, and lets most of them follow the blog.
func (l *demoLoad) loadPeople(ctx context.Context) error {
	list, err := demoList[demoPerson]("people.json")
	if err != nil {
		return err
	}
	for _, p := range list {
		person, err := l.meet(ctx, p)
		if err != nil {
			return err
		}
		if p.Follows {
			if err := l.follow(ctx, person); err != nil {
				return fmt.Errorf("let %s follow: %w", p.Handle, err)
			}
		}
	}
	return nil
}

// follow notes a follower, as the bridge does when a Follow comes.
func (l *demoLoad) follow(ctx context.Context, person blog.Person) error {
	return l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		added, err := tx.AddFollower(ctx, person.URI, person.URI+"/follows/1")
		if err != nil || !added {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Verb: blog.Received, Subject: blog.FollowerSubject, SubjectID: person.URI})
		return err
	})
}

// meet saves somebody on another server.
func (l *demoLoad) meet(ctx context.Context, p demoPerson) (blog.Person, error) {
	person := p.person()
	l.people[p.Handle] = person
	err := l.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.SavePerson(ctx, person, nil, nil) })
	if err != nil {
		return person, fmt.Errorf("save %s: %w", p.Handle, err)
	}
	return person, nil
}

// demoPartner is another council with what it publishes.
type demoPartner struct {
	Handle, Name, Bio string
	Trust             blog.Trust
	Items             []demoItem
}

type demoItem struct {
	ID, Title, Excerpt, Author, Place string
	Form                              blog.Form
	Published, Starts, Ends           string
	Shared                            bool
}

// finder finds one person without the network.
type finder blog.Person

// Find returns the person.
func (f finder) Find(context.Context, string) (blog.Person, error) { return blog.Person(f), nil }

// loadNetwork follows the partner councils and keeps what they publish.
func (l *demoLoad) loadNetwork(ctx context.Context) error {
	list, err := demoList[demoPartner]("network.json")
	if err != nil {
		return err
	}
	for _, p := range list {
		if err := l.befriend(ctx, p); err != nil {
			return fmt.Errorf("follow %s: %w", p.Handle, err)
		}
	}
	return nil
}

func (l *demoLoad) befriend(ctx context.Context, p demoPartner) error {
	person, err := l.meet(ctx, demoPerson{Handle: p.Handle, Name: p.Name, Bio: p.Bio, Type: "Organization"})
	if err != nil {
		return err
	}
	councils, by := *l.Network, l.editor("")
	councils.Finder = finder(person)
	partner, err := councils.Follow(ctx, by, p.Handle) // one that stands is left as it is
	if err != nil {
		return err
	}
	if err := councils.Answered(ctx, person.URI, partner.FollowID, true); err != nil {
		return err
	}
	if p.Trust == blog.TrustFull {
		if _, err := councils.Trust(ctx, by, partner.ID); err != nil {
			return err
		}
	}
	for _, i := range p.Items {
		if err := l.keep(ctx, &councils, person, i); err != nil {
			return fmt.Errorf("keep item %s: %w", i.ID, err)
		}
	}
	return nil
}

// keep takes one item in, and shares it with our followers when it is marked so.
func (l *demoLoad) keep(ctx context.Context, councils *network.Network, from blog.Person, i demoItem) error {
	item := blog.Item{
		URI: "https://" + from.Host + "/items/" + i.ID, URL: "https://" + from.Host + "/" + i.ID,
		Partner: from, Form: i.Form, Title: i.Title, Excerpt: i.Excerpt, AuthorName: i.Author,
		Language: "en-GB", Zone: "Europe/London", Place: i.Place,
	}
	var err error
	if item.Published, err = l.day(i.Published); err != nil {
		return err
	}
	if item.Starts, err = l.day(i.Starts); err != nil {
		return err
	}
	if item.Ends, err = l.day(i.Ends); err != nil {
		return err
	}
	kept, err := l.DB.ItemByURI(ctx, item.URI)
	if blog.KindOf(err) == blog.NotFound {
		kept, err = councils.Keep(ctx, item, nil)
	}
	if err == nil && i.Shared {
		_, err = councils.Share(ctx, l.editor(""), kept.ID)
	}
	return err
}
