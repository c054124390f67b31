package privacy

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// batch is how many comments are emptied in one transaction, so that nobody waits
// long for a lock.
const batch = 100

// ProceedEvery is how often erasures go on that wait for something.
const ProceedEvery = 5 * time.Second

// Wish is what somebody asks for, and how.
type Wish struct {
	Who     string
	Asker   blog.Asker
	Channel blog.Channel
	AskedOn time.Time // a day
	Answers bool      // take back the blog's own answers below theirs, too
}

func (w Wish) check(now time.Time) error {
	var bad blog.Problems
	if w.Asker.Words() == "" {
		bad.Add("asker", "Choose who asked.")
	}
	if w.Channel.Words() == "" {
		bad.Add("channel", "Choose how they asked.")
	}
	if w.AskedOn.IsZero() || w.AskedOn.After(now) {
		bad.Add("asked_on", "Give the day on which they asked: today, or before.")
	}
	return bad.Err()
}

var atWork error = blog.Errorf(blog.Conflict, "What is kept of this person is being erased already. The list of erasures says how far that has come.")

// Begin begins to erase what is kept about somebody, and does as much of it as can be
// done at once. The rest is done by Proceed, also when this process ends in between.
func (p *Privacy) Begin(ctx context.Context, by blog.Editor, w Wish) (blog.Erasure, error) {
	f, err := p.Find(ctx, by, w.Who)
	if err != nil {
		return blog.Erasure{}, err
	}
	if err := w.check(p.now()); err != nil {
		return blog.Erasure{}, err
	}
	if at, err := p.DB.IsBeingErased(ctx, f.Who.Who); err != nil || at {
		return blog.Erasure{}, cmp.Or(err, atWork)
	}
	if !f.Erasable() {
		return blog.Erasure{}, blog.InvalidField("who", "Nothing of this person is kept that could be erased.")
	}
	x := blog.Erasure{Asker: w.Asker, Channel: w.Channel, AskedOn: w.AskedOn, Answers: w.Answers, EditorID: by.ID}
	err = p.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if x.ID, err = tx.InsertErasure(ctx, x, f.Who); blog.KindOf(err) == blog.Conflict {
			return atWork
		}
		if err != nil {
			return err
		}
		for _, section := range f.With(Hashed, Stays, Looked) { // the receipt says what stayed
			if section.Key != "answers" || !w.Answers {
				if err := tx.CountErased(ctx, x.ID, section.Key, 0, len(section.Rows)); err != nil {
					return err
				}
			}
		}
		if x, err = tx.ErasureByID(ctx, x.ID); err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Erased, Subject: blog.PrivacySubject, SubjectID: x.ID, Reason: named(x)})
		return err
	})
	if err != nil {
		return x, err
	}
	// It has begun: whoever waits for the answer may go.
	if err := p.proceed(context.WithoutCancel(ctx), x.ID); err != nil {
		return x, err
	}
	return p.DB.ErasureByID(ctx, x.ID)
}

// Proceed goes on with the erasures that have not finished. Call it every few
// seconds; several nodes may.
func (p *Privacy) Proceed(ctx context.Context) error {
	ids, err := p.DB.OpenErasures(ctx)
	if err != nil {
		return fmt.Errorf("look for erasures that go on: %w", err)
	}
	var failures []error
	for _, id := range ids {
		if err := p.proceed(ctx, id); err != nil {
			failures = append(failures, fmt.Errorf("go on with erasure %s: %w", id, err))
		}
	}
	return errors.Join(failures...)
}

func (p *Privacy) proceed(ctx context.Context, id string) error {
	x, err := p.DB.ErasureByID(ctx, id)
	if err != nil || x.Finished() {
		return err
	}
	if x.EmptiedAt.IsZero() {
		if err := p.empty(ctx, x); err != nil {
			return err
		}
	}
	return p.finish(ctx, x)
}

// step is one transaction of an erasure; it does nothing where another node is at it.
func (p *Privacy) step(ctx context.Context, x blog.Erasure, do func(tx *postgres.Tx, s blog.Somebody) error) error {
	return p.DB.InTx(ctx, func(tx *postgres.Tx) error {
		free, err := tx.LockErasure(ctx, x.ID)
		if err != nil || !free {
			return err
		}
		s, err := tx.SomebodyErased(ctx, x.ID)
		if err != nil {
			return err
		}
		if !s.IsHandle() {
			s.Hash = p.Address(s.Email)
		}
		return do(tx, s)
	})
}

// empty takes away what anybody can see, in bounded steps.
func (p *Privacy) empty(ctx context.Context, x blog.Erasure) error {
	for more := true; more; {
		more = false
		err := p.step(ctx, x, func(tx *postgres.Tx, s blog.Somebody) error {
			n, err := p.eraseComments(ctx, tx, x, s)
			more = n == batch
			return err
		})
		if err != nil {
			return err
		}
	}
	return p.step(ctx, x, func(tx *postgres.Tx, s blog.Somebody) error {
		if err := p.part(ctx, tx, x, s); err != nil {
			return err
		}
		if err := p.eraseAll(ctx, tx, x, s); err != nil {
			return err
		}
		if err := tx.ErasureEmptied(ctx, x.ID); err != nil {
			return err
		}
		return p.record(ctx, tx, x, blog.Change{Verb: blog.Removed, Subject: blog.PrivacySubject, SubjectID: x.ID, Reason: named(x)})
	})
}

