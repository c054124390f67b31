package main

import (
	"context"
	"fmt"

	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/config"
)

type setupCommand struct{}

// Run prints the address at which the first owner of an empty server arrives.
func (c *setupCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		link, err := a.setupLink(ctx)
		if err != nil {
			return err
		}
		return s.print("Become the first owner of the blog, once, within a day, at:\n"+link, map[string]string{"link": link})
	})
}

// setupLink makes a one-time address for the first owner.
func (a *app) setupLink(ctx context.Context) (string, error) {
	token, err := a.accounts.SetupToken(ctx)
	if err != nil {
		return "", err
	}
	return a.addresses.Page(accounts.SetupPath + token), nil
}

// announceSetup tells whoever has started a server that nobody has set up how to
// do that: in its log, and on a terminal where they cannot miss it. The log is
// theirs alone; whoever reads it could read the database as well.
func (a *app) announceSetup(ctx context.Context, terminal *progress) error {
	has, err := a.db.HasEditors(ctx)
	if err != nil || has {
		return err
	}
	link, err := a.setupLink(ctx)
	if blog.KindOf(err) == blog.Conflict { // another node's owner was faster
		return nil
	}
	if err != nil {
		return err
	}
	if terminal.terminal {
		_, err = fmt.Fprintf(terminal.to, "\n  Nobody has set this blog up yet. Open this address, once, within a day:\n\n  %s\n\n", link)
		return err
	}
	a.log.Warn("nobody has set this blog up yet: open, once, within a day, " + link)
	return nil
}
