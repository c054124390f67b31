package main

import (
	"context"
	"fmt"

	"inews/internal/config"
)

type migrateCommand struct{}

// Run brings the schema forward, the background work's own included.
func (c *migrateCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	a := &app{config: cfg, log: newLog(cfg.Log, s.err)}
	defer a.close()
	if err := a.openDatabase(ctx); err != nil {
		return err
	}
	if err := a.migrate(ctx); err != nil {
		return err
	}
	fmt.Fprintln(s.out, "The database is up to date.")
	return nil
}
