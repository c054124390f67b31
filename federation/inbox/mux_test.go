package inbox_test

import (
	"context"
	"errors"
	"testing"

	"inews/federation"
	"inews/federation/inbox"
)

// fixed reads every body as one activity.
func fixed(a federation.Activity, err error) func([]byte) (federation.Activity, error) {
	return func([]byte) (federation.Activity, error) { return a, err }
}

func TestMuxDispatch(t *testing.T) {
	whole := federation.Activity{ID: "https://peer.example/likes/1", Type: "Like", Actors: []federation.ID{ann}}
	received := inbox.Received{ActivityID: whole.ID, Type: "Like", Actor: ann, Body: []byte(like)}
	changed := func(change func(*federation.Activity)) federation.Activity {
		a := whole
		change(&a)
		return a
	}
	failure := errors.New("no such post")
	for name, test := range map[string]struct {
		register string // type of the handler; "other"
		read     func([]byte) (federation.Activity, error)
		want     error
		called   bool
	}{
		"handled":        {"Like", fixed(whole, nil), failure, true},
		"other":          {"other", fixed(whole, nil), failure, true},
		"nobody":         {"Follow", fixed(whole, nil), inbox.ErrIgnored, false},
		"unreadable":     {"Like", fixed(whole, federation.ErrMalformed), federation.ErrMalformed, false},
		"other type":     {"Like", fixed(changed(func(a *federation.Activity) { a.Type = "Undo" }), nil), federation.ErrMalformed, false},
		"other actor":    {"Like", fixed(changed(func(a *federation.Activity) { a.Actors = []federation.ID{bob} }), nil), federation.ErrMalformed, false},
		"several actors": {"Like", fixed(changed(func(a *federation.Activity) { a.Actors = []federation.ID{ann, bob} }), nil), federation.ErrMalformed, false},
		"no actor":       {"Like", fixed(changed(func(a *federation.Activity) { a.Actors = nil }), nil), failure, true},
		"other id":       {"Like", fixed(changed(func(a *federation.Activity) { a.ID = "https://peer.example/2" }), nil), federation.ErrMalformed, false},
		"no id":          {"Like", fixed(changed(func(a *federation.Activity) { a.ID = "" }), nil), failure, true},
	} {
		called := false
		handler := func(_ context.Context, a federation.Activity, r inbox.Received) error {
			called = a.Type == "Like" && r.Actor == ann
			return failure
		}
		mux := inbox.Mux{Read: test.read}
		if test.register == "other" {
			mux.HandleOther(handler)
		} else {
			mux.Handle(test.register, handler)
		}
		if err := mux.Dispatch(t.Context(), received); !errors.Is(err, test.want) || called != test.called {
			t.Errorf("%s: called %t, %v", name, called, err)
		}
	}
}

func TestMuxRegistersOnce(t *testing.T) {
	handler := func(context.Context, federation.Activity, inbox.Received) error { return nil }
	for name, register := range map[string]func(*inbox.Mux){
		"twice":       func(m *inbox.Mux) { m.Handle("Like", handler); m.Handle("Like", handler) },
		"nothing":     func(m *inbox.Mux) { m.Handle("Like", nil) },
		"other twice": func(m *inbox.Mux) { m.HandleOther(handler); m.HandleOther(handler) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			register(new(inbox.Mux))
		}()
	}
}
