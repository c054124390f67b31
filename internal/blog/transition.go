package blog

import "time"

// The verbs of the one state machine that decides what may leave the server:
//
//	draft ◄──► review ──► scheduled ──► published ──► withdrawn
//	  │ ▲         └─────────────────────────▲           │
//	  │ └── unschedule, reopen (as a new object) ───────┘
//	  └──────────────► scheduled, published
//
// Only an editor moves a post to the right of review.

// Submit hands a draft over to the editors. It must be whole, as if it were to
// be published.
func (p *Post) Submit(s Submission) error {
	if p.State != StateDraft {
		return p.refuse("submitted")
	}
	if err := p.Check(true); err != nil {
		return err
	}
	if err := s.check(); err != nil {
		return err
	}
	p.State, p.Submission = StateReview, s
	return nil
}

// Return makes a draft of a post in review: its writer took it back, or an
// editor sent it back.
func (p *Post) Return() error {
	if p.State != StateReview {
		return p.refuse("given back")
	}
	p.State, p.Submission = StateDraft, Submission{}
	return nil
}

// Schedule sets the post to go out by itself at the given time, which must lie
// ahead.
func (p *Post) Schedule(at, now time.Time) error {
	if !p.State.Unpublished() {
		return p.refuse("scheduled")
	}
	if !at.After(now) {
		return InvalidField("scheduled_at", "The time to publish has passed: choose one that lies ahead, or publish now.")
	}
	if err := p.Check(true); err != nil {
		return err
	}
	if !p.Dates.TakeDownAt.IsZero() && !p.Dates.TakeDownAt.After(at) {
		return InvalidField("scheduled_at", "It is to be taken down before that: change the date under Dates first.")
	}
	p.State, p.ScheduledAt, p.Submission = StateScheduled, at, Submission{}
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
	if !p.State.Unpublished() {
		return p.refuse("published")
	}
	if err := p.Check(true); err != nil {
		return err
	}
	if !p.Dates.TakeDownAt.IsZero() && !p.Dates.TakeDownAt.After(now) {
		return InvalidField("take_down_at", "The time to take it down has passed already: change it under Dates first.")
	}
	p.State, p.ScheduledAt, p.Submission = StatePublished, time.Time{}, Submission{}
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
	p.State, p.WithdrawnAt, p.Dates = StateWithdrawn, now, Dates{}
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
	return Errorf(Conflict, "A post that is %s cannot be %s. Reload the page to see where it stands.", p.State.Words(), verb)
}

// Unpublished tells whether the post may go out next.
func (s State) Unpublished() bool {
	return s == StateDraft || s == StateReview || s == StateScheduled
}

// Words is the state as it is told: "in review".
func (s State) Words() string {
	if s == StateReview {
		return "in review"
	}
	return string(s)
}
