package postgres

import (
	"context"
	"fmt"
	"time"

	"inews/internal/blog"
)

// What of each class is due: kept since before $1. A comment or message on which a
// request still hangs stays, and so does what is waited for, shown, or trusted.
const (
	unasked = ` AND NOT EXISTS (SELECT FROM requests r WHERE r.comment_id = c.id AND r.state <> 'closed')`
	unmoved = ` AND NOT EXISTS (SELECT FROM requests r WHERE r.message_id = m.id AND r.state <> 'closed')`

	dueSpam = `SELECT c.id FROM comments c
		WHERE c.verdict = 'spam' AND GREATEST(c.received_at, c.decided_at) < $1` + unasked
	dueSpamMessages = `SELECT m.id FROM messages m WHERE m.spam_at < $1` + unmoved
	// What its author took back is empty already, and stays while others answer it.
	dueRejected = `SELECT c.id FROM comments c
		WHERE c.verdict IN ('hidden', 'removed') AND GREATEST(c.received_at, c.decided_at) < $1
			AND (c.verdict <> 'removed' OR NOT EXISTS (SELECT FROM comments a WHERE a.parent_id = c.id))` + unasked
	dueMentions = `SELECT c.id FROM comments c
		WHERE c.verdict = 'noted' AND GREATEST(c.received_at, c.decided_at) < $1` + unasked

	dueAttempts = `SELECT t.ctid FROM attempts t WHERE t.at < $1`
	// One row per activity and server stays, without the address of anybody: it
	// says where a deletion must be sent.
	dueDeliveries = `SELECT d.id FROM deliveries d WHERE d.done_at < $1 AND d.inbox <> 'https://' || d.host || '/'`
	// Deletions stay: what was deleted must not come again.
	dueInbox = `SELECT i.id FROM inbox_items i
		WHERE i.state IN ('done', 'ignored', 'failed') AND COALESCE(i.done_at, i.received_at) < $1 AND i.type <> 'Delete'`
	dueMails = `SELECT m.id FROM mails m WHERE COALESCE(m.sent_at, m.ended_at) < $1`
	// What waits stays: somebody is still owed an answer. Of feedback stays which page
	// was useful to somebody.
	dueMessages = `SELECT m.id FROM messages m
		WHERE m.spam_at IS NULL AND m.state IN ('closed', 'done', 'declined') AND m.touched_at < $1
			AND (m.kind <> 'feedback' OR m.words <> '' OR m.name <> '' OR m.email <> ''
				OR EXISTS (SELECT FROM message_entries e WHERE e.message_id = m.id))` + unmoved
	dueUnconfirmed = `SELECT s.id FROM subscriptions s WHERE s.confirmed_at IS NULL AND s.asked_at < $1`
	dueWishes      = `SELECT w.comment_id FROM answer_wishes w WHERE w.confirmed_at IS NULL AND w.asked_at < $1`
	dueOrigins     = `SELECT s.id FROM subscriptions s WHERE s.origin_hash IS NOT NULL AND s.asked_at < $1`
	dueBounced     = `SELECT b.ctid FROM mail_suppressions b WHERE b.reason = 'bounce' AND b.created_at < $1`
	dueEnded       = `SELECT s.id FROM subscriptions s WHERE s.ended_at < $1`
	dueStrangers   = `SELECT p.uri FROM people p
		WHERE p.fetched_at < $1 AND p.blocked_at IS NULL AND p.trusted_at IS NULL
			AND NOT EXISTS (SELECT FROM comments c WHERE c.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM followers f WHERE f.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM farewells f WHERE f.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM reactions r WHERE r.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM stamps s WHERE s.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM partners pa WHERE pa.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM reports r WHERE r.person_uri = p.uri)
			AND NOT EXISTS (SELECT FROM moves m WHERE m.target = p.uri)`
	dueNotices = `SELECT n.id FROM notices n WHERE n.created_at < $1`
	dueCopies  = `SELECT w.id FROM working_copies w WHERE w.kept_at < $1`
	// An opening lasts as long as the copy that is typed in it.
	dueOpenings = `SELECT o.id FROM openings o
		WHERE COALESCE(o.seen_at, o.opened_at) < $1 AND NOT EXISTS (SELECT FROM working_copies w WHERE w.id = o.id)`
	dueInvitations = `SELECT v.id FROM invitations v WHERE v.expires_at <= $1`
	dueSessions    = `SELECT s.id FROM sessions s WHERE s.seen_at <= $1`
	dueLinks       = `SELECT l.ctid FROM sign_in_links l WHERE l.expires_at <= $1`
	dueCeremonies  = `SELECT k.ctid FROM ceremonies k WHERE k.expires_at <= $1`
	dueBrowsers    = `SELECT b.ctid FROM known_browsers b WHERE b.seen_at < $1`
	dueRequests    = `SELECT r.id FROM requests r WHERE r.state = 'closed' AND r.closed_at < $1`
	dueAudit       = `SELECT c.id FROM changes c WHERE c.at < $1 AND c.told_at IS NOT NULL`
	dueRuns        = `SELECT r.id FROM retention_runs r WHERE r.ended_at < $1`
)

