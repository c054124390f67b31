package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inews/internal/config"
)

type aliasesCommand struct {
	List   aliasesListCommand   `cmd:"" default:"1" help:"List the aliases."`
	Add    aliasesAddCommand    `cmd:"" help:"Say that this blog is also somebody elsewhere, so that they can move here."`
	Remove aliasesRemoveCommand `cmd:"" help:"Take an alias back."`
}

type aliasesListCommand struct{}

// alias is an alias in the JSON of "aliases".
type alias struct {
	ID, Handle string
	Since      time.Time `json:",omitzero"`
}

// Run lists aliases.
func (c *aliasesListCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		rows, err := a.db.Aliases(ctx)
		if err != nil {
			return err
		}
		var words strings.Builder
		list := make([]alias, len(rows))
		for i, row := range rows {
			list[i] = alias{row.URI, row.Handle, row.Since}
			fmt.Fprintf(&words, "%s  %s  since %s\n", row.Handle, row.URI, row.Since.UTC().Format(time.DateOnly))
		}
		if len(rows) == 0 {
			words.WriteString("None.")
		}
		return s.print(strings.TrimRight(words.String(), "\n"), list)
	})
}

type aliasesAddCommand struct {
	Handle string `arg:"" help:"The address that is to move here: @news@old.example, or the address of their profile."`
}

// Run adds an alias.
func (c *aliasesAddCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		added, err := a.bridge.AddAlias(ctx, owner, c.Handle)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("The blog says now that it is also %s. Its followers come here once it moves, which is done there.", added.Handle),
			alias{ID: added.URI, Handle: added.Handle})
	})
}

type aliasesRemoveCommand struct {
	Handle string `arg:"" help:"As \"aliases\" prints it."`
}

// Run takes an alias back.
func (c *aliasesRemoveCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		removed, err := a.bridge.RemoveAlias(ctx, owner, c.Handle)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("Taken back. Who came with %s stays.", removed.Handle), alias{ID: removed.URI, Handle: removed.Handle})
	})
}
