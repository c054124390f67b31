package postgres

import "context"

// Traces are what a block would take away.
type Traces struct {
	Followers int
	Comments  int // that are held or shown
	Shown     int // of them, those that readers see
	Partners  int
	Trusted   int // people whose comments need no approval
	Shares    int // by us, of what is there
}

// Any tells whether there is anything.
func (t Traces) Any() bool { return t != Traces{} }

// Plus is both together.
func (t Traces) Plus(more Traces) Traces {
	return Traces{
		Followers: t.Followers + more.Followers, Comments: t.Comments + more.Comments, Shown: t.Shown + more.Shown,
		Partners: t.Partners + more.Partners, Trusted: t.Trusted + more.Trusted, Shares: t.Shares + more.Shares,
	}
}

// TracesOf counts what there is of a person, or of everybody on a host and the
// hosts below it.
func (q queries) TracesOf(ctx context.Context, personURI, host string) (Traces, error) {
	var traces Traces
	err := q.one(ctx, &traces, `
		WITH who AS (SELECT uri, trusted_at FROM people WHERE uri = $1 OR $2 <> '' AND $2 = ANY (domains_of(host)))
		SELECT (SELECT count(*) FROM followers f JOIN who ON who.uri = f.person_uri) AS followers,
			(SELECT count(*) FROM comments c JOIN who ON who.uri = c.person_uri
				WHERE c.verdict IN ('held', 'approved')) AS comments,
			(SELECT count(*) FROM comments c JOIN who ON who.uri = c.person_uri
				WHERE c.verdict = 'approved') AS shown,
			(SELECT count(*) FROM partners pa JOIN who ON who.uri = pa.person_uri
				WHERE pa.state IN ('sent', 'accepted')) AS partners,
			(SELECT count(*) FROM who WHERE trusted_at IS NOT NULL) AS trusted,
			(SELECT count(*) FROM network_items i WHERE i.shared_at IS NOT NULL AND (i.author_uri = $1
				OR $2 <> '' AND $2 = ANY (domains_of(split_part(i.uri, '/', 3))))) AS shares`, personURI, host)
	return traces, err
}

// TracesByHost counts, for every host from which there is something, what
// TracesOf counts for one; hosts below it are counted for themselves.
func (q queries) TracesByHost(ctx context.Context) (map[string]Traces, error) {
	var rows []struct {
		Host string
		Traces
	}
	err := q.all(ctx, &rows, `
		SELECT what.host, count(*) FILTER (WHERE what.kind = 'follower') AS followers,
			count(*) FILTER (WHERE what.kind IN ('held', 'shown')) AS comments,
			count(*) FILTER (WHERE what.kind = 'shown') AS shown,
			count(*) FILTER (WHERE what.kind = 'partner') AS partners,
			count(*) FILTER (WHERE what.kind = 'trusted') AS trusted,
			count(*) FILTER (WHERE what.kind = 'share') AS shares
		FROM (
			SELECT pe.host, 'follower' AS kind FROM followers f JOIN people pe ON pe.uri = f.person_uri
			UNION ALL SELECT pe.host, CASE c.verdict WHEN 'approved' THEN 'shown' ELSE 'held' END
				FROM comments c JOIN people pe ON pe.uri = c.person_uri WHERE c.verdict IN ('held', 'approved')
			UNION ALL SELECT pe.host, 'partner'
				FROM partners pa JOIN people pe ON pe.uri = pa.person_uri WHERE pa.state IN ('sent', 'accepted')
			UNION ALL SELECT host, 'trusted' FROM people WHERE trusted_at IS NOT NULL
			UNION ALL SELECT split_part(uri, '/', 3), 'share' FROM network_items WHERE shared_at IS NOT NULL
		) what
		GROUP BY what.host`)
	traces := make(map[string]Traces, len(rows))
	for _, row := range rows {
		traces[row.Host] = row.Traces
	}
	return traces, err
}
