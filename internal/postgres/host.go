package postgres

import (
	"context"

	"inews/internal/blog"
)

const hostColumns = `
	h.host AS name, or_never(h.blocked_at) AS blocked_at, h.block_reason, h.failures,
	or_never(h.open_until) AS open_until, or_never(h.last_success) AS last_success, h.last_error,
	(SELECT count(*) FROM deliveries d WHERE d.host = h.host AND d.state = 'waiting') AS waiting`

// HostIsBlocked tells whether staff refuse the host, or a domain above it.
func (q queries) HostIsBlocked(ctx context.Context, host string) (bool, error) {
	var blocked bool
	err := q.one(ctx, &blocked, `
		SELECT EXISTS (SELECT FROM hosts
			WHERE blocked_at IS NOT NULL AND ($1 = host OR right($1, length(host) + 1) = '.' || host))`, host)
	return blocked, err
}

// BlockedHosts returns the hosts that staff refuse, newest block first.
func (q queries) BlockedHosts(ctx context.Context) ([]blog.Host, error) {
	var hosts []blog.Host
	err := q.all(ctx, &hosts, `SELECT `+hostColumns+` FROM hosts h WHERE h.blocked_at IS NOT NULL
		ORDER BY h.blocked_at DESC, h.host`)
	return hosts, err
}

// HostsInTrouble returns the hosts whose breaker is open, most waiting first.
func (q queries) HostsInTrouble(ctx context.Context, limit int) ([]blog.Host, error) {
	var hosts []blog.Host
	err := q.all(ctx, &hosts, `SELECT `+hostColumns+` FROM hosts h WHERE h.open_until IS NOT NULL
		ORDER BY waiting DESC, h.host LIMIT $1`, limit)
	return hosts, err
}

// BlockHost refuses everything from the host and its subdomains, and hides what
// came from there.
func (tx *Tx) BlockHost(ctx context.Context, host, reason string) error {
	err := tx.exec(ctx, `
		INSERT INTO hosts (host, blocked_at, block_reason) VALUES ($1, now(), $2)
		ON CONFLICT (host) DO UPDATE SET blocked_at = now(), block_reason = EXCLUDED.block_reason`, host, reason)
	if err != nil {
		return err
	}
	return tx.forget(ctx, "", host)
}

// UnblockHost takes the block back; what was hidden stays hidden.
func (tx *Tx) UnblockHost(ctx context.Context, host string) error {
	return tx.exec(ctx, `UPDATE hosts SET blocked_at = NULL, block_reason = '' WHERE host = $1`, host)
}
