package postgres

import (
	"context"
	"fmt"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const erasureColumns = `
	x.id, x.number, x.kind, x.who, encode(x.who_hash, 'hex') AS hash, x.asker, x.channel, x.asked_on, x.answers, COALESCE(e.name, '') AS by,
	COALESCE(x.editor_id::text, '') AS editor_id, x.began_at, or_never(x.emptied_at) AS emptied_at, or_never(x.finished_at) AS finished_at`

const erasureTables = `erasures x LEFT JOIN editors e ON e.id = x.editor_id`

// ErasureByID returns an erasure with what went and who was told.
func (q queries) ErasureByID(ctx context.Context, id string) (blog.Erasure, error) {
	var x blog.Erasure
	if err := q.one(ctx, &x, `SELECT `+erasureColumns+` FROM `+erasureTables+` WHERE x.id = $1`, id); err != nil {
		return x, err
	}
	return x, q.account(ctx, &x)
}

// Erasures returns the erasures, newest first, those before a number (0: all).
func (q queries) Erasures(ctx context.Context, before int64, limit int) ([]blog.Erasure, error) {
	var list []blog.Erasure
	err := q.all(ctx, &list, `SELECT `+erasureColumns+` FROM `+erasureTables+`
		WHERE $1::bigint = 0 OR x.number < $1 ORDER BY x.number DESC LIMIT $2`, before, limit)
	for i := range list {
		if err == nil {
			err = q.account(ctx, &list[i])
		}
	}
	return list, err
}

// OpenErasures returns the ids of the erasures that have not finished, oldest first.
func (q queries) OpenErasures(ctx context.Context) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `SELECT id FROM erasures WHERE finished_at IS NULL ORDER BY number`)
	return ids, err
}

// account adds to an erasure what went and who was told.
func (q queries) account(ctx context.Context, x *blog.Erasure) error {
	if err := q.all(ctx, &x.Counts, `
		SELECT part, gone, kept FROM erasure_counts WHERE erasure_id = $1 ORDER BY part`, x.ID); err != nil {
		return err
	}
	err := q.all(ctx, &x.Told, `
		SELECT activity AS what, host, state, code, attempts, told_at, or_never(answered_at) AS answered_at FROM erasure_answers
		WHERE erasure_id = $1 ORDER BY host, activity, delivery_id`, x.ID)
	x.Servers = blog.CountServers(x.Told)
	return err
}

// SomebodyErased returns whom an open erasure is about.
func (q queries) SomebodyErased(ctx context.Context, id string) (blog.Somebody, error) {
	var row struct {
		Who, Kind    string
		Wires, Pages pq.StringArray
	}
	err := q.one(ctx, &row, `SELECT who, kind, uris AS wires, pages FROM erasures WHERE id = $1 AND finished_at IS NULL`, id)
	s := blog.Somebody{Who: row.Who, URIs: row.Wires, Pages: row.Pages}
	if row.Kind == "email" {
		s.Email = row.Who
	}
	return s, err
}

// IsOurs tells whether somebody is an actor of ours, one that the blog names as
// itself, or the one to which it has moved.
func (q queries) IsOurs(ctx context.Context, s blog.Somebody, site string) (bool, error) {
	var ours bool
	err := q.one(ctx, &ours, whom+`
		SELECT EXISTS (SELECT FROM whom, unnest(whom.uris) AS uri WHERE starts_with(uri, $5 || '/'))
			OR EXISTS (SELECT FROM aliases, whom WHERE uri = ANY (whom.uris)) OR EXISTS (SELECT FROM moves, whom WHERE target = ANY (whom.uris))`,
		append(whomever(s), site)...)
	return ours, err
}

// IsBeingErased tells whether an erasure is at work for that name.
func (q queries) IsBeingErased(ctx context.Context, who string) (bool, error) {
	var at bool
	err := q.one(ctx, &at, `SELECT EXISTS (SELECT FROM erasures WHERE who_hash = erased_hash(lower($1)) AND finished_at IS NULL)`, who)
	return at, err
}

// InsertErasure begins an erasure. It is a Conflict when one is at work for the same
// person.
func (tx *Tx) InsertErasure(ctx context.Context, x blog.Erasure, s blog.Somebody) (id string, err error) {
	err = tx.one(ctx, &id, `
		INSERT INTO erasures (kind, who, uris, pages, who_hash, asker, channel, asked_on, answers, editor_id)
		VALUES ($1, $2, $3, $4, erased_hash(lower($2)), $5, $6, $7, $8, $9) RETURNING id`,
		s.Kind(), s.Who, pq.Array(append([]string{}, s.URIs...)), pq.Array(append([]string{}, s.Pages...)), x.Asker, x.Channel, x.AskedOn, x.Answers,
		null(x.EditorID))
	if err != nil {
		return "", fmt.Errorf("begin erasure: %w", err)
	}
	return id, nil
}

