package network

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Follow follows somebody by handle. A Follow that stands is left as it is; one
// that was rejected, or ended by us, is sent anew.
func (n *Network) Follow(ctx context.Context, by blog.Editor, handle string) (blog.Partner, error) {
	var partner blog.Partner
	if err := networker(by); err != nil {
		return partner, err
	}
	if handle = strings.TrimSpace(handle); handle == "" {
		return partner, blog.InvalidField("handle", "Say whom to follow: @name@council.example.")
	}
	person, err := n.Finder.Find(ctx, handle)
	if err != nil {
		return partner, fmt.Errorf("find %s: %w", handle, err)
	}
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := mayFollow(ctx, tx, person.URI); err != nil {
			return err
		}
		id, err := tx.NewObjectID(ctx)
		if err != nil {
			return err
		}
		sent, err := tx.SavePartner(ctx, person.URI, n.Base+id)
		if err != nil {
			return err
		}
		if partner, err = tx.PartnerByPerson(ctx, person.URI); err != nil || !sent {
			return err
		}
		return record(ctx, tx, by, blog.Followed, partner, "")
	})
	return partner, err
}

func mayFollow(ctx context.Context, tx *postgres.Tx, personURI string) error {
	person, err := tx.PersonByURI(ctx, personURI)
	if err != nil {
		return err
	}
	severity, err := tx.SeverityOf(ctx, person.Host)
	if err != nil {
		return err
	}
	if severity.Refuses() || !person.BlockedAt.IsZero() {
		return blog.Errorf(blog.Conflict, "You have blocked this person or their server. Take the block back first.")
	}
	return nil
}

// Unfollow ends following a partner; readers no longer see its items.
func (n *Network) Unfollow(ctx context.Context, by blog.Editor, partnerID string) (blog.Partner, error) {
	return n.decide(ctx, by, partnerID, func(tx *postgres.Tx, p blog.Partner) error {
		if p.State == blog.FollowEnded {
			return nil
		}
		if err := tx.SetFollowState(ctx, p.ID, blog.FollowEnded); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Unfollowed, p, "")
	})
}

// Answered notes the partner's answer to our Follow; a partner that accepted
// may still reject later. followID is the wire id of the Follow that the answer
// names, "" when it names none. It is NotFound when no such Follow was sent to
// that person.
func (n *Network) Answered(ctx context.Context, personURI, followID string, accepted bool) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, err := tx.PartnerByPerson(ctx, personURI)
		if err != nil {
			return err
		}
		if err := tx.LockPartner(ctx, p.ID); err != nil {
			return err
		}
		if p, err = tx.PartnerByID(ctx, p.ID); err != nil {
			return err
		}
		// Whoever answers a Follow that we did not send, or took back, gets nothing by it.
		if p.State == blog.FollowEnded || (followID != "" && followID != p.FollowID) {
			return blog.Errorf(blog.NotFound, "The blog sent no such Follow.")
		}
		state, word := blog.FollowRejected, "rejected"
		if accepted {
			state, word = blog.FollowAccepted, "accepted"
		}
		if p.State == state {
			return nil
		}
		if accepted && p.State == blog.FollowRejected {
			return blog.Errorf(blog.NotFound, "This Follow was rejected: it must be sent again.")
		}
		if err := tx.SetFollowState(ctx, p.ID, state); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Received, p, word)
	})
}

// Trust shows a partner's items to readers.
func (n *Network) Trust(ctx context.Context, by blog.Editor, partnerID string) (blog.Partner, error) {
	return n.trust(ctx, by, partnerID, blog.TrustFull, blog.Trusted)
}

// Mute keeps following a partner and shows nothing of it.
func (n *Network) Mute(ctx context.Context, by blog.Editor, partnerID string) (blog.Partner, error) {
	return n.trust(ctx, by, partnerID, blog.TrustMuted, blog.Muted)
}

// Pend shows a partner's items to staff alone, until they decide.
func (n *Network) Pend(ctx context.Context, by blog.Editor, partnerID string) (blog.Partner, error) {
	return n.trust(ctx, by, partnerID, blog.TrustPending, blog.Distrusted)
}

func (n *Network) trust(ctx context.Context, by blog.Editor, partnerID string, trust blog.Trust, verb blog.Verb) (blog.Partner, error) {
	return n.decide(ctx, by, partnerID, func(tx *postgres.Tx, p blog.Partner) error {
		if p.Trust == trust {
			return nil
		}
		if err := tx.SetTrust(ctx, p.ID, trust); err != nil {
			return err
		}
		return record(ctx, tx, by, verb, p, "")
	})
}

// decide is the transaction of what staff decide about a partner.
func (n *Network) decide(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Partner) error) (blog.Partner, error) {
	var partner blog.Partner
	if err := networker(by); err != nil {
		return partner, err
	}
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		err := tx.LockPartner(ctx, id)
		if err != nil {
			return err
		}
		if partner, err = tx.PartnerByID(ctx, id); err != nil {
			return err
		}
		if err := step(tx, partner); err != nil {
			return err
		}
		partner, err = tx.PartnerByID(ctx, id)
		return err
	})
	return partner, err
}
