package network

import (
	"context"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestFollow(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p, err := n.Follow(t.Context(), chief, " @news@medway.example ")
	if err != nil {
		t.Fatal(err)
	}
	if p.State != blog.FollowSent || p.Trust != blog.TrustPending || !strings.HasPrefix(p.FollowID, n.Base) || p.Name == "" {
		t.Errorf("partner = %+v", p)
	}
	again, err := n.Follow(t.Context(), chief, "@news@medway.example")
	if err != nil || again.FollowID != p.FollowID {
		t.Errorf("following again made %q of %q, %v", again.FollowID, p.FollowID, err)
	}
	if err := n.Answered(t.Context(), p.URI, p.FollowID, false); err != nil {
		t.Fatal(err)
	}
	anew, err := n.Follow(t.Context(), chief, "@news@medway.example")
	if err != nil || anew.State != blog.FollowSent || anew.FollowID == p.FollowID || anew.ID != p.ID {
		t.Errorf("after a rejection: %+v, %v", anew, err)
	}
	if ended, err := n.Unfollow(t.Context(), chief, p.ID); err != nil || ended.State != blog.FollowEnded {
		t.Errorf("unfollowed: %q, %v", ended.State, err)
	}
	want := []string{"follow", "receive rejected", "follow", "unfollow"}
	if got := n.trail(t, blog.PartnerSubject, p.ID); !slices.Equal(got, want) {
		t.Errorf("changes = %q, want %q", got, want)
	}
	_, err = n.Follow(t.Context(), chief, " ")
	wantKind(t, "nobody", err, blog.Invalid)
	_, err = n.Follow(t.Context(), blog.Editor{Role: blog.Moderator}, "@news@medway.example")
	wantKind(t, "by a moderator", err, blog.Forbidden)
	if err := n.DB.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.BlockHost(t.Context(), "thanet.example", "") }); err != nil {
		t.Fatal(err)
	}
	_, err = n.Follow(t.Context(), chief, "@news@thanet.example")
	wantKind(t, "a blocked host", err, blog.Conflict)
}

// TestCheck18 at this level: an answer to a Follow that was never sent, or by
// somebody else, has no effect.
func TestAnsweredByStrangers(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p, err := n.Follow(t.Context(), chief, "@news@medway.example")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.person(t.Context(), thanet); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "by another", n.Answered(t.Context(), thanet, p.FollowID, true), blog.NotFound)
	wantKind(t, "to another Follow", n.Answered(t.Context(), medway, n.Base+"never", true), blog.NotFound)
	now, err := n.DB.PartnerByID(t.Context(), p.ID)
	if err != nil || now.State != blog.FollowSent {
		t.Errorf("state = %q, %v", now.State, err)
	}
	wantKind(t, "without naming it", n.Answered(t.Context(), medway, "", true), "")
	wantKind(t, "twice", n.Answered(t.Context(), medway, p.FollowID, true), "")
	wantKind(t, "taken back", n.Answered(t.Context(), medway, p.FollowID, false), "")
	wantKind(t, "accepted after that", n.Answered(t.Context(), medway, p.FollowID, true), blog.NotFound)
	if _, err := n.Unfollow(t.Context(), chief, p.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "after we left", n.Answered(t.Context(), medway, p.FollowID, true), blog.NotFound)
}

// Readers see a partner's items once staff trust it, and no longer than that.
func TestShownOnlyWhenTrusted(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p := n.partner(t, "medway.example")
	if _, err := n.Keep(t.Context(), item(medway, "https://medway.example/1"), nil); err != nil {
		t.Fatal(err)
	}
	shown := func() int {
		t.Helper()
		all, err := n.DB.ItemsShown(t.Context(), "", postgres.Cursor{}, 10)
		if err != nil {
			t.Fatal(err)
		}
		of, err := n.DB.ItemsShown(t.Context(), p.ID, postgres.Cursor{}, 10)
		if err != nil || len(of) != len(all) {
			t.Errorf("%d of the partner, %d of all, %v", len(of), len(all), err)
		}
		partners, err := n.DB.PartnersShown(t.Context())
		if err != nil || len(partners) != len(all) {
			t.Errorf("%d partners shown with %d items, %v", len(partners), len(all), err)
		}
		return len(all)
	}
	block := func(block bool) func() error {
		return func() error {
			return n.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
				if block {
					return tx.BlockHost(t.Context(), "medway.example", "")
				}
				return tx.UnblockHost(t.Context(), "medway.example")
			})
		}
	}
	trust := func(verb func(context.Context, blog.Editor, string) (blog.Partner, error)) func() error {
		return func() error { _, err := verb(t.Context(), chief, p.ID); return err }
	}
	for _, step := range []struct {
		name string
		do   func() error
		want int
	}{
		{"kept", func() error { return nil }, 0},
		{"trusted", trust(n.Trust), 1},
		{"muted", trust(n.Mute), 0},
		{"trusted again", trust(n.Trust), 1},
		{"host blocked", block(true), 0},
		{"host unblocked", block(false), 1},
		{"pending", trust(n.Pend), 0},
		{"trusted once more", trust(n.Trust), 1},
		{"unfollowed", trust(n.Unfollow), 0},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got := shown(); got != step.want {
			t.Errorf("%s: readers see %d items, want %d", step.name, got, step.want)
		}
	}
	desk, err := n.DB.ItemsOnDesk(t.Context(), p.ID, postgres.Cursor{}, 10)
	if err != nil || len(desk) != 1 {
		t.Errorf("staff see %d items, %v", len(desk), err)
	}
	want := []string{"follow", "receive accepted", "trust", "mute", "trust", "distrust", "trust", "unfollow"}
	if got := n.trail(t, blog.PartnerSubject, p.ID); !slices.Equal(got, want) {
		t.Errorf("changes = %q, want %q", got, want)
	}
}
