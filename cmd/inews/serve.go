package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"golang.org/x/crypto/acme/autocert"
	"golang.org/x/sync/errgroup"

	"inews/federation/actor"
	"inews/federation/inbox"
	"inews/internal/config"
	"inews/internal/fediverse"
	"inews/internal/jobs"
	"inews/internal/postgres"
	"inews/web"
)

type serveCommand struct{}

// Limits of the public listener. A body must arrive while its sender still
// waits for it: Mastodon waits ten seconds.
const (
	readHeaderTimeout = 5 * time.Second
	readTimeout       = 60 * time.Second // a picture over a slow line
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	maxHeader         = 64 << 10
	stopTimeout       = 24 * time.Second // with the goodbye and the database's end under half a minute
)

// Run serves the site until it is told to stop.
func (c *serveCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		return a.serve(ctx, newProgress(s.err))
	})
}

// serve runs the listeners and the background work, and stops them in the
// order in which they need each other: first no more requests, then the work.
func (a *app) serve(ctx context.Context, terminal *progress) error {
	metrics := newMetrics(a)
	work := a.newWorkers(metrics)
	shelf := &fediverse.Shelf{Library: fediverse.Library{Bridge: a.bridge}, Now: time.Now}
	batch := &jobs.Batcher[postgres.InboxItem]{}
	store := &fediverse.Door{DB: a.db, Together: batch.Do, Backlog: a.backlog}
	batch.Keep = store.Keep
	public, err := a.publicHandler(shelf, store, work, metrics)
	if err != nil {
		return err
	}
	metrics.making(public.Made, shelf.Made)
	// Our actors are told from memory from here on: a server that cannot fetch
	// our key turns us away for minutes, whatever our database does.
	if err := a.bridge.Prepare(ctx); err != nil {
		return err
	}
	listener, private, err := a.listeners()
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: public, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelDebug),
	}
	entry := newEntrance(server, listener)
	inside := &http.Server{Handler: metrics.handler(), ReadHeaderTimeout: readHeaderTimeout}

	// What serves requests lives until they have ended, not until the signal.
	living, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	var kept sync.WaitGroup
	kept.Go(func() { batch.Run(living) })
	if a.readings != nil {
		kept.Go(func() { a.readings.Run(living) })
	}
	kept.Go(func() {
		forget := func(change string) {
			shelf.Forget(change)
			if !postgres.SubjectOf(change).IsTally() { // a like changes neither our keys nor whom staff have blocked
				a.bridge.Keys.Forget()
				a.guard.Forget()
			}
		}
		a.listen(living, public, forget, work)
	})
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return entry.serve(a.serveTLS) })
	group.Go(func() error { return ended(inside.Serve(private)) })
	group.Go(func() error { return work.run(groupCtx) })
	group.Go(func() error {
		<-groupCtx.Done()
		metrics.stopping()
		return entry.stop(inside)
	})
	group.Go(func() error { a.beat(groupCtx); return nil })
	if err := a.announceSetup(ctx, terminal); err != nil {
		a.log.Error("make an address to set the blog up", "err", err)
	}
	a.log.Info("serving on "+listener.Addr().String(), "host", a.config.Origin())
	err = group.Wait()
	end()
	kept.Wait()
	a.log.Info("stopped")
	return err
}

// listeners are the public and the private one.
func (a *app) listeners() (public, private net.Listener, err error) {
	if public, err = net.Listen("tcp", string(a.config.Listen)); err != nil {
		return nil, nil, fmt.Errorf("INEWS_LISTEN: %w", err)
	}
	if private, err = net.Listen("tcp", string(a.config.PrivateListen)); err != nil {
		_ = public.Close()
		return nil, nil, fmt.Errorf("INEWS_PRIVATE_LISTEN: %w", err)
	}
	return public, private, nil
}

// publicHandler joins the site and its fediverse side.
func (a *app) publicHandler(shelf actor.Library, door inbox.Store, work *workers, m *metrics) (*web.Server, error) {
	verifier := a.verifier()
	handler := &inbox.Handler{
		Store: door, Verifier: verifier, Admit: a.guard.Admit, Known: a.bridge.Known,
		Report: func(o inbox.Outcome) {
			m.received(o)
			if o.Err == nil && !o.Dropped {
				work.wakeInbox()
			}
			if o.Err != nil {
				a.log.Debug("inbox refused", "actor", o.Received.Actor, "activity", o.Received.ActivityID, "outcome", o.Status, "err", o.Err)
			}
		},
	}
	work.rush = func() bool { return handler.InFlight() > rushHour }
	readers := &fediverse.Readers{
		Verifier: verifier, Guard: a.guard,
		// Not by actor: a server reads for all of its people in the name of one.
		Throttle: &inbox.Throttle{PerAddress: int(a.config.InboxPerAddress), PerHost: int(a.config.InboxPerHost)},
	}
	return web.New(a.webOptions(fediverse.NewSite(a.bridge, shelf, handler, readers)))
}

// serveTLS serves in the way that the configuration asks for.
func (a *app) serveTLS(server *http.Server, listener net.Listener) error {
	switch {
	case a.config.TLSCert != "":
		return ended(server.ServeTLS(listener, a.config.TLSCert, a.config.TLSKey))
	case a.config.TLSACME != "":
		manager := &autocert.Manager{
			Prompt: autocert.AcceptTOS, Email: a.config.TLSACME, Cache: autocert.DirCache(a.config.Data + "/certificates"),
			HostPolicy: autocert.HostWhitelist(a.config.BaseURL.Hostname()),
		}
		server.TLSConfig = manager.TLSConfig()
		return ended(server.ServeTLS(listener, "", ""))
	}
	return ended(server.Serve(listener))
}

// beat says that this node serves, from the start on and until ctx ends.
func (a *app) beat(ctx context.Context) {
	ticker := time.NewTicker(fediverse.HeartbeatEvery)
	defer ticker.Stop()
	for {
		if err := a.bridge.Beat(ctx); err != nil && ctx.Err() == nil {
			a.log.Warn("heartbeat", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// listen keeps this node's copies fresh by what any node commits.
func (a *app) listen(ctx context.Context, pages *web.Server, forget func(change string), work *workers) {
	err := a.db.Listen(ctx, func(channel, payload string) {
		switch channel {
		case postgres.DeliveriesChannel:
			work.wakeDeliveries()
			return
		case postgres.MailsChannel:
			work.wakeMails()
			return
		}
		pages.Forget(payload)
		forget(payload)
	}, func() {
		pages.ForgetAll()
		forget("")
		work.wakeDeliveries()
		work.wakeMails()
	}, postgres.ChangesChannel, postgres.DeliveriesChannel, postgres.MailsChannel)
	if err != nil {
		a.log.Error("listen for changes", "err", err)
	}
}

// ended takes the ordinary end of a server for no error.
func ended(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
