package inbox

import (
	"context"
	"errors"
	"fmt"

	"inews/federation"
	"inews/federation/activitystreams"
)

// ErrIgnored is wrapped by the error of an activity that nobody asked for. It
// is no failure: the activity is done with.
var ErrIgnored = errors.New("activity ignored")

// HandlerFunc acts on an activity. It is called again after an error and may be
// called twice for one activity, so it must be idempotent.
type HandlerFunc func(ctx context.Context, activity federation.Activity, received Received) error

// Mux hands activities to functions by their type, in a worker, long after the
// sender was answered. Register first, dispatch then: a Mux that no longer
// changes may be used by many goroutines.
type Mux struct {
	// Read makes an activity of the stored bytes; nil: activitystreams.ReadActivity.
	Read func(body []byte) (federation.Activity, error)

	handlers map[string]HandlerFunc
	other    HandlerFunc
}

// Handle registers the function for a type of activity. Like net/http's it
// panics when the type has one already: that is a mistake in the program.
func (m *Mux) Handle(activityType string, handler HandlerFunc) {
	if handler == nil || m.handlers[activityType] != nil {
		panic("inbox: no handler, or several, for " + activityType)
	}
	if m.handlers == nil {
		m.handlers = make(map[string]HandlerFunc)
	}
	m.handlers[activityType] = handler
}

// HandleOther registers the function for every type that has none of its own.
func (m *Mux) HandleOther(handler HandlerFunc) {
	if handler == nil || m.other != nil {
		panic("inbox: no handler, or several, for other activities")
	}
	m.other = handler
}

// Dispatch reads a received activity and calls the function for its type. The
// error is that function's own, or wraps ErrIgnored when there is none, or
// federation.ErrMalformed when the body cannot be read or, read in full, is
// not what the Handler took it for.
func (m *Mux) Dispatch(ctx context.Context, received Received) error {
	handler := m.handlers[received.Type]
	if handler == nil {
		handler = m.other
	}
	if handler == nil {
		return fmt.Errorf("%w: nobody handles %s", ErrIgnored, received.Type)
	}
	read := m.Read
	if read == nil {
		read = activitystreams.ReadActivity
	}
	activity, err := read(received.Body)
	if err != nil {
		return fmt.Errorf("read %s %s: %w", received.Type, received.ActivityID, err)
	}
	if err := agree(activity, received); err != nil {
		return fmt.Errorf("read %s %s: %w", received.Type, received.ActivityID, err)
	}
	return handler(ctx, activity, received)
}

// agree makes sure that the reader in the worker and the reader at the door saw
// the same activity: what was proven there is what is done here.
func agree(activity federation.Activity, received Received) error {
	switch {
	case activity.Type != received.Type:
		return fmt.Errorf("%w: its type reads %q", federation.ErrMalformed, activity.Type)
	case len(activity.Actors) > 0 && activity.Actor() != received.Actor:
		return fmt.Errorf("%w: its actor reads %q", federation.ErrMalformed, activity.Actors)
	case activity.ID != "" && activity.ID != received.ActivityID:
		return fmt.Errorf("%w: its id reads %q", federation.ErrMalformed, activity.ID)
	}
	return nil
}
