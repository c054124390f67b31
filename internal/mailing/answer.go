package mailing

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// Answer sends words to whoever wrote a message, and keeps them with it. The
// sender of an idea reads them on their page, too, and so needs no address.
func (l *Letterbox) Answer(ctx context.Context, by blog.Editor, id, words string) error {
	words, err := said(by, "answer", words)
	if err != nil {
		return err
	}
	return l.about(ctx, id, func(tx *postgres.Tx, m blog.ReaderMessage) error {
		if m.Email == "" && m.Kind != blog.IdeaMessage {
			return blog.Errorf(blog.Conflict, "Whoever wrote this left no address, so that no answer reaches them. Keep what you want to say as a note.")
		}
		if m.Spam() {
			return blog.Errorf(blog.Conflict, "This is marked as spam. Say first that it is none.")
		}
		if err := tx.InsertEntry(ctx, blog.Entry{MessageID: id, Kind: blog.AnswerEntry, EditorID: by.ID, Words: words, At: l.now()}); err != nil {
			return err
		}
		if err := record(ctx, tx, by, blog.Answered, m, ""); err != nil {
			return err
		}
		return l.write(ctx, tx, m, l.tongue(m).Say("Our answer to you"), words)
	})
}

// Note keeps a remark for staff alone.
func (l *Letterbox) Note(ctx context.Context, by blog.Editor, id, words string) error {
	words, err := said(by, "note", words)
	if err != nil {
		return err
	}
	return l.about(ctx, id, func(tx *postgres.Tx, m blog.ReaderMessage) error {
		if err := tx.InsertEntry(ctx, blog.Entry{MessageID: id, Kind: blog.NoteEntry, EditorID: by.ID, Words: words, At: l.now()}); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Added, m, "")
	})
}

// Move takes a message to another state. The sender of an idea is told, with the
// words; of an idea that has a post, the post says so from now on.
func (l *Letterbox) Move(ctx context.Context, by blog.Editor, id string, to blog.MessageState, words string) error {
	if err := clerk(by); err != nil {
		return err
	}
	words = trimmed(words)
	return l.about(ctx, id, func(tx *postgres.Tx, m blog.ReaderMessage) error {
		from := m.State
		if err := m.Move(to, words); err != nil {
			return err
		}
		e := blog.Entry{MessageID: id, Kind: blog.StepEntry, EditorID: by.ID, From: from, To: to, Words: words, At: l.now()}
		if err := tx.InsertEntry(ctx, e); err != nil {
			return err
		}
		if m.OutcomeID != "" && to.Publishable() {
			if err := tx.SaveOutcome(ctx, blog.Outcome{PostID: m.OutcomeID, State: to}); err != nil {
				return err
			}
		}
		if err := record(ctx, tx, by, moved(to), m, from.Words()+" → "+to.Words()); err != nil || m.Kind != blog.IdeaMessage {
			return err
		}
		t := l.tongue(m)
		return l.write(ctx, tx, m, t.Say(news[to].subject), strings.TrimSpace(t.Say(news[to].text)+"\n\n"+words))
	})
}

// news is what the sender of an idea reads about each step.
var news = map[blog.MessageState]struct{ subject, text tongue.Words }{
	blog.IdeaConsidered: {"We are considering your idea", "We are considering your idea: we look at what it would take and talk to those who would do it."},
	blog.IdeaTrial:      {"We are trying your idea", "We are trying your idea. We tell you what comes of it."},
	blog.IdeaDone:       {"Your idea is done", "Your idea is done. Thank you for it."},
	blog.IdeaDeclined:   {"We cannot take up your idea", "We have thought about your idea and cannot take it up. This is why:"},
}

// moved is the verb of a step.
func moved(to blog.MessageState) blog.Verb {
	switch to {
	case blog.MessageClosed:
		return blog.Closed
	case blog.MessageWaiting:
		return blog.Reopened
	}
	return blog.Advanced
}

// Assign gives a message to an editor to look after, or to nobody when the id
// is "".
func (l *Letterbox) Assign(ctx context.Context, by blog.Editor, id, editorID string) error {
	if err := clerk(by); err != nil {
		return err
	}
	return l.about(ctx, id, func(tx *postgres.Tx, m blog.ReaderMessage) error {
		name := "nobody"
		if editorID != "" {
			e, err := tx.EditorByID(ctx, editorID)
			if blog.KindOf(err) == blog.NotFound || err == nil && (!e.DisabledAt.IsZero() || !e.Role.May(blog.MayModerate)) {
				return blog.InvalidField("editor", "Choose somebody who may answer messages.")
			}
			if err != nil {
				return err
			}
			name = e.Name
		}
		if m.Assigned == editorID {
			return nil
		}
		if err := tx.AssignMessage(ctx, id, editorID, l.now()); err != nil {
			return err
		}
		if err := record(ctx, tx, by, blog.Assigned, m, "to "+name); err != nil || l.Tell == nil || editorID == "" {
			return err
		}
		notice := blog.Notice{Kind: blog.NoticeAssigned, Words: by.Name + " asks you to look after “" + m.Heading() + "” (" + m.Reference + ").", Path: deskPath(m)}
		return l.Tell(ctx, tx, notice, by.ID, editorID)
	})
}

// MarkSpam takes a message for spam: it leaves every list but that of the spam.
func (l *Letterbox) MarkSpam(ctx context.Context, by blog.Editor, id string) error {
	return l.mark(ctx, by, id, blog.Spammed, l.now())
}

// UnmarkSpam says that it is none. Whoever wrote it was not told that it came;
// staff answer it as any other.
func (l *Letterbox) UnmarkSpam(ctx context.Context, by blog.Editor, id string) error {
	return l.mark(ctx, by, id, blog.Undone, time.Time{})
}

func (l *Letterbox) mark(ctx context.Context, by blog.Editor, id string, verb blog.Verb, spamAt time.Time) error {
	if err := clerk(by); err != nil {
		return err
	}
	return l.about(ctx, id, func(tx *postgres.Tx, m blog.ReaderMessage) error {
		if m.Spam() == !spamAt.IsZero() {
			return nil
		}
		if err := tx.MarkMessage(ctx, id, spamAt, l.now()); err != nil {
			return err
		}
		return record(ctx, tx, by, verb, m, "")
	})
}

// about does something about a message that nobody else touches meanwhile.
func (l *Letterbox) about(ctx context.Context, id string, do func(*postgres.Tx, blog.ReaderMessage) error) error {
	return l.DB.InTx(ctx, func(tx *postgres.Tx) error {
		m, err := tx.LockMessage(ctx, id)
		if err != nil {
			return err
		}
		return do(tx, m)
	})
}

// said checks words of staff.
func said(by blog.Editor, field, words string) (string, error) {
	if err := clerk(by); err != nil {
		return "", err
	}
	words = trimmed(words)
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return "", blog.InvalidField(field, "Write something first.")
	case n > blog.MaxMessage:
		return "", blog.InvalidField(field, "The text has %d characters; %d is the most.", n, blog.MaxMessage)
	}
	return words, nil
}

func trimmed(words string) string { return strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n")) }
