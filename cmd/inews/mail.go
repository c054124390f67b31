package main

import (
	"context"
	"fmt"

	"inews/internal/accounts"
	"inews/internal/config"
	"inews/internal/mailing"
)

type mailCommand struct {
	Test mailTestCommand `cmd:"" help:"Send a message, and say what the mail server makes of it."`
}

type mailTestCommand struct {
	Address string `arg:"" help:"Where to send it."`
}

// Run sends a message at once.
func (c *mailTestCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		if err := a.postbox.SendTest(ctx, c.Address, ""); err != nil {
			return err
		}
		return s.print(fmt.Sprintf("%s has taken a message to %s. Look whether it arrives, and not among the spam.", a.postbox.Server, c.Address),
			map[string]string{"server": a.postbox.Server.String(), "address": c.Address})
	})
}

// wireMail sets up what sends mail, with a server where one is configured.
func (a *app) wireMail(ctx context.Context) error {
	cfg := a.config
	from := cfg.MailFrom
	if from.Name == "" {
		from.Name = cfg.Name
	}
	secret, err := a.db.MailSecret(ctx)
	if err != nil {
		return err
	}
	tokens := mailing.Tokens{Key: secret}
	a.postbox = &mailing.Postbox{
		DB: a.db, Log: a.log, Composer: &mailing.Composer{
			BaseURL: cfg.Origin(), Name: from.Name, Address: from.Address, Site: cfg.Name, Organisation: cfg.Organisation,
			Language: string(cfg.Language), Tokens: tokens,
		},
	}
	a.unsubscribe = mailing.Unsubscribe{Tokens: tokens, Lists: map[string]func(context.Context, string) error{}}
	a.accounts.Letters = accounts.Letters{BaseURL: cfg.Origin(), Name: cfg.Name, Sent: !cfg.SMTPURL.IsZero()}
	if cfg.SMTPURL.IsZero() {
		return nil
	}
	roots, err := rootsOf(cfg.CAFile)
	if err != nil {
		return err
	}
	a.postbox.Server, err = mailing.NewServer(cfg.SMTPURL.URL, cfg.BaseURL.Hostname(), roots)
	if err != nil {
		return fmt.Errorf("INEWS_SMTP_URL: %w", err)
	}
	return nil
}
