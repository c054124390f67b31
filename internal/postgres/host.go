package postgres

import (
	"context"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const hostColumns = `
	h.host AS name, CASE WHEN h.blocked_at IS NULL THEN '' ELSE h.severity END AS severity,
	or_never(h.blocked_at) AS blocked_at, h.block_reason, COALESCE(h.list_id::text, '') AS list_id,
	COALESCE((SELECT l.url FROM block_lists l WHERE l.id = h.list_id), '') AS list, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting`

// personIsSuspended is the condition under which staff refuse the host of pe, or
// a domain above it; personIsDecided, that they decided anything about it.
const (
	personIsSuspended = `EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity = 'suspend')`
	personIsHeld = `EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence')`
	personIsDecided = `EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(pe.host)) AND b.blocked_at IS NOT NULL)`
)

// SeverityOf tells what staff decided about the host or a domain above it: the
// strictest counts.
func (q queries) SeverityOf(ctx context.Context, host string) (blog.Severity, error) {
	var decisions []blog.Severity
	err := q.all(ctx, &decisions, `
		SELECT severity FROM hosts WHERE blocked_at IS NOT NULL AND host = ANY ($1)`, pq.Array(blog.DomainsOf(host)))
	severity := blog.NoSeverity
	for _, s := range decisions {
		if s.Stricter(severity) {
			severity = s
		}
	}
	return severity, err
}

// DecisionOn returns what staff decided about just this host; it has no
// severity when that is nothing.
func (q queries) DecisionOn(ctx context.Context, host string) (blog.Host, error) {
	var found blog.Host
	err := q.one(ctx, &found, `SELECT `+hostColumns+` FROM hosts h WHERE h.host = $1`, host)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Host{Name: host}, nil
	}
	return found, err
}

// DecidedHosts returns the hosts about which staff decided something, newest
// decision first.
func (q queries) DecidedHosts(ctx context.Context) ([]blog.Host, error) {
	var hosts []blog.Host
	err := q.all(ctx, &hosts, `SELECT `+hostColumns+` FROM hosts h WHERE h.blocked_at IS NOT NULL
		ORDER BY h.blocked_at DESC, h.host`)
	return hosts, err
}

// SuspendedHosts returns the names of the hosts that staff refuse.
func (q queries) SuspendedHosts(ctx context.Context) ([]string, error) {
	var hosts []string
	err := q.all(ctx, &hosts, `SELECT host FROM hosts WHERE blocked_at IS NOT NULL AND severity = 'suspend' ORDER BY host`)
	return hosts, err
}

// HostsInTrouble returns the hosts whose breaker is open, most waiting first.
func (q queries) HostsInTrouble(ctx context.Context, limit int) ([]blog.Host, error) {
	var hosts []blog.Host
	err := q.all(ctx, &hosts, `SELECT `+hostColumns+` FROM hosts h WHERE h.open_until IS NOT NULL
		ORDER BY waiting DESC, h.host LIMIT $1`, limit)
	return hosts, err
}

// LockHost keeps others from deciding about the host until this transaction ends.
func (tx *Tx) LockHost(ctx context.Context, host string) error {
	// Two int4 keys: a hash of the name within the space of decisions.
	return tx.exec(ctx, `SELECT pg_advisory_xact_lock(7134, hashtext($1))`, host)
}

// DecideHost notes what staff decided about the host and its subdomains. What
// came from there is hidden when it is suspended, and waits for staff when it is
// held. What waited because of an earlier decision is looked at again. listID is
// the list that decides, "" for a person.
func (tx *Tx) DecideHost(ctx context.Context, host string, severity blog.Severity, reason, listID string) error {
	err := tx.exec(ctx, `
		INSERT INTO hosts (host, blocked_at, severity, block_reason, list_id) VALUES ($1, now(), $2, $3, $4)
		ON CONFLICT (host) DO UPDATE SET blocked_at = now(), severity = EXCLUDED.severity,
			block_reason = EXCLUDED.block_reason, list_id = EXCLUDED.list_id`, host, severity, reason, null(listID))
	if err != nil {
		return err
	}
	switch severity {
	case blog.Suspend:
		err = tx.forget(ctx, "", host)
	case blog.Hold:
		err = tx.exec(ctx, `
			UPDATE comments c SET verdict = 'held', reason = '', decided_at = NULL, decided_by = NULL, earlier_verdict = NULL
			FROM people pe WHERE pe.uri = c.person_uri AND c.verdict = 'approved' AND $1 = ANY (domains_of(pe.host))`, host)
	}
	if err != nil {
		return err
	}
	return tx.releaseHeld(ctx, host)
}

// BlockHost refuses everything from the host and its subdomains, and hides what
// came from there.
func (tx *Tx) BlockHost(ctx context.Context, host, reason string) error {
	return tx.DecideHost(ctx, host, blog.Suspend, reason, "")
}

// UnblockHost takes the decision back; what was hidden stays hidden.
func (tx *Tx) UnblockHost(ctx context.Context, host string) error {
	err := tx.exec(ctx, `UPDATE hosts SET blocked_at = NULL, severity = DEFAULT, block_reason = '', list_id = NULL WHERE host = $1`, host)
	if err != nil {
		return err
	}
	return tx.releaseHeld(ctx, host)
}

// releaseHeld lets go of the activities that wait because their server was on
// hold.
func (tx *Tx) releaseHeld(ctx context.Context, host string) error {
	return tx.exec(ctx, `
		UPDATE inbox_items SET state = 'waiting', attempts = 0, run_at = now(), done_at = NULL
		WHERE state = 'held' AND $1 = ANY (domains_of(split_part(actor, '/', 3)))`, host)
}
