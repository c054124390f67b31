package main

import (
	"inews/internal/look"
	"inews/web"
	"inews/web/desk"
)

// webOptions hands the configuration and the use cases to the site.
func (a *app) webOptions(federation web.Federation) web.Options {
	cfg := a.config
	return web.Options{
		DB: a.db, Comments: a.comments, Letterbox: a.letterbox, Media: a.uploads.Folder, Federation: federation, Readings: a.readings,
		Log: a.log, Desk: a.deskOptions(), Unsubscribe: a.unsubscribe, Updates: a.updates,
		BaseURL: cfg.Origin(), Name: cfg.Name, Tagline: cfg.Summary, Organisation: cfg.Organisation,
		Language: string(cfg.Language), Languages: cfg.Languages, Called: a.called(), Handle: string(cfg.Handle), HandleDomain: cfg.Domain(),
		TrustedProxies: cfg.TrustedProxies,
	}
}

func (a *app) deskOptions() *desk.Options {
	return &desk.Options{
		DB: a.db, Newsroom: a.newsroom, Calendar: a.calendar, Comments: a.comments, Network: a.network,
		Reach: a.reach, Machine: a.machine, Compliance: a.compliance, Privacy: a.privacy,
		Accounts: a.accounts, Postbox: a.postbox, Updates: a.updates, Uploads: a.uploads, Looks: &look.Looks{DB: a.db}, Examine: a.examine, Appear: a.bridge.Appear,
	}
}
