package mailing

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// errOldLink is what a link answers that led somewhere once.
var errOldLink = blog.Errorf(blog.Gone, "This link does not work any more. Ask for updates again: it takes a minute.")

// Asked is the subscription that a link to confirm it is of. An error of kind
// NotFound says that there never was such a link, and Gone that it is too old.
func (u *Updates) Asked(ctx context.Context, token string) (blog.Subscription, error) {
	return u.byToken(ctx, ToConfirm, token)
}

// Managed is the subscription that a link in a message changes.
func (u *Updates) Managed(ctx context.Context, token string) (blog.Subscription, error) {
	return u.byToken(ctx, ToManage, token)
}

func (u *Updates) byToken(ctx context.Context, use Use, token string) (blog.Subscription, error) {
	id, ok := u.Tokens.Read(use, token)
	if !ok {
		return blog.Subscription{}, blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	s, err := u.DB.SubscriptionByID(ctx, id)
	if blog.KindOf(err) == blog.NotFound || (err == nil && !s.EndedAt.IsZero()) {
		err = errOldLink
	}
	return s, err
}

// Confirm begins what was asked for, and returns it with the token that changes it.
func (u *Updates) Confirm(ctx context.Context, token string) (s blog.Subscription, manage string, err error) {
	if s, err = u.Asked(ctx, token); err != nil {
		return s, "", err
	}
	if manage, err = u.Tokens.Sign(ToManage, s.ID); err != nil || s.Stands() {
		return s, manage, err
	}
	err = u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if err = tx.LockSubscription(ctx, s.ID); err != nil {
			return err
		}
		if err = tx.ConfirmSubscription(ctx, s.ID, u.now()); err != nil {
			return err
		}
		s, err = tx.SubscriptionByID(ctx, s.ID)
		return err
	})
	if err == nil && !s.EndedAt.IsZero() {
		err = errOldLink
	}
	return s, manage, err
}

// Change keeps what somebody chose anew.
func (u *Updates) Change(ctx context.Context, token string, w Wish) (blog.Subscription, error) {
	s, err := u.Managed(ctx, token)
	if err != nil {
		return s, err
	}
	if err := choose(&s, w).Err(); err != nil {
		return s, err
	}
	return s, u.DB.InTx(ctx, func(tx *postgres.Tx) error { return tx.ChooseUpdates(ctx, s, u.now()) })
}

// End ends a subscription for its reader: what Unsubscribe.Lists has under
// UpdatesList.
func (u *Updates) End(ctx context.Context, id string) error { return u.end(ctx, id, "reader") }

func (u *Updates) end(ctx context.Context, id, by string) error {
	ended := false
	err := u.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		ended, err = tx.EndSubscription(ctx, id, by, u.now())
		return err
	})
	if err == nil && !ended {
		err = blog.Errorf(blog.Gone, "These messages were stopped before.")
	}
	return err
}
