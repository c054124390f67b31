package postgres

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
)

// Channels on which nodes tell each other what was committed.
const (
	ChangesChannel    = "inews_changes"    // payload: subject, its id and the post's id, with spaces between
	DeliveriesChannel = "inews_deliveries" // no payload: there is work
)

// Record writes the change, puts its background work into the same transaction
// and tells every node, once committed, to forget what it kept of the subject.
func (tx *Tx) Record(ctx context.Context, change blog.Change) (blog.Change, error) {
	row := struct{ ID int64 }{}
	err := tx.one(ctx, &row, `
		INSERT INTO changes (editor_id, verb, subject, subject_id, post_id, reason, object)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id`,
		null(change.Editor), change.Verb, change.Subject, change.SubjectID, null(change.PostID), change.Reason, change.Object)
	if err != nil {
		return change, fmt.Errorf("record change: %w", err)
	}
	change.ID = row.ID
	if change.Verb == blog.Submitted || change.Verb == blog.Reported || change.Subject == blog.MessageSubject { // a flood of these must not empty every cache
		return change, tx.work(ctx, change)
	}
	payload := string(change.Subject) + " " + change.SubjectID + " " + change.PostID
	// NOTIFY takes at most 8000 bytes; a wire id may be 2048.
	if err := tx.exec(ctx, `SELECT pg_notify($1, $2)`, ChangesChannel, payload); err != nil {
		return change, fmt.Errorf("announce change: %w", err)
	}
	return change, tx.work(ctx, change)
}

// SubjectOf is what a notice on ChangesChannel is about: "" for one that says that
// anything may have changed.
func SubjectOf(notice string) blog.Subject {
	subject, _, _ := strings.Cut(notice, " ")
	return blog.Subject(subject)
}

// work enqueues what is to be done because of a change.
func (tx *Tx) work(ctx context.Context, change blog.Change) error {
	if tx.enqueue == nil {
		return nil
	}
	if err := tx.enqueue(ctx, tx.tx.Tx, change); err != nil {
		return fmt.Errorf("enqueue work of change %d: %w", change.ID, err)
	}
	return nil
}

const changeColumns = `
	id, at, COALESCE(editor_id::text, '') AS editor, verb, subject, subject_id,
	COALESCE(post_id::text, '') AS post_id, reason, object`

// ChangeByID returns one change.
func (q queries) ChangeByID(ctx context.Context, id int64) (blog.Change, error) {
	var change blog.Change
	err := q.one(ctx, &change, `SELECT `+changeColumns+` FROM changes WHERE id = $1`, id)
	return change, err
}

// ChangesOf returns the audit trail of one subject, oldest first.
func (q queries) ChangesOf(ctx context.Context, subject blog.Subject, id string) ([]blog.Change, error) {
	var changes []blog.Change
	err := q.all(ctx, &changes, `
		SELECT `+changeColumns+` FROM changes
		WHERE subject = $1 AND subject_id = $2
		ORDER BY id`, subject, id)
	return changes, err
}

// ClaimUntold returns the changes of a subject, up to the one with the given
// id, that the fediverse was not told of yet, oldest first. Until the
// transaction ends, nobody else tells of that subject.
func (tx *Tx) ClaimUntold(ctx context.Context, subject blog.Subject, id string, upTo int64) ([]blog.Change, error) {
	// Two int4 keys: a hash of the subject within the space of this program.
	if err := tx.exec(ctx, `SELECT pg_advisory_xact_lock(7133, hashtext($1 || ' ' || $2))`, string(subject), id); err != nil {
		return nil, fmt.Errorf("lock subject: %w", err)
	}
	var changes []blog.Change
	err := tx.all(ctx, &changes, `
		SELECT `+changeColumns+` FROM changes
		WHERE subject = $1 AND subject_id = $2 AND id <= $3 AND told_at IS NULL
		ORDER BY id`, subject, id, upTo)
	return changes, err
}

// MarkTold notes that the fediverse was told of a change.
func (tx *Tx) MarkTold(ctx context.Context, id int64) error {
	return tx.exec(ctx, `UPDATE changes SET told_at = now() WHERE id = $1`, id)
}
