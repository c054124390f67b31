package compliance

import (
	"cmp"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Clock reckons when requests are due, as the council has set it.
func (c *Compliance) Clock(ctx context.Context) (blog.Clock, error) {
	l, err := c.DB.Legal(ctx)
	return c.clockOf(l), err
}

func (c *Compliance) clockOf(l blog.Legal) blog.Clock {
	return blog.Clock{Nation: l.Nation, Zone: c.Zone, Complaint: l.ComplaintDays}
}

// Open begins a request: about a comment, a mention or a message, of which it takes what is not
// given, or one that was written down by hand. Its clock runs from the day on which
// it came. Whoever opens it sees to it, unless another is named.
func (c *Compliance) Open(ctx context.Context, by blog.Editor, r blog.Request) (blog.Request, error) {
	if err := moderator(by); err != nil {
		return r, err
	}
	r.Name, r.Contact, r.Words = oneLine(r.Name), oneLine(r.Contact), strings.TrimSpace(r.Words)
	r.State, r.OpenedAt = blog.RequestOpen, c.now()
	if r.OwnerID == "" {
		r.OwnerID = by.ID
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		postID := ""
		if r.CommentID != "" {
			comment, err := tx.CommentByID(ctx, r.CommentID)
			if err != nil {
				return err
			}
			about(&r, comment)
			postID = comment.PostID
		}
		if r.CommentID == "" && r.MessageID != "" {
			m, err := tx.MessageByID(ctx, r.MessageID)
			if err != nil {
				return err
			}
			if m.Spam() {
				return blog.Errorf(blog.Conflict, "This is marked as spam. Say first that it is none.")
			}
			written(&r, m)
		}
		if err := r.Check(c.now()); err != nil {
			return err
		}
		l, err := tx.Legal(ctx)
		if err != nil {
			return err
		}
		r.DueAt = c.clockOf(l).Due(r.Kind, r.ReceivedAt)
		if r, err = tx.InsertRequest(ctx, r, by.ID); err != nil {
			return err
		}
		if err := c.recordRequest(ctx, tx, by, blog.Opened, r, r.Kind.Words()); err != nil {
			return err
		}
		return c.tellOwner(ctx, tx, by, r, postID)
	})
	return r, err
}

// about fills a request with what is known of the comment.
func about(r *blog.Request, comment blog.Comment) {
	if r.Words == "" {
		r.Words = comment.Text
	}
	if text := []rune(r.Words); len(text) > blog.MaxRequest {
		r.Words = string(text[:blog.MaxRequest])
	}
	if r.Name == "" && comment.Byline() != "Anonymous" {
		r.Name = comment.Byline()
	}
	if r.Contact == "" {
		r.Contact = comment.Email
		if comment.Person.Handle != "" {
			r.Contact = comment.Person.Handle
		}
	}
	if r.Source == "" {
		r.Source = comment.URL
		if r.Source == "" {
			r.Source = comment.URI
		}
	}
	if r.ReceivedAt.IsZero() {
		r.ReceivedAt = comment.Received
	}
}

// written fills a request with what is known of the message, where nothing else was
// typed.
func written(r *blog.Request, m blog.ReaderMessage) {
	r.Words, r.Name = cmp.Or(r.Words, m.Words, m.Title), cmp.Or(r.Name, m.Name)
	r.Contact, r.Source = cmp.Or(r.Contact, m.Email), cmp.Or(r.Source, m.Reference)
	if r.ReceivedAt.IsZero() {
		r.ReceivedAt = m.CreatedAt
	}
}

// tellOwner tells whoever is to see to a request, unless they opened it.
func (c *Compliance) tellOwner(ctx context.Context, tx *postgres.Tx, by blog.Editor, r blog.Request, postID string) error {
	if c.Tell == nil || r.OwnerID == by.ID {
		return nil
	}
	words := fmt.Sprintf("%s asks you to see to request %d, a %s: it is due on %s.",
		by.Name, r.Number, strings.ToLower(r.Kind.Words()), r.DueAt.In(c.Zone).Format("Monday 2 January"))
	return c.Tell(ctx, tx, blog.Notice{Kind: blog.NoticeRequest, PostID: postID, Words: words, Path: pathOf(r)}, by.ID, r.OwnerID)
}

func pathOf(r blog.Request) string { return "/desk/requests/" + r.ID }

func (c *Compliance) recordRequest(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, r blog.Request, reason string) error {
	if reason != "" {
		reason = ": " + reason
	}
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.RequestSubject, SubjectID: r.ID, Reason: "Request " + strconv.FormatInt(r.Number, 10) + reason,
	})
	return err
}

// Amend changes who asks, what sort of request it is, when it came and who sees to
// it; the clock is reckoned anew. A closed one stays as it is.
func (c *Compliance) Amend(ctx context.Context, by blog.Editor, with blog.Request) error {
	return c.change(ctx, by, with.ID, blog.Edited, func(tx *postgres.Tx, r *blog.Request) (string, error) {
		if r.State == blog.RequestClosed {
			return "", closedAlready
		}
		before := *r
		r.Kind, r.Name, r.Contact, r.ReceivedAt = with.Kind, oneLine(with.Name), oneLine(with.Contact), with.ReceivedAt
		r.OwnerID = with.OwnerID
		if err := r.Check(c.now()); err != nil {
			return "", err
		}
		l, err := tx.Legal(ctx)
		if err != nil {
			return "", err
		}
		r.DueAt = c.clockOf(l).Due(r.Kind, r.ReceivedAt)
		if r.OwnerID != before.OwnerID {
			if err := c.tellOwner(ctx, tx, by, *r, ""); err != nil {
				return "", err
			}
		}
		return "due on " + r.DueAt.In(c.Zone).Format("2 January 2006"), nil
	})
}

