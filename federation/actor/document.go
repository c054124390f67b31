package actor

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"time"

	"inews/federation"
)

// Library holds what stands at our addresses.
type Library interface {
	// Document returns the final bytes of the document with that id: an actor,
	// an object, an activity, a collection or, by its query, a page of one.
	// Errors wrap federation.ErrNotFound (also for what is hidden), ErrGone,
	// beside which a Tombstone may be returned, or ErrUnavailable; any other is
	// taken for ErrUnavailable.
	Document(ctx context.Context, id federation.ID) (Document, error)
}

// Document is what stands at an address.
type Document struct {
	Body     []byte        // JSON; of what is gone, its Tombstone or nothing
	ETag     string        // with its quotes; "": made from Body
	Modified time.Time     // zero: not told
	MaxAge   time.Duration // for which it may be cached; 0: three minutes, below 0: not at all
	Gone     bool          // Body is a Tombstone: answered with 410
}

// Ages of a copy beyond its own, in which a cache may serve it while it asks
// again, or while we do not answer.
const (
	staleWhileAsking = 5 * time.Minute
	staleOnError     = 24 * time.Hour
)

// defaultMaxAge is what Mastodon gives its own actors and posts.
const defaultMaxAge = 3 * time.Minute

func (d Document) tag() string {
	if d.ETag != "" {
		return d.ETag
	}
	sum := sha256.Sum256(d.Body)
	return `"` + base64.RawURLEncoding.EncodeToString(sum[:12]) + `"`
}

// cacheControl says who may keep it, and how long: what a reader has proven to be
// entitled to, only that reader. Source: RFC 9111 §5.2.2.
func (d Document) cacheControl(reader federation.ID) string {
	age := int(d.maxAge().Seconds())
	switch {
	case d.MaxAge < 0:
		return "private, no-store"
	case reader != "":
		return fmt.Sprintf("private, max-age=%d", age)
	}
	return fmt.Sprintf("public, max-age=%d, stale-while-revalidate=%d, stale-if-error=%d",
		age, int(staleWhileAsking.Seconds()), int(staleOnError.Seconds()))
}

func (d Document) maxAge() time.Duration {
	if d.MaxAge == 0 {
		return defaultMaxAge
	}
	return d.MaxAge
}
