package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

// erasedName stands in texts of staff where somebody was named.
const erasedName = `'[erased]'`

// EraseTrail takes somebody's names out of the record of who did what, which stays.
func (tx *Tx) EraseTrail(ctx context.Context, s blog.Somebody, kept map[string]int) error {
	return tx.erase(ctx, s, kept, "trail", whom+`
		UPDATE changes ch SET
			subject_id = CASE WHEN ch.subject IN ('person', 'follower') AND ch.subject_id = ANY (whom.uris) THEN `+erasedName+` ELSE ch.subject_id END,
			reason = regexp_replace(ch.reason, whom.pattern, `+erasedName+`, 'gi'),
			object = CASE WHEN ch.object ~* whom.pattern THEN '' ELSE ch.object END
		FROM whom WHERE ch.subject IN ('person', 'follower') AND ch.subject_id = ANY (whom.uris)
			OR ch.reason ~* whom.pattern OR ch.object ~* whom.pattern`)
}

// EraseWire takes somebody out of what was sent and what came from others: copies
// of documents, which no page shows. What the blog said to others stays where it is
// said; that it was sent stays, too.
func (tx *Tx) EraseWire(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	if s.IsHandle() {
		if err := tx.eraseSent(ctx, s, gone); err != nil {
			return err
		}
	} else if err := tx.erase(ctx, s, gone, "outbox", whom+`
		UPDATE outbox_activities a SET body = '', public = false FROM whom WHERE words_of(a.body) ~* whom.pattern AND a.object_id LIKE '%/ap/comments/%'
			AND NOT EXISTS (SELECT FROM deliveries d WHERE d.activity_id = a.id AND d.state IN ('waiting', 'held'))`); err != nil {
		return err
	}
	for _, statement := range []string{
		whom + `UPDATE inbox_items i SET body = '', object_id = CASE WHEN i.object_id ~* whom.pattern THEN '' ELSE i.object_id END,
				reason = CASE WHEN i.reason ~* whom.pattern THEN '' ELSE i.reason END
			FROM whom WHERE i.state IN ('done', 'ignored', 'failed') AND (words_of(i.body) || ' ' || i.object_id || ' ' || i.reason) ~* whom.pattern`,
		whom + `UPDATE comments c SET raw = NULL FROM whom WHERE c.raw IS NOT NULL AND words_of(c.raw) ~* whom.pattern`,
		whom + `UPDATE comments c SET quote = '', quote_approved = false FROM whom WHERE c.quote ~* whom.pattern`,
		whom + `UPDATE network_items i SET raw = NULL FROM whom WHERE i.raw IS NOT NULL AND words_of(i.raw) ~* whom.pattern`,
		whom + `UPDATE people pe SET moved_to = '' FROM whom WHERE pe.moved_to ~* whom.pattern`,
		whom + `UPDATE hosts h SET last_error = '' FROM whom WHERE h.last_error ~* whom.pattern`,
		whom + `UPDATE deliveries d SET error = CASE WHEN d.error ~* whom.pattern THEN '' ELSE d.error END,
				object_id = CASE WHEN d.object_id ~* whom.pattern THEN '' ELSE d.object_id END
			FROM whom WHERE d.done_at IS NOT NULL AND (d.error ~* whom.pattern OR d.object_id ~* whom.pattern)`,
		whom + `DELETE FROM contexts co USING whom WHERE co.uri ~* whom.pattern`,
		whom + `DELETE FROM mails m USING whom WHERE concat_ws(' ', m.name, m.subject, m.body, m.error) ~* whom.pattern`,
	} {
		if err := tx.exec(ctx, statement, whomever(s)...); err != nil {
			return fmt.Errorf("erase somebody from copies of documents: %w", err)
		}
	}
	return nil
}

// eraseSent empties what was sent to somebody or about them, once it has arrived. Of
// a post that names them the document stays as it was published.
func (tx *Tx) eraseSent(ctx context.Context, s blog.Somebody, gone map[string]int) error {
	// One row per activity and server stays, as for deletions to come, without the inbox.
	if err := tx.erase(ctx, s, gone, "deliveries", whom+`
		DELETE FROM deliveries d USING whom WHERE d.`+theirInbox+` AND (d.done_at IS NULL OR EXISTS (
			SELECT FROM deliveries k WHERE k.activity_id = d.activity_id AND k.host = d.host AND k.id <> d.id))`); err != nil {
		return err
	}
	if err := tx.erase(ctx, s, gone, "deliveries", whom+`
		UPDATE deliveries d SET inbox = 'https://' || d.host || '/', error = '' FROM whom WHERE d.`+theirInbox); err != nil {
		return err
	}
	return tx.erase(ctx, s, gone, "outbox", whom+`
		UPDATE outbox_activities a SET body = '', public = false,
			object_id = CASE WHEN a.object_id ~* whom.pattern THEN 'erased:' || a.id ELSE a.object_id END
		FROM whom
		WHERE words_of(a.body) ~* whom.pattern AND NOT (a.public AND a.type IN ('Create', 'Update') AND a.object_id NOT LIKE '%/ap/comments/%')
			AND NOT EXISTS (SELECT FROM deliveries d WHERE d.activity_id = a.id AND d.state IN ('waiting', 'held'))`)
}

// EraseEditions empties what was sent of the comments that an erasure took back: what
// they said then.
func (tx *Tx) EraseEditions(ctx context.Context, erasureID string) error {
	return tx.exec(ctx, `
		UPDATE outbox_activities a SET body = '', public = false
		FROM erasure_changes ec JOIN changes ch ON ch.id = ec.change_id AND ch.subject = 'comment' JOIN comments c ON c.id::text = ch.subject_id
		WHERE ec.erasure_id = $1 AND a.object_id = c.uri AND a.type <> 'Delete'
			AND NOT EXISTS (SELECT FROM deliveries d WHERE d.activity_id = a.id AND d.state IN ('waiting', 'held'))`, erasureID)
}

// EraseLast deletes what was left of somebody to tell their server.
func (tx *Tx) EraseLast(ctx context.Context, s blog.Somebody) error {
	for _, statement := range []string{
		whom + `UPDATE partners pa SET moved_to = NULL FROM whom WHERE pa.moved_to IN (SELECT o.id FROM partners o WHERE o.person_uri = ANY (whom.uris))`,
		whom + `DELETE FROM partners pa USING whom WHERE pa.person_uri = ANY (whom.uris)`,
		whom + `DELETE FROM people pe USING whom WHERE pe.uri = ANY (whom.uris)`,
	} {
		if err := tx.exec(ctx, statement, whomever(s)...); err != nil {
			return fmt.Errorf("erase the last of somebody: %w", err)
		}
	}
	return nil
}
