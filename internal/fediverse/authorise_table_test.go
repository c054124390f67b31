package fediverse_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/signature"
	"inews/internal/fediverse"
	"inews/internal/postgres"
)

// Check 15: generated table of activities × 7 signer relations (owner, same
// host other actor, other host, blocked, suspended, unknown, us) ×
// known/unknown object: result equals the written table, no other effect.
func TestCheck15Table(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	key, err := signature.GenerateRSA()
	check(t, err)
	pem, err := signature.MarshalPublicKeyPEM(key.Public())
	check(t, err)
	// Where somebody moves to is called like them, with "new" before the name.
	was := func(id fed.ID) []fed.ID { return []fed.ID{fed.ID(strings.ReplaceAll(string(id), "/new", "/"))} }
	for _, host := range []string{"one.example", "two.example"} {
		w.people(host, pem, was)
		w.exec(`INSERT INTO hosts (host) VALUES ($1)`, host)
	}
	_, err = w.bridge.Keys.Instance(t.Context()) // our keys are made at first use
	check(t, err)
	w.exec(`INSERT INTO hosts (host, blocked_at) VALUES ('blocked.example', now())`)
	tried, number := 0, 0
	for _, activity := range fediverse.Activities {
		for _, relation := range fediverse.Relations {
			for _, known := range []bool{true, false} {
				if reason := cannotBe[[3]any{activity, relation, known}]; reason != "" {
					continue
				}
				tried++
				for _, way := range ways(relation) {
					number++
					w.tryCell(cell{activity: activity, relation: relation, known: known, way: way, n: number})
				}
			}
		}
	}
	if all := len(fediverse.Activities) * len(fediverse.Relations) * 2; tried != all-len(cannotBe) {
		t.Errorf("%d cells were tried, want all %d but the %d that cannot be", tried, all, len(cannotBe))
	}
}

// cannotBe are the cells that no activity can bring about, and why.
var cannotBe = map[[3]any]string{
	{fed.CreateType, fediverse.Stranger, true}: "what we have has an author whom we know",
	{fed.UpdateType, fediverse.Stranger, true}: "what we have has an author whom we know",
	{fed.DeleteType, fediverse.Stranger, true}: "what we have has an author whom we know",
	{fed.UndoType, fediverse.Stranger, true}:   "whoever liked something is known",
	{fed.MoveType, fediverse.Stranger, true}:   "every follower and partner is known",
	{fed.AcceptType, fediverse.Stranger, true}: "whom we asked to follow is known",
	{fed.RejectType, fediverse.Stranger, true}: "whom we asked to follow is known",

	{fed.DeleteType, fediverse.SameHost, false}:  "what nobody has published yet belongs to nobody",
	{fed.AcceptType, fediverse.SameHost, false}:  "a Follow that we never sent was sent to nobody",
	{fed.RejectType, fediverse.SameHost, false}:  "a Follow that we never sent was sent to nobody",
	{fed.AcceptType, fediverse.OtherHost, false}: "a Follow that we never sent was sent to nobody",
	{fed.RejectType, fediverse.OtherHost, false}: "a Follow that we never sent was sent to nobody",
}

// effects are the rows that an activity which is applied may touch.
var effects = map[[2]any]string{
	{fed.FollowType, true}:   "changes+1 deliveries+1 followers+1 outbox_activities+1",
	{fed.UndoType, true}:     "changes+1 reactions-1",
	{fed.CreateType, false}:  "changes+1 comments+1",
	{fed.UpdateType, true}:   "changes+1 comments~1",
	{fed.UpdateType, false}:  "changes+1 comments+1",
	{fed.DeleteType, true}:   "changes+1 comments~1 deleted_uris+1",
	{fed.DeleteType, false}:  "deleted_uris+1",
	{fed.LikeType, true}:     "changes+1 reactions+1",
	{fed.AnnounceType, true}: "changes+1 reactions+1",
	{fed.BlockType, true}:    "changes+1 followers-1",
	{fed.FlagType, true}:     "changes+1 report_subjects+1 reports+1",
	{fed.MoveType, true}:     "changes+1 followers~1 people+1 people_keys+1",
	{fed.AcceptType, true}:   "changes+1 partners~1",
	{fed.RejectType, true}:   "changes+1 partners~1",

	{fed.QuoteRequestType, true}:   "changes+1 deliveries+1 outbox_activities+1 stamps+1",
	{fed.FeatureRequestType, true}: "changes+1 deliveries+1 outbox_activities+1 stamps+1",
}

// tryCell makes the situation of a cell, lets the activity come in as if the
// door had proven it, and compares what happens with the table.
func (w *world) tryCell(c cell) {
	w.Helper()
	activity := w.prepare(&c)
	before := w.snapshot()
	w.arrives(c.signer, c.activity, activity)
	state, reason := w.outcome(activity["id"].(fed.ID))
	got := before.changed(w.snapshot())
	ruling := fediverse.Authorise(c.activity, c.relation, c.known)
	wantState, want := "ignored", ""
	if ruling.Effect == fediverse.Apply {
		wantState, want, ruling.Why = "done", effects[[2]any{c.activity, c.known}], ""
		if c.relation == fediverse.Stranger {
			want = w.met(want, c)
		}
	}
	what := strings.TrimSpace(fmt.Sprintf("%s by %s, object known %t %s", c.activity, c.relation, c.known, c.way))
	w.wants(what, state, reason, wantState, ruling.Why)
	if got != want {
		w.Errorf("%s: rows %q, want %q", what, got, want)
	}
}

// met adds to the rows of an activity those of a person whom it made known. A
// Block changes nothing for who never followed.
func (w *world) met(rows string, c cell) string {
	if c.activity == fed.BlockType {
		rows = ""
	}
	words := append(strings.Fields(rows), "people+1", "people_keys+1")
	slices.Sort(words)
	return strings.Join(words, " ")
}

// arrives puts an activity behind the inbox, as the door does.
func (w *world) arrives(signer fed.ID, kind string, activity map[string]any) {
	w.Helper()
	item := postgres.InboxItem{
		ActivityID: string(activity["id"].(fed.ID)), Type: kind, Actor: string(signer), Body: marshal(w.T, activity),
	}
	check(w.T, w.db.InTx(w.Context(), func(tx *postgres.Tx) error {
		return tx.InsertInboxItems(w.Context(), []postgres.InboxItem{item})
	}))
}
