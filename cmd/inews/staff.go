package main

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/config"
)

type staffCommand struct {
	Add   staffAddCommand   `cmd:"" help:"Add somebody, and print a one-time link with which they sign in."`
	Reset staffResetCommand `cmd:"" help:"Take somebody's password away, end their sessions and links, and print a new one-time link."`
}

type staffResetCommand struct {
	Email        string `arg:"" help:"E-mail address, with which they sign in."`
	SecondFactor bool   `help:"Also forget their authenticator app and their passkeys."`
}

// Run takes a password away.
func (c *staffResetCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		reset := a.accounts.Reset
		if c.SecondFactor {
			reset = a.accounts.ResetAll
		}
		editor, token, err := reset(ctx, owner, c.Email, linkLife)
		if err != nil {
			return err
		}
		link := a.addresses.Page("/desk/sign-in/" + token)
		return s.print(fmt.Sprintf("%s is signed out everywhere, and may sign in once, within a day, at:\n%s", editor.Name, link),
			map[string]string{"id": editor.ID, "link": link})
	})
}

type staffAddCommand struct {
	Email string    `arg:"" help:"E-mail address, with which they sign in."`
	Name  string    `required:"" help:"Name, as colleagues know them."`
	Role  blog.Role `enum:"contributor,moderator,editor,owner" default:"editor" help:"contributor, moderator, editor or owner."`
}

// linkLife is how long a printed sign-in link stays good.
const linkLife = 24 * time.Hour

// Run adds a member of staff.
func (c *staffAddCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		editor, err := a.accounts.Add(ctx, owner, blog.Editor{Email: c.Email, Name: c.Name, Role: c.Role})
		if err != nil {
			return err
		}
		link, err := a.signInLink(ctx, editor.ID)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("%s may sign in once, within a day, at:\n%s", editor.Name, link),
			map[string]string{"id": editor.ID, "link": link})
	})
}

// signInLink makes a one-time link for an editor.
func (a *app) signInLink(ctx context.Context, editorID string) (string, error) {
	token, err := a.accounts.Link(ctx, editorID, linkLife)
	if err != nil {
		return "", err
	}
	return a.addresses.Page("/desk/sign-in/" + token), nil
}