// record makes a change of which an erasure is the cause.
func (p *Privacy) record(ctx context.Context, tx *postgres.Tx, x blog.Erasure, change blog.Change) error {
	recorded, err := tx.Record(ctx, change)
	if err != nil || change.Subject == blog.PrivacySubject {
		return err // which nobody outside is told of
	}
	return tx.NoteErasureChange(ctx, x.ID, recorded.ID)
}

// eraseComments empties the next comments, and tells how many.
func (p *Privacy) eraseComments(ctx context.Context, tx *postgres.Tx, x blog.Erasure, s blog.Somebody) (int, error) {
	erased, err := tx.EraseComments(ctx, s, batch)
	if err != nil || len(erased) == 0 {
		return 0, err
	}
	n := len(erased)
	if x.Answers {
		ids := make([]string, n)
		for i, c := range erased {
			ids[i] = c.ID
		}
		answers, err := tx.EraseAnswers(ctx, ids)
		if err != nil {
			return n, err
		}
		if err := tx.CountErased(ctx, x.ID, "answers", len(answers), 0); err != nil {
			return n, err
		}
		erased = append(erased, answers...)
	}
	for _, c := range erased {
		change := blog.Change{Verb: blog.Removed, Subject: blog.CommentSubject, SubjectID: c.ID, PostID: c.PostID}
		if c.Origin == blog.FromBlog {
			change.Editor = x.EditorID
		}
		if err := p.record(ctx, tx, x, change); err != nil {
			return n, err
		}
	}
	return n, tx.CountErased(ctx, x.ID, "comments", n, 0)
}

// part ends what the blog and somebody on another server have to do with each other;
// their server is told.
func (p *Privacy) part(ctx context.Context, tx *postgres.Tx, x blog.Erasure, s blog.Somebody) error {
	for _, uri := range s.URIs {
		followed, err := tx.DismissFollower(ctx, uri)
		if err != nil {
			return err
		}
		if followed {
			if err := tx.CountErased(ctx, x.ID, "following", 1, 0); err != nil {
				return err
			}
		}
		shared, err := tx.UnshareItemsOf(ctx, uri, "")
		if err != nil {
			return err
		}
		for _, item := range shared {
			change := blog.Change{Editor: x.EditorID, Verb: blog.Unshared, Subject: blog.ItemSubject, SubjectID: item.ID, Object: item.ShareID, Reason: named(x)}
			if err := p.record(ctx, tx, x, change); err != nil {
				return err
			}
		}
		ended, err := tx.EndPartners(ctx, uri, "")
		if err != nil {
			return err
		}
		for _, id := range ended {
			change := blog.Change{Editor: x.EditorID, Verb: blog.Unfollowed, Subject: blog.PartnerSubject, SubjectID: id, Reason: named(x)}
			if err := p.record(ctx, tx, x, change); err != nil {
				return err
			}
		}
	}
	return nil
}

// eraseAll takes away everything but comments, and counts it.
func (p *Privacy) eraseAll(ctx context.Context, tx *postgres.Tx, x blog.Erasure, s blog.Somebody) error {
	gone := map[string]int{}
	for _, erase := range []func(context.Context, blog.Somebody, map[string]int) error{tx.ErasePerson, tx.EraseLetters, tx.EraseMail} {
		if err := erase(ctx, s, gone); err != nil {
			return err
		}
	}
	for part, n := range gone {
		if err := tx.CountErased(ctx, x.ID, part, n, 0); err != nil {
			return err
		}
	}
	return nil
}

// finish forgets who it was, once every server has answered that was told. A server
// that is away is waited for as long as for any delivery.
func (p *Privacy) finish(ctx context.Context, x blog.Erasure) error {
	return p.step(ctx, x, func(tx *postgres.Tx, s blog.Somebody) error {
		if err := p.part(ctx, tx, x, s); err != nil { // whoever began to follow in between
			return err
		}
		if err := tx.CopyAnswers(ctx, x.ID, s); err != nil {
			return err
		}
		if waits, err := tx.ErasureWaits(ctx, x.ID, s); err != nil || waits > 0 {
			return err
		}
		if _, err := p.eraseComments(ctx, tx, x, s); err != nil { // that came in between
			return err
		}
		if err := p.eraseAll(ctx, tx, x, s); err != nil {
			return err
		}
		if named, err := tx.StillNamed(ctx, s); err != nil || named > 0 {
			return err
		}
		gone, kept := map[string]int{}, map[string]int{}
		if err := tx.EraseWire(ctx, s, gone); err != nil {
			return err
		}
		if err := tx.EraseEditions(ctx, x.ID); err != nil {
			return err
		}
		if err := tx.EraseTrail(ctx, s, kept); err != nil {
			return err
		}
		if err := tx.EraseLast(ctx, s); err != nil {
			return err
		}
		for part, n := range gone {
			if err := tx.CountErased(ctx, x.ID, part, n, kept[part]); err != nil {
				return err
			}
		}
		if err := tx.CountErased(ctx, x.ID, "trail", 0, kept["trail"]); err != nil {
			return err
		}
		return tx.FinishErasure(ctx, x.ID)
	})
}