// LockErasure keeps other nodes from working at an open erasure; free tells whether
// none did.
func (tx *Tx) LockErasure(ctx context.Context, id string) (free bool, err error) {
	n, err := tx.execCount(ctx, `SELECT id FROM erasures WHERE id = $1 AND finished_at IS NULL FOR UPDATE SKIP LOCKED`, id)
	return n > 0, err
}

// CountErased adds to what an erasure took away, or kept without the name.
func (tx *Tx) CountErased(ctx context.Context, id, part string, gone, kept int) error {
	if gone == 0 && kept == 0 {
		return nil
	}
	return tx.exec(ctx, `
		INSERT INTO erasure_counts (erasure_id, part, gone, kept) VALUES ($1, $2, $3, $4)
		ON CONFLICT (erasure_id, part) DO UPDATE SET gone = erasure_counts.gone + EXCLUDED.gone, kept = erasure_counts.kept + EXCLUDED.kept`,
		id, part, gone, kept)
}

// NoteErasureChange notes that an erasure made a change of which others are told.
func (tx *Tx) NoteErasureChange(ctx context.Context, id string, changeID int64) error {
	return tx.exec(ctx, `INSERT INTO erasure_changes (erasure_id, change_id) VALUES ($1, $2)`, id, changeID)
}

// ErasureEmptied notes that nobody sees anything of the person any more.
func (tx *Tx) ErasureEmptied(ctx context.Context, id string) error {
	return tx.exec(ctx, `UPDATE erasures SET emptied_at = now() WHERE id = $1 AND emptied_at IS NULL`, id)
}

// CopyAnswers copies what the servers said that were told of an erasure, as far as
// they have answered.
func (tx *Tx) CopyAnswers(ctx context.Context, id string, s blog.Somebody) error {
	return tx.exec(ctx, `
		INSERT INTO erasure_answers AS told (erasure_id, delivery_id, activity, host, state, code, attempts, told_at, answered_at)
		SELECT x.id, d.id, a.type, d.host, d.state, d.code, d.attempts, d.created_at, d.done_at
		FROM erasures x JOIN outbox_activities a ON a.change_id IN (SELECT change_id FROM erasure_changes WHERE erasure_id = $1)
			OR a.type = 'Reject' AND a.object_id = ANY ($2) AND a.created_at >= x.began_at
		JOIN deliveries d ON d.activity_id = a.id
		WHERE x.id = $1
		ON CONFLICT (erasure_id, delivery_id) DO UPDATE SET state = EXCLUDED.state, code = EXCLUDED.code, attempts = EXCLUDED.attempts,
			answered_at = EXCLUDED.answered_at
		WHERE told.state <> EXCLUDED.state OR told.code <> EXCLUDED.code OR told.attempts <> EXCLUDED.attempts`,
		id, pq.Array(append([]string{}, s.URIs...)))
}

// ErasureWaits counts what other servers have still to be told of an erasure, or to
// answer.
func (q queries) ErasureWaits(ctx context.Context, id string, s blog.Somebody) (int, error) {
	var n int
	err := q.one(ctx, &n, whom+`
		SELECT (SELECT count(*) FROM erasure_changes ec JOIN changes ch ON ch.id = ec.change_id WHERE ec.erasure_id = $5 AND ch.told_at IS NULL)
			+ (SELECT count(*) FROM farewells f CROSS JOIN whom WHERE f.person_uri = ANY (whom.uris))
			+ (SELECT count(*) FROM erasure_answers WHERE erasure_id = $5 AND state IN ('waiting', 'held'))`, append(whomever(s), id)...)
	return n, err
}

// StillNamed counts what is on its way and names somebody: activities to others, and
// those of theirs that are being applied.
func (q queries) StillNamed(ctx context.Context, s blog.Somebody) (int, error) {
	var n int
	err := q.one(ctx, &n, whom+`,
		waiting AS MATERIALIZED (
			SELECT a.body FROM outbox_activities a CROSS JOIN whom
			WHERE NOT (a.public AND a.object_id NOT LIKE '%/ap/comments/%') AND EXISTS (
				SELECT FROM deliveries d WHERE d.activity_id = a.id AND d.state IN ('waiting', 'held') AND NOT d.`+theirInbox+`))
		SELECT (SELECT count(*) FROM waiting CROSS JOIN whom WHERE words_of(body) ~* whom.pattern)
			+ (SELECT count(*) FROM inbox_items i CROSS JOIN whom WHERE i.actor = ANY (whom.uris))`, whomever(s)...)
	return n, err
}

// FinishErasure forgets whom an erasure was about.
func (tx *Tx) FinishErasure(ctx context.Context, id string) error {
	return tx.exec(ctx, `UPDATE erasures SET who = '', uris = '{}', pages = '{}', finished_at = now() WHERE id = $1`, id)
}
