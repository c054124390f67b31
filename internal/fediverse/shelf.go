package fediverse

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	fed "inews/federation"
	"inews/federation/actor"
)

// Bounds of a Shelf.
const (
	shelfSize = 4096             // documents; at some kilobytes each, a few megabytes
	shelfLife = 10 * time.Minute // for what changes without a Change
)

// Shelf keeps documents at hand, for the moment in which a post reaches five
// hundred servers and each of them asks for it. A change makes it forget; while
// the database is away it goes on with what it has, since a server that cannot
// fetch our key turns us away for minutes.
type Shelf struct {
	Library actor.Library
	Now     func() time.Time

	age    atomic.Int64 // counts changes: a document of an earlier age is old
	mu     sync.RWMutex
	kept   map[fed.ID]copyOf
	flight singleflight.Group
}

// copyOf is a document as of an age, or why there is none.
type copyOf struct {
	document actor.Document
	err      error
	age      int64
	made     time.Time
}

// Document returns what stands at an address, from the shelf if it is there.
func (s *Shelf) Document(ctx context.Context, id fed.ID) (actor.Document, error) {
	id = plain(id)
	age := s.age.Load()
	s.mu.RLock()
	have, ok := s.kept[id]
	s.mu.RUnlock()
	if ok && have.age == age && s.Now().Sub(have.made) < shelfLife {
		return have.document, nil
	}
	made, _, _ := s.flight.Do(string(id), func() (any, error) {
		document, err := s.Library.Document(context.WithoutCancel(ctx), id)
		return copyOf{document, err, age, s.Now()}, nil
	})
	fresh := made.(copyOf)
	if fresh.err == nil {
		s.keep(id, fresh)
	} else if ok && errors.Is(fresh.err, fed.ErrUnavailable) {
		return have.document, nil
	}
	return fresh.document, fresh.err
}

// plain leaves of an address what chooses a document: the path, and the page of
// a collection. What else a stranger writes behind the question mark must not
// fill the shelf.
func plain(id fed.ID) fed.ID {
	path, _, _ := strings.Cut(string(id), "?")
	if page := pageOf(id); page != "" {
		return fed.ID(path + "?page=" + url.QueryEscape(page))
	}
	return fed.ID(path)
}

// Forget makes every copy old. It is called for each change that others see.
func (s *Shelf) Forget() { s.age.Add(1) }

func (s *Shelf) keep(id fed.ID, c copyOf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= shelfSize {
		s.kept = make(map[fed.ID]copyOf)
	}
	s.kept[id] = c
}
