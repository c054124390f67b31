package media

import (
	"context"
	"fmt"
	"io"
)

// Darkroom reads pictures, a few at a time, because pixels need far more
// memory than the file that holds them.
type Darkroom struct {
	limits Limits
	places chan struct{}
}

// NewDarkroom has room for so many pictures at once, at least one.
func NewDarkroom(places int, limits Limits) *Darkroom {
	return &Darkroom{limits: limits, places: make(chan struct{}, max(1, places))}
}

// Read waits for a place and then does what the function Read does. While it
// waits, the end of ctx ends it.
func (d *Darkroom) Read(ctx context.Context, r io.Reader) (Picture, error) {
	if err := d.enter(ctx); err != nil {
		return Picture{}, err
	}
	defer d.leave()
	return Read(r, d.limits)
}

func (d *Darkroom) enter(ctx context.Context) error {
	select {
	case d.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the darkroom: %w", context.Cause(ctx))
	}
}

func (d *Darkroom) leave() { <-d.places }
