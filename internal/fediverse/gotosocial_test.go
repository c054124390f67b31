package fediverse_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

var owner = blog.Editor{Role: blog.Owner}

// GoToSocial ends what it blocks in both directions and sends the Block alone:
// the blog must not go on as if it still followed.
func TestBlockEndsOurFollow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mira, other := w.peer("mira@gts.example"), w.peer("other@other.example")
	w.follows(mira)
	w.follows(other)
	block := func(p *fedtest.Peer) {
		state, reason := w.sends(p, map[string]any{
			"@context": fed.Namespace, "id": p.ID("/blocks/1"), "type": "Block", "object": "https://blog.example/ap/actors/inews",
			"to": "https://blog.example/ap/actors/inews",
		})
		w.wants("a Block", state, reason, "done", "")
	}
	block(mira)
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1 AND state = 'rejected'`, mira.Actor()); n != 1 {
		t.Error("the blog goes on to follow somebody who has blocked it")
	}
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1 AND state = 'accepted'`, other.Actor()); n != 1 {
		t.Error("somebody else's Follow has ended")
	}
	stranger := w.peer("stranger@third.example")
	block(stranger)
	if n := w.count(`SELECT count(*) FROM partners WHERE person_uri = $1`, stranger.Actor()); n != 0 {
		t.Error("a stranger has become a partner")
	}
}

// Whose posts may not be passed on without approval, and who does not approve
// of our share, says Reject of its id: the share is taken back, and told so.
func TestShareIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mira, other := w.peer("mira@gts.example"), w.peer("other@other.example")
	w.follows(mira)
	w.known(other.Actor(), "")
	item, share := w.shares(mira, "/statuses/1")
	answer := func(p *fedtest.Peer, kind, path string) map[string]any {
		return map[string]any{
			"@context": fed.Namespace, "id": p.ID(path), "type": kind, "object": share, "target": mira.ID("/statuses/1"),
			"to": "https://blog.example/ap/actors/inews", "cc": []any{fed.Public, p.ID("/followers")},
		}
	}
	shared := func() bool { return w.count(`SELECT count(*) FROM network_items WHERE shared_at IS NOT NULL`) == 1 }

	state, reason := w.sends(other, answer(other, "Reject", "/rejects/1"))
	w.wants("a Reject by somebody else", state, reason, "ignored", "only whom we asked may answer")
	state, reason = w.sends(mira, answer(mira, "Accept", "/accepts/1"))
	w.wants("an Accept", state, reason, "done", "")
	if !shared() {
		t.Fatal("the share is gone before its author has refused it")
	}
	state, reason = w.sends(mira, answer(mira, "Reject", "/rejects/2"))
	w.wants("a Reject", state, reason, "done", "")
	if shared() {
		t.Error("the blog goes on to share what its author does not allow")
	}
	w.tellsLatest(blog.ItemSubject, item)
	if n := w.count(`SELECT count(*) FROM outbox_activities WHERE type = 'Undo' AND object_id = $1`, mira.ID("/statuses/1")); n != 1 {
		t.Errorf("%d Undos of the share, want 1", n)
	}
	state, reason = w.sends(mira, answer(mira, "Reject", "/rejects/3"))
	w.wants("a second Reject", state, reason, "ignored", "does not share this")
}

// shares has the blog pass on a public note of a partner. It returns the item's
// id in the database and the address of the Announce.
func (w *world) shares(p *fedtest.Peer, path string) (item string, share fed.ID) {
	w.Helper()
	state, reason := w.sends(p, map[string]any{
		"@context": fed.Namespace, "id": p.ID(path + "/activity#Create"), "type": "Create", "to": fed.Public,
		"object": map[string]any{
			"id": p.ID(path), "type": "Note", "attributedTo": p.Actor(), "to": fed.Public, "content": "<p>New benches</p>",
			"published": "2026-11-20T10:00:00Z",
			"interactionPolicy": map[string]any{"canAnnounce": map[string]any{
				"automaticApproval": []any{p.Actor()}, "manualApproval": []any{fed.Public},
			}},
		},
	})
	w.wants("a partner's note", state, reason, "done", "")
	w.one(`SELECT id FROM network_items`).into(&item)
	_, err := w.bridge.Network.Share(w.Context(), owner, item)
	check(w.T, err)
	w.tellsLatest(blog.ItemSubject, item)
	w.one(`SELECT uri FROM outbox_activities WHERE type = 'Announce'`).into(&share)
	return item, share
}

// tellsLatest has the bridge tell the latest change of a subject.
func (w *world) tellsLatest(subject blog.Subject, id string) {
	w.Helper()
	changes, err := w.db.ChangesOf(w.Context(), subject, id)
	check(w.T, err)
	check(w.T, w.bridge.Tell(w.Context(), changes[len(changes)-1]))
}

