package main

import (
	"archive/tar"
	"cmp"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"inews/internal/config"
	"inews/internal/localpg"
	"inews/internal/media"
	"inews/internal/postgres"
)

type backupCommand struct {
	File string `arg:"" help:"Where to write the backup. It must not be there yet."`
}

// Help says what whoever keeps the file must know.
func (c *backupCommand) Help() string {
	return "Writes one file with the database, the pictures and a manifest with the checksums of all of them, while the site goes on. " +
		"It holds the private keys of the blog and the hashes of passwords, in the clear: it is readable to you alone, and must stay so. " +
		"To keep it elsewhere, encrypt it, for example with age or gpg. It is a tar file. " +
		"Not in it: settings (INEWS_…) and certificates, which are fetched again."
}

// backedUp is what "inews backup" prints.
type backedUp struct {
	File     string    `json:"file"`
	Size     int64     `json:"size"`
	Made     time.Time `json:"made"`
	Schema   int       `json:"schema"`
	Pictures int       `json:"pictures"` // files, with all their sizes
}

// Run writes a backup. It never changes the database, not even its schema: the
// moment before an update is when one is wanted.
func (c *backupCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	if _, err := os.Lstat(c.File); !errors.Is(err, fs.ErrNotExist) {
		return cmp.Or(err, fmt.Errorf("%s is there already: a backup never overwrites one, choose another name", c.File))
	}
	a := &app{config: cfg, log: newLog(cfg.Log, s.err)}
	defer a.close()
	if err := a.openDatabase(ctx); err != nil {
		return err
	}
	report, err := a.backUp(ctx, c.File, newProgress(s.err))
	if err != nil {
		return fmt.Errorf("back up: %w", err)
	}
	return s.print(fmt.Sprintf("%s: %s, the database (schema %d) and %d files of pictures. It holds private keys: keep it safe.",
		c.File, size(report.Size), report.Schema, report.Pictures), report)
}

// backUp writes the file under another name and gives it its own once it is
// whole and on the disk.
func (a *app) backUp(ctx context.Context, name string, tell *progress) (report backedUp, err error) {
	folder := filepath.Dir(name)
	file, err := os.CreateTemp(folder, "."+filepath.Base(name)+".*") // which nobody else may read
	if err != nil {
		return report, err
	}
	defer func() {
		_ = file.Close() // it is closed already where that matters
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	m, err := a.writeBackup(ctx, file, tell)
	if err != nil {
		return report, err
	}
	info, err := file.Stat()
	if err != nil {
		return report, err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return report, err
	}
	// Link, unlike Rename, leaves alone what another backup has put there.
	if err := os.Link(file.Name(), name); err != nil {
		return report, err
	}
	return backedUp{File: name, Size: info.Size(), Made: m.Made, Schema: m.Schema, Pictures: len(m.media())},
		errors.Join(os.Remove(file.Name()), syncFolder(folder))
}

func (a *app) writeBackup(ctx context.Context, to *os.File, tell *progress) (manifest, error) {
	schema, err := a.db.Schema(ctx)
	if err != nil {
		return manifest{}, err
	}
	switch {
	case schema == 0:
		return manifest{}, errors.New("the database is empty: there is nothing to back up")
	case schema < postgres.FirstEpochs:
		return manifest{}, fmt.Errorf("the database has schema %d, which cannot be put back without sending things twice: run \"inews migrate\" first", schema)
	}
	out := &archive{tar: tar.NewWriter(to), manifest: manifest{
		Format: archiveFormat, Version: version, Schema: schema, Made: time.Now().UTC(), BaseURL: a.config.Origin(),
	}}
	// First the database, then the pictures: a picture is on the disk before the
	// database knows of it.
	if err := a.packDatabase(ctx, out, filepath.Dir(to.Name()), tell); err != nil {
		return out.manifest, err
	}
	if err := packMedia(ctx, out, pictures(a.config).Root, tell); err != nil {
		return out.manifest, err
	}
	return out.manifest, out.close()
}

// packDatabase dumps into a file beside the backup first: a tar file tells the
// size of each part before the part.
func (a *app) packDatabase(ctx context.Context, out *archive, folder string, tell *progress) error {
	dump, err := os.CreateTemp(folder, ".inews-dump.*")
	if err != nil {
		return err
	}
	defer func() { _, _ = dump.Close(), os.Remove(dump.Name()) }()
	major, err := a.db.Major(ctx)
	if err != nil {
		return err
	}
	zipped := gzip.NewWriter(dump)
	through := &counted{Writer: zipped, tell: func(sum int64) { tell.step("Dumping the database", sum, 0) }}
	if err := localpg.Dump(ctx, a.address, major, through); err != nil {
		return err
	}
	if err := zipped.Close(); err != nil {
		return err
	}
	length, err := dump.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := dump.Seek(0, io.SeekStart); err != nil {
		return err
	}
	tell.done("Dumped the database: " + size(length) + ".")
	return out.add(databaseName, length, dump)
}

// packMedia copies every picture. One that goes meanwhile is left out, and so are
// copies that the site makes again by itself.
func packMedia(ctx context.Context, out *archive, folder string, tell *progress) error {
	root, err := os.OpenRoot(folder)
	if errors.Is(err, fs.ErrNotExist) { // no picture was ever uploaded
		return nil
	}
	if err != nil {
		return err
	}
	defer root.Close()
	var sum int64
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err = errors.Join(err, ctx.Err()); err != nil || !entry.Type().IsRegular() || media.IsLighter(name) {
			return err
		}
		file, err := root.Open(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil {
			return err
		}
		sum += info.Size()
		tell.step("Packing pictures", sum, 0)
		return out.add(mediaName+name, info.Size(), file)
	})
	if err == nil {
		tell.done(fmt.Sprintf("Packed %d files of pictures: %s.", len(out.manifest.media()), size(sum)))
	}
	return err
}

// syncFolder makes a new name in the folder last.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
