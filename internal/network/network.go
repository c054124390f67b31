// Package network holds the verbs with which staff follow other councils, and
// keeps what those publish.
//
// What is kept is theirs: an excerpt and a link, never the whole and never under
// an address of ours. It is kept only from somebody whom the blog follows and
// who accepted that, and readers see it only once staff trust the partner.
package network

import (
	"context"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Finder finds somebody on another server by handle or address, and saves them.
// It uses the network.
type Finder interface {
	Find(ctx context.Context, handle string) (blog.Person, error)
}

// Network is where other councils are followed. DB, Finder and Base are needed.
type Network struct {
	DB     *postgres.DB
	Finder Finder
	// Base begins the wire ids of our activities:
	// "https://council.example/ap/activities/". A Follow gets one of them, so
	// that the answer to it can be told from an answer to nothing.
	Base string
	Now  func() time.Time // time.Now when nil
}

func (n *Network) now() time.Time {
	if n.Now == nil {
		return time.Now()
	}
	return n.Now()
}

// networker refuses those who may not decide about partners.
func networker(by blog.Editor) error {
	if !by.Role.May(blog.MayNetwork) {
		return blog.Errorf(blog.Forbidden, "Your role does not follow other councils. Ask an editor.")
	}
	return nil
}

func record(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, p blog.Partner, reason string) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.PartnerSubject, SubjectID: p.ID, Reason: reason,
	})
	return err
}
