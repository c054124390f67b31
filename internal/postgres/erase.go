package postgres

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// ErasedComment is a comment whose words were erased.
type ErasedComment struct {
	ID, PostID string
	Origin     blog.Origin
}

// EraseComments empties at most so many of the comments that somebody wrote, and
// returns them. Their places stay, so that threads hold together; those from other
// servers belong to nobody any more, and are known by the hash of their wire id alone.
func (tx *Tx) EraseComments(ctx context.Context, s blog.Somebody, limit int) ([]ErasedComment, error) {
	var erased []ErasedComment
	err := tx.all(ctx, &erased, whom+`,
		due AS (
			SELECT c.id, c.uri, c.origin FROM comments c CROSS JOIN whom WHERE `+theirComment+`
			ORDER BY c.seq LIMIT $5 FOR UPDATE OF c),
		barred AS (
			INSERT INTO erased_wires (hash) SELECT erased_hash(uri) FROM due WHERE origin = 'fediverse' ON CONFLICT DO NOTHING),
		unlinked AS (DELETE FROM comment_links WHERE comment_id IN (SELECT id FROM due)),
		unwished AS (DELETE FROM answer_wishes WHERE comment_id IN (SELECT id FROM due))
		UPDATE comments c SET verdict = 'removed', reason = '', suspicion = '', html = '', plain = '', markdown = '', name = '', email = '',
			url = '', raw = NULL, quote = '', quote_approved = false, signs = '[]', language = '', person_uri = NULL,
			uri = CASE WHEN c.origin = 'fediverse' THEN 'erased:' || encode(erased_hash(c.uri), 'hex') ELSE c.uri END,
			decided_at = now(), decided_by = NULL, earlier_verdict = NULL, earlier_reason = '', earlier_trust = NULL
		FROM due WHERE c.id = due.id
		RETURNING c.id, COALESCE(c.post_id::text, '') AS post_id, c.origin`, append(whomever(s), limit)...)
	if err != nil {
		return nil, fmt.Errorf("erase comments: %w", err)
	}
	return erased, nil
}

// EraseAnswers empties the blog's own answers to comments, and returns them.
func (tx *Tx) EraseAnswers(ctx context.Context, commentIDs []string) ([]ErasedComment, error) {
	var erased []ErasedComment
	err := tx.all(ctx, &erased, `
		UPDATE comments SET verdict = 'removed', reason = '', html = '', plain = '', markdown = '', name = '', quote = '', quote_approved = false,
			decided_at = now(), earlier_verdict = NULL
		WHERE parent_id = ANY ($1::uuid[]) AND origin = 'blog' AND verdict <> 'removed'
		RETURNING id, COALESCE(post_id::text, '') AS post_id, origin`, pq.Array(commentIDs))
	if err != nil {
		return nil, fmt.Errorf("erase answers: %w", err)
	}
	return erased, nil
}

// erase counts what a statement about somebody takes away.
func (tx *Tx) erase(ctx context.Context, s blog.Somebody, gone map[string]int, part, query string) error {
	n, err := tx.execCount(ctx, query, whomever(s)...)
	if err != nil {
		return fmt.Errorf("erase %s of somebody: %w", part, err)
	}
	gone[part] += n
	return nil
}

// ErasePerson takes away what somebody on another server did here, and what is known
// of them but for the addresses by which their server is told. A block stays, by hash.
func (tx *Tx) ErasePerson(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	if err := tx.exec(ctx, whom+`
		INSERT INTO erased_blocks (hash) SELECT erased_hash(pe.uri) FROM people pe CROSS JOIN whom
		WHERE pe.uri = ANY (whom.uris) AND pe.blocked_at IS NOT NULL ON CONFLICT DO NOTHING`, whomever(s)...); err != nil {
		return fmt.Errorf("keep the block of who is erased: %w", err)
	}
	if err := tx.erase(ctx, s, gone, "reactions", whom+`
		DELETE FROM reactions r USING whom WHERE r.person_uri = ANY (whom.uris)`); err != nil {
		return err
	}
	if err := tx.erase(ctx, s, gone, "quotes", whom+`
		DELETE FROM stamps st USING whom WHERE st.person_uri = ANY (whom.uris)`); err != nil {
		return err
	}
	if err := tx.erase(ctx, s, gone, "network", whom+`
		DELETE FROM network_items i USING whom WHERE i.author_uri = ANY (whom.uris) AND i.shared_at IS NULL`); err != nil {
		return err
	}
	if err := tx.eraseInbox(ctx, s, gone); err != nil {
		return err
	}
	return tx.erase(ctx, s, gone, "person", whom+`
		UPDATE people pe SET name = '', bio = '', icon_url = '', url = '', handle = '', moved_to = '', document = NULL, trusted_at = NULL
		FROM whom WHERE pe.uri = ANY (whom.uris) AND (pe.name || pe.bio || pe.icon_url || pe.url || pe.handle || pe.moved_to <> ''
			OR pe.document IS NOT NULL OR pe.trusted_at IS NOT NULL)`)
}

