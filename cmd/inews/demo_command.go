package main

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/config"
)

type demoCommand struct{}

// Run fills an empty database with content to look at, and prints how to sign
// in. On a database that is in use it changes nothing but the sign-in link.
func (c *demoCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		err := loadDemo(ctx, demoDeps{
			DB: a.db, Newsroom: a.newsroom, Calendar: a.calendar, Comments: a.comments, Network: a.network,
			Uploads: a.uploads, Base: cfg.Origin(), Now: time.Now, Say: func(words string) { fmt.Fprintln(s.err, words) },
		})
		if err != nil {
			return fmt.Errorf("load demonstration content: %w", err)
		}
		link, err := a.demoLink(ctx)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("The site will be at %s/\nSign in to its desk, once, within a day: %s", cfg.Origin(), link),
			map[string]string{"site": cfg.Origin() + "/", "link": link})
	})
}

// demoOwner is who runs the demonstration.
var demoOwner = blog.Editor{Email: "editor@council.example", Name: "Chioma Okafor", Role: blog.Owner}

// demoLink makes a sign-in link for the demonstration's owner, or for the first
// owner when the staff are real.
func (a *app) demoLink(ctx context.Context) (string, error) {
	editors, err := a.db.Editors(ctx)
	if err != nil {
		return "", err
	}
	for _, e := range editors {
		if e.Role == blog.Owner && e.DisabledAt.IsZero() {
			return a.signInLink(ctx, e.ID)
		}
	}
	added, err := a.accounts.Add(ctx, owner, demoOwner)
	if err != nil {
		return "", err
	}
	return a.signInLink(ctx, added.ID)
}