// CountDue tells how much of a class was kept since before the given time and may
// go.
func (q queries) CountDue(ctx context.Context, class blog.Class, before time.Time) (n int, err error) {
	switch class {
	case blog.ClassSpam:
		err = q.one(ctx, &n, `SELECT (SELECT count(*) FROM (`+dueSpam+`) AS c) + (SELECT count(*) FROM (`+dueSpamMessages+`) AS m)`, before)
	case blog.ClassRejected:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueRejected+`) AS due`, before)
	case blog.ClassMentions:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueMentions+`) AS due`, before)
	case blog.ClassAttempts:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueAttempts+`) AS due`, before)
	case blog.ClassDeliveries:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueDeliveries+`) AS due`, before)
	case blog.ClassInbox:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueInbox+`) AS due`, before)
	case blog.ClassMails:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueMails+`) AS due`, before)
	case blog.ClassStrangers:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueStrangers+`) AS due`, before)
	default:
		return q.countDueByMail(ctx, class, before)
	}
	return n, err
}

// countDueByMail counts what is kept of people who hear from the blog by e-mail, or
// wrote to it.
func (q queries) countDueByMail(ctx context.Context, class blog.Class, before time.Time) (n int, err error) {
	switch class {
	case blog.ClassUnconfirmed:
		err = q.one(ctx, &n, `SELECT (SELECT count(*) FROM (`+dueUnconfirmed+`) AS s) + (SELECT count(*) FROM (`+dueWishes+`) AS w)`, before)
	case blog.ClassOrigins:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueOrigins+`) AS due`, before)
	case blog.ClassBounced:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueBounced+`) AS due`, before)
	case blog.ClassEnded:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueEnded+`) AS due`, before)
	case blog.ClassMessages:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueMessages+`) AS due`, before)
	default:
		return q.countDueOnDesk(ctx, class, before)
	}
	return n, err
}

func (q queries) countDueOnDesk(ctx context.Context, class blog.Class, before time.Time) (n int, err error) {
	switch class {
	case blog.ClassNotices:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueNotices+`) AS due`, before)
	case blog.ClassCopies:
		err = q.one(ctx, &n, `SELECT (SELECT count(*) FROM (`+dueCopies+`) AS c) + (SELECT count(*) FROM (`+dueOpenings+`) AS o)`, before)
	case blog.ClassInvitations:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueInvitations+`) AS due`, before)
	case blog.ClassSessions:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueSessions+`) AS due`, before)
	case blog.ClassLinks:
		err = q.one(ctx, &n, `SELECT (SELECT count(*) FROM (`+dueLinks+`) AS l) + (SELECT count(*) FROM (`+dueCeremonies+`) AS k)`, before)
	case blog.ClassBrowsers:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueBrowsers+`) AS due`, before)
	case blog.ClassRequests:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueRequests+`) AS due`, before)
	case blog.ClassAudit:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueAudit+`) AS due`, before)
	case blog.ClassRuns:
		err = q.one(ctx, &n, `SELECT count(*) FROM (`+dueRuns+`) AS due`, before)
	default:
		err = fmt.Errorf("no statement counts what of class %q is due", class)
	}
	return n, err
}

