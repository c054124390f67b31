package postgres

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// Holding is one thing that is kept about somebody: all there is of it, as JSON, and
// under which part of the whole it is told.
type Holding struct {
	Part string
	Row  json.RawMessage
}

// whom is whom a question about somebody is about. Every such question begins so, and
// takes what whomever returns.
const whom = `WITH whom AS (SELECT $1::text[] AS uris, $2::text AS email, $3::bytea AS hash, $4::text AS pattern) `

func whomever(s blog.Somebody) []any {
	return []any{pq.Array(append([]string{}, s.URIs...)), s.Email, s.Hash, s.Pattern()}
}

// theirComment is the condition on c of a comment that somebody wrote.
const theirComment = `(c.person_uri = ANY (whom.uris) OR c.origin = 'web' AND whom.email <> '' AND c.email <> '' AND lower(c.email) = whom.email)`

// theirInbox is the condition on the column inbox of what goes to somebody alone.
const theirInbox = `inbox IN (
	SELECT pe.inbox FROM people pe WHERE pe.uri = ANY (whom.uris) AND pe.inbox <> '' AND NOT EXISTS (
		SELECT FROM people o WHERE o.uri <> pe.uri AND (o.inbox = pe.inbox OR o.shared_inbox = pe.inbox)))`

// Known completes somebody with the names under which they are known here: of people
// on other servers, their wire ids and pages.
func (q queries) Known(ctx context.Context, s blog.Somebody) (blog.Somebody, error) {
	if !s.IsHandle() {
		return s, nil
	}
	var rows []struct{ URI, Handle, URL string }
	err := q.all(ctx, &rows, `
		SELECT uri, lower(handle) AS handle, url FROM people WHERE lower(handle) = lower($1) OR uri = $1 OR url = $1 ORDER BY uri`, s.Who)
	if err != nil {
		return s, err
	}
	for _, row := range rows {
		s.URIs, s.Pages = append(s.URIs, row.URI), append(s.Pages, row.Handle, row.URL)
	}
	if len(rows) == 0 && blog.IsWebAddress(s.Who) {
		s.URIs = []string{s.Who} // the person may have gone, and something been left
	}
	return s, nil
}

// hold adds what a question finds.
func (q queries) hold(ctx context.Context, into *[]Holding, s blog.Somebody, part, query string) error {
	var rows []string
	if err := q.all(ctx, &rows, query, whomever(s)...); err != nil {
		return fmt.Errorf("look for what is kept of somebody among %s: %w", part, err)
	}
	for _, row := range rows {
		*into = append(*into, Holding{Part: part, Row: json.RawMessage(row)})
	}
	return nil
}

