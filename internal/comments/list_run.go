package comments

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Edition is a list of servers as its address gives it at one time.
type Edition struct {
	Text          []byte
	Tag, Modified string // ETag and Last-Modified, for the next time
	Unchanged     bool   // it is as it was, and Text is empty
}

// How lists are looked at.
const (
	listLease  = 10 * time.Minute // after which another node may look at a list that a killed one took
	soonest    = 15 * time.Minute // after a first look that brought nothing; then four times as long each time
	noNameMost = 10               // one line in so many may name no server
	halved     = 2                // a list that lost more than half of its servers waits for staff
)

// LookAtLists fetches the lists that are due, and does what they say. Several
// nodes may call it at once: each list is fetched by one of them.
func (c *Comments) LookAtLists(ctx context.Context) error {
	for {
		var list blog.BlockList
		err := c.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
			list, err = tx.ClaimBlockList(ctx, c.now(), listLease)
			return err
		})
		if blog.KindOf(err) == blog.NotFound {
			return c.settleEntries(ctx)
		}
		if err != nil {
			return err
		}
		if err := c.lookAt(ctx, list); err != nil {
			return err
		}
	}
}

// lookAt takes in what a list says now. Whatever is wrong with it is kept in
// words, and changes nothing else.
func (c *Comments) lookAt(ctx context.Context, list blog.BlockList) error {
	edition, err := c.Edition(ctx, list)
	if ctx.Err() != nil {
		return ctx.Err() // we are about to stop: it is nobody's fault
	}
	if err == nil && edition.Unchanged {
		return c.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.ListUnchanged(ctx, list.ID, c.now(), c.now().Add(list.Every)) })
	}
	var entries []blog.ListEntry
	if err == nil {
		entries, err = c.readEdition(edition.Text)
	}
	if err != nil {
		return c.failed(ctx, list, blog.Message(err), 0)
	}
	if len(entries)*halved < list.Size {
		return c.failed(ctx, list, fmt.Sprintf("The list names %d servers, and named %d before. That may be a mistake: "+
			"nothing is changed until you agree.", len(entries), list.Size), len(entries))
	}
	list.Tag, list.Modified, list.TakenAt, list.NextAt = edition.Tag, edition.Modified, c.now(), c.now().Add(list.Every)
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.TakeBlockList(ctx, list, entries) })
}

// failed keeps why a look brought nothing, and says when the next one is.
func (c *Comments) failed(ctx context.Context, list blog.BlockList, problem string, offered int) error {
	wait := min(list.Every, soonest<<(2*min(list.Failures, 8)))
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.ListFailed(ctx, list.ID, problem, offered, c.now().Add(wait)) })
}

// readEdition returns the servers of a list that can be decided about, each
// once: the strictest counts. A file of which more than a few lines name no
// server is no list. We ourselves are never on it.
func (c *Comments) readEdition(text []byte) ([]blog.ListEntry, error) {
	lines, err := ReadBlockList(bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	var entries []blog.ListEntry
	place := map[string]int{}
	strange := 0
	for _, line := range lines {
		if line.Problem == noName {
			strange++
		}
		if line.Problem != "" || c.isOurs(line.Host) {
			continue
		}
		at, twice := place[line.Host]
		if twice && !line.Severity.Stricter(entries[at].Severity) {
			continue
		}
		if !twice {
			at, place[line.Host] = len(entries), len(entries)
			entries = append(entries, blog.ListEntry{})
		}
		entries[at] = blog.ListEntry{Host: line.Host, Severity: line.Severity, Reason: line.Reason}
	}
	switch {
	case strange*noNameMost > len(lines):
		return nil, blog.Errorf(blog.Invalid, "This does not read as a list of servers: %d of its %d lines name none.", strange, len(lines))
	case len(entries) == 0:
		return nil, blog.Errorf(blog.Invalid, "The list names no server that can be decided about.")
	}
	return entries, nil
}
