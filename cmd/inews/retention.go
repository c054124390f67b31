package main

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/config"
)

type retentionCommand struct {
	DryRun bool `name:"dry-run" help:"Say what would be deleted, and delete nothing."`
}

// retained is one line of the report.
type retained struct {
	Class   blog.Class `json:"class"`
	What    string     `json:"what"`
	Kept    string     `json:"kept"`
	Deleted int        `json:"deleted"`
	Due     int        `json:"due"`
}

// Run deletes what was kept for long enough, or counts it.
func (c *retentionCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		terminal := newProgress(s.err)
		var lines []retained
		sum := 0
		tell := func(r blog.Retention, n int) {
			line := retained{Class: r.Class, What: r.What, Kept: r.Words()}
			if c.DryRun {
				line.Due = n
			} else {
				line.Deleted = n
			}
			lines, sum = append(lines, line), sum+n
			terminal.step("Looking through what is kept", int64(len(lines)), int64(len(blog.Classes)))
		}
		var err error
		if c.DryRun {
			_, err = a.compliance.Due(ctx, tell)
		} else {
			_, err = a.compliance.Clean(ctx, tell)
		}
		if err != nil {
			return err
		}
		verb := "deleted"
		if c.DryRun {
			verb = "would be deleted"
		}
		terminal.done(fmt.Sprintf("%d %s", sum, verb))
		return s.print(retentionTable(lines, c.DryRun), lines)
	})
}

func retentionTable(lines []retained, dry bool) string {
	var b strings.Builder
	title := "DELETED"
	if dry {
		title = "DUE"
	}
	fmt.Fprintf(&b, "%8s  %-12s  %-9s  %s", title, "CLASS", "KEPT", "WHAT")
	for _, line := range lines {
		fmt.Fprintf(&b, "\n%8d  %-12s  %-9s  %s", line.Deleted+line.Due, line.Class, line.Kept, line.What)
	}
	return b.String()
}
