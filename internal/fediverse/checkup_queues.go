package fediverse

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inews/internal/blog"
)

// How long something may wait in a queue.
const (
	tolerated = time.Hour       // a due delivery
	backlog   = 5 * time.Minute // an activity that came in
)

func (b *Bridge) lookAtDeliveries(ctx context.Context) blog.Finding {
	depth, err := b.DB.DeliveryDepth(ctx)
	f := fine("deliveries", "%d wait.", depth.Waiting)
	switch late := b.Now().Sub(depth.Oldest); {
	case err != nil:
		f.Weight, f.Says, f.Do = blog.Trouble, fmt.Sprintf("They cannot be counted: %v.", err), "See that PostgreSQL answers."
	case depth.Waiting > 0 && !depth.Oldest.IsZero() && late > tolerated && depth.Open == 0:
		f.Weight = blog.Trouble
		f.Says = fmt.Sprintf("%d wait, the oldest for %v longer than it should, although every server answers.", depth.Waiting, late.Round(time.Minute))
		f.Do = "See that \"inews serve\" or \"inews work\" runs, and its log."
	}
	return f
}

func (b *Bridge) lookAtInbox(ctx context.Context) blog.Finding {
	counts, err := b.DB.CountInbox(ctx)
	if err != nil {
		return blog.Finding{About: "inbox", Weight: blog.Trouble, Says: fmt.Sprintf("It cannot be counted: %v.", err), Do: "See that PostgreSQL answers."}
	}
	f := fine("inbox", "Nothing waits to be applied.")
	for _, c := range counts {
		switch late := b.Now().Sub(c.Oldest); {
		case c.State == "waiting" && late > backlog:
			return blog.Finding{
				About: "inbox", Weight: blog.Worry, Says: fmt.Sprintf("%d activities wait to be applied, the oldest for %v.", c.N, late.Round(time.Minute)),
				Do: "See that \"inews serve\" or \"inews work\" runs. Some may wait for a server that does not answer: those are tried again by themselves.",
			}
		case c.State == "waiting":
			f.Says = fmt.Sprintf("%d activities wait to be applied.", c.N)
		}
	}
	return f
}

// lookAtHosts names the servers that do not answer.
func (b *Bridge) lookAtHosts(ctx context.Context) blog.Finding {
	const named = 5
	down, err := b.DB.BreakersOpen(ctx)
	switch {
	case err != nil:
		return blog.Finding{About: "other servers", Weight: blog.Trouble, Says: fmt.Sprintf("They cannot be listed: %v.", err), Do: "See that PostgreSQL answers."}
	case len(down) == 0:
		return fine("other servers", "All that we deliver to answer.")
	}
	names := strings.Join(down[:min(len(down), named)], ", ")
	if len(down) > named {
		names += fmt.Sprintf(" and %d more", len(down)-named)
	}
	return blog.Finding{
		About: "other servers", Weight: blog.Worry, Says: fmt.Sprintf("%d do not answer: %s.", len(down), names),
		Do: "Nothing, as a rule: what waits for them is kept for a week. If it is most of them, see this server's own way to the internet.",
	}
}