var closedAlready = blog.Errorf(blog.Conflict, "This request is closed. Open it again first.")

// Write keeps a note on a request.
func (c *Compliance) Write(ctx context.Context, by blog.Editor, id, words string) error {
	words = strings.TrimSpace(words)
	return c.change(ctx, by, id, blog.Noted, func(tx *postgres.Tx, _ *blog.Request) (string, error) {
		if err := checkWords("note", words, "Write the note first."); err != nil {
			return "", err
		}
		return "", tx.InsertRequestNote(ctx, id, by.ID, words, c.now())
	})
}

func checkWords(field, words, missing string) error {
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return blog.InvalidField(field, "%s", missing)
	case n > blog.MaxRequestNote:
		return blog.InvalidField(field, "This has %d characters; %d is the most.", n, blog.MaxRequestNote)
	}
	return nil
}

// Answer says that a request was answered, and in which way.
func (c *Compliance) Answer(ctx context.Context, by blog.Editor, id, outcome string) error {
	outcome = strings.TrimSpace(outcome)
	return c.change(ctx, by, id, blog.Answered, func(_ *postgres.Tx, r *blog.Request) (string, error) {
		if r.State != blog.RequestOpen {
			return "", blog.Errorf(blog.Conflict, "This request waits for no answer any more.")
		}
		if err := checkWords("outcome", outcome, "Say how it was answered: it is what you can show when somebody asks."); err != nil {
			return "", err
		}
		r.State, r.AnsweredAt, r.Outcome = blog.RequestAnswered, c.now(), outcome
		return outcome, nil
	})
}

// Close puts a request away. One that was not answered needs a reason, such as
// that it was taken back.
func (c *Compliance) Close(ctx context.Context, by blog.Editor, id, outcome string) error {
	outcome = strings.TrimSpace(outcome)
	return c.change(ctx, by, id, blog.Closed, func(_ *postgres.Tx, r *blog.Request) (string, error) {
		if r.State == blog.RequestClosed {
			return "", closedAlready
		}
		if outcome == "" {
			outcome = r.Outcome
		}
		if err := checkWords("outcome", outcome, "Say why it is closed without an answer."); err != nil {
			return "", err
		}
		r.State, r.ClosedAt, r.Outcome = blog.RequestClosed, c.now(), outcome
		return outcome, nil
	})
}

// Reopen takes up a request again; its clock goes on as if it had never stopped.
func (c *Compliance) Reopen(ctx context.Context, by blog.Editor, id string) error {
	return c.change(ctx, by, id, blog.Reopened, func(_ *postgres.Tx, r *blog.Request) (string, error) {
		if r.State == blog.RequestOpen {
			return "", blog.Errorf(blog.Conflict, "This request is open already.")
		}
		r.State, r.AnsweredAt, r.ClosedAt = blog.RequestOpen, time.Time{}, time.Time{}
		return "", nil
	})
}

// change is the transaction of every verb about one request; step returns what is
// recorded with it.
func (c *Compliance) change(ctx context.Context, by blog.Editor, id string, verb blog.Verb, step func(*postgres.Tx, *blog.Request) (string, error)) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.LockRequest(ctx, id); err != nil {
			return err
		}
		r, err := tx.RequestByID(ctx, id)
		if err != nil {
			return err
		}
		reason, err := step(tx, &r)
		if err != nil {
			return err
		}
		if err := tx.UpdateRequest(ctx, r); err != nil {
			return err
		}
		return c.recordRequest(ctx, tx, by, verb, r, reason)
	})
}

// Reminders of requests: before they are due, and again when they are late.
const (
	dueAhead   = 3 * 24 * time.Hour // three days, and over a weekend one working day
	duePace    = 24 * time.Hour
	remindMost = 100
)

// Remind tells staff of what comes near: requests that are due, pages to look at,
// and an election. It may be called at any time; nobody is told twice.
func (c *Compliance) Remind(ctx context.Context) error {
	if err := c.remindOfRequests(ctx); err != nil {
		return err
	}
	if err := c.remindOfReview(ctx); err != nil {
		return err
	}
	return c.remindOfElection(ctx)
}

func (c *Compliance) remindOfRequests(ctx context.Context) error {
	list, err := c.DB.RequestsDue(ctx, c.now().Add(dueAhead), remindMost)
	if err != nil {
		return fmt.Errorf("list requests that are due: %w", err)
	}
	for _, r := range list {
		words := fmt.Sprintf("Request %d, a %s, must be answered by %s.", r.Number, strings.ToLower(r.Kind.Words()), r.DueAt.In(c.Zone).Format("Monday 2 January, 15:04"))
		if r.DueAt.Before(c.now()) {
			words = fmt.Sprintf("Request %d, a %s, is late: it was due on %s.", r.Number, strings.ToLower(r.Kind.Words()), r.DueAt.In(c.Zone).Format("Monday 2 January"))
		}
		err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
			to := []string{r.OwnerID}
			if r.OwnerID == "" || r.DueAt.Before(c.now()) { // nobody's, or nobody did
				more, err := owners(ctx, tx)
				if err != nil {
					return err
				}
				to = append(to, more...)
			}
			notice := blog.Notice{Kind: blog.NoticeRequest, Words: words, Path: pathOf(r)}
			return c.tellOnce(ctx, tx, notice, func(n blog.Notice) (bool, error) { return tx.ToldAt(ctx, n, c.now().Add(-duePace)) }, to...)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
