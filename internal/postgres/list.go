package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const listColumns = `
	l.id, l.url, l.every::bigint * 1000000000 AS every, l.since, l.next_at, or_never(l.taken_at) AS taken_at, l.size,
	l.tag, l.modified, l.failures, l.problem, COALESCE(l.offered, 0) AS offered`

// BlockLists returns the lists that staff follow, by address.
func (q queries) BlockLists(ctx context.Context) ([]blog.BlockList, error) {
	var lists []blog.BlockList
	err := q.all(ctx, &lists, `
		SELECT `+listColumns+`,
			(SELECT count(*) FROM hosts h WHERE h.list_id = l.id) AS decided,
			(SELECT count(*) FROM block_list_entries e WHERE e.list_id = l.id AND e.standing = 'waiting') AS waiting,
			(SELECT count(*) FROM block_list_entries e WHERE e.list_id = l.id AND e.standing = 'refused' AND e.listed) AS refused
		FROM block_lists l ORDER BY l.url`)
	return lists, err
}

// BlockListByID returns one list.
func (q queries) BlockListByID(ctx context.Context, id string) (blog.BlockList, error) {
	var list blog.BlockList
	err := q.one(ctx, &list, `SELECT `+listColumns+` FROM block_lists l WHERE l.id = $1`, id)
	return list, err
}

// BlockListByURL returns the list at an address.
func (q queries) BlockListByURL(ctx context.Context, url string) (blog.BlockList, error) {
	var list blog.BlockList
	err := q.one(ctx, &list, `SELECT `+listColumns+` FROM block_lists l WHERE l.url = $1`, url)
	return list, err
}

// CountListTrouble tells how many entries of lists wait for staff, and how many
// lists could not be taken.
func (q queries) CountListTrouble(ctx context.Context) (waiting, lists int, err error) {
	var n struct{ Waiting, Lists int }
	err = q.one(ctx, &n, `
		SELECT (SELECT count(*) FROM block_list_entries WHERE standing = 'waiting') AS waiting,
			(SELECT count(*) FROM block_lists WHERE problem <> '') AS lists`)
	return n.Waiting, n.Lists, err
}

// InsertBlockList notes a list to follow; it is due at once. The same address
// again only changes how often it is looked at, and fresh tells which.
func (tx *Tx) InsertBlockList(ctx context.Context, url string, every time.Duration, now time.Time) (list blog.BlockList, fresh bool, err error) {
	var row struct {
		ID    string
		Fresh bool
	}
	err = tx.one(ctx, &row, `
		INSERT INTO block_lists (url, every, since, next_at) VALUES ($1, $2, $3, $3)
		ON CONFLICT (url) DO UPDATE SET every = EXCLUDED.every,
			next_at = least(block_lists.next_at, EXCLUDED.next_at + make_interval(secs => EXCLUDED.every))
		RETURNING id, xmax = 0 AS fresh`, url, int64(every/time.Second), now)
	if err != nil {
		return list, false, err
	}
	list, err = tx.BlockListByID(ctx, row.ID)
	return list, row.Fresh, err
}

// DeleteBlockList forgets a list; what it decided is staff's own from then on.
func (tx *Tx) DeleteBlockList(ctx context.Context, id string) error {
	return tx.exec(ctx, `DELETE FROM block_lists WHERE id = $1`, id)
}

// ClaimBlockList returns a list that is due, and keeps it from every other node
// for a while. It is NotFound when none is.
func (tx *Tx) ClaimBlockList(ctx context.Context, now time.Time, lease time.Duration) (blog.BlockList, error) {
	var list blog.BlockList
	err := tx.one(ctx, &list, `
		UPDATE block_lists l SET next_at = $2
		WHERE l.id = (SELECT id FROM block_lists WHERE next_at <= $1 ORDER BY next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING `+listColumns, now, now.Add(lease))
	return list, err
}

// HurryBlockList has a list looked at now. agreed is the size that staff accept
// although it was larger before, or 0.
func (tx *Tx) HurryBlockList(ctx context.Context, id string, now time.Time, agreed int) error {
	return tx.exec(ctx, `
		UPDATE block_lists SET next_at = $2, size = CASE WHEN $3 > 0 THEN least(size, $3) ELSE size END
		WHERE id = $1`, id, now, agreed)
}

// ListFailed notes that a look at a list brought nothing, in words, and when the
// next one is. offered is how many servers it had, when that is so few that staff
// must agree, or 0. What it brought before stands.
func (tx *Tx) ListFailed(ctx context.Context, id, problem string, offered int, next time.Time) error {
	return tx.exec(ctx, `
		UPDATE block_lists SET failures = failures + 1, problem = $2, offered = $3, next_at = $4 WHERE id = $1`,
		id, problem, null(offered), next)
}

// ListUnchanged notes that a list is as it was.
func (tx *Tx) ListUnchanged(ctx context.Context, id string, now, next time.Time) error {
	return tx.exec(ctx, `
		UPDATE block_lists SET failures = 0, problem = '', offered = NULL, taken_at = $2, next_at = $3 WHERE id = $1`,
		id, now, next)
}

// TakeBlockList keeps what a list says now. Entries that are new or say something
// else than before, and those that it has dropped, are to be looked at; what
// staff refused stays so.
func (tx *Tx) TakeBlockList(ctx context.Context, list blog.BlockList, entries []blog.ListEntry) error {
	var hosts, severities, reasons pq.StringArray
	for _, e := range entries {
		hosts, severities, reasons = append(hosts, e.Host), append(severities, string(e.Severity)), append(reasons, e.Reason)
	}
	err := tx.exec(ctx, `
		INSERT INTO block_list_entries AS e (list_id, host, severity, reason)
		SELECT $1, said.host, said.severity, said.reason FROM unnest($2::text[], $3::text[], $4::text[]) AS said (host, severity, reason)
		ON CONFLICT (list_id, host) DO UPDATE SET severity = EXCLUDED.severity, reason = EXCLUDED.reason, listed = true,
			standing = CASE WHEN e.standing = 'refused' OR e.listed AND e.severity = EXCLUDED.severity THEN e.standing ELSE 'new' END`,
		list.ID, hosts, severities, reasons)
	if err != nil {
		return err
	}
	err = tx.exec(ctx, `
		UPDATE block_list_entries SET listed = false, standing = CASE WHEN standing = 'refused' THEN standing ELSE 'new' END
		WHERE list_id = $1 AND listed AND host <> ALL ($2)`, list.ID, hosts)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		UPDATE block_lists SET size = $2, tag = $3, modified = $4, taken_at = $5, next_at = $6,
			failures = 0, problem = '', offered = NULL WHERE id = $1`,
		list.ID, len(entries), list.Tag, list.Modified, list.TakenAt, list.NextAt)
}
