package main

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/internal/postgres"
)

// demoMessage is what a reader wrote in private, and how far staff are with it.
type demoMessage struct {
	Kind              blog.MessageKind
	Title, Text, Name string
	Named             bool
	Page, Useful, At  string
	Steps             []demoStep
	Post              string // slug of the post that says what became of it
}

// demoStep is one step of an idea.
type demoStep struct {
	To       blog.MessageState
	At, Text string
}

// loadMessages has readers write, and staff look after it. Nobody left an
// address, so that nobody is sent anything.
func (l *demoLoad) loadMessages(ctx context.Context) error {
	list, err := demoList[demoMessage]("messages.json")
	if err != nil {
		return err
	}
	before, err := l.DB.AllMessages(ctx, postgres.Cursor{}, 1000) // of a loading that was interrupted
	if err != nil {
		return err
	}
	for n, m := range list {
		at, err := l.day(m.At)
		if err != nil {
			return err
		}
		var kept blog.ReaderMessage
		if i := slices.IndexFunc(before, func(b blog.ReaderMessage) bool { return b.CreatedAt.Equal(at) }); i >= 0 {
			kept = before[i]
		} else if kept, err = l.hearMessage(ctx, m, at, netip.AddrFrom4([4]byte{203, 0, 113, byte(n)})); err != nil {
			return fmt.Errorf("message %q: %w", m.Title, err)
		}
		if err := l.lookAfter(ctx, m, kept); err != nil {
			return fmt.Errorf("message %q: %w", m.Title, err)
		}
	}
	return nil
}

func (l *demoLoad) letterbox(moment time.Time) *mailing.Letterbox {
	return &mailing.Letterbox{DB: l.DB, Site: l.Base, Now: func() time.Time { return moment }}
}

func (l *demoLoad) hearMessage(ctx context.Context, m demoMessage, at time.Time, from netip.Addr) (blog.ReaderMessage, error) {
	sent := mailing.Sent{
		Kind: m.Kind, Title: m.Title, Words: m.Text, Name: m.Name, Named: m.Named, Page: m.Page, Useful: m.Useful,
		Opened: at.Add(-2 * time.Minute), Address: from, // of the third range for documentation (RFC 5737)
	}
	for _, p := range l.posts {
		if p.Path() == m.Page {
			sent.PostID = p.ID
		}
	}
	kept, _, err := l.letterbox(at).Send(ctx, sent)
	return kept, err
}

// lookAfter takes a message as far as staff are with it.
func (l *demoLoad) lookAfter(ctx context.Context, m demoMessage, kept blog.ReaderMessage) error {
	taken, err := l.DB.EntriesOf(ctx, kept.ID)
	if err != nil {
		return err
	}
	at := l.now
	for n, step := range m.Steps {
		if at, err = l.day(step.At); err != nil {
			return err
		}
		if n < len(taken) {
			continue
		}
		if err := l.letterbox(at).Move(ctx, l.editor(""), kept.ID, step.To, step.Text); err != nil {
			return err
		}
	}
	if m.Post == "" || kept.OutcomeID != "" {
		return nil
	}
	return l.at(at).newsroom.JoinOutcome(ctx, l.editor(""), kept.ID, l.posts[m.Post].ID)
}
