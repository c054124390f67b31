package newsroom

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Tell tells members of staff of something, each once and as they chose, in the
// caller's transaction. Whoever did it themselves is not told, nor is "".
func (n *Newsroom) Tell(ctx context.Context, tx *postgres.Tx, notice blog.Notice, by string, to ...string) error {
	told := map[string]bool{"": true, by: true}
	for _, id := range to {
		if told[id] {
			continue
		}
		told[id] = true
		notice.EditorID, notice.CreatedAt = id, n.now()
		if err := n.tellOne(ctx, tx, notice); err != nil {
			return fmt.Errorf("tell staff: %w", err)
		}
	}
	return nil
}

func (n *Newsroom) tellOne(ctx context.Context, tx *postgres.Tx, notice blog.Notice) error {
	e, err := tx.EditorByID(ctx, notice.EditorID)
	if err != nil || !e.DisabledAt.IsZero() {
		return err
	}
	if notice.PostID != "" {
		_, err := n.seen(ctx, tx, e, notice.PostID)
		if blog.KindOf(err) == blog.NotFound { // they worked on it once, and have another role now
			return nil
		}
		if err != nil {
			return err
		}
	}
	choices, err := tx.NoticeChoices(ctx, e.ID)
	if err != nil {
		return err
	}
	choice, ok := choices[notice.Kind]
	if !ok {
		choice = notice.Kind.Usual()
	}
	if choice == blog.NotAtAll {
		return nil
	}
	if err := tx.InsertNotice(ctx, notice); err != nil || choice == blog.OnDesk {
		return err
	}
	return tx.InsertMail(ctx, blog.Mail{
		Address: e.Email, Name: e.Name, Subject: oneLine(notice.Words),
		Text: fmt.Sprintf("Hello %s,\n\n%s\n\nOpen it: %s%s\n\nTo choose what is sent to you: %s/desk/notices/choices\n",
			e.Name, notice.Words, n.Site, notice.Path, n.Site),
	})
}

// tellGuests tells those who write a post by a link that still works, if they
// left an address. The link itself is not known to us any more.
func (n *Newsroom) tellGuests(ctx context.Context, tx *postgres.Tx, p blog.Post, what, words string) error {
	links, err := tx.GuestLinks(ctx, p.ID, maxGuests)
	if err != nil {
		return err
	}
	sent := map[string]bool{"": true}
	for _, l := range links {
		if sent[l.Email] || !l.Works(n.now()) {
			continue
		}
		sent[l.Email] = true
		more := "To go on, open the link in our invitation."
		if p.Visible() {
			more = "Here it is: " + n.Site + p.Path()
		}
		err := tx.InsertMail(ctx, blog.Mail{
			Address: l.Email, Name: l.Name, Subject: oneLine(what + ": " + p.Title),
			Text: fmt.Sprintf("Hello %s,\n\n%s\n\n%s\n", l.Name, words, more),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// maxGuests is how many links to one post are looked at, the newest.
const maxGuests = 20

// maxLine is how much of a notice fits into the subject of a mail, in
// characters.
const maxLine = 120

// oneLine is the beginning of what is told, without the ends of its lines and
// other characters that no subject may have: a mail with them is never sent.
func oneLine(words string) string {
	words = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, ""))
	line := []rune(strings.Join(strings.Fields(words), " "))
	if len(line) > maxLine {
		return string(line[:maxLine-1]) + "…"
	}
	return string(line)
}

// called is how a post is spoken of.
func called(p blog.Post) string {
	if p.Title == "" {
		return "an untitled draft"
	}
	return "“" + p.Title + "”"
}

// moment is a time as it is told in words.
func moment(t time.Time) string {
	zone, err := time.LoadLocation(DefaultZone)
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone).Format("Monday 2 January 2006, 15:04 MST")
}

// deskPath is where a post is edited.
func deskPath(p blog.Post) string {
	if p.Form == blog.FormEvent {
		return "/desk/events/" + p.ID
	}
	return "/desk/posts/" + p.ID
}

// ReadNotices marks a notice as read, or all up to it.
func (n *Newsroom) ReadNotices(ctx context.Context, by blog.Editor, id int64, andBefore bool) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		return tx.ReadNotices(ctx, by.ID, id, andBefore, n.now())
	})
}

// ChooseNotices keeps how somebody wants to be told of each kind of thing.
func (n *Newsroom) ChooseNotices(ctx context.Context, by blog.Editor, choices map[blog.NoticeKind]blog.NoticeChoice) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, kind := range blog.NoticeKinds {
			choice, ok := choices[kind]
			if !ok {
				continue
			}
			if !choice.Valid() {
				return blog.InvalidField(string(kind), "Choose how you want to be told.")
			}
			if err := tx.ChooseNotice(ctx, by.ID, kind, choice); err != nil {
				return err
			}
		}
		return nil
	})
}
