package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/gen2brain/webp"
)

// How pictures become WebP.
const (
	// LightenEvery is how long a new picture may be served as it was made.
	LightenEvery = 2 * time.Minute

	webpQuality = 78        // where a photo looks as it does in JPEG of jpegQuality
	webpPixels  = 4_000_000 // of the largest that is encoded, which takes about 100 MB; readers rarely see larger ones
	webpWorth   = 0.9       // of the bytes that there were: what saves less is not kept
	webpTurn    = time.Minute
)

// Lighten writes a WebP copy beside each picture in the folder that has none, as
// many as a minute allows; the rest is for the next call. It takes about a
// second for each picture, which is why nobody who uploads one waits for it.
func (u *Uploads) Lighten(ctx context.Context) error {
	names, err := u.Folder.heavy()
	if err != nil {
		return fmt.Errorf("look for pictures without WebP: %w", err)
	}
	var wrong []error
	for end := time.Now().Add(webpTurn); len(names) > 0 && time.Now().Before(end) && ctx.Err() == nil; names = names[1:] {
		if err := u.lighten(ctx, names[0]); err != nil {
			wrong = append(wrong, fmt.Errorf("write WebP of %s: %w", names[0], err))
		}
	}
	return errors.Join(wrong...)
}

func (u *Uploads) lighten(ctx context.Context, name string) error {
	file, err := u.Folder.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	if err != nil {
		return err
	}
	lighter, err := u.Darkroom.webp(ctx, data)
	if err != nil {
		return err
	}
	return u.Folder.Write(lighterName(name), lighter)
}

// webp is a file of ours as WebP, and nothing if that is no lighter.
func (d *Darkroom) webp(ctx context.Context, data []byte) ([]byte, error) {
	if err := d.enter(ctx); err != nil {
		return nil, err
	}
	defer d.leave()
	shape, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || shape.Width*shape.Height > webpPixels {
		return nil, err
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := webp.Encode(&b, img, webp.Options{Quality: webpQuality, Method: webp.DefaultMethod, Lossless: format == "png"}); err != nil {
		return nil, err
	}
	if float64(b.Len()) > webpWorth*float64(len(data)) {
		return nil, nil
	}
	return b.Bytes(), nil
}

// OpenLighter opens the WebP copy of a picture, if there is one that saves
// something.
func (f Folder) OpenLighter(name string) (fs.File, bool) {
	file, err := f.Open(lighterName(name))
	if err != nil {
		return nil, false
	}
	if info, err := file.Stat(); err != nil || info.Size() == 0 {
		_ = file.Close() // it was only read
		return nil, false
	}
	return file, true
}

// heavy lists the pictures without a WebP copy. A copy without a byte says that
// it would save nothing.
func (f Folder) heavy() ([]string, error) {
	there := map[string]bool{}
	err := fs.WalkDir(os.DirFS(f.Root), ".", func(_ string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // no picture yet, or it went this moment
		}
		if err == nil && entry.Type().IsRegular() {
			there[entry.Name()] = true
		}
		return err
	})
	var names []string
	for name := range there {
		if _, known := ContentType(name); known && !IsFile(name) && !there[lighterName(name)] {
			names = append(names, name)
		}
	}
	return names, err
}

// IsLighter tells copies, which can be made again, by their name.
func IsLighter(name string) bool { return path.Ext(name) == ".webp" }

func lighterName(name string) string { return strings.TrimSuffix(name, path.Ext(name)) + ".webp" }
