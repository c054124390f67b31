package main

import (
	"context"
	"crypto/x509"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"inews/federation/fetch"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/accounts"
	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/comments"
	"inews/internal/compliance"
	"inews/internal/config"
	"inews/internal/fediverse"
	"inews/internal/jobs"
	"inews/internal/localpg"
	"inews/internal/mailing"
	"inews/internal/media"
	"inews/internal/network"
	"inews/internal/newsroom"
	"inews/internal/postgres"
	"inews/internal/privacy"
	"inews/internal/reach"
	"inews/internal/richtext"
	"inews/internal/tongue"
)

// app is everything that is wired together, the same for every command.
type app struct {
	config  config.Config
	log     *slog.Logger
	cluster *localpg.Cluster // nil with a database of one's own
	address string           // of the database
	db      *postgres.DB
	jobs    *jobs.Runner
	uploads *media.Uploads

	accounts    *accounts.Accounts
	newsroom    *newsroom.Newsroom
	calendar    *calendar.Calendar
	comments    *comments.Comments
	network     *network.Network
	postbox     *mailing.Postbox
	letterbox   *mailing.Letterbox
	updates     *mailing.Updates
	unsubscribe mailing.Unsubscribe
	reach       *reach.Reach
	readings    *reach.Counter // nil when nobody is to count
	compliance  *compliance.Compliance
	privacy     *privacy.Privacy

	addresses fediverse.Addresses
	bridge    *fediverse.Bridge
	queue     *fediverse.Queue
	guard     *fediverse.Guard
	backlog   *fediverse.Backlog
	keys      *fetch.Keys
}

// owner is who acts from the command line: whoever may read the database may
// do anything.
var owner = blog.Editor{Role: blog.Owner}

// concurrentPictures bounds how many pictures are worked on at once: each may
// need a hundred megabytes.
const concurrentPictures = 2

// open starts or reaches the database, makes sure of its schema and wires the
// parts. Close what it returns.
func open(ctx context.Context, cfg config.Config, s *streams) (_ *app, err error) {
	a := &app{config: cfg, log: newLog(cfg.Log, s.err)}
	defer func() {
		if err != nil {
			a.close()
		}
	}()
	if err := a.openDatabase(ctx); err != nil {
		return nil, err
	}
	if err := a.checkSchema(ctx); err != nil {
		return nil, err
	}
	if err := a.wire(ctx); err != nil {
		return nil, err
	}
	return a, nil
}

// with wires everything, does what a command is for, and closes it all again.
func with(ctx context.Context, cfg config.Config, s *streams, do func(a *app) error) error {
	a, err := open(ctx, cfg, s)
	if err != nil {
		return err
	}
	defer a.close()
	return do(a)
}

// openDatabase reaches the configured database, or starts the private one.
func (a *app) openDatabase(ctx context.Context) (err error) {
	a.address = string(a.config.DatabaseURL)
	if a.address == "" {
		data, err := filepath.Abs(a.config.Data)
		if err != nil {
			return fmt.Errorf("data folder: %w", err)
		}
		a.cluster, err = localpg.Start(ctx, localpg.Options{Dir: filepath.Join(data, "postgres"), Durable: true})
		if err != nil {
			return err
		}
		a.address = a.cluster.URL(localpg.Database)
	}
	a.db, err = postgres.Open(ctx, a.address, nil)
	if err != nil {
		return fmt.Errorf("INEWS_DATABASE_URL: %w", err)
	}
	return nil
}

// checkSchema refuses a database that this program does not know. The private
// one is nobody else's, and is brought forward without being asked.
func (a *app) checkSchema(ctx context.Context) error {
	if a.cluster != nil {
		return a.migrate(ctx)
	}
	if err := a.db.CheckSchema(ctx); err != nil {
		return err
	}
	return jobs.CheckSchema(ctx, a.db)
}

func (a *app) migrate(ctx context.Context) error {
	if _, err := a.db.Migrate(ctx); err != nil {
		return err
	}
	_, err := jobs.Migrate(ctx, a.db)
	return err
}

// pictures is where uploads are.
func pictures(cfg config.Config) media.Folder {
	return media.Folder{Root: filepath.Join(cfg.Data, "media")}
}

func (a *app) wire(ctx context.Context) (err error) {
	cfg := a.config
	a.addresses = fediverse.Addresses{Base: cfg.Origin(), Handle: string(cfg.Handle)}
	a.uploads = &media.Uploads{
		DB: a.db, Folder: pictures(cfg),
		Darkroom: media.NewDarkroom(concurrentPictures, media.Limits{}),
	}
	if a.jobs, err = jobs.New(a.db, jobs.Options{Log: a.log}); err != nil {
		return err
	}
	if a.accounts, err = newAccounts(cfg, a.db); err != nil {
		return err
	}
	if err := a.wireMail(ctx); err != nil {
		return err
	}
	a.comments = &comments.Comments{
		DB: a.db, Base: a.addresses.Comments(), Ours: []string{string(a.addresses.Blog()), cfg.Origin() + "/"},
		Domain: cfg.Domain(), Letters: comments.Letters{Site: cfg.Origin(), Sent: !cfg.SMTPURL.IsZero(), Tongues: a.tongues()},
	}
	a.unsubscribe.Lists[comments.AnswersList] = a.comments.EndWish
	a.network = &network.Network{DB: a.db, Base: string(a.addresses.Activity(""))}
	if err := a.wireFederation(); err != nil {
		return err
	}
	a.network.Finder, a.comments.Edition = a.bridge, a.bridge.Edition
	a.newsroom = &newsroom.Newsroom{DB: a.db, Site: cfg.Origin(), Tongues: a.tongues(), Resolve: a.mention}
	a.letterbox = &mailing.Letterbox{
		DB: a.db, Site: cfg.Origin(), Tongues: a.tongues(), Mailbox: string(cfg.Contact), Tell: a.newsroom.Tell,
	}
	a.calendar = &calendar.Calendar{DB: a.db, Newsroom: a.newsroom}
	a.jobs.OnChange(func(ctx context.Context, id int64) error {
		change, err := a.db.ChangeByID(ctx, id)
		if err != nil {
			return err
		}
		return a.bridge.Tell(ctx, change)
	})
	a.db.SetEnqueue(a.enqueue)
	return a.wireReach()
}