// dropComments empties the comments of a batch that others answer, so that the
// thread holds together, and deletes the others.
const dropComments = `,
		emptied AS (UPDATE comments SET verdict = 'removed', reason = '', suspicion = '', html = '', plain = '', markdown = '',
				name = '', email = '', url = '', raw = NULL, quote = '', quote_approved = false, signs = '[]', earlier_verdict = NULL
			WHERE id IN (SELECT id FROM due) AND EXISTS (SELECT FROM comments a WHERE a.parent_id = comments.id) RETURNING id),
		gone AS (DELETE FROM comments
			WHERE id IN (SELECT id FROM due) AND NOT EXISTS (SELECT FROM comments a WHERE a.parent_id = comments.id) RETURNING id)
		SELECT (SELECT count(*) FROM emptied) + (SELECT count(*) FROM gone)`

// Expire deletes at most so many of a class of those that are due, and returns
// how many.
func (tx *Tx) Expire(ctx context.Context, class blog.Class, before time.Time, limit int) (n int, err error) {
	switch class {
	case blog.ClassSpam:
		if err = tx.one(ctx, &n, `WITH due AS (`+dueSpam+` LIMIT $2)`+dropComments, before, limit); err != nil {
			return n, err
		}
		messages := 0
		err = tx.one(ctx, &messages, `WITH due AS (`+dueSpamMessages+` LIMIT $2)`+dropMessages, before, limit)
		n += messages
	case blog.ClassRejected:
		err = tx.one(ctx, &n, `WITH due AS (`+dueRejected+` LIMIT $2)`+dropComments, before, limit)
	case blog.ClassMentions:
		err = tx.one(ctx, &n, `WITH due AS (`+dueMentions+` LIMIT $2)`+dropComments, before, limit)
	case blog.ClassAttempts:
		return tx.execCount(ctx, `DELETE FROM attempts WHERE ctid IN (`+dueAttempts+` LIMIT $2)`, before, limit)
	case blog.ClassDeliveries:
		err = tx.one(ctx, &n, `
			WITH due AS (`+dueDeliveries+` ORDER BY d.id LIMIT $2),
			spare AS (SELECT d.id FROM deliveries d JOIN due ON due.id = d.id
				WHERE EXISTS (SELECT FROM deliveries k WHERE k.activity_id = d.activity_id AND k.host = d.host AND k.id <> d.id
					AND (k.inbox = 'https://' || k.host || '/' OR (k.state = 'delivered', k.id) > (d.state = 'delivered', d.id)))),
			gone AS (DELETE FROM deliveries WHERE id IN (SELECT id FROM spare) RETURNING id),
			kept AS (UPDATE deliveries SET inbox = 'https://' || host || '/', error = ''
				WHERE id IN (SELECT id FROM due) AND id NOT IN (SELECT id FROM spare) RETURNING id)
			SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM kept)`, before, limit)
	case blog.ClassInbox:
		return tx.execCount(ctx, `DELETE FROM inbox_items WHERE id IN (`+dueInbox+` LIMIT $2)`, before, limit)
	case blog.ClassMails:
		return tx.execCount(ctx, `DELETE FROM mails WHERE id IN (`+dueMails+` LIMIT $2)`, before, limit)
	case blog.ClassStrangers:
		return tx.execCount(ctx, `DELETE FROM people WHERE uri IN (`+dueStrangers+` LIMIT $2)`, before, limit)
	default:
		return tx.expireByMail(ctx, class, before, limit)
	}
	return n, err
}

// dropMessages empties the feedback of a batch that is no spam, and deletes its other
// messages; with either go the notices that say how it begins.
const dropMessages = `,
		untold AS (DELETE FROM notices WHERE path IN (SELECT '/desk/messages/' || id FROM due)),
		emptied AS (UPDATE messages SET words = '', name = '', email = '', title = '', named = false, signs = '[]'
			WHERE id IN (SELECT id FROM due) AND kind = 'feedback' AND spam_at IS NULL RETURNING id),
		undone AS (DELETE FROM message_entries WHERE message_id IN (SELECT id FROM emptied)),
		gone AS (DELETE FROM messages
			WHERE id IN (SELECT id FROM due) AND NOT (kind = 'feedback' AND spam_at IS NULL) RETURNING id)
		SELECT (SELECT count(*) FROM emptied) + (SELECT count(*) FROM gone)`

