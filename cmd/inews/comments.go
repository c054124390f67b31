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

type commentsCommand struct {
	List    commentsListCommand    `cmd:"" help:"List comments, those that are held first of all."`
	Approve commentsApproveCommand `cmd:"" help:"Approve a comment; its author is trusted from then on."`
	Hide    commentsHideCommand    `cmd:"" help:"Hide a comment, with a reason."`
	Clear   commentsClearCommand   `cmd:"" help:"Mark all that a flood has left in the queue as spam."`
}

type commentsListCommand struct {
	Verdict blog.Verdict `enum:"held,approved,hidden,spam" default:"held" help:"held, approved, hidden or spam."`
	Limit   int          `default:"50" help:"How many at most."`
}

// listed is a comment in the JSON of "comments list".
type listed struct {
	ID, From, Post, Verdict, Text string
	Private                       bool
}

// Run lists comments.
func (c *commentsListCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		found, err := a.db.CommentsInQueue(ctx, c.Verdict, c.Limit)
		if err != nil {
			return err
		}
		var words strings.Builder
		list := make([]listed, len(found))
		for i, comment := range found {
			from := comment.Byline()
			if comment.Person.Handle != "" {
				from += " " + comment.Person.Handle
			}
			list[i] = listed{comment.ID, from, comment.PostPath, string(comment.Verdict), comment.Text, comment.Private()}
			fmt.Fprintf(&words, "%s  %s on %s\n    %s\n", comment.ID, from, comment.PostPath, strings.ReplaceAll(comment.Text, "\n", "\n    "))
		}
		if len(found) == 0 {
			words.WriteString("None.")
		}
		return s.print(strings.TrimRight(words.String(), "\n"), list)
	})
}

type commentsApproveCommand struct {
	ID string `arg:"" help:"As \"comments list\" prints it."`
}

// Run approves a comment.
func (c *commentsApproveCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		comment, err := a.comments.Approve(ctx, owner, c.ID)
		if err != nil {
			return err
		}
		return s.print("Approved.", map[string]string{"id": comment.ID, "verdict": string(comment.Verdict)})
	})
}

type commentsHideCommand struct {
	ID     string `arg:"" help:"As \"comments list\" prints it."`
	Reason string `required:"" help:"Why: it stays in the history."`
}

// Run hides a comment.
func (c *commentsHideCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		comment, err := a.comments.Hide(ctx, owner, c.ID, c.Reason)
		if err != nil {
			return err
		}
		return s.print("Hidden.", map[string]string{"id": comment.ID, "verdict": string(comment.Verdict)})
	})
}

type commentsClearCommand struct {
	Since time.Duration `help:"Of people whom this server first saw so long ago at most, such as 2h."`
	Host  []string      `help:"Of people on this server and those below its name; may be given again."`
}

// Run clears the queue after a flood.
func (c *commentsClearCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		flood := comments.Flood{Hosts: c.Host}
		if c.Since > 0 {
			flood.Since = time.Now().Add(-c.Since)
		}
		n, err := a.comments.Clear(ctx, owner, flood)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("%d comments are marked as spam.", n), map[string]int{"cleared": n})
	})
}
