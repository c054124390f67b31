package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"inews/internal/config"
	"inews/internal/localpg"
	"inews/internal/postgres"
	"inews/migrations"
)

type restoreCommand struct {
	File   string `arg:"" optional:"" type:"existingfile" help:"A file that \"inews backup\" wrote."`
	Resume bool   `name:"resume-deliveries" help:"Send what was waiting when the backup was taken. Without FILE: what an earlier restore holds."`
}

// Help says what is refused and what is held, and why.
func (c *restoreCommand) Help() string {
	return "Puts a backup back, into an empty database and an empty data folder only. The whole file is proven by its checksums before anything is touched. " +
		"What was waiting to be sent when the backup was taken may have been sent since, so it is held: nothing is sent twice. " +
		"When you know that it was not sent, --resume-deliveries lets it go. Stop the old server for good first: two with one name lose each other's followers."
}

// restored is what "inews restore" prints.
type restored struct {
	Schema   int `json:"schema"`   // of the database now
	Pictures int `json:"pictures"` // files, with all their sizes
	Held     int `json:"held"`     // deliveries that wait for --resume-deliveries
	Resumed  int `json:"resumed"`  // deliveries that are let go
}

// Run puts a backup back, or lets go what an earlier restore holds.
func (c *restoreCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	if c.File == "" {
		return c.resume(ctx, cfg, s)
	}
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	tell := newProgress(s.err)
	m, err := readArchive(file, tell)
	if err != nil {
		return err
	}
	tell.done(fmt.Sprintf("The backup of %s is whole.", m.Made.Format("2 January 2006 15:04 MST")))
	if err := m.fits(cfg); err != nil {
		return err
	}
	a := &app{config: cfg, log: newLog(cfg.Log, s.err)}
	defer a.close()
	report, err := a.restore(ctx, file, m, tell)
	if err != nil {
		return fmt.Errorf("restore: %w", err)
	}
	if c.Resume {
		if report.Resumed, err = a.resume(ctx); err != nil {
			return err
		}
		report.Held = 0
	}
	return s.print(report.words(), report)
}

func (c *restoreCommand) resume(ctx context.Context, cfg config.Config, s *streams) error {
	if !c.Resume {
		return errors.New("expected the FILE of a backup, or --resume-deliveries to send what an earlier restore holds")
	}
	return with(ctx, cfg, s, func(a *app) error {
		n, err := a.resume(ctx)
		if err != nil {
			return err
		}
		return s.print(fmt.Sprintf("%d deliveries that were held are sent now.", n), restored{Schema: migrations.Latest, Resumed: n})
	})
}

func (r restored) words() string {
	words := fmt.Sprintf("The database (schema %d) and %d files of pictures are back. Start \"inews serve\".", r.Schema, r.Pictures)
	switch {
	case r.Held > 0:
		words += fmt.Sprintf("\n%d deliveries were waiting when the backup was taken. They are held, since they may have been sent after it:"+
			"\n\"inews restore --resume-deliveries\" sends them.", r.Held)
	case r.Resumed > 0:
		words += fmt.Sprintf("\n%d deliveries that were waiting when the backup was taken are sent now.", r.Resumed)
	}
	return words
}

// fits refuses what this program or this place cannot take.
func (m manifest) fits(cfg config.Config) error {
	if m.Schema > migrations.Latest {
		return fmt.Errorf("the backup has schema %d, newer than the %d that this program knows: use inews %s or newer", m.Schema, migrations.Latest, m.Version)
	}
	if m.BaseURL != cfg.Origin() {
		return fmt.Errorf("the backup is of %s and INEWS_BASE_URL is %s: the address is part of every id and key, set it to the first", m.BaseURL, cfg.Origin())
	}
	entries, err := os.ReadDir(cfg.Data)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("INEWS_DATA: %w", err)
	}
	for _, entry := range entries {
		// The private database is looked into later; certificates are not of the blog.
		if name := entry.Name(); name != "postgres" && name != "certificates" && !strings.HasPrefix(name, ".") {
			return fmt.Errorf("the data folder %s is not empty, it holds %q: set INEWS_DATA to a new folder, or move that away", cfg.Data, name)
		}
	}
	return nil
}