func (a *app) wireReach() error {
	zone, err := time.LoadLocation(newsroom.DefaultZone)
	if err != nil {
		return fmt.Errorf("time zone of the site: %w", err)
	}
	a.reach = &reach.Reach{DB: a.db, Zone: zone, Now: time.Now}
	a.compliance = &compliance.Compliance{DB: a.db, Zone: zone, Tell: a.newsroom.Tell}
	a.privacy = &privacy.Privacy{DB: a.db, Site: a.config.Origin(), Address: a.updates.Tokens.AddressHash}
	if a.config.CountReading {
		a.readings = &reach.Counter{Map: reach.Map{Own: a.config.Host()}, DB: a.db, Zone: zone, Now: time.Now, Log: a.log}
	}
	return nil
}

func (a *app) wireFederation() error {
	cfg := a.config
	roots, err := rootsOf(cfg.CAFile)
	if err != nil {
		return err
	}
	ring := &fediverse.KeyRing{DB: a.db, Addresses: a.addresses, Now: time.Now}
	a.queue = &fediverse.Queue{DB: a.db, Addresses: a.addresses, Now: time.Now}
	a.backlog = &fediverse.Backlog{DB: a.db, Now: time.Now, Most: int(cfg.InboxQueue), PerHost: int(cfg.InboxHostQueue)}
	a.guard = &fediverse.Guard{
		DB: a.db, Queue: a.queue, Now: time.Now, Backlog: a.backlog, Only: cfg.FederationOnly,
		Throttle: &inbox.Throttle{PerAddress: int(cfg.InboxPerAddress), PerHost: int(cfg.InboxPerHost), PerActor: int(cfg.InboxPerActor)},
	}
	client := &fetch.Client{
		Key: ring.Instance, Admit: a.guard.Host, Allow: cfg.FederationAllow, AllowHTTP: cfg.FederationHTTP, RootCAs: roots,
		UserAgent: "iNews/" + version + " (+" + cfg.Origin() + "/)",
	}
	a.bridge = &fediverse.Bridge{
		Addresses: a.addresses, DB: a.db, Client: client, Keys: ring, Comments: a.comments, Network: a.network,
		Log: a.log, Now: time.Now, AuthorisedFetch: cfg.AuthorisedFetch,
		Profile: fediverse.Profile{
			Name: cfg.Name, Summary: richtext.Comment(cfg.Summary).String(), HandleDomain: cfg.Domain(),
			Language: string(cfg.Language), Languages: tongue.Tags(string(cfg.Language), cfg.Languages),
			Organisation: cfg.Organisation, Version: version,
		},
	}
	a.queue.Greet = a.bridge.Greet
	a.keys = &fetch.Keys{Client: client, Cached: a.bridge.CachedKey}
	return nil
}

// enqueue puts the telling of a change into the transaction that commits it.
func (a *app) enqueue(ctx context.Context, tx *sql.Tx, change blog.Change) error {
	if !a.bridge.Concerns(change) {
		return nil
	}
	return a.jobs.EnqueueChange(ctx, tx, change)
}

// mention finds whom a post names: whom we know, and otherwise over the network.
func (a *app) mention(ctx context.Context, handle string) (richtext.Mention, bool) {
	if known, ok := a.bridge.Mention(ctx)(handle); ok {
		return known, true
	}
	person, err := a.bridge.Find(ctx, "@"+handle)
	if err != nil {
		return richtext.Mention{}, false
	}
	return richtext.Mention{Handle: handle, URL: person.URL, ActorID: person.URI}, true
}

// verifier proves who sent a request to the inbox.
func (a *app) verifier() *signature.Verifier {
	return &signature.Verifier{Keys: a.keys, Origin: a.config.Origin()}
}

func (a *app) close() {
	if a.db != nil {
		if err := a.db.Close(); err != nil {
			a.log.Warn("close database", "err", err)
		}
	}
	if a.cluster != nil {
		if err := a.cluster.Stop(context.Background()); err != nil {
			a.log.Error("stop private database", "err", err)
		}
	}
}

// rootsOf returns the system's root certificates and those of the file.
func rootsOf(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("INEWS_CA_FILE: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		return nil, fmt.Errorf("read the system's certificates: %w", err)
	}
	if !roots.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("INEWS_CA_FILE %q: expected certificates in PEM form, found none", file)
	}
	return roots, nil
}

func newLog(c config.Log, w io.Writer) *slog.Logger {
	options := &slog.HandlerOptions{Level: c.Level}
	if c.JSON {
		return slog.New(slog.NewJSONHandler(w, options))
	}
	return slog.New(slog.NewTextHandler(w, options))
}
