package postgres

import (
	"context"

	"inews/internal/blog"
)

// holdMail finds what is sent to an address, and what its owner agreed to.
func (q queries) holdMail(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	if s.IsHandle() {
		return nil
	}
	if err := q.hold(ctx, all, s, "updates", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT su.email, su.pace, su.everything, su.language, su.consent, su.asked_at, su.confirmed_at, su.told_until, su.bounces, su.suspended_at,
				su.ended_at, su.ended_by, su.origin_hash IS NOT NULL AS connection_hashed,
				(SELECT json_agg(t.kind || ' ' || t.key ORDER BY t.kind, t.key) FROM subscription_topics t WHERE t.subscription_id = su.id) AS topics
			FROM subscriptions su CROSS JOIN whom WHERE su.email = whom.email OR su.email_hash = whom.hash ORDER BY su.asked_at) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "mails", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT m.kind, COALESCE(NULLIF(m.address, ''), whom.email) AS address, m.name, m.subject, m.body, m.why, m.created_at, m.sent_at, m.ended_at, m.bounced_at, m.error
			FROM mails m CROSS JOIN whom LEFT JOIN subscriptions su ON su.id = m.subscription_id
			WHERE lower(m.address) = whom.email OR su.email = whom.email OR su.email_hash = whom.hash ORDER BY m.id) h`); err != nil {
		return err
	}
	return q.hold(ctx, all, s, "suppression", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT p.reason, p.created_at FROM mail_suppressions p CROSS JOIN whom WHERE p.email_hash = whom.hash) h`)
}

// holdLetters finds what somebody wrote to the council in private.
func (q queries) holdLetters(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	if err := q.hold(ctx, all, s, "messages", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT m.id, m.kind, m.reference, m.state, m.title, m.words, m.name, m.email, m.language, m.named, m.page, m.useful, m.signs, m.spam_at, m.created_at, m.touched_at,
				(SELECT json_agg(json_build_object('kind', e.kind, 'from', e.from_state, 'to', e.to_state, 'words', e.words, 'at', e.created_at) ORDER BY e.id)
					FROM message_entries e WHERE e.message_id = m.id) AS history
			FROM messages m CROSS JOIN whom WHERE whom.email <> '' AND m.email <> '' AND lower(m.email) = whom.email ORDER BY m.created_at, m.id) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "reports", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT CASE WHEN r.person_uri = ANY (whom.uris) OR whom.email <> '' AND lower(r.contact) = whom.email THEN 'by them' ELSE 'about them' END AS which,
				r.activity_id AS activity, r.host, r.person_uri AS person, r.rule, r.words, r.contact, r.received_at, r.closed_at,
				(SELECT json_agg(t.uri ORDER BY t.uri) FROM report_subjects t WHERE t.report_id = r.id) AS about
			FROM reports r CROSS JOIN whom
			WHERE r.person_uri = ANY (whom.uris) OR whom.email <> '' AND lower(r.contact) = whom.email
				OR EXISTS (SELECT FROM report_subjects t LEFT JOIN comments c ON c.id = t.comment_id
					WHERE t.report_id = r.id AND (t.uri = ANY (whom.uris) OR `+theirComment+`))
			ORDER BY r.received_at, r.id) h`); err != nil {
		return err
	}
	return q.hold(ctx, all, s, "requests", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT r.id, r.number, r.kind, r.state, r.name, r.contact, r.words, r.source, r.outcome, r.received_at, r.due_at, r.answered_at, r.closed_at,
				(SELECT json_agg(json_build_object('words', n.words, 'at', n.at) ORDER BY n.id) FROM request_notes n WHERE n.request_id = r.id) AS notes
			FROM requests r CROSS JOIN whom LEFT JOIN comments c ON c.id = r.comment_id
			WHERE r.contact ~* whom.pattern OR r.source ~* whom.pattern OR `+theirComment+` ORDER BY r.number) h`)
}

