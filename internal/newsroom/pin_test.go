package newsroom

import (
	"testing"

	"inews/internal/blog"
)

func TestPin(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	p := r.published(t, example(1))
	pinned, err := r.Pin(ctx, chief, p.ID)
	if err != nil || !pinned.PinnedAt.Equal(noon) || pinned.Version != p.Version {
		t.Fatalf("pinned at %v, version %d of %d: %v", pinned.PinnedAt, pinned.Version, p.Version, err)
	}
	// Whoever has the post open may save it, and it stays pinned.
	edited, err := r.Edit(ctx, chief, p.ID, Draft{Title: p.Title, Body: p.Body + " More.", Version: p.Version})
	if err != nil || edited.PinnedAt.IsZero() {
		t.Fatalf("edited, and pinned at %v: %v", edited.PinnedAt, err)
	}
	before := r.lastChange(t)
	if _, err := r.Pin(ctx, chief, p.ID); err != nil || r.lastChange(t) != before {
		t.Errorf("pinning twice: %v, %d changes", err, r.lastChange(t)-before)
	}
	if unpinned, err := r.Unpin(ctx, chief, p.ID); err != nil || !unpinned.PinnedAt.IsZero() {
		t.Errorf("unpinned, and pinned at %v: %v", unpinned.PinnedAt, err)
	}
	if _, err := r.Unpin(ctx, chief, p.ID); err != nil || r.lastChange(t) != before+1 {
		t.Errorf("unpinning twice: %v, %d changes", err, r.lastChange(t)-before)
	}
	_, err = r.Pin(ctx, blog.Editor{Role: blog.Contributor}, p.ID)
	wantKind(t, err, blog.Forbidden, "")
	_, err = r.Pin(ctx, chief, r.draft(t, example(2)).ID)
	wantKind(t, err, blog.Conflict, "")
}

// A withdrawn post comes back as another one, which nobody has pinned.
func TestWithdrawUnpins(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.published(t, example(1))
	for _, do := range []func() (blog.Post, error){
		func() (blog.Post, error) { return r.Pin(t.Context(), chief, p.ID) },
		func() (blog.Post, error) { return r.Withdraw(t.Context(), chief, p.ID, "wrong") },
		func() (blog.Post, error) { return r.Reopen(t.Context(), chief, p.ID) },
		func() (blog.Post, error) { return r.Publish(t.Context(), chief, p.ID) },
	} {
		var err error
		if p, err = do(); err != nil {
			t.Fatal(err)
		}
	}
	if !p.PinnedAt.IsZero() {
		t.Errorf("it came back pinned at %v", p.PinnedAt)
	}
}

func TestPinNoMoreThanAreListed(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for i := range MaxPinned {
		if _, err := r.Pin(t.Context(), chief, r.published(t, example(i)).ID); err != nil {
			t.Fatal(err)
		}
	}
	_, err := r.Pin(t.Context(), chief, r.published(t, example(MaxPinned)).ID)
	wantKind(t, err, blog.Conflict, "")
}
