package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	fed "inews/federation"
	"inews/federation/delivery"
	"inews/federation/signature"
	"inews/internal/config"
	"inews/internal/fediverse"
	"inews/internal/jobs"
	"inews/internal/media"
	"inews/internal/privacy"
	"inews/internal/reach"
)

type workCommand struct{}

// Run does the work in the background until it is told to stop.
func (c *workCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	return with(ctx, cfg, s, func(a *app) error {
		a.log.Info("working in the background")
		return a.newWorkers(newMetrics(a)).run(ctx)
	})
}

// workers are everything that goes on in the background of one process.
type workers struct {
	*app
	dispatcher *delivery.Dispatcher
	receiver   *fediverse.Receiver
	deliveries chan struct{}
	items      chan struct{}
	mails      chan struct{}
	updated    chan struct{}
	rush       func() bool // tells that many requests wait at the inbox; nil where there is none
}

// Numbers of the background work.
const (
	receivers    = 4                      // activities that are applied at once; each may wait for another server
	inboxPoll    = 200 * time.Millisecond // for activities that another node has taken in
	rushHour     = 16                     // requests at the inbox at once, when activities are put off for their sake
	mailPoll     = 5 * time.Second        // for mail that another node has kept while nobody listened
	mailers      = 2                      // messages that are handed over at once
	duePoll      = time.Second            // how late a post may be published or taken down
	listPoll     = 10 * time.Second       // how late a list of servers may be looked at
	waitForStops = 25 * time.Second
)

func (a *app) newWorkers(m *metrics) *workers {
	w := &workers{app: a, deliveries: make(chan struct{}, 1), items: make(chan struct{}, 1), mails: make(chan struct{}, 1), updated: make(chan struct{}, 1)}
	poster := &delivery.Poster{
		Client: a.bridge.Client,
		Key: func(ctx context.Context, sender fed.ID) (signature.Key, error) {
			local, _ := a.addresses.Parse(sender)
			return a.bridge.Keys.Key(ctx, local.Key)
		},
	}
	w.dispatcher = &delivery.Dispatcher{
		Queue: a.queue, Post: poster.Post, Wake: w.deliveries,
		Observe: func(r delivery.Result) {
			m.delivered(r)
			a.log.Debug("delivery", "host", r.Delivery.Host, "activity", r.Delivery.ActivityID, "attempt", r.Delivery.Attempt+1,
				"outcome", r.Outcome.Kind, "err", r.Outcome.Reason)
		},
		Trouble: func(err error) { a.log.Error("delivery queue", "err", err) },
	}
	w.receiver = fediverse.NewReceiver(a.bridge)
	w.receiver.Outcome = m.applied
	return w
}

// run works until ctx ends, and returns when nothing is under way any more.
func (w *workers) run(ctx context.Context) error {
	w.jobs.Every(time.Minute, "remind-staff", w.newsroom.Remind)
	w.jobs.Every(time.Minute, "remind-of-duties", w.compliance.Remind)
	w.jobs.Every(time.Hour, "clean-up", w.compliance.CleanUp)
	w.jobs.Every(privacy.ProceedEvery, "go-on-erasing", w.privacy.Proceed)
	w.jobs.Every(media.LightenEvery, "write-webp", w.uploads.Lighten)
	w.jobs.Every(time.Hour, "give-up-mails", w.postbox.GiveUp)
	w.jobs.Every(reach.TallyEvery, "tally-reach", w.reach.Tally)
	w.jobs.Every(time.Minute, "walk-threads", w.receiver.WalkThreads)
	w.jobs.Every(listPoll, "look-at-lists", w.comments.LookAtLists)
	w.jobs.Every(fediverse.FarewellEvery, "reject-followers", w.bridge.RejectFollowers)
	w.jobs.Every(24*time.Hour, "retire-keys", func(ctx context.Context) error {
		_, err := w.bridge.RetireKeys(ctx)
		return err
	})
	if err := w.jobs.Start(ctx); err != nil {
		return fmt.Errorf("start background work: %w", err)
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return w.dispatcher.Run(ctx) })
	group.Go(func() error {
		jobs.Loop{
			Name: "inbox", Every: inboxPoll, Workers: receivers, Wake: w.items, Hold: w.rush, Log: w.log, Work: w.receiver.Work,
		}.Run(ctx)
		return nil
	})
	// Periodic jobs wait for a node that was killed to be missed; a post does not.
	for name, due := range map[string]func(context.Context) (int, error){
		"posts that go out": w.newsroom.PublishDue, "posts that end": w.newsroom.TakeDownDue,
	} {
		group.Go(func() error {
			jobs.Loop{Name: name, Every: duePoll, Log: w.log, Work: due}.Run(ctx)
			return nil
		})
	}
	group.Go(func() error {
		jobs.Loop{Name: "mail", Every: mailPoll, Workers: mailers, Wake: w.mails, Log: w.log, Work: w.postbox.Work}.Run(ctx)
		return nil
	})
	group.Go(func() error {
		jobs.Loop{Name: "updates", Every: mailPoll, Wake: w.updated, Log: w.log, Work: w.updates.Write}.Run(ctx)
		return nil
	})
	group.Go(func() error {
		<-ctx.Done()
		timeout, cancel := context.WithTimeout(context.WithoutCancel(ctx), waitForStops)
		defer cancel()
		return w.jobs.Stop(timeout)
	})
	return group.Wait()
}

func (w *workers) wakeDeliveries() { wake(w.deliveries) }
func (w *workers) wakeInbox()      { wake(w.items) }
func (w *workers) wakeMails()      { wake(w.mails); wake(w.updated) }

// wake tells a worker that there is something to do, unless it was told already.
func wake(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}
