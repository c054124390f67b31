package comments

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

func TestVerdicts(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Hello</p>"))
	_, err := d.Approve(t.Context(), blog.Editor{Role: blog.Contributor}, c.ID)
	wantKind(t, "a contributor approves", err, blog.Forbidden)
	d.approve(t, c)
	if p, err := d.DB.PersonByURI(t.Context(), ann); err != nil || !p.Trusted() {
		t.Errorf("approved, trusted since %v, %v", p.TrustedAt, err)
	}
	_, err = d.Hide(t.Context(), d.staff, c.ID, "  ")
	wantKind(t, "hiding for no reason", err, blog.Invalid)
	hidden, err := d.Hide(t.Context(), d.staff, c.ID, "names a neighbour")
	if err != nil || hidden.Verdict != blog.VerdictHidden || hidden.Reason != "names a neighbour" {
		t.Errorf("hidden = %+v, %v", hidden, err)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
	if _, err := d.MarkSpam(t.Context(), d.staff, c.ID); err != nil {
		t.Fatal(err)
	}
	if p, err := d.DB.PersonByURI(t.Context(), ann); err != nil || p.Trusted() {
		t.Errorf("spammer trusted since %v, %v", p.TrustedAt, err)
	}
	changes, err := d.DB.ChangesOf(t.Context(), blog.CommentSubject, c.ID)
	var verbs []string
	for _, change := range changes {
		if change.PostID != d.post.ID {
			t.Errorf("%s names post %q", change.Verb, change.PostID)
		}
		verbs = append(verbs, string(change.Verb))
	}
	if want := []string{"submit", "approve", "hide", "spam"}; !slices.Equal(verbs, want) {
		t.Errorf("changes = %q, want %q, %v", verbs, want, err)
	}
}

func TestAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	c := d.receive(t, d.remote(a, ann+"/1", "<p>Why?</p>"))
	_, err := d.Answer(t.Context(), d.staff, c.ID, "Because.")
	wantKind(t, "answering a held comment", err, blog.Conflict)
	d.approve(t, c)
	answer, err := d.Answer(t.Context(), d.staff, c.ID, "Because **we** care.")
	if err != nil {
		t.Fatal(err)
	}
	if answer.Verdict != blog.VerdictApproved || answer.Depth != 1 || !strings.HasPrefix(answer.URI, base) {
		t.Errorf("answer = %+v", answer)
	}
	if !strings.Contains(answer.HTML, `href="`+a.URL+`"`) || !strings.Contains(answer.HTML, "<strong>we</strong>") || answer.Markdown != "Because **we** care." {
		t.Errorf("html = %s, markdown = %q", answer.HTML, answer.Markdown)
	}
	if n := strings.Count(answer.Text, "@someone"); n != 1 {
		t.Errorf("mentions whom it answers %d times: %q", n, answer.Text)
	}
	edited, err := d.EditAnswer(t.Context(), d.staff, answer.ID, "@someone@social.example\n\n- one\n- two")
	if err != nil || edited.Edited.IsZero() || strings.Count(edited.Text, "@someone") != 1 || !strings.Contains(edited.HTML, "<li>one") {
		t.Errorf("edited = %q, %v", edited.HTML, err)
	}
	_, err = d.Hide(t.Context(), d.staff, answer.ID, "x")
	wantKind(t, "hiding an answer", err, blog.Conflict)
	_, err = d.EditAnswer(t.Context(), d.staff, c.ID, "x")
	wantKind(t, "editing a stranger's comment", err, blog.Conflict)
	_, err = d.Answer(t.Context(), blog.Editor{Role: blog.Owner}, c.ID, "x")
	wantKind(t, "nobody answers", err, blog.Forbidden)
	_, err = d.Answer(t.Context(), d.staff, c.ID, " ")
	wantKind(t, "saying nothing", err, blog.Invalid)
	removed, err := d.RemoveAnswer(t.Context(), d.staff, answer.ID)
	if err != nil || removed.Verdict != blog.VerdictRemoved || removed.Text+removed.Markdown != "" {
		t.Errorf("removed = %+v, %v", removed, err)
	}
	_, err = d.RemoveAnswer(t.Context(), d.staff, answer.ID)
	wantKind(t, "removing it again", err, blog.Conflict)
}

