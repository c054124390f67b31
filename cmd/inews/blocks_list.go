package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/config"
)

type blocksSubscribeCommand struct {
	URL   string        `arg:"" help:"Address of the file; it begins with https://."`
	Every time.Duration `default:"24h" help:"How often it is looked at: from 1h to 744h."`
}

// Run follows a list.
func (c *blocksSubscribeCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		list, err := a.comments.FollowList(ctx, owner, c.URL, c.Every)
		if err != nil {
			return err
		}
		return s.print("Followed. It is fetched within a minute by a server that works; what it would take away waits for staff.",
			map[string]string{"url": list.URL, "every": list.Every.String()})
	})
}

type blocksSubscriptionsCommand struct{}

// followedList is a list in the JSON of "blocks subscriptions".
type followedList struct {
	URL, Every, Taken, Problem, Next            string
	Servers, Decided, Waiting, Refused, Offered int
	Entries                                     []proposed // that wait
}

// Run lists the lists.
func (c *blocksSubscriptionsCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		lists, err := a.db.BlockLists(ctx)
		if err != nil {
			return err
		}
		waiting, err := a.comments.WaitingEntries(ctx, mostWaiting)
		if err != nil {
			return err
		}
		return s.print(listsWords(lists, waiting), followedLists(lists, waiting))
	})
}

// mostWaiting is how many entries that wait are told.
const mostWaiting = 1000

// listsWords says how the lists stand, and what of each waits for staff.
func listsWords(lists []blog.BlockList, waiting []comments.WaitingEntry) string {
	if len(lists) == 0 {
		return "None."
	}
	var words strings.Builder
	for _, l := range lists {
		fmt.Fprintf(&words, "%s  every %v\n", l.URL, l.Every)
		if l.TakenAt.IsZero() {
			words.WriteString("  not taken yet\n")
		} else {
			fmt.Fprintf(&words, "  taken %s: servers %d, decided %d, waiting %d, refused %d\n",
				l.TakenAt.UTC().Format(time.RFC3339), l.Size, l.Decided, l.Waiting, l.Refused)
		}
		if l.Problem != "" {
			fmt.Fprintf(&words, "  %s\n", l.Problem)
		}
		fmt.Fprintf(&words, "  looked at next %s\n", l.NextAt.UTC().Format(time.RFC3339))
		for _, e := range waiting {
			if e.ListID == l.ID {
				fmt.Fprintf(&words, "  %s would be %s%s%s\n", e.Host, inWords[e.Severity], insteadOf(e.Before), losses(e.Lost))
			}
		}
	}
	return strings.TrimRight(words.String(), "\n")
}

// insteadOf says what staff decided about a server for which a list wants more.
func insteadOf(before blog.Host) string {
	if before.Severity == blog.NoSeverity {
		return ""
	}
	return " and is " + inWords[before.Severity]
}

func followedLists(lists []blog.BlockList, waiting []comments.WaitingEntry) []followedList {
	rows := make([]followedList, len(lists))
	for i, l := range lists {
		rows[i] = followedList{
			URL: l.URL, Every: l.Every.String(), Problem: l.Problem, Next: l.NextAt.UTC().Format(time.RFC3339),
			Servers: l.Size, Decided: l.Decided, Waiting: l.Waiting, Refused: l.Refused, Offered: l.Offered, Entries: []proposed{},
		}
		if !l.TakenAt.IsZero() {
			rows[i].Taken = l.TakenAt.UTC().Format(time.RFC3339)
		}
		for _, e := range waiting {
			if e.ListID == l.ID {
				rows[i].Entries = append(rows[i].Entries, proposed{
					Host: e.Host, Severity: string(e.Severity), Before: string(e.Before.Severity), Step: string(e.Standing),
					Followers: e.Lost.Followers, Comments: e.Lost.Comments, Partners: e.Lost.Partners,
					Trusted: e.Lost.Trusted, Shares: e.Lost.Shares,
				})
			}
		}
	}
	return rows
}

type blocksUnsubscribeCommand struct {
	URL  string `arg:"" help:"As \"blocks subscriptions\" prints it."`
	Lift bool   `help:"Take back what the list decided, where no person and no other list says so, too."`
}

// Run follows a list no more.
func (c *blocksUnsubscribeCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		list, err := a.db.BlockListByURL(ctx, strings.TrimSpace(c.URL))
		if blog.KindOf(err) == blog.NotFound {
			err = blog.InvalidField("url", "This list is not followed.")
		}
		if err != nil {
			return err
		}
		if err := a.comments.UnfollowList(ctx, owner, list.ID, c.Lift); err != nil {
			return err
		}
		words := "Followed no more. What it decided stays, as decided by staff."
		if c.Lift {
			words = "Followed no more. What it alone decided is taken back."
		}
		return s.print(words, map[string]string{"url": list.URL})
	})
}
