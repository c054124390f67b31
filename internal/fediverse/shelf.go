package fediverse

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/singleflight"

	fed "inews/federation"
	"inews/federation/actor"
	"inews/internal/blog"
	"inews/internal/postgres"
)

// Bounds of a Shelf.
const (
	shelfSize = 4096             // documents; at some kilobytes each, a few megabytes
	shelfLife = 10 * time.Minute // for what changes without a Change
	shelfTime = 10 * time.Second // in which a document must be made: others wait for the same
)

// Shelf keeps documents at hand, for the moment in which a post reaches five
// hundred servers and each of them asks for it. A change makes it forget; while
// the database is away it goes on with what it has, since a server that cannot
// fetch our key turns us away for minutes.
type Shelf struct {
	Library actor.Library
	Now     func() time.Time

	age    atomic.Int64 // counts changes: a document of an earlier age is old
	tally  atomic.Int64 // counts changes of mere numbers: see blog.TallyLate
	mu     sync.RWMutex
	kept   map[fed.ID]copyOf
	flight singleflight.Group
	made   atomic.Int64 // counts documents that were made
}

// copyOf is a document as of an age, or why there is none.
type copyOf struct {
	document   actor.Document
	err        error
	age, tally int64
	made       time.Time
}

// Document returns what stands at an address, from the shelf if it is there. A
// copy that is merely old is given out once more while a new one is made.
func (s *Shelf) Document(ctx context.Context, id fed.ID) (actor.Document, error) {
	id = plain(id)
	age := s.age.Load()
	s.mu.RLock()
	have, ok := s.kept[id]
	s.mu.RUnlock()
	younger := func(than time.Duration) bool {
		if have.tally != s.tally.Load() {
			than = blog.TallyLate
		}
		return ok && have.age == age && s.Now().Sub(have.made) < than
	}
	if younger(shelfLife) {
		return have.document, nil
	}
	// Whoever asks after a change must not get what was begun before it.
	made := s.flight.DoChan(strconv.FormatInt(age, 10)+" "+string(id), func() (any, error) {
		return s.copy(context.WithoutCancel(ctx), id, age), nil
	})
	if younger(2 * shelfLife) {
		return have.document, nil
	}
	select {
	case <-ctx.Done():
		return actor.Document{}, fmt.Errorf("%w: %w", fed.ErrUnavailable, ctx.Err())
	case result := <-made:
		fresh := result.Val.(copyOf)
		if ok && errors.Is(fresh.err, fed.ErrUnavailable) {
			return have.document, nil
		}
		return fresh.document, fresh.err
	}
}

// copy makes a copy of a document, and keeps it.
func (s *Shelf) copy(ctx context.Context, id fed.ID, age int64) (c copyOf) {
	defer func() { // singleflight would take the process down with it
		if p := recover(); p != nil {
			c.err = fmt.Errorf("make document %s: panic: %v", id, p)
		}
	}()
	ctx, cancel := context.WithTimeout(ctx, shelfTime)
	defer cancel()
	s.made.Add(1)
	c.age, c.tally = age, s.tally.Load()
	c.document, c.err = s.Library.Document(ctx, id)
	if c.made = s.Now(); c.err == nil {
		s.keep(id, c)
	}
	return c
}

// Made is how many documents were made, for all who asked.
func (s *Shelf) Made() int64 { return s.made.Load() }

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

// Forget makes every copy old. It is called for each change that others see,
// with the notice of it on postgres.ChangesChannel, or "" when some were missed.
func (s *Shelf) Forget(change string) {
	if postgres.SubjectOf(change).IsTally() {
		s.tally.Add(1)
		return
	}
	s.age.Add(1)
}

func (s *Shelf) keep(id fed.ID, c copyOf) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil || len(s.kept) >= shelfSize {
		s.kept = make(map[fed.ID]copyOf)
	}
	s.kept[id] = c
}
