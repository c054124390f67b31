package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// letGo ends what the blog itself does with whom a decision is about: a person,
// or everybody on a host and those below it. What it shared of theirs is taken
// back; with refused, it follows them no more.
func letGo(ctx context.Context, tx *postgres.Tx, by blog.Editor, personURI, host string, refused bool) error {
	shared, err := tx.UnshareItemsOf(ctx, personURI, host)
	if err != nil {
		return err
	}
	changes := make([]blog.Change, 0, len(shared))
	for _, item := range shared {
		changes = append(changes, blog.Change{Verb: blog.Unshared, Subject: blog.ItemSubject, SubjectID: item.ID, Object: item.ShareID})
	}
	if refused {
		partners, err := tx.EndPartners(ctx, personURI, host)
		if err != nil {
			return err
		}
		for _, id := range partners {
			changes = append(changes, blog.Change{Verb: blog.Unfollowed, Subject: blog.PartnerSubject, SubjectID: id})
		}
	}
	for _, change := range changes {
		change.Editor, change.Reason = by.ID, "blocked"
		if !refused {
			change.Reason = "on hold"
		}
		if _, err := tx.Record(ctx, change); err != nil {
			return err
		}
	}
	return nil
}
