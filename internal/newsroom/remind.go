package newsroom

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// When staff are reminded.
const (
	downAhead   = 48 * time.Hour // before a post is taken down
	repliesPace = time.Hour      // between two digests of comments that wait
	troublePace = 24 * time.Hour // between two words about the same sort of trouble
	remindMost  = 100            // of each sort at a time; the rest a minute later
)

// Remind tells staff of what nobody does: a date that comes near or has come,
// comments that wait, servers that do not answer. It may be called at any time;
// nobody is told twice.
func (n *Newsroom) Remind(ctx context.Context) error {
	return errors.Join(n.remindOfEnds(ctx), n.remindToRecheck(ctx), n.remindOfReplies(ctx), n.remindOfTrouble(ctx))
}

func (n *Newsroom) remindOfEnds(ctx context.Context) error {
	posts, err := n.DB.PostsGoingDown(ctx, n.now(), n.now().Add(downAhead), remindMost)
	if err != nil {
		return fmt.Errorf("list posts that end soon: %w", err)
	}
	for _, p := range posts {
		words := fmt.Sprintf("%s is taken down by itself on %s.", called(p), moment(p.Dates.TakeDownAt))
		if err := n.remind(ctx, p, blog.NoticeGoingDown, words, n.now().Add(-downAhead)); err != nil {
			return err
		}
	}
	return nil
}

func (n *Newsroom) remindToRecheck(ctx context.Context) error {
	posts, err := n.DB.PostsToRecheck(ctx, n.now(), remindMost)
	if err != nil {
		return fmt.Errorf("list posts to ask about: %w", err)
	}
	for _, p := range posts {
		words := fmt.Sprintf("Is %s still true? Look at it, and say so or change it.", called(p))
		if err := n.remind(ctx, p, blog.NoticeRecheck, words, p.Dates.RecheckAt); err != nil {
			return err
		}
	}
	return nil
}

// remind tells the people on a post, those who were not told of it since.
func (n *Newsroom) remind(ctx context.Context, p blog.Post, kind blog.NoticeKind, words string, since time.Time) error {
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		people, err := tx.PeopleOn(ctx, p.ID)
		if err != nil {
			return err
		}
		for _, id := range people {
			path := deskPath(p)
			if kind == blog.NoticeRecheck {
				path = "/desk/posts/" + p.ID + "/dates"
			}
			notice := blog.Notice{EditorID: id, Kind: kind, PostID: p.ID, Words: words, Path: path}
			if err := n.tellOnce(ctx, tx, notice, since); err != nil {
				return err
			}
		}
		return nil
	})
}

func (n *Newsroom) tellOnce(ctx context.Context, tx *postgres.Tx, notice blog.Notice, since time.Time) error {
	told, err := tx.ToldSince(ctx, notice, since)
	if err != nil || told {
		return err
	}
	return n.Tell(ctx, tx, notice, "", notice.EditorID)
}

// remindOfReplies sends each writer one digest of the comments that wait on
// their posts, when there is a new one and the last digest is an hour old.
func (n *Newsroom) remindOfReplies(ctx context.Context) error {
	rows, err := n.DB.RepliesWaiting(ctx)
	if err != nil {
		return fmt.Errorf("list comments that wait: %w", err)
	}
	type digest struct {
		waiting int
		titles  []string
		since   time.Time
	}
	digests := map[string]*digest{}
	for _, row := range rows {
		d := digests[row.Drafter]
		if d == nil {
			d = &digest{}
			digests[row.Drafter] = d
		}
		d.waiting += row.Waiting
		d.titles = append(d.titles, "“"+row.Title+"”")
		if row.Since.After(d.since) {
			d.since = row.Since
		}
	}
	for editor, d := range digests {
		words := "A comment waits on " + strings.Join(d.titles, ", ") + "."
		if d.waiting > 1 {
			words = fmt.Sprintf("%d comments wait on %s.", d.waiting, strings.Join(d.titles, ", "))
		}
		err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
			e, err := tx.EditorByID(ctx, editor)
			if err != nil {
				return err
			}
			notice := blog.Notice{EditorID: editor, Kind: blog.NoticeReplies, Words: words, Path: "/desk/comments"}
			if !e.Role.May(blog.MayModerate) {
				notice.Path = "/desk/posts"
			}
			if told, err := tx.ToldSince(ctx, notice, d.since); err != nil || told {
				return err
			}
			return n.tellOnce(ctx, tx, notice, n.now().Add(-repliesPace))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// remindOfTrouble tells the owners of servers that do not answer.
func (n *Newsroom) remindOfTrouble(ctx context.Context) error {
	const named = 5
	hosts, err := n.DB.HostsInTrouble(ctx, named)
	if err != nil {
		return fmt.Errorf("list servers in trouble: %w", err)
	}
	if len(hosts) == 0 {
		return nil
	}
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.Name
	}
	words := "What we publish does not reach " + strings.Join(names, ", ") + ". It is tried again by itself."
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		staff, err := tx.Editors(ctx)
		if err != nil {
			return err
		}
		for _, e := range staff {
			if !e.Role.May(blog.MayManage) {
				continue
			}
			notice := blog.Notice{EditorID: e.ID, Kind: blog.NoticeTrouble, Words: words, Path: "/desk/health"}
			if err := n.tellOnce(ctx, tx, notice, n.now().Add(-troublePace)); err != nil {
				return err
			}
		}
		return nil
	})
}
