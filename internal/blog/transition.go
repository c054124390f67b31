package blog

import "time"

// The verbs of the one state machine that decides what may leave the server:
//
//	draft ──► scheduled ──► published ──► withdrawn
//	  ▲ └────────────────────▲   │            │
//	  └──────────────────────────┴── reopen ──┘ (as a new object)

// Schedule sets the post to go out by itself at the given time, which must lie
// ahead.
func (p *Post) Schedule(at, now time.Time) error {
	if p.State != StateDraft && p.State != StateScheduled {
		return p.refuse("scheduled")
	}
	if !at.After(now) {
		return InvalidField("scheduled_at", "The time to publish has passed: choose one that lies ahead, or publish now.")
	}
	if err := p.Check(true); err != nil {
		return err
	}
	p.State, p.ScheduledAt = StateScheduled, at
	return nil
}

// Unschedule takes a scheduled post back to draft.
func (p *Post) Unschedule() error {
	if p.State != StateScheduled {
		return p.refuse("taken back")
	}
	p.State, p.ScheduledAt = StateDraft, time.Time{}
	return nil
}

// Publish lets a draft or scheduled post out.
func (p *Post) Publish(now time.Time) error {
	if p.State != StateDraft && p.State != StateScheduled {
		return p.refuse("published")
	}
	if err := p.Check(true); err != nil {
		return err
	}
	p.State, p.ScheduledAt = StatePublished, time.Time{}
	if p.PublishedAt.IsZero() {
		p.PublishedAt = now
	}
	return nil
}

// Edit marks a published post as edited at the given time; on a post that is
// not out yet it does nothing.
func (p *Post) Edit(now time.Time) {
	if p.State == StatePublished {
		p.EditedAt = now
	}
}

// Withdraw takes a published post back from the world.
func (p *Post) Withdraw(now time.Time) error {
	if p.State != StatePublished {
		return p.refuse("withdrawn")
	}
	p.State, p.WithdrawnAt = StateWithdrawn, now
	return nil
}

// Reopen makes a draft of a withdrawn post, under a new wire id: servers that
// saw the deletion bar the old one for ever.
func (p *Post) Reopen(objectID string) error {
	if p.State != StateWithdrawn {
		return p.refuse("reopened")
	}
	p.State, p.ObjectID = StateDraft, objectID
	p.PublishedAt, p.EditedAt, p.WithdrawnAt = time.Time{}, time.Time{}, time.Time{}
	return nil
}

func (p *Post) refuse(verb string) error {
	return Errorf(Conflict, "A post that is %s cannot be %s. Reload the page to see where it stands.", p.State, verb)
}
