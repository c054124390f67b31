package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// settleEntries does, one by one, what lists say that nobody looked at yet: when
// it is stopped in between, the next run goes on.
func (c *Comments) settleEntries(ctx context.Context) error {
	for {
		var none bool
		err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
			next, err := tx.NextListEntry(ctx)
			if none = blog.KindOf(err) == blog.NotFound; none {
				return nil
			}
			if err != nil {
				return err
			}
			entry, err := lockEntry(ctx, tx, next.ListID, next.Host)
			if err != nil || entry.Standing != blog.EntryNew {
				return err
			}
			if !entry.Listed {
				if err := release(ctx, tx, blog.Editor{}, entry); err != nil {
					return err
				}
				return tx.DropEntry(ctx, entry)
			}
			return settle(ctx, tx, entry)
		})
		if err != nil || none {
			return err
		}
	}
}

// lockEntry keeps everybody else from the server and the entry, in this order.
func lockEntry(ctx context.Context, tx *postgres.Tx, listID, host string) (blog.ListEntry, error) {
	if err := tx.LockHost(ctx, host); err != nil {
		return blog.ListEntry{}, err
	}
	return tx.ListEntry(ctx, listID, host)
}

// settle does what a list says about a server, unless that would take something
// away, or go further than a person did: then it waits for staff.
func settle(ctx context.Context, tx *postgres.Tx, entry blog.ListEntry) error {
	before, err := tx.DecisionOn(ctx, entry.Host)
	if err != nil {
		return err
	}
	wanted := entry
	if before.ListID == entry.ListID && !entry.Severity.Stricter(before.Severity) { // it may have become milder
		if wanted, err = orOther(ctx, tx, entry); err != nil {
			return err
		}
	}
	switch {
	case before.ListID == wanted.ListID && before.Severity == wanted.Severity:
		return tx.SetEntry(ctx, entry, blog.EntryDone)
	case before.ListID != entry.ListID && before.Severity != blog.NoSeverity && !entry.Severity.Stricter(before.Severity):
		return tx.SetEntry(ctx, entry, blog.EntryDone)
	case before.ListID == "" && before.Severity != blog.NoSeverity:
		return tx.SetEntry(ctx, entry, blog.EntryWaiting)
	}
	if wanted.Severity.Stricter(before.Severity) {
		traces, err := tx.TracesOf(ctx, "", entry.Host)
		if err != nil {
			return err
		}
		if before.Severity.Distrusts() {
			traces.Trusted = 0 // it is gone already
		}
		if costs(lostBy(entry.Severity, traces)) {
			return tx.SetEntry(ctx, entry, blog.EntryWaiting)
		}
	}
	return apply(ctx, tx, blog.Editor{}, entry, wanted)
}

// costs tells whether staff must agree to what a list would take away: comments
// that nobody sees are no loss.
func costs(lost postgres.Traces) bool {
	return lost.Followers+lost.Shown+lost.Partners+lost.Trusted+lost.Shares > 0
}

// orOther is the strictest that counts: the entry, or what another list says of
// the same server.
func orOther(ctx context.Context, tx *postgres.Tx, entry blog.ListEntry) (blog.ListEntry, error) {
	other, err := tx.OtherEntry(ctx, entry.ListID, entry.Host)
	if blog.KindOf(err) == blog.NotFound {
		return entry, nil
	}
	if err == nil && !other.Severity.Stricter(entry.Severity) {
		other = entry
	}
	return other, err
}

// apply decides as a list says, and notes that its entry is done.
func apply(ctx context.Context, tx *postgres.Tx, by blog.Editor, entry, wanted blog.ListEntry) error {
	err := decideHost(ctx, tx, decision{
		by: by, host: wanted.Host, severity: wanted.Severity, reason: wanted.Reason, list: wanted,
	})
	if err != nil {
		return err
	}
	return tx.SetEntry(ctx, entry, blog.EntryDone)
}

