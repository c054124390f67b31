package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"inews/internal/config"
	"inews/internal/postgres"
)

type keysCommand struct {
	List   keysListCommand   `cmd:"" help:"List the keys with which the blog proves to other servers what it sends."`
	Rotate keysRotateCommand `cmd:"" help:"Make a new key and sign with it; the old one stays listed for a week."`
}

type keysListCommand struct{}

// key is a key in the JSON of "keys list" and "keys rotate".
type key struct {
	ID, Actor, Algorithm, State string
	Created                     time.Time
	Replaced, Retired           time.Time `json:",omitzero"`
}

// Run lists keys.
func (c *keysListCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if _, err := a.bridge.Keys.Listed(ctx, a.addresses.Handle); err != nil { // which makes the first ones
			return err
		}
		rows, err := a.db.ActorKeysEver(ctx)
		if err != nil {
			return err
		}
		return s.printKeys("", rows)
	})
}

type keysRotateCommand struct {
	Actor     string `help:"Whose key: the blog's handle (the default), or instance."`
	Algorithm string `enum:"rsa,ed25519" default:"rsa" help:"rsa signs requests; ed25519 proves documents."`
	Retire    bool   `help:"Make no key; stop listing those that were replaced a week ago or earlier. The server does this by itself each day."`
}

// Run replaces a key, or retires those that were replaced.
func (c *keysRotateCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if c.Retire {
			retired, err := a.bridge.RetireKeys(ctx)
			if err != nil {
				return err
			}
			return s.printKeys("No key was replaced a week ago or earlier.", retired)
		}
		actor := c.Actor
		if actor == "" {
			actor = a.addresses.Handle
		}
		made, err := a.bridge.RotateKey(ctx, owner, actor, c.Algorithm)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("%s signs from now on. The one before stays listed for a week.", made.KeyID),
			map[string]string{"id": made.KeyID, "actor": made.Actor, "algorithm": made.Algorithm})
	})
}

// printKeys prints a line for each key; none says that there is none.
func (s *streams) printKeys(none string, rows []postgres.ActorKey) error {
	var words strings.Builder
	list := make([]key, len(rows))
	for i, row := range rows {
		list[i] = key{row.KeyID, row.Actor, row.Algorithm, row.State, row.CreatedAt, row.ReplacedAt, row.RetiredAt}
		fmt.Fprintf(&words, "%-8s  %-7s  %s  since %s\n", row.State, row.Algorithm, row.KeyID, since(row).UTC().Format(time.DateOnly))
	}
	if len(rows) == 0 {
		words.WriteString(none)
	}
	return s.print(strings.TrimRight(words.String(), "\n"), list)
}

// since is when a key came into the state that it is in.
func since(row postgres.ActorKey) time.Time {
	switch {
	case !row.RetiredAt.IsZero():
		return row.RetiredAt
	case !row.ReplacedAt.IsZero():
		return row.ReplacedAt
	}
	return row.CreatedAt
}
