package main

import (
	"context"
	"fmt"
	"time"

	"inews/internal/accounts"
	"inews/internal/config"
	"inews/internal/mailing"
	"inews/internal/newsroom"
	"inews/internal/tongue"
)

type mailCommand struct {
	Test   mailTestCommand   `cmd:"" help:"Send a message, and say what the mail server makes of it."`
	Bounce mailBounceCommand `cmd:"" help:"Read from standard input what a mail server reports about a message of ours: what comes to INEWS_MAIL_BOUNCE is piped into this."`
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

type mailBounceCommand struct {
	Recipient string `arg:"" optional:"" help:"The address that it came to, where the mail server tells: Postfix's $$ORIGINAL_RECIPIENT."`
}

// Run takes a report in.
func (c *mailBounceCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		bounces := mailing.Bounces{DB: a.db, Tokens: a.updates.Tokens}
		was, err := bounces.Take(ctx, s.in, c.Recipient)
		if err != nil {
			return err
		}
		return s.print("A message came back: "+string(was)+".", map[string]string{"returned": string(was)})
	})
}

// tongues are those in which the site speaks to readers, its own first.
func (a *app) tongues() []*tongue.Tongue {
	return tongue.Call(tongue.All(string(a.config.Language), a.config.Languages), a.called())
}

// called is what the site is called in each of them.
func (a *app) called() map[string]tongue.Called {
	called := make(map[string]tongue.Called)
	for _, language := range tongue.Languages() {
		called[language] = tongue.Called{
			Name: a.config.Names[language], Summary: a.config.Summaries[language], Organisation: a.config.Organisations[language],
		}
	}
	return called
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
	tokens, tongues := mailing.Tokens{Key: secret}, a.tongues()
	a.postbox = &mailing.Postbox{
		DB: a.db, Log: a.log, Composer: &mailing.Composer{
			BaseURL: cfg.Origin(), Name: from.Name, Address: from.Address, Site: cfg.Name, Organisation: cfg.Organisation,
			Tongues: tongues, Bounce: string(cfg.MailBounce), Tokens: tokens,
		},
	}
	zone, err := time.LoadLocation(newsroom.DefaultZone)
	if err != nil {
		return fmt.Errorf("time zone of the site: %w", err)
	}
	a.updates = &mailing.Updates{
		DB: a.db, BaseURL: cfg.Origin(), Site: cfg.Name, Tongues: tongues, Tokens: tokens, Sends: !cfg.SMTPURL.IsZero(),
		Digest: mailing.DigestTime{Day: cfg.MailDigest.Day, Hour: cfg.MailDigest.Hour, Zone: zone},
	}
	a.unsubscribe = mailing.Unsubscribe{Tokens: tokens, Lists: map[string]func(context.Context, string) error{
		mailing.UpdatesList: a.updates.End,
	}}
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