// restore puts the pictures in their place, then the database: a server that
// finds the one has the other.
func (a *app) restore(ctx context.Context, file *os.File, m manifest, tell *progress) (report restored, err error) {
	if err := a.openDatabase(ctx); err != nil {
		return report, err
	}
	empty, err := a.db.Empty(ctx)
	if err != nil {
		return report, err
	}
	if !empty {
		return report, errors.New("the database is not empty, and nothing was changed: make a new one (createdb) and set INEWS_DATABASE_URL to it, or set INEWS_DATA to a new folder")
	}
	place := pictures(a.config).Root
	if err := unpackMedia(ctx, file, m.media(), place, tell); err != nil {
		return report, err
	}
	if err := a.loadDatabase(ctx, file, m, tell); err != nil {
		return report, errors.Join(err, os.RemoveAll(place)) // as it was
	}
	if err := a.migrate(ctx); err != nil {
		return report, err
	}
	report.Schema, report.Pictures = migrations.Latest, len(m.media())
	report.Held, err = a.db.CountHeld(ctx)
	return report, err
}

// unpackMedia writes the pictures to a folder beside their place and moves it
// there when it is whole.
func unpackMedia(ctx context.Context, file *os.File, pictures []part, place string, tell *progress) error {
	if err := os.MkdirAll(filepath.Dir(place), 0o755); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(filepath.Dir(place), ".media-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh) // which does nothing once it has moved
	root, err := os.OpenRoot(fresh)
	if err != nil {
		return err
	}
	defer root.Close()
	var done, all int64
	for _, p := range pictures {
		all += p.Size
	}
	for _, p := range pictures {
		if err := errors.Join(ctx.Err(), unpack(root, strings.TrimPrefix(p.Name, mediaName), p.open(file))); err != nil {
			return fmt.Errorf("write %s: %w", p.Name, err)
		}
		done += p.Size
		tell.step("Unpacking pictures", done, all)
	}
	if err := errors.Join(root.Chmod(".", 0o750), os.Rename(fresh, place), syncFolder(filepath.Dir(place))); err != nil {
		return err
	}
	tell.done(fmt.Sprintf("Unpacked %d files of pictures: %s.", len(pictures), size(all)))
	return nil
}

func unpack(root *os.Root, name string, from io.Reader) error {
	if err := root.MkdirAll(filepath.Dir(name), 0o750); err != nil {
		return err
	}
	file, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Sync(), file.Close())
}

// loadDatabase runs the dump and begins the new epoch, in one transaction. It
// is bracketed by us: a dump that is cut off, by whatever, never commits.
func (a *app) loadDatabase(ctx context.Context, file *os.File, m manifest, tell *progress) error {
	major, err := a.db.Major(ctx)
	if err != nil {
		return err
	}
	whole := m.Parts[0]
	dump, err := gzip.NewReader(io.TeeReader(whole.open(file), &counted{
		Writer: io.Discard, tell: func(sum int64) { tell.step("Loading the database", sum, whole.Size) },
	}))
	if err != nil {
		return fmt.Errorf("open the dump: %w", err)
	}
	made := "\\set backup '" + m.Made.UTC().Format(time.RFC3339Nano) + "'\n"
	err = localpg.Load(ctx, a.address, major, io.MultiReader(
		strings.NewReader("BEGIN;\n"), dump, strings.NewReader(made+postgres.EpochBegins+"COMMIT;\n")))
	if err == nil {
		tell.done("Loaded the database.")
	}
	return err
}

// resume lets go what is held.
func (a *app) resume(ctx context.Context) (n int, err error) {
	err = a.db.InTx(ctx, func(tx *postgres.Tx) error {
		n, err = tx.ResumeDeliveries(ctx)
		return err
	})
	return n, err
}
