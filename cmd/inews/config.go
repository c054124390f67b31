package main

import (
	"fmt"

	"inews/internal/config"
	"inews/internal/fediverse"
)

type configCommand struct {
	Reference bool `help:"Print every variable with its default and meaning."`
}

// Run prints the configuration without its secrets, or the reference.
func (c *configCommand) Run(cfg config.Config, s *streams) error {
	if c.Reference {
		return config.Reference(s.out)
	}
	return cfg.Print(s.out)
}

type rulesCommand struct {
	Table struct{} `cmd:"" help:"Who may do what: activity, signer, object, effect."`
}

// Run prints the decision table, as it stands in FEDERATION.md.
func (c *rulesCommand) Run(s *streams) error { return fediverse.WriteTable(s.out) }

type versionCommand struct{}

// Run prints the version.
func (c *versionCommand) Run(s *streams) error {
	_, err := fmt.Fprintln(s.out, "inews", version)
	return err
}
