package newsroom

import (
	"net/netip"
	"testing"
	"time"

	"inews/internal/blog"
)

// A guest writes onto the draft of their link alone: what staff set of it stays,
// an older version is a Conflict, and a flood is asked to wait.
func TestGuestWritesOneDraft(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	dev := r.staff(t, "dev", blog.Managing)
	p, err := r.Draft(ctx, dev, Draft{Title: "What we ask for", Body: "An outline.", Tags: []string{"Care"}, Series: "Guests", Slug: "our-own-address", Language: "cy"})
	if err != nil {
		t.Fatal(err)
	}
	for name, wrong := range map[string]Invitation{
		"name": {Days: 7}, "email": {Name: "Ravi", Email: "ravi", Days: 7}, "days": {Name: "Ravi", Days: 365}, "handle": {Name: "Ravi", Handle: "ravi", Days: 7},
	} {
		_, _, err := r.Invite(ctx, dev, wrong)
		wantKind(t, err, blog.Invalid, name)
	}
	_, _, err = r.Invite(ctx, blog.Editor{Role: blog.Contributor}, Invitation{Name: "Ravi", Days: 7})
	wantKind(t, err, blog.Forbidden, "")
	token, _, err := r.Invite(ctx, dev, Invitation{PostID: p.ID, Name: "Ravi Nair", Days: 7})
	if err != nil {
		t.Fatal(err)
	}
	_, opened, err := r.Guest(ctx, token, netip.Addr{})
	if err != nil || opened.ID != p.ID || opened.Author.Name != "Ravi Nair" || !opened.Author.Guest {
		t.Fatalf("the link opens %+v, %v", opened, err)
	}
	_, err = r.GuestSave(ctx, token, GuestText{Title: "X", Body: "Y", Version: opened.Version - 1}, false, "")
	wantKind(t, err, blog.Conflict, "")
	saved, err := r.GuestSave(ctx, token, GuestText{Title: "Listening", Summary: "Short.", Body: "Long.", Version: opened.Version}, false, "")
	if err != nil || saved.Title != "Listening" || saved.Slug != "our-own-address" || saved.Language != "cy" || saved.Series != "Guests" || saved.Author.Name != "Ravi Nair" {
		t.Fatalf("saved %+v, %v", saved, err)
	}
	if want := []string{"draft", "draft", "draft"}; len(r.trail(t, saved)) != len(want) {
		t.Errorf("changes = %q, want %q", r.trail(t, saved), want)
	}
	_, err = r.GuestSave(ctx, token, GuestText{Title: "", Body: "Long.", Version: saved.Version}, true, "")
	wantKind(t, err, blog.Invalid, "title")
	if err := r.GuestNote(ctx, token, blog.Note{Words: "Is that right?"}); err != nil {
		t.Errorf("a note on a draft: %v", err)
	}
	out, err := r.Publish(ctx, dev, p.ID)
	if err != nil {
		t.Fatal(err)
	}
	wantKind(t, r.GuestNote(ctx, token, blog.Note{Words: "And now?"}), blog.Conflict, "")
	if _, err = r.Withdraw(ctx, dev, out.ID, "For the test."); err != nil {
		t.Fatal(err)
	}
	r.clock = noon.AddDate(0, 0, 8)
	_, err = r.GuestSave(ctx, token, GuestText{Title: "Late", Body: "Words.", Version: saved.Version}, true, "")
	wantKind(t, err, blog.Gone, "")
	wantKind(t, r.GuestRecall(ctx, token), blog.Gone, "")
	wantKind(t, r.GuestNote(ctx, token, blog.Note{Words: "Hm."}), blog.Gone, "")
	r.clock = noon
	for range guestSaves {
		if _, err = r.GuestPreview(ctx, token, GuestText{Title: "Listening", Body: "Long."}); err != nil {
			break
		}
	}
	wantKind(t, err, blog.TooMany, "")
	r.clock = noon.Add(guestWindow + time.Minute)
	if _, err = r.GuestPreview(ctx, token, GuestText{Title: "Listening", Body: "Long."}); err != nil {
		t.Errorf("after a while: %v", err)
	}
}

// A guest who submits and takes back in turns, or writes note upon note, fills
// nobody's mailbox: what staff are told of is counted.
func TestGuestsTellStaffNowAndThen(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ctx := t.Context()
	dev := r.staff(t, "dev", blog.Managing)
	token, _, err := r.Invite(ctx, dev, Invitation{Name: "Ravi Nair", Days: 7})
	if err != nil {
		t.Fatal(err)
	}
	told := 0
	for range guestTells {
		_, p, err := r.Guest(ctx, token, netip.Addr{})
		if err != nil {
			t.Fatal(err)
		}
		text := GuestText{Title: "Listening", Summary: "Short.", Body: "Long.", Version: p.Version}
		if _, err = r.GuestSave(ctx, token, text, true, ""); err == nil {
			told++
			err = r.GuestRecall(ctx, token)
		}
		if err == nil {
			err = r.GuestNote(ctx, token, blog.Note{Words: "Sorry!"})
		}
		if err == nil {
			told++
		} else if blog.KindOf(err) != blog.TooMany {
			t.Fatal(err)
		}
	}
	if told != guestTells {
		t.Errorf("staff were told %d times, want %d", told, guestTells)
	}
	r.clock = r.clock.Add(guestWindow)
	if err := r.GuestNote(ctx, token, blog.Note{Words: "One more."}); err != nil {
		t.Errorf("later: %v", err)
	}
}
