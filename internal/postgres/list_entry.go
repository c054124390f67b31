package postgres

import (
	"context"

	"inews/internal/blog"
)

const entryColumns = `e.list_id, l.url AS list, e.host, e.severity, e.reason, e.listed, e.standing`

const entryTables = `block_list_entries e JOIN block_lists l ON l.id = e.list_id`

// ListEntries returns the entries of all lists with a standing, by host, at most
// limit.
func (q queries) ListEntries(ctx context.Context, standing blog.EntryStanding, limit int) ([]blog.ListEntry, error) {
	var entries []blog.ListEntry
	err := q.all(ctx, &entries, `
		SELECT `+entryColumns+` FROM `+entryTables+`
		WHERE e.standing = $1 AND e.listed ORDER BY e.host, l.url LIMIT $2`, standing, limit)
	return entries, err
}

// ListEntry returns what a list says about a host, and keeps others from the
// entry until the transaction ends.
func (tx *Tx) ListEntry(ctx context.Context, listID, host string) (blog.ListEntry, error) {
	var entry blog.ListEntry
	err := tx.one(ctx, &entry, `
		SELECT `+entryColumns+` FROM `+entryTables+`
		WHERE e.list_id = $1 AND e.host = $2 FOR UPDATE OF e`, listID, host)
	return entry, err
}

// NextListEntry returns an entry that is to be looked at. What a list has dropped
// comes last: another list may have taken it up. It is NotFound when there is
// none.
func (tx *Tx) NextListEntry(ctx context.Context) (blog.ListEntry, error) {
	var entry blog.ListEntry
	err := tx.one(ctx, &entry, `
		SELECT `+entryColumns+` FROM `+entryTables+`
		WHERE e.standing = 'new' ORDER BY NOT e.listed, e.list_id, e.host LIMIT 1`)
	return entry, err
}

// OtherEntry returns the strictest that lists other than the one say about a
// host, among what counts. It is NotFound when none says anything.
func (tx *Tx) OtherEntry(ctx context.Context, listID, host string) (blog.ListEntry, error) {
	var entry blog.ListEntry
	err := tx.one(ctx, &entry, `
		SELECT `+entryColumns+` FROM `+entryTables+`
		WHERE e.host = $2 AND e.list_id <> $1 AND e.listed AND e.standing = 'done'
		ORDER BY array_position(ARRAY['suspend', 'hold', 'silence'], e.severity), l.url LIMIT 1`, listID, host)
	return entry, err
}

// SetEntry notes how far an entry came.
func (tx *Tx) SetEntry(ctx context.Context, e blog.ListEntry, standing blog.EntryStanding) error {
	return tx.exec(ctx, `
		UPDATE block_list_entries SET standing = $3 WHERE list_id = $1 AND host = $2`, e.ListID, e.Host, standing)
}

// DropEntry forgets an entry.
func (tx *Tx) DropEntry(ctx context.Context, e blog.ListEntry) error {
	return tx.exec(ctx, `DELETE FROM block_list_entries WHERE list_id = $1 AND host = $2`, e.ListID, e.Host)
}

// AnswerLists notes that a person decided about a host: what lists say beyond
// that is refused, the rest is done.
func (tx *Tx) AnswerLists(ctx context.Context, host string, severity blog.Severity) error {
	return tx.exec(ctx, `
		UPDATE block_list_entries e SET standing = CASE
			WHEN COALESCE(array_position(s.mildest, e.severity) > array_position(s.mildest, $2), true) THEN 'refused' ELSE 'done' END
		FROM (SELECT ARRAY['silence', 'hold', 'suspend'] AS mildest) s
		WHERE e.host = $1 AND e.listed`, host, string(severity))
}

// HostsOfList returns the hosts about which a list decided.
func (q queries) HostsOfList(ctx context.Context, listID string) ([]string, error) {
	var hosts []string
	err := q.all(ctx, &hosts, `SELECT host FROM hosts WHERE list_id = $1 ORDER BY host`, listID)
	return hosts, err
}
