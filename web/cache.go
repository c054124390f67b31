package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/web/site"
)

const (
	// keepFor is how long a page is served without being made again, although
	// nothing was committed: lists of events change by the clock alone.
	keepFor = 60 * time.Second
	// staleFor is for how much longer the old page is served while a new one is
	// made, so that nobody in a crowd waits for it. Who comes later than that
	// waits: a list of events must not show those of yesterday.
	staleFor = 60 * time.Second
	// renderTime bounds the making of a page. It does not end with the request
	// that began it, since others wait for the same page.
	renderTime = 10 * time.Second
	// gzipFrom is the size from which compressing saves a packet.
	gzipFrom = 1024
)

// kept is a finished page: everything that is the same for all who ask.
type kept struct {
	answer  site.Answer
	zipped  []byte // nil when not worth it
	made    time.Time
	version uint64 // of the cache when the making began
	tally   uint64 // likewise
	counts  bool   // a reading of it is one of a page

	// Header values, in the form that http.Header takes.
	contentType, etag, modified, link, length, zippedLength, policy []string
}

// cache keeps finished pages. A page is made once for all who ask at the same
// time. It is fresh until keepFor has passed or anything public changed, and
// after that it is made again; when nothing changed, the old one is served for
// a moment meanwhile. A change of a number alone counts when the page is older
// than blog.TallyLate. When the making fails because the database is away, the
// old one is served, unless something may have been taken back since: then the
// old one might show it.
type cache struct {
	pages   *otter.Cache[string, *kept]
	flights singleflight.Group
	now     func() time.Time
	version atomic.Uint64 // counts changes; pages of earlier versions are never served again
	tally   atomic.Uint64 // counts changes of mere numbers
	made    atomic.Int64  // counts pages that were made
}

func newCache(size int, now func() time.Time) *cache {
	return &cache{
		now: now,
		pages: otter.Must(&otter.Options[string, *kept]{
			MaximumWeight: uint64(size),
			Weigher: func(key string, k *kept) uint32 {
				return uint32(len(key) + len(k.answer.Body) + len(k.zipped) + 512) // the headers, about
			},
		}),
	}
}

// forget makes pages old. A reaction or a follower shows somewhere as a number
// and takes nothing back; any other change might.
func (c *cache) forget(change string) {
	if postgres.SubjectOf(change).IsTally() {
		c.tally.Add(1)
		return
	}
	c.version.Add(1)
}

// younger tells whether nothing has changed since the page was made, and it is
// not that old.
func (c *cache) younger(k *kept, than time.Duration) bool {
	if k.tally != c.tally.Load() {
		than = blog.TallyLate
	}
	return k.version == c.version.Load() && c.now().Sub(k.made) < than
}

// page returns the page with the given key, made by render when it is not
// there or not fresh.
func (c *cache) page(ctx context.Context, key string, render func(context.Context) (site.Answer, error)) (*kept, error) {
	old, found := c.pages.GetIfPresent(key)
	if found && c.younger(old, keepFor) {
		return old, nil
	}
	version := c.version.Load()
	// Whoever asks after a change must not get what was begun before it.
	flight := strconv.FormatUint(version, 10) + " " + key
	made := c.flights.DoChan(flight, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), renderTime)
		defer cancel()
		return c.make(ctx, key, version, render)
	})
	if found && c.younger(old, keepFor+staleFor) {
		return old, nil
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case result := <-made:
		if result.Err == nil {
			return result.Val.(*kept), nil
		}
		if found && blog.KindOf(result.Err) == blog.Unavailable && old.version == c.version.Load() {
			return old, nil
		}
		return nil, result.Err
	}
}

func (c *cache) make(ctx context.Context, key string, version uint64, render func(context.Context) (site.Answer, error)) (k *kept, err error) {
	defer func() { // singleflight would take the process down with it
		if p := recover(); p != nil {
			err = fmt.Errorf("make page %s: panic: %v", key, p)
		}
	}()
	c.made.Add(1)
	tally := c.tally.Load()
	answer, err := render(ctx)
	if err != nil {
		return nil, err
	}
	k = finish(answer, c.now())
	k.version, k.tally = version, tally
	if !answer.Fleeting && version == c.version.Load() {
		c.pages.Set(key, k)
	}
	return k, nil
}

// policyOf is what a page may load that needs more than most.
func policyOf(answer site.Answer) string {
	policy := readersPolicy
	if answer.Scripts {
		policy = "script-src 'self'; " + policy
	}
	if len(answer.Players) > 0 {
		policy += "; frame-src " + strings.Join(answer.Players, " ")
	}
	return policy
}

// finish does once what would else be done for each reader.
func finish(answer site.Answer, now time.Time) *kept {
	k := &kept{answer: answer, made: now, contentType: []string{answer.Type}}
	k.counts = strings.HasPrefix(answer.Type, "text/html") && (answer.Status == 0 || answer.Status == http.StatusOK)
	sum := sha256.Sum256(answer.Body)
	// Weak, because the same tag stands for the plain and the compressed bytes.
	k.etag = []string{`W/"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`}
	k.length = []string{strconv.Itoa(len(answer.Body))}
	if len(answer.Players) > 0 || answer.Scripts {
		k.policy = []string{policyOf(answer)}
	}
	if !answer.Modified.IsZero() {
		k.modified = []string{answer.Modified.UTC().Format(http.TimeFormat)}
	}
	if answer.Object != "" {
		k.link = []string{"<" + answer.Object + `>; rel="alternate"; type="application/activity+json"`}
	}
	if len(answer.Body) >= gzipFrom {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a right one
		_, _ = z.Write(answer.Body)                           // a bytes.Buffer takes everything
		_ = z.Close()
		k.zipped = b.Bytes()
		k.zippedLength = []string{strconv.Itoa(b.Len())}
	}
	return k
}
