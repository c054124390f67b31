package comments

import (
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

const ann, bob, mal = "https://social.example/users/ann", "https://other.example/users/bob", "https://social.example/users/mal"

func TestReceive(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	r := d.remote(a, ann+"/1", `<p><a href="https://council.example/ap/actors/inews" class="u-url mention">@inews</a> Well <script>alert(1)</script><b>said</b></p>`)
	r.Warning, r.Sensitive = "politics & <i>maps</i>", true
	r.Attachments = []Attachment{
		{URL: "https://files.example/1.png", Alt: `A "map"`, MediaType: "image/png"},
		{URL: "javascript:alert(1)", Alt: "no", MediaType: "image/png"},
		{URL: "https://files.example/2.mp4", MediaType: "video/mp4"},
	}
	c := d.receive(t, r)
	if c.Verdict != blog.VerdictHeld || c.Origin != blog.FromFediverse || c.Person.Handle != a.Handle {
		t.Errorf("comment = %+v", c)
	}
	lines := strings.Split(c.Text, "\n")
	want := []string{"Content warning: politics & maps", "Well said", `Picture on files.example: A "map"`, "Video on files.example"}
	if !slices.Equal(lines, want) {
		t.Errorf("text = %q, want %q", lines, want)
	}
	if strings.Contains(c.HTML, "script") || strings.Contains(c.HTML, "<img") || !strings.Contains(c.HTML, `href="https://files.example/1.png"`) {
		t.Errorf("html = %s", c.HTML)
	}
	again := d.receive(t, r)
	if again.ID != c.ID {
		t.Errorf("the same comment twice is %s and %s", c.ID, again.ID)
	}
	changes, err := d.DB.ChangesOf(t.Context(), blog.CommentSubject, c.ID)
	if err != nil || len(changes) != 1 {
		t.Errorf("received twice, recorded %d times, %v", len(changes), err)
	}
	// Once approved, the next is shown at once, and so is one below it.
	d.approve(t, c)
	second := d.remote(a, ann+"/2", "<p>And another thing</p>")
	second.ParentID = c.ID
	if got := d.receive(t, second); got.Verdict != blog.VerdictApproved || got.Depth != 1 || got.ParentURI != c.URI && got.ParentID != c.ID {
		t.Errorf("verdict %q at depth %d", got.Verdict, got.Depth)
	}
	if got := d.receive(t, d.remote(a, ann+"/3", "<p>Cheap viagra</p>")); got.Verdict != blog.VerdictHeld || got.Suspicion == "" {
		t.Errorf("spam of somebody trusted: verdict %q, suspicion %q", got.Verdict, got.Suspicion)
	}
}

// What was not addressed to everybody is never shown: not when its author is
// trusted, not when staff approve it, and an edit cannot make it so by itself.
func TestPrivateIsNeverShown(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>Public</p>")))
	for i, audience := range []blog.Audience{blog.AudienceFollowers, blog.AudienceDirect, "", "nonsense"} {
		r := d.remote(a, ann+"/private/"+string(rune('a'+i)), "<p>Between us</p>")
		r.Audience = audience
		c := d.receive(t, r)
		if c.Verdict != blog.VerdictHeld || c.Visible() {
			t.Errorf("audience %q: verdict %q", audience, c.Verdict)
		}
		_, err := d.Approve(t.Context(), chief, c.ID)
		wantKind(t, "approving it", err, blog.Conflict)
		_, err = d.Answer(t.Context(), d.staff, c.ID, "In public?")
		wantKind(t, "answering it", err, blog.Conflict)
	}
	if got := d.shown(t); !slices.Equal(got, []string{"Public"}) {
		t.Errorf("readers see %q", got)
	}
	// A public comment whose author makes it private is taken from the page.
	r := d.remote(a, ann+"/1", "<p>Public</p>")
	r.Audience, r.Edited = blog.AudienceFollowers, noon
	if _, err := d.Revise(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
}

func TestReceiveRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.person(t, ann), d.person(t, bob)
	first := d.receive(t, d.remote(a, ann+"/1", "<p>Mine</p>"))

	_, err := d.Receive(t.Context(), d.remote(b, ann+"/1", "<p>Mine too</p>"))
	wantKind(t, "another's comment", err, blog.Forbidden)
	_, err = d.Receive(t.Context(), d.remote(blog.Person{URI: mal}, mal+"/1", "<p>x</p>"))
	wantKind(t, "somebody never saved", err, blog.NotFound)
	_, err = d.Receive(t.Context(), d.remote(a, ann+"/empty", "<script>x</script>"))
	wantKind(t, "nothing in it", err, blog.Invalid)
	elsewhere := d.remote(b, bob+"/1", "<p>x</p>")
	elsewhere.ParentID, elsewhere.PostID = first.ID, d.publish(t, "Another").ID
	_, err = d.Receive(t.Context(), elsewhere)
	wantKind(t, "a parent under another post", err, blog.Invalid)

	if err := d.BlockHost(t.Context(), d.staff, "https://Social.example/", "spam"); err != nil {
		t.Fatal(err)
	}
	_, err = d.Receive(t.Context(), d.remote(a, ann+"/2", "<p>x</p>"))
	wantKind(t, "blocked host", err, blog.Forbidden)
	if err := d.BlockPerson(t.Context(), d.staff, bob, ""); err != nil {
		t.Fatal(err)
	}
	_, err = d.Receive(t.Context(), d.remote(b, bob+"/2", "<p>x</p>"))
	wantKind(t, "blocked person", err, blog.Forbidden)
	if err := d.UnblockHost(t.Context(), d.staff, "social.example"); err != nil {
		t.Fatal(err)
	}
	d.close(t)
	_, err = d.Receive(t.Context(), d.remote(a, ann+"/3", "<p>x</p>"))
	wantKind(t, "closed post", err, blog.Conflict)
}

func TestRevise(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, m := d.person(t, ann), d.person(t, mal)
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>First</p>")))
	revise := func(by blog.Person, text string, at time.Time) (blog.Comment, error) {
		r := d.remote(by, ann+"/1", "<p>"+text+"</p>")
		r.Edited = at
		return d.Revise(t.Context(), r)
	}
	// Update by somebody else on the same server has no effect.
	_, err := revise(m, "Forged", noon)
	wantKind(t, "same host, not the owner", err, blog.Forbidden)

	c, err := revise(a, "Second", noon.Add(-30*time.Minute))
	if err != nil || c.Text != "Second" || c.Verdict != blog.VerdictApproved {
		t.Errorf("trusted edit: %q, %q, %v", c.Text, c.Verdict, err)
	}
	if c, err = revise(a, "Older", noon.Add(-45*time.Minute)); err != nil || c.Text != "Second" {
		t.Errorf("an older edit made it %q, %v", c.Text, err)
	}
	if c, err = revise(a, "Cheap viagra", noon.Add(-20*time.Minute)); err != nil || c.Verdict != blog.VerdictHeld {
		t.Errorf("suspicious edit: %q, %v", c.Verdict, err)
	}
	d.approve(t, c)
	if err := d.Distrust(t.Context(), d.staff, ann); err != nil {
		t.Fatal(err)
	}
	if c, err = revise(a, "Cheap viagra", noon.Add(-10*time.Minute)); err != nil || c.Verdict != blog.VerdictApproved {
		t.Errorf("an edit that changes nothing: %q, %v", c.Verdict, err)
	}
	if c, err = revise(a, "Third", noon.Add(-5*time.Minute)); err != nil || c.Verdict != blog.VerdictHeld {
		t.Errorf("edit by somebody no longer trusted: %q, %v", c.Verdict, err)
	}
	_, err = d.Revise(t.Context(), d.remote(a, ann+"/unknown", "<p>x</p>"))
	wantKind(t, "unknown", err, blog.NotFound)
}

// TestCheck16 at this level: Delete by another person of the same server has no
// effect; by its owner it empties the comment, and bars it for ever.
func TestRemove(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	d.person(t, mal)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Something private by mistake</p>"))
	d.approve(t, c)
	wantKind(t, "by another on the same host", d.Remove(t.Context(), ann+"/1", mal), blog.Forbidden)
	if got := d.shown(t); len(got) != 1 {
		t.Errorf("readers see %q", got)
	}
	wantKind(t, "by its owner", d.Remove(t.Context(), ann+"/1", ann), "")
	wantKind(t, "again", d.Remove(t.Context(), ann+"/1", ann), "")
	gone, err := d.DB.CommentByID(t.Context(), c.ID)
	if err != nil || gone.Verdict != blog.VerdictRemoved || gone.HTML+gone.Text != "" {
		t.Errorf("removed comment = %+v, %v", gone, err)
	}
	_, err = d.Receive(t.Context(), d.remote(a, ann+"/1", "<p>Back</p>"))
	wantKind(t, "received again", err, blog.Gone)
	_, err = d.Approve(t.Context(), d.staff, c.ID)
	wantKind(t, "approving it", err, blog.Conflict)
	// Delete that came before its Create.
	wantKind(t, "unknown", d.Remove(t.Context(), ann+"/later", ann), "")
	_, err = d.Receive(t.Context(), d.remote(a, ann+"/later", "<p>x</p>"))
	wantKind(t, "received after its deletion", err, blog.Gone)
	// Nobody bars what another person has yet to say.
	wantKind(t, "another host's", d.Remove(t.Context(), bob+"/1", ann), blog.Forbidden)
	wantKind(t, "another person's", d.Remove(t.Context(), ann+"/next", mal), "")
	d.receive(t, d.remote(a, ann+"/next", "<p>x</p>"))
}

func TestRemovePerson(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Hello</p>"))
	d.approve(t, c)
	if err := d.RemovePerson(t.Context(), ann); err != nil {
		t.Fatal(err)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
	changes, err := d.DB.ChangesOf(t.Context(), blog.PersonSubject, ann)
	if err != nil || len(changes) != 2 || changes[1].PostID != d.post.ID {
		t.Errorf("changes = %+v, %v", changes, err)
	}
	wantKind(t, "unknown", d.RemovePerson(t.Context(), bob), blog.NotFound)
}