// eraseInbox forgets what came from somebody's server in their name. What they had
// deleted stays barred, by hash.
func (tx *Tx) eraseInbox(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	if err := tx.exec(ctx, whom+`,
		barred AS (
			SELECT i.object_id AS uri FROM inbox_items i CROSS JOIN whom WHERE i.actor = ANY (whom.uris) AND i.type = 'Delete' AND i.object_id <> ''
			UNION SELECT d.uri FROM deleted_uris d CROSS JOIN whom WHERE d.deleted_by = ANY (whom.uris)),
		unlisted AS (DELETE FROM deleted_uris d USING whom WHERE d.deleted_by = ANY (whom.uris))
		INSERT INTO erased_wires (hash) SELECT erased_hash(uri) FROM barred CROSS JOIN whom WHERE NOT uri = ANY (whom.uris) ON CONFLICT DO NOTHING`,
		whomever(s)...); err != nil {
		return fmt.Errorf("bar what somebody had deleted: %w", err)
	}
	return tx.erase(ctx, s, gone, "inbox", whom+`
		DELETE FROM inbox_items i USING whom WHERE i.actor = ANY (whom.uris) AND (i.lease_until IS NULL OR i.lease_until < now())`)
}

// EraseLetters takes away what somebody reported, what others reported about what
// they said, and what staff were told of it. Reports of readers stay without the
// reader, so that a comment that is reported is looked at.
func (tx *Tx) EraseLetters(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	if err := tx.erase(ctx, s, gone, "reports", whom+`
		DELETE FROM reports r USING whom WHERE r.person_uri = ANY (whom.uris)`); err != nil {
		return err
	}
	if err := tx.erase(ctx, s, gone, "reports", whom+`
		UPDATE reports r SET contact = '', words = '' FROM whom WHERE whom.email <> '' AND r.contact <> '' AND lower(r.contact) = whom.email`); err != nil {
		return err
	}
	// Reports about what is empty by now say nothing any more.
	if err := tx.erase(ctx, s, gone, "reports", whom+`,
		subjects AS (
			DELETE FROM report_subjects t USING whom
			WHERE t.uri ~* whom.pattern OR EXISTS (SELECT FROM comments c WHERE c.id = t.comment_id AND c.verdict = 'removed')
			RETURNING t.report_id, t.uri)
		DELETE FROM reports r USING (SELECT report_id, count(*) AS n FROM subjects GROUP BY report_id) lost
		WHERE r.id = lost.report_id AND lost.n = (SELECT count(*) FROM report_subjects t WHERE t.report_id = r.id)`); err != nil {
		return err
	}
	return tx.erase(ctx, s, gone, "notices", whom+`DELETE FROM notices n USING whom WHERE n.words ~* whom.pattern`)
}

// EraseMail takes away what an address gets, and who may write or join by it. That
// it takes no mail, or called ours spam, stays, by hash.
func (tx *Tx) EraseMail(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	if s.IsHandle() {
		return nil
	}
	if err := tx.erase(ctx, s, gone, "mails", whom+`
		DELETE FROM mails m USING whom
		WHERE lower(m.address) = whom.email OR m.subscription_id IN (
			SELECT su.id FROM subscriptions su WHERE su.email = whom.email OR su.email_hash = whom.hash)`); err != nil {
		return err
	}
	if err := tx.erase(ctx, s, gone, "updates", whom+`
		DELETE FROM subscriptions su USING whom WHERE su.email = whom.email OR su.email_hash = whom.hash`); err != nil {
		return err
	}
	letters, err := tx.EraseMessagesOf(ctx, s.Email)
	if err != nil {
		return err
	}
	gone["messages"] += letters.Deleted + letters.Emptied
	// Of what they handed in as a guest, staff were told by their name.
	if err := tx.exec(ctx, whom+`,
		gone AS (
			DELETE FROM notices n USING guest_links g CROSS JOIN whom
			WHERE g.email <> '' AND lower(g.email) = whom.email AND n.post_id = g.post_id AND strpos(n.words, g.name) > 0 RETURNING n.words)
		DELETE FROM mails m USING gone WHERE m.kind = 'staff' AND `+startsMail, whomever(s)...); err != nil {
		return fmt.Errorf("erase what staff were told of a guest: %w", err)
	}
	if err := tx.erase(ctx, s, gone, "guest", whom+`
		UPDATE guest_links g SET name = 'A guest', email = '', revoked_at = COALESCE(g.revoked_at, now()) FROM whom
		WHERE g.email <> '' AND lower(g.email) = whom.email`); err != nil {
		return err
	}
	return tx.erase(ctx, s, gone, "guest", whom+`DELETE FROM invitations v USING whom WHERE v.email = whom.email`)
}