// A thread reads depth first and, among siblings, in the order of time.
func TestThreadOrder(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	if err := d.Trust(t.Context(), d.staff, ann); err != nil {
		t.Fatal(err)
	}
	say := func(id, text, parent string) string {
		r := d.remote(a, ann+"/"+id, "<p>"+text+"</p>")
		r.ParentID = parent
		return d.receive(t, r).ID
	}
	one := say("1", "1", "")
	deep := say("1.1", "1.1", one)
	for _, text := range []string{"1.1.1", "1.1.1.1", "1.1.1.1.1"} {
		deep = say(text, text, deep)
	}
	answer, err := d.Answer(t.Context(), d.staff, deep, "Indeed")
	if err != nil || answer.Depth != 5 {
		t.Errorf("answer at depth %d, %v", answer.Depth, err)
	}
	for i, text := range d.shown(t) {
		want := []string{"1", "1.1", "1.1.1", "1.1.1.1", "1.1.1.1.1", "@someone Indeed"}
		if i >= len(want) || !strings.HasPrefix(text, want[i]) && !strings.HasSuffix(text, "Indeed") {
			t.Errorf("place %d: %q", i, text)
		}
	}
}

// TestCheck21 at this level: what came from a blocked host or person is hidden
// at once, and each page that showed it is told.
func TestBlockHidesWhatWasThere(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, b := d.person(t, ann), d.person(t, bob)
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>From social</p>")))
	d.approve(t, d.receive(t, d.remote(b, bob+"/1", "<p>From other</p>")))
	like := postgres.ReactionTo{Kind: blog.Like, PostID: d.post.ID, PersonURI: ann, ActivityID: ann + "/like"}
	if err := d.React(t.Context(), like); err != nil {
		t.Fatal(err)
	}
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		_, err := tx.AddFollower(t.Context(), ann, ann+"/follow")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.BlockHost(t.Context(), d.staff, "example", "all of them"); err == nil {
		t.Error("the blog blocked its own domain")
	}
	if err := d.BlockHost(t.Context(), d.staff, "social.example", "spam"); err != nil {
		t.Fatal(err)
	}
	if got := d.shown(t); !slices.Equal(got, []string{"From other"}) {
		t.Errorf("readers see %q", got)
	}
	followers, _ := d.DB.CountFollowers(t.Context())
	likes, _ := d.DB.CountReactions(t.Context(), blog.Like, d.post.ID, "")
	if followers != 0 || likes != 0 {
		t.Errorf("%d followers and %d likes of a blocked host are left", followers, likes)
	}
	changes, err := d.DB.ChangesOf(t.Context(), blog.HostSubject, "social.example")
	if err != nil || len(changes) != 2 || changes[0].Verb != blog.Blocked || changes[1].PostID != d.post.ID {
		t.Errorf("changes = %+v, %v", changes, err)
	}
	wantKind(t, "react", d.React(t.Context(), like), blog.Forbidden)
	if err := d.BlockPerson(t.Context(), d.staff, bob, "rude"); err != nil {
		t.Fatal(err)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see %q", got)
	}
	wantKind(t, "trusting a blocked person", d.Trust(t.Context(), d.staff, bob), blog.Conflict)
	if err := d.UnblockPerson(t.Context(), d.staff, bob); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "trusting them again", d.Trust(t.Context(), d.staff, bob), "")
	wantKind(t, "a contributor blocks", d.BlockPerson(t.Context(), blog.Editor{Role: blog.Contributor}, bob, ""), blog.Forbidden)
}

func TestReactionsCountOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a, _ := d.person(t, ann), d.person(t, mal)
	held := d.receive(t, d.remote(a, ann+"/1", "<p>Held</p>"))
	like := postgres.ReactionTo{Kind: blog.Like, PostID: d.post.ID, PersonURI: ann, ActivityID: ann + "/like/1"}
	again := like
	again.ActivityID = ann + "/like/2"
	for _, r := range []postgres.ReactionTo{like, again, like} {
		if err := d.React(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	count := func() int {
		n, err := d.DB.CountReactions(t.Context(), blog.Like, d.post.ID, "")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := count(); n != 1 {
		t.Errorf("%d likes of one person", n)
	}
	// TestCheck17 at this level: Undo of another's like has no effect.
	theirs := like
	theirs.PersonURI = mal
	wantKind(t, "undoing another's like", d.Unreact(t.Context(), theirs), blog.NotFound)
	if n := count(); n != 1 {
		t.Errorf("%d likes after another's undo", n)
	}
	wantKind(t, "undoing it", d.Unreact(t.Context(), like), "")
	wantKind(t, "undoing it again", d.Unreact(t.Context(), like), blog.NotFound)
	if n := count(); n != 0 {
		t.Errorf("%d likes after the undo", n)
	}
	wantKind(t, "liking a held comment", d.React(t.Context(), postgres.ReactionTo{
		Kind: blog.Like, CommentID: held.ID, PersonURI: ann, ActivityID: ann + "/like/3",
	}), blog.NotFound)
}