// holdDesk finds where staff dealt with somebody.
func (q queries) holdDesk(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	if err := q.hold(ctx, all, s, "guest", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT 'guest author' AS what, g.name, g.email, po.title AS post, g.created_at, g.expires_at FROM guest_links g CROSS JOIN whom LEFT JOIN posts po ON po.id = g.post_id
			WHERE whom.email <> '' AND lower(g.email) = whom.email
			UNION ALL
			SELECT 'invited to the staff', v.name, v.email, NULL, v.created_at, v.expires_at FROM invitations v CROSS JOIN whom
			WHERE whom.email <> '' AND v.email = whom.email) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "notices", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT n.kind, n.words, n.created_at FROM notices n CROSS JOIN whom WHERE n.words ~* whom.pattern ORDER BY n.id) h`); err != nil {
		return err
	}
	if err := q.hold(ctx, all, s, "block", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT pe.blocked_at, pe.block_reason AS reason FROM people pe CROSS JOIN whom WHERE pe.uri = ANY (whom.uris) AND pe.blocked_at IS NOT NULL) h`); err != nil {
		return err
	}
	return q.hold(ctx, all, s, "trail", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT ch.at, e.name AS editor, ch.verb, ch.subject, ch.subject_id, ch.reason, ch.object FROM changes ch CROSS JOIN whom
			LEFT JOIN editors e ON e.id = ch.editor_id LEFT JOIN comments c ON ch.subject = 'comment' AND c.id::text = ch.subject_id
			WHERE ch.subject IN ('person', 'follower') AND ch.subject_id = ANY (whom.uris) OR `+theirComment+`
				OR ch.reason ~* whom.pattern OR ch.object ~* whom.pattern
			ORDER BY ch.id) h`)
}

// holdNamed finds who else names somebody, in what the council published or others
// wrote: that is for staff to look at.
func (q queries) holdNamed(ctx context.Context, all *[]Holding, s blog.Somebody) error {
	return q.hold(ctx, all, s, "named", whom+`
		SELECT row_to_json(h)::text FROM (
			SELECT 'post' AS what, po.title, '/desk/posts/' || po.id AS path FROM posts po CROSS JOIN whom
			WHERE concat_ws(' ', po.title, po.summary, po.body, po.html, po.thanks, po.credit_creator) ~* whom.pattern
			UNION ALL
			SELECT 'translation', t.title, '/desk/posts/' || t.post_id || '/translations/' || t.language FROM translations t CROSS JOIN whom
			WHERE concat_ws(' ', t.title, t.summary, t.body, t.html) ~* whom.pattern
			UNION ALL
			SELECT 'older text of a post', r.title, '/desk/posts/' || r.post_id || '/history' FROM revisions r CROSS JOIN whom JOIN posts po ON po.id = r.post_id
			WHERE r.version <> po.version AND concat_ws(' ', r.title, r.summary, r.body) ~* whom.pattern
			UNION ALL
			SELECT 'page', pg.title, '/desk/pages/' || pg.slug FROM pages pg CROSS JOIN whom WHERE concat_ws(' ', pg.title, pg.body) ~* whom.pattern
			UNION ALL
			SELECT 'author', au.name, '/desk/authors/' || au.id FROM authors au CROSS JOIN whom WHERE concat_ws(' ', au.handle, au.url, au.bio) ~* whom.pattern
			UNION ALL
			SELECT 'comment of somebody else', left(c.plain, 80), '/desk/comments/' || c.id FROM comments c CROSS JOIN whom
			WHERE NOT COALESCE(`+theirComment+`, false) AND concat_ws(' ', c.plain, c.html, c.markdown) ~* whom.pattern
			UNION ALL
			SELECT 'message of somebody else', COALESCE(NULLIF(m.title, ''), left(m.words, 80)), '/desk/messages/' || m.id FROM messages m CROSS JOIN whom
			WHERE (whom.email = '' OR lower(m.email) <> whom.email) AND concat_ws(' ', m.title, m.words) ~* whom.pattern
			UNION ALL
			SELECT 'post about their idea', po.title, '/desk/posts/' || po.id FROM messages m CROSS JOIN whom JOIN posts po ON po.id = m.outcome_id
			WHERE whom.email <> '' AND m.email <> '' AND lower(m.email) = whom.email
			UNION ALL
			SELECT 'note on a draft', left(n.words, 80), '/desk/posts/' || n.post_id FROM notes n CROSS JOIN whom WHERE concat_ws(' ', n.quote, n.words) ~* whom.pattern
			UNION ALL
			SELECT 'item of a partner', i.title, '/desk/network' FROM network_items i CROSS JOIN whom
			WHERE NOT i.author_uri = ANY (whom.uris) AND concat_ws(' ', i.title, i.excerpt) ~* whom.pattern) h`)
}