// GoToSocial shows a summary as a warning, the content behind it, and the name
// of neither an Article nor an Event that has one: the content says it, too.
func TestContentSaysTheName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	content := func(id fed.ID) string {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, string(id), nil)
		r.Header.Set("Accept", fed.MediaType)
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, r)
		var document struct {
			Content    string
			ContentMap map[string]string
		}
		check(t, json.Unmarshal(answer.Body.Bytes(), &document))
		if len(document.ContentMap) != 1 || document.ContentMap["en-GB"] != document.Content {
			t.Errorf("contentMap is %q beside the content %q", document.ContentMap, document.Content)
		}
		return document.Content
	}
	w.exec(`UPDATE posts SET title = 'Bins & boxes', html = '<p>On Mondays.</p>', language = 'en-GB'`)
	if got, want := content(w.post), "<p>On Mondays.</p>"; got != want {
		t.Errorf("without a summary the content is %q, want %q: the name is shown already", got, want)
	}
	w.exec(`UPDATE posts SET summary = 'When we collect.'`)
	link := `<p><a href="https://blog.example/posts/bins">Bins &amp; boxes</a>`
	if got, want := content(w.post), "<p>On Mondays.</p>"+link+"</p>"; got != want {
		t.Errorf("the content is %q, want %q", got, want)
	}
	var id, object string
	w.one(`
		INSERT INTO posts (form, state, slug, title, html, language, published_at)
		VALUES ('event', 'published', 'seminar', 'Buying software', '<p>Come.</p>', 'en-GB', now())
		RETURNING id, object_id`).into(&id, &object)
	w.exec(`INSERT INTO events (post_id, starts_at, zone, venue_name, standing) VALUES ($1, '2026-12-03T10:00:00Z', 'Europe/London', 'Town Hall', 'cancelled')`, id)
	want := `<p>Come.</p><p><a href="https://blog.example/events/seminar">Buying software</a>. Cancelled. Thu 3 Dec 2026, 10:00`
	if got := content(fed.ID("https://blog.example/ap/events/" + object)); !strings.HasPrefix(got, want) || !strings.Contains(got, "Town Hall") {
		t.Errorf("the event's content is %q, want %q …", got, want)
	}
}

// Where comments are closed, other servers are told that nobody may reply, and
// so do not offer it: to the post, to the comments below it, and to an event in
// the words of calendars, too.
func TestClosedCommentsAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	type policy struct {
		InteractionPolicy struct {
			CanReply *struct{ AutomaticApproval, ManualApproval []string }
		}
		CommentsEnabled         *bool
		RepliesModerationOption string
	}
	told := func(id fed.ID) (p policy) {
		t.Helper()
		r := httptest.NewRequest(http.MethodGet, string(id), nil)
		r.Header.Set("Accept", fed.MediaType)
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, r)
		check(t, json.Unmarshal(answer.Body.Bytes(), &p))
		return p
	}
	var comment, event, eventID string
	w.one(`
		INSERT INTO comments (id, post_id, origin, uri, path, name, html, plain, verdict, published_at)
		SELECT id, $1, 'web', 'https://blog.example/ap/comments/' || id, '1', 'Ann', '<p>Yes.</p>', 'Yes.', 'approved', now() FROM gen_random_uuid() AS id
		RETURNING uri`, w.postID).into(&comment)
	w.one(`
		INSERT INTO posts (form, state, slug, title, published_at) VALUES ('event', 'published', 'seminar', 'Seminar', now())
		RETURNING id, object_id`).into(&eventID, &event)
	w.exec(`INSERT INTO events (post_id, starts_at, zone, venue_name) VALUES ($1, '2026-12-03T10:00:00Z', 'Europe/London', 'Town Hall')`, eventID)
	ids := []fed.ID{w.post, fed.ID(comment), fed.ID("https://blog.example/ap/events/" + event)}
	for _, id := range ids {
		if p := told(id); p.InteractionPolicy.CanReply != nil {
			t.Errorf("%s says who may reply although everybody may: %+v", id, p.InteractionPolicy.CanReply)
		}
	}
	w.exec(`UPDATE posts SET comment_rule = 'closed'`)
	for _, id := range ids {
		p := told(id)
		if who := p.InteractionPolicy.CanReply; who == nil || len(who.AutomaticApproval)+len(who.ManualApproval) > 0 {
			t.Errorf("%s does not say that nobody may reply: %+v", id, who)
		}
	}
	if p := told(ids[2]); p.CommentsEnabled == nil || *p.CommentsEnabled || p.RepliesModerationOption != "closed" {
		t.Errorf("the event says %+v, want that comments are closed", p)
	}
}
