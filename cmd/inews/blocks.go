package main

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/config"
	"inews/internal/postgres"
)

type blocksCommand struct {
	List   blocksListCommand   `cmd:"" help:"List the servers about which staff decided something."`
	Add    blocksAddCommand    `cmd:"" help:"Decide about a server and all below its name."`
	Remove blocksRemoveCommand `cmd:"" help:"Take a decision back."`
	Import blocksImportCommand `cmd:"" help:"Take over a list in Mastodon's CSV format."`
	Export blocksExportCommand `cmd:"" help:"Write the decisions in Mastodon's CSV format."`

	Subscribe     blocksSubscribeCommand     `cmd:"" help:"Follow a list in that format at an address: what it says counts from now on."`
	Subscriptions blocksSubscriptionsCommand `cmd:"" help:"List the lists that are followed, and what of them waits for staff."`
	Unsubscribe   blocksUnsubscribeCommand   `cmd:"" help:"Follow a list no more."`
}

type blocksListCommand struct{}

// ruled is a decision in the JSON of "blocks list".
type ruled struct{ Host, Severity, Reason, Since, List string }

// Run lists decisions.
func (c *blocksListCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		hosts, err := a.db.DecidedHosts(ctx)
		if err != nil {
			return err
		}
		var words strings.Builder
		list := make([]ruled, len(hosts))
		for i, h := range hosts {
			list[i] = ruled{h.Name, string(h.Severity), h.BlockReason, h.BlockedAt.Format("2006-01-02"), h.List}
			fmt.Fprintf(&words, "%-8s %s  since %s  %s%s\n", h.Severity, h.Name, list[i].Since, h.BlockReason, fromList(h.List))
		}
		if len(hosts) == 0 {
			words.WriteString("None.")
		}
		return s.print(strings.TrimRight(words.String(), "\n"), list)
	})
}

// fromList names the list that decided, if one did.
func fromList(address string) string {
	if address == "" {
		return ""
	}
	return "  (from " + address + ")"
}

type blocksAddCommand struct {
	Host     string        `arg:"" help:"Name of the server, like spam.example."`
	Severity blog.Severity `enum:"silence,hold,suspend" default:"suspend" help:"silence: comments wait for approval; hold: everything does; suspend: nothing is taken in."`
	Reason   string        `required:"" help:"Why: it stays in the history."`
}

// Run decides about a server.
func (c *blocksAddCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if err := a.comments.DecideHost(ctx, owner, c.Host, c.Severity, c.Reason); err != nil {
			return err
		}
		return s.print("Decided.", map[string]string{"host": c.Host, "severity": string(c.Severity)})
	})
}

type blocksRemoveCommand struct {
	Host string `arg:"" help:"As \"blocks list\" prints it."`
}

// Run takes a decision back.
func (c *blocksRemoveCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if err := a.comments.UnblockHost(ctx, owner, c.Host); err != nil {
			return err
		}
		return s.print("Taken back. What it hid stays hidden.", map[string]string{"host": c.Host, "severity": ""})
	})
}

type blocksImportCommand struct {
	File     string `arg:"" type:"existingfile" help:"#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate; the header may be missing."`
	DryRun   bool   `help:"Say what it would do and take away, and do nothing."`
	Partners bool   `help:"Decide also about servers on which the blog follows somebody."`
}

// proposed is a line of the list in the JSON of "blocks import".
type proposed struct {
	Line                          int
	Host, Severity, Before        string
	Step, Why                     string
	Followers, Comments, Partners int // that go with it
	Trusted, Shares               int
}

// Run imports a list, or says what that would do.
func (c *blocksImportCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	entries, err := read(c.File, comments.ReadBlockList)
	if err != nil {
		return err
	}
	return with(ctx, cfg, s, func(a *app) error {
		do, doing := a.comments.Import, "is now"
		if c.DryRun {
			do, doing = a.comments.Survey, "would be"
		}
		proposals, err := do(ctx, owner, entries, c.Partners)
		if err != nil {
			return err
		}
		return s.print(importWords(proposals, doing), proposedList(proposals))
	})
}

func proposedList(proposals []comments.Proposal) []proposed {
	list := make([]proposed, len(proposals))
	for i, p := range proposals {
		list[i] = proposed{
			Line: p.Line, Host: p.Host, Severity: string(p.Severity), Before: string(p.Before), Step: string(p.Step), Why: p.Why,
			Followers: p.Lost.Followers, Comments: p.Lost.Comments, Partners: p.Lost.Partners,
			Trusted: p.Lost.Trusted, Shares: p.Lost.Shares,
		}
	}
	return list
}

var inWords = map[blog.Severity]string{blog.Silence: "silenced", blog.Hold: "on hold", blog.Suspend: "blocked"}

// importWords says what an import did or would do, a line for each line of the
// list.
func importWords(proposals []comments.Proposal, doing string) string {
	var words strings.Builder
	steps := map[comments.Step]int{}
	var lost postgres.Traces
	for _, p := range proposals {
		steps[p.Step]++
		lost = lost.Plus(p.Lost)
		switch p.Step {
		case comments.Decide:
			fmt.Fprintf(&words, "%s %s %s%s\n", p.Host, doing, inWords[p.Severity], losses(p.Lost))
		case comments.Keep:
			fmt.Fprintf(&words, "%s stays %s\n", p.Host, inWords[p.Before])
		default:
			fmt.Fprintf(&words, "line %d, %s: refused. %s\n", p.Line, p.Host, p.Why)
		}
	}
	fmt.Fprintf(&words, "%d decided, %d kept, %d refused%s.", steps[comments.Decide], steps[comments.Keep], steps[comments.Refuse], losses(lost))
	return words.String()
}

// losses says what is taken away, or nothing.
func losses(t postgres.Traces) string {
	if !t.Any() {
		return ""
	}
	words := fmt.Sprintf("; followers %d, comments %d, partners %d", t.Followers, t.Comments, t.Partners)
	if t.Trusted > 0 {
		words += fmt.Sprintf(", trusted people %d", t.Trusted)
	}
	if t.Shares > 0 {
		words += fmt.Sprintf(", shares %d", t.Shares)
	}
	return words + " go with it"
}

type blocksExportCommand struct{}

// Run writes the decisions as a list.
func (c *blocksExportCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		hosts, err := a.db.DecidedHosts(ctx)
		if err != nil {
			return err
		}
		return comments.WriteBlockList(s.out, hosts)
	})
}
