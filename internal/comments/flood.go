package comments

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Flood tells what came with a wave of spam from what did not: by when we first
// saw who wrote it, by where they are, or by both.
type Flood struct {
	Since time.Time // people first seen then or later; zero: whenever
	Hosts []string  // people on these servers and those below their names; none: on any
}

// Clear marks all that a flood has left in the queue as spam, in one go, and
// returns how much that was. It touches only what is held and was written on
// other servers by people who are not trusted; each comment can still be
// approved by itself.
func (c *Comments) Clear(ctx context.Context, by blog.Editor, f Flood) (int, error) {
	if err := moderator(by); err != nil {
		return 0, err
	}
	if f.Since.IsZero() && len(f.Hosts) == 0 {
		return 0, blog.InvalidField("since", "Say since when the people were first seen, or on which servers they are.")
	}
	hosts := slices.Clone(f.Hosts)
	for i, host := range hosts {
		var err error
		if hosts[i], err = c.hostName(by, host); err != nil {
			return 0, err
		}
	}
	n := 0
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		if n, err = tx.ClearHeld(ctx, f.Since, hosts, "Cleared with a flood", by.ID); err != nil || n == 0 {
			return err
		}
		// One change for all of them: nothing that readers see is another, and
		// who decided when stands in each comment.
		_, err = tx.Record(ctx, blog.Change{
			Editor: by.ID, Verb: blog.Spammed, Subject: blog.CommentSubject, SubjectID: "held", Reason: f.words(n, hosts),
		})
		return err
	})
	return n, err
}

// words describe what was cleared, for the trail.
func (f Flood) words(n int, hosts []string) string {
	words := fmt.Sprintf("%d held comments of people", n)
	if !f.Since.IsZero() {
		words += " first seen since " + f.Since.UTC().Format(time.RFC3339)
	}
	if len(hosts) > 0 {
		words += " on " + strings.Join(hosts, ", ")
	}
	return words
}