// release lifts what a list decided about a server that it has dropped. What a
// person or another list decided since stays, and what another list says, too,
// counts from now on.
func release(ctx context.Context, tx *postgres.Tx, by blog.Editor, entry blog.ListEntry) error {
	before, err := tx.DecisionOn(ctx, entry.Host)
	if err != nil || before.ListID != entry.ListID {
		return err
	}
	other, err := tx.OtherEntry(ctx, entry.ListID, entry.Host)
	if err == nil {
		return apply(ctx, tx, by, other, other)
	}
	if blog.KindOf(err) != blog.NotFound {
		return err
	}
	if err := tx.UnblockHost(ctx, entry.Host); err != nil {
		return err
	}
	_, err = tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: blog.Unblocked, Subject: blog.HostSubject, SubjectID: entry.Host, Reason: "It has left the list " + entry.List,
	})
	return err
}

// WaitingEntries returns what lists say that waits for staff, with what it would
// take away, at most limit.
func (c *Comments) WaitingEntries(ctx context.Context, limit int) ([]WaitingEntry, error) {
	entries, err := c.DB.ListEntries(ctx, blog.EntryWaiting, limit)
	if err != nil || len(entries) == 0 {
		return nil, err
	}
	traces, err := c.tracesBelow(ctx)
	if err != nil {
		return nil, err
	}
	waiting := make([]WaitingEntry, len(entries))
	for i, e := range entries {
		before, err := c.DB.DecisionOn(ctx, e.Host)
		if err != nil {
			return nil, err
		}
		waiting[i] = WaitingEntry{ListEntry: e, Before: before, Lost: lostBy(e.Severity, traces[e.Host])}
	}
	return waiting, nil
}

// WaitingEntry is what a list says about a server, and waits for staff.
type WaitingEntry struct {
	blog.ListEntry
	Before blog.Host // what is decided about the server until then
	Lost   postgres.Traces
}

// AcceptEntry does what a list says about a server, whatever it takes away.
func (c *Comments) AcceptEntry(ctx context.Context, by blog.Editor, listID, host string) error {
	return c.aboutEntry(ctx, by, listID, host, func(tx *postgres.Tx, entry blog.ListEntry) error {
		before, err := tx.DecisionOn(ctx, host)
		if err != nil {
			return err
		}
		if before.Severity != blog.NoSeverity && !entry.Severity.Stricter(before.Severity) {
			return tx.SetEntry(ctx, entry, blog.EntryDone)
		}
		wanted := entry
		if before.Severity != blog.NoSeverity && before.ListID == "" {
			wanted.ListID = "" // they go further than they went: it is their own, also when the list drops it
		}
		return apply(ctx, tx, by, entry, wanted)
	})
}

// RefuseEntry leaves a server as it is, whatever the list says about it from now
// on.
func (c *Comments) RefuseEntry(ctx context.Context, by blog.Editor, listID, host string) error {
	return c.aboutEntry(ctx, by, listID, host, func(tx *postgres.Tx, entry blog.ListEntry) error {
		if entry.Standing == blog.EntryRefused {
			return nil
		}
		if err := tx.SetEntry(ctx, entry, blog.EntryRefused); err != nil {
			return err
		}
		_, err := tx.Record(ctx, blog.Change{
			Editor: by.ID, Verb: blog.Refused, Subject: blog.HostSubject, SubjectID: host,
			Reason: withList(string(entry.Severity), entry.List),
		})
		return err
	})
}

// aboutEntry is the transaction of what staff say to an entry that waits, or that
// they refused before.
func (c *Comments) aboutEntry(ctx context.Context, by blog.Editor, listID, host string, step func(*postgres.Tx, blog.ListEntry) error) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		entry, err := lockEntry(ctx, tx, listID, host)
		if err == nil && (!entry.Listed || entry.Standing != blog.EntryWaiting && entry.Standing != blog.EntryRefused) {
			err = blog.Errorf(blog.NotFound, "This does not wait for a decision any more.")
		}
		if err != nil {
			return err
		}
		return step(tx, entry)
	})
}