func (tx *Tx) expireByMail(ctx context.Context, class blog.Class, before time.Time, limit int) (n int, err error) {
	switch class {
	case blog.ClassUnconfirmed:
		if n, err = tx.execCount(ctx, `DELETE FROM subscriptions WHERE id IN (`+dueUnconfirmed+` LIMIT $2)`, before, limit); err != nil {
			return n, err
		}
		wishes, err := tx.execCount(ctx, `DELETE FROM answer_wishes WHERE comment_id IN (`+dueWishes+` LIMIT $2)`, before, limit)
		return n + wishes, err
	case blog.ClassOrigins:
		return tx.execCount(ctx, `UPDATE subscriptions SET origin_hash = NULL WHERE id IN (`+dueOrigins+` LIMIT $2)`, before, limit)
	case blog.ClassBounced:
		return tx.execCount(ctx, `DELETE FROM mail_suppressions WHERE ctid IN (`+dueBounced+` LIMIT $2)`, before, limit)
	case blog.ClassEnded:
		return tx.execCount(ctx, `DELETE FROM subscriptions WHERE id IN (`+dueEnded+` LIMIT $2)`, before, limit)
	case blog.ClassMessages:
		err = tx.one(ctx, &n, `WITH due AS (`+dueMessages+` LIMIT $2)`+dropMessages, before, limit)
		return n, err
	}
	return tx.expireOnDesk(ctx, class, before, limit)
}

func (tx *Tx) expireOnDesk(ctx context.Context, class blog.Class, before time.Time, limit int) (int, error) {
	switch class {
	case blog.ClassNotices:
		return tx.execCount(ctx, `DELETE FROM notices WHERE id IN (`+dueNotices+` LIMIT $2)`, before, limit)
	case blog.ClassCopies:
		n, err := tx.execCount(ctx, `DELETE FROM working_copies WHERE id IN (`+dueCopies+` LIMIT $2)`, before, limit)
		if err != nil {
			return n, err
		}
		opened, err := tx.execCount(ctx, `DELETE FROM openings WHERE id IN (`+dueOpenings+` LIMIT $2)`, before, limit)
		return n + opened, err
	case blog.ClassInvitations:
		return tx.execCount(ctx, `DELETE FROM invitations WHERE id IN (`+dueInvitations+` LIMIT $2)`, before, limit)
	case blog.ClassSessions:
		return tx.execCount(ctx, `DELETE FROM sessions WHERE id IN (`+dueSessions+` LIMIT $2)`, before, limit)
	case blog.ClassLinks:
		n, err := tx.execCount(ctx, `DELETE FROM sign_in_links WHERE ctid IN (`+dueLinks+` LIMIT $2)`, before, limit)
		if err != nil {
			return n, err
		}
		begun, err := tx.execCount(ctx, `DELETE FROM ceremonies WHERE ctid IN (`+dueCeremonies+` LIMIT $2)`, before, limit)
		return n + begun, err
	case blog.ClassBrowsers:
		return tx.execCount(ctx, `DELETE FROM known_browsers WHERE ctid IN (`+dueBrowsers+` LIMIT $2)`, before, limit)
	case blog.ClassRequests:
		return tx.execCount(ctx, `DELETE FROM requests WHERE id IN (`+dueRequests+` LIMIT $2)`, before, limit)
	case blog.ClassAudit:
		return tx.execCount(ctx, `DELETE FROM changes WHERE id IN (`+dueAudit+` LIMIT $2)`, before, limit)
	case blog.ClassRuns:
		return tx.execCount(ctx, `DELETE FROM retention_runs WHERE id IN (`+dueRuns+` LIMIT $2)`, before, limit)
	}
	return 0, fmt.Errorf("no statement deletes what of class %q is due", class)
}
