package main

import (
	"context"
	"fmt"

	"inews/internal/config"
)

type followCommand struct {
	Handle string `arg:"" help:"Whom to follow: @name@council.example, or the address of their profile."`
	Trust  bool   `help:"Show to readers at once what they publish."`
}

// Run asks somebody to let the blog follow them. The asking itself is done by
// the server.
func (c *followCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		partner, err := a.network.Follow(ctx, owner, c.Handle)
		if err != nil {
			return err
		}
		if c.Trust {
			if partner, err = a.network.Trust(ctx, owner, partner.ID); err != nil {
				return err
			}
		}
		return s.print(fmt.Sprintf("%s (%s) is asked. Readers see what they publish once you trust them.", partner.Name, partner.Handle),
			map[string]string{"id": partner.ID, "handle": partner.Handle, "state": string(partner.State), "trust": string(partner.Trust)})
	})
}
