package newsroom

import (
	"context"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// idea keeps one in the given state.
func (r *room) idea(t *testing.T, state blog.MessageState, reference string) blog.ReaderMessage {
	t.Helper()
	m := blog.ReaderMessage{
		Kind: blog.IdeaMessage, State: state, Reference: reference, Title: "Benches on route 4", Words: "The walk is long.\n# A bench would help.",
		Name: "Jean", Email: "jean@home.example", CreatedAt: r.clock,
	}
	err := r.DB.InTx(t.Context(), func(tx *postgres.Tx) (err error) {
		m, err = tx.InsertMessage(t.Context(), m, hashed(reference))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// heard is what waits to be sent to whoever had the ideas.
func (r *room) heard(t *testing.T) string {
	t.Helper()
	var all string
	err := r.DB.SQL().QueryRowContext(t.Context(), `
		SELECT coalesce(string_agg(subject || ': ' || body, E'\n' ORDER BY id), '') FROM mails WHERE address = 'jean@home.example'`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A post about an idea begins with its words, without the name of whoever did not
// agree to that, and they are told once it is published, and once only.
func TestOutcomeOfAnIdea(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	by := r.staff(t, "ada", blog.Managing)
	ctx := t.Context()
	early := r.idea(t, blog.IdeaConsidered, "IDEA-AAAA-AAAA")
	if _, err := r.DraftOutcome(ctx, by, early.ID); blog.KindOf(err) != blog.Conflict {
		t.Errorf("nothing to tell is told: %v", err)
	}
	m := r.idea(t, blog.IdeaDone, "IDEA-BBBB-BBBB")
	if _, err := r.DraftOutcome(ctx, r.staff(t, "moira", blog.Moderator), m.ID); blog.KindOf(err) != blog.Forbidden {
		t.Errorf("a moderator begins a post: %v", err)
	}
	p, err := r.DraftOutcome(ctx, by, m.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := "## You said\n\n> The walk is long.\n> # A bench would help.\n\n## We did\n\n"; p.Body != want || p.Tags[0] != OutcomeTag || p.Visible() {
		t.Errorf("the draft is %q with %v", p.Body, p.Tags)
	}
	if _, err := r.DraftOutcome(ctx, by, m.ID); blog.KindOf(err) != blog.Conflict {
		t.Errorf("a second post: %v", err)
	}
	if r.heard(t) != "" {
		t.Error("the sender hears of a draft")
	}
	// It goes out by itself, as it was scheduled.
	if _, err := r.Schedule(ctx, by, p.ID, r.clock.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	r.clock = r.clock.Add(2 * time.Hour)
	if n, err := r.PublishDue(ctx); n != 1 || err != nil {
		t.Fatalf("%d went out, %v", n, err)
	}
	if said := r.heard(t); !strings.Contains(said, p.Path()) || !strings.Contains(said, "IDEA-BBBB-BBBB") {
		t.Errorf("the sender hears %q", said)
	}
	second := r.idea(t, blog.IdeaDeclined, "IDEA-CCCC-CCCC")
	if err := r.JoinOutcome(ctx, by, second.ID, early.ID); blog.KindOf(err) != blog.Invalid {
		t.Errorf("what is no post is joined: %v", err)
	}
	if err := r.JoinOutcome(ctx, by, second.ID, p.ID); err != nil {
		t.Fatal(err)
	}
	if said := r.heard(t); strings.Count(said, p.Path()) != 2 || !strings.Contains(said, "IDEA-CCCC-CCCC") {
		t.Errorf("the senders hear %q", said)
	}
	o, err := r.DB.OutcomeOf(context.WithoutCancel(ctx), p.ID)
	if err != nil || o.State != blog.IdeaDeclined {
		t.Errorf("the post says %+v, %v", o, err)
	}
}

func TestOutcomeNamesWhoAgreed(t *testing.T) {
	m := blog.ReaderMessage{Words: "A bench.", Name: "Jean", Named: true}
	if text := outcomeText(m); !strings.Contains(text, "> A bench.\n>\n> — Jean\n") {
		t.Errorf("the text is %q", text)
	}
}
