package mailing

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// keeper refuses those who may not see addresses.
func keeper(by blog.Editor) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner sees who gets updates.")
	}
	return nil
}

// Find returns the subscription of an address, for an owner who was asked about it.
func (u *Updates) Find(ctx context.Context, by blog.Editor, email string) (blog.Subscription, error) {
	if err := keeper(by); err != nil {
		return blog.Subscription{}, err
	}
	email = strings.ToLower(strings.TrimSpace(email))
	if err := CheckAddress(email); err != nil {
		return blog.Subscription{}, err
	}
	s, err := u.DB.SubscriptionByEmail(ctx, email)
	if blog.KindOf(err) == blog.NotFound {
		return s, blog.InvalidField("email", "No updates go to this address.")
	}
	return s, err
}

// EndFor ends a subscription for somebody who asked staff to.
func (u *Updates) EndFor(ctx context.Context, by blog.Editor, id string) error {
	if err := keeper(by); err != nil {
		return err
	}
	return u.DB.InTx(ctx, func(tx *postgres.Tx) error {
		ended, err := tx.EndSubscription(ctx, id, "staff", u.now())
		if err == nil && !ended {
			err = blog.Errorf(blog.Gone, "These updates were stopped before.")
		}
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Removed, Subject: blog.SubscriptionSubject, SubjectID: id})
		return err
	})
}

// Exporting notes that an owner takes the list of addresses out.
func (u *Updates) Exporting(ctx context.Context, by blog.Editor) error {
	if err := keeper(by); err != nil {
		return err
	}
	return u.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Exported, Subject: blog.SubscriptionSubject, SubjectID: "all"})
		return err
	})
}
