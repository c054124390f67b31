package network

import (
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestKeep(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p := n.partner(t, "medway.example")
	i, err := n.Keep(t.Context(), item(medway, "https://medway.example/1"), []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if i.Title != "A trial & its results" || i.Excerpt != "We tried something: 1 < 2." || i.AuthorURI != medway || i.PartnerID != p.ID {
		t.Errorf("item = %+v", i)
	}
	changed := item(medway, "https://medway.example/1")
	changed.Title = "Corrected"
	if again, err := n.Keep(t.Context(), changed, nil); err != nil || again.ID != i.ID || again.Title != "Corrected" {
		t.Errorf("update = %+v, %v", again, err)
	}
	note := item(medway, "https://medway.example/2")
	note.Form, note.Title, note.URL, note.Published = blog.FormNote, "", "javascript:alert(1)", noon.AddDate(1, 0, 0)
	if i, err := n.Keep(t.Context(), note, nil); err != nil || i.URL != note.URI || i.Published.After(noon) {
		t.Errorf("note = %+v, %v", i, err)
	}
	empty := item(medway, "https://medway.example/3")
	empty.Title, empty.Excerpt = "", " \u202e"
	_, err = n.Keep(t.Context(), empty, nil)
	wantKind(t, "nothing to show", err, blog.Invalid)
	poem := item(medway, "https://medway.example/4")
	poem.Form = "poem"
	_, err = n.Keep(t.Context(), poem, nil)
	wantKind(t, "another form", err, blog.Invalid)
}

// Only a partner that accepted is kept, and only what it may say.
func TestKeepRefuses(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.partner(t, "medway.example")
	_, err := n.Keep(t.Context(), item(thanet, "https://thanet.example/1"), nil)
	wantKind(t, "somebody whom we do not follow", err, blog.Forbidden)
	if _, err := n.Follow(t.Context(), chief, "@news@thanet.example"); err != nil {
		t.Fatal(err)
	}
	_, err = n.Keep(t.Context(), item(thanet, "https://thanet.example/1"), nil)
	wantKind(t, "somebody who has not accepted", err, blog.Forbidden)
	_, err = n.Keep(t.Context(), item(medway, "https://thanet.example/1"), nil)
	wantKind(t, "another server's object", err, blog.Forbidden)

	boosted := item(medway, "https://elsewhere.example/1")
	boosted.Boosted, boosted.AuthorURI = true, "https://elsewhere.example/them"
	if _, err := n.Keep(t.Context(), boosted, nil); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "dropped by a stranger", n.Drop(t.Context(), boosted.URI, thanet), blog.Forbidden)
	wantKind(t, "taken back by who passed it on", n.Drop(t.Context(), boosted.URI, medway), "")
	if _, err := n.Keep(t.Context(), boosted, nil); err != nil {
		t.Errorf("passed on again: %v", err)
	}
	if err := n.DB.InTx(t.Context(), func(tx *postgres.Tx) error { return tx.BlockPerson(t.Context(), medway, "") }); err != nil {
		t.Fatal(err)
	}
	_, err = n.Keep(t.Context(), item(medway, "https://medway.example/1"), nil)
	wantKind(t, "a blocked partner", err, blog.Forbidden)
}

// An item that one partner passed on becomes its author's once the author
// brings it, and nobody else's after that.
func TestKeepOwner(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.partner(t, "medway.example")
	author := n.partner(t, "thanet.example")
	passed := item(medway, "https://thanet.example/1")
	passed.Boosted, passed.AuthorURI = true, thanet
	if _, err := n.Keep(t.Context(), passed, nil); err != nil {
		t.Fatal(err)
	}
	own := item(thanet, "https://thanet.example/1")
	own.Title = "From its author"
	if i, err := n.Keep(t.Context(), own, nil); err != nil || i.PartnerID != author.ID || i.Boosted {
		t.Errorf("item = %+v, %v", i, err)
	}
	passed.Title = "Changed on the way"
	i, err := n.Keep(t.Context(), passed, nil)
	if err != nil || i.Title != "From its author" || i.PartnerID != author.ID {
		t.Errorf("item = %+v, %v", i, err)
	}
	wantKind(t, "dropped by who only passed it on", n.Drop(t.Context(), i.URI, medway), blog.Forbidden)
	wantKind(t, "dropped by its author", n.Drop(t.Context(), i.URI, thanet), "")
	_, err = n.Keep(t.Context(), own, nil)
	wantKind(t, "kept after its deletion", err, blog.Gone)
	wantKind(t, "deleted before it came", n.Drop(t.Context(), "https://thanet.example/9", thanet), "")
	_, err = n.Keep(t.Context(), item(thanet, "https://thanet.example/9"), nil)
	wantKind(t, "kept after that", err, blog.Gone)
	wantKind(t, "unknown, of somebody unknown", n.Drop(t.Context(), "https://x.example/1", "https://x.example/them"), blog.NotFound)
}

func TestShare(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	n.partner(t, "medway.example")
	i, err := n.Keep(t.Context(), item(medway, "https://medway.example/1"), nil)
	if err != nil {
		t.Fatal(err)
	}
	shared, err := n.Share(t.Context(), chief, i.ID)
	if err != nil || shared.SharedAt.IsZero() || shared.ShareID == "" {
		t.Fatalf("shared = %+v, %v", shared, err)
	}
	if again, err := n.Share(t.Context(), chief, i.ID); err != nil || again.ShareID != shared.ShareID {
		t.Errorf("shared again under %q, %v", again.ShareID, err)
	}
	if back, err := n.Unshare(t.Context(), chief, i.ID); err != nil || !back.SharedAt.IsZero() || back.ShareID != "" {
		t.Errorf("taken back = %+v, %v", back, err)
	}
	if _, err := n.Unshare(t.Context(), chief, i.ID); err != nil {
		t.Error(err)
	}
	changes, err := n.DB.ChangesOf(t.Context(), blog.ItemSubject, i.ID)
	if err != nil || len(changes) != 3 {
		t.Fatalf("changes = %+v, %v", changes, err)
	}
	for _, c := range changes[1:] {
		if c.Object != shared.ShareID {
			t.Errorf("%s names share %q, want %q", c.Verb, c.Object, shared.ShareID)
		}
	}
	_, err = n.Share(t.Context(), blog.Editor{Role: blog.Contributor}, i.ID)
	wantKind(t, "a contributor shares", err, blog.Forbidden)
	_, err = n.Share(t.Context(), chief, "x")
	wantKind(t, "no such item", err, blog.NotFound)
}

// Pages of items neither repeat nor lose one, also where times are equal.
func TestItemsPaged(t *testing.T) {
	t.Parallel()
	n := newNetwork(t)
	p := n.partner(t, "medway.example")
	if _, err := n.Trust(t.Context(), chief, p.ID); err != nil {
		t.Fatal(err)
	}
	const total = 7
	for k := range total {
		i := item(medway, "https://medway.example/"+string(rune('a'+k)))
		i.Published = noon.Add(-time.Duration(k/3) * time.Hour)
		if _, err := n.Keep(t.Context(), i, nil); err != nil {
			t.Fatal(err)
		}
	}
	seen := map[string]bool{}
	var after postgres.Cursor
	for {
		page, err := n.DB.ItemsShown(t.Context(), "", after, 2)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		for _, i := range page {
			if seen[i.ID] {
				t.Fatalf("item %s twice", i.URI)
			}
			seen[i.ID] = true
		}
		last := page[len(page)-1]
		after = postgres.Cursor{At: last.Published, ID: last.ID}
	}
	if len(seen) != total {
		t.Errorf("saw %d of %d items", len(seen), total)
	}
}