// Holdings returns everything that is kept about somebody, part by part.
func (q queries) Holdings(ctx context.Context, s blog.Somebody) (all []Holding, err error) {
	for _, look := range []func(context.Context, *[]Holding, blog.Somebody) error{
		q.holdSaid, q.holdPerson, q.holdWire, q.holdMail, q.holdLetters, q.holdDesk, q.holdNamed,
	} {
		if err := look(ctx, &all, s); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// holdSaid finds what somebody said, and what the blog answered.
func (q queries) holdSaid(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	err := q.hold(ctx, all, s, "comments", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT c.id, c.uri, c.origin, c.audience, c.verdict, c.reason, c.name, c.email, c.plain AS words, c.html, c.markdown, c.language,
				c.url, po.title AS post, parent.uri AS answers, c.quote, c.published_at, c.received_at, c.edited_at, c.decided_at,
				c.suspicion, c.signs, w.asked_at AS wish_for_answers_at, w.confirmed_at AS wish_confirmed_at,
				(SELECT l.created_at FROM comment_links l WHERE l.comment_id = c.id) AS private_link_at, words_of(c.raw) AS raw
			FROM comments c CROSS JOIN whom LEFT JOIN posts po ON po.id = c.post_id LEFT JOIN comments parent ON parent.id = c.parent_id
			LEFT JOIN answer_wishes w ON w.comment_id = c.id
			WHERE `+theirComment+` ORDER BY c.received_at, c.id) h`)
	if err != nil {
		return err
	}
	return q.hold(ctx, all, s, "answers", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT a.id, a.uri, a.verdict, a.plain AS words, a.published_at FROM comments a JOIN comments c ON c.id = a.parent_id CROSS JOIN whom
			WHERE a.origin = 'blog' AND a.verdict <> 'removed' AND `+theirComment+` ORDER BY a.published_at, a.id) h`)
}

// holdPerson finds what is known of somebody on another server, and what they did.
func (q queries) holdPerson(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	if err := q.hold(ctx, all, s, "person", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT pe.uri, pe.type, pe.handle, pe.name, pe.bio, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers, pe.icon_url, pe.moved_to,
				pe.fetched_at, pe.first_seen, pe.trusted_at, pe.blocked_at, pe.block_reason, pe.gone_at, pe.suspended,
				(SELECT json_agg(json_build_object('id', k.key_id, 'key', k.pem, 'fetched_at', k.fetched_at)) FROM people_keys k
					WHERE k.owner = pe.uri) AS keys, words_of(pe.document) AS document
			FROM people pe CROSS JOIN whom WHERE pe.uri = ANY (whom.uris) ORDER BY pe.uri) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "following", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT person_uri AS person, follow_id AS follow, since FROM followers CROSS JOIN whom WHERE person_uri = ANY (whom.uris)
			UNION ALL SELECT person_uri, follow_id, since FROM farewells CROSS JOIN whom WHERE person_uri = ANY (whom.uris)) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "reactions", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT r.kind, r.emoji, po.title AS post, c.uri AS comment, r.activity_id AS activity, r.at
			FROM reactions r CROSS JOIN whom LEFT JOIN posts po ON po.id = r.post_id LEFT JOIN comments c ON c.id = r.comment_id
			WHERE r.person_uri = ANY (whom.uris) ORDER BY r.at, r.id) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "quotes", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT st.kind, st.uri, st.url, st.target, st.audience, st.given_at, st.shown_at, st.revoked_at
			FROM stamps st CROSS JOIN whom WHERE st.person_uri = ANY (whom.uris) ORDER BY st.given_at, st.id) h`); err != nil {
		return err
	}
	return q.hold(ctx, all, s, "network", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT 'we follow them' AS what, pa.state, NULL AS title, NULL AS url, pa.follow_id AS activity, pa.since AS at, NULL AS shared_at, NULL AS raw
			FROM partners pa CROSS JOIN whom WHERE pa.person_uri = ANY (whom.uris)
			UNION ALL
			SELECT 'published by them', i.form, i.title, i.url, i.uri, i.published_at, i.shared_at, words_of(i.raw)
			FROM network_items i CROSS JOIN whom WHERE i.author_uri = ANY (whom.uris)
				OR i.partner_id IN (SELECT pa.id FROM partners pa WHERE pa.person_uri = ANY (whom.uris))) h`)
}

// holdWire finds what came from somebody's server, and what went there.
func (q queries) holdWire(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	if err := q.hold(ctx, all, s, "inbox", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT i.activity_id AS activity, i.type, i.actor, i.object_id AS object, i.received_at, i.state, i.reason, words_of(i.body) AS body
			FROM inbox_items i CROSS JOIN whom WHERE i.actor = ANY (whom.uris) ORDER BY i.id) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "outbox", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT a.uri AS activity, a.type, a.object_id AS object, a.created_at, words_of(a.body) AS body
			FROM outbox_activities a CROSS JOIN whom
			WHERE cardinality(whom.uris) > 0 AND words_of(a.body) ~* whom.pattern ORDER BY a.created_at, a.id) h`); err != nil {
		return err
	}
	return q.hold(ctx, all, s, "deliveries", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT a.type, d.inbox, d.state, d.code, d.created_at, d.done_at FROM deliveries d JOIN outbox_activities a ON a.id = d.activity_id CROSS JOIN whom
			WHERE d.`+theirInbox+` ORDER BY d.id) h`)
}
