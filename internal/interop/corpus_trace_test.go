package interop

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	fed "inews/federation"
)

func fedID(s string) fed.ID { return fed.ID(s) }

// anyAddress finds what differs from run to run, or is a payload's own words:
// addresses, and quotations that are not one word.
var anyAddress = regexp.MustCompile(`"?https?://[^\s"]+"?|"[^"]*[^A-Za-z"][^"]*"`)

// maxReason is how much of a reason the table keeps, in characters.
const maxReason = 110

// stateOf tells what became of the one activity that came from below a prefix.
func (d *desk) stateOf(prefix string) (state, reason string) {
	d.Helper()
	err := d.db.SQL().QueryRowContext(context.Background(), `
		SELECT state, reason FROM inbox_items WHERE actor LIKE $1 || '%'`, prefix).Scan(&state, &reason)
	if errors.Is(err, sql.ErrNoRows) {
		return "-", "-"
	}
	check(d.T, err)
	reason = strings.Join(strings.Fields(anyAddress.ReplaceAllString(reason, "…")), " ")
	reason = strings.TrimPrefix(reason, "activity ignored: ")
	if runes := []rune(reason); len(runes) > maxReason {
		reason = string(runes[:maxReason])
	}
	if reason == "" {
		reason = "-"
	}
	return state, reason
}

// tracesOf counts what people below a prefix have left in the database.
func (d *desk) tracesOf(prefix string) map[string]int {
	d.Helper()
	rows, err := d.db.SQL().QueryContext(context.Background(), `
		SELECT 'comment ' || audience || ' ' || verdict, count(*) FROM comments WHERE person_uri LIKE $1 GROUP BY 1
		UNION ALL SELECT form || ' on the network page', count(*) FROM network_items i JOIN partners p ON p.id = i.partner_id
			WHERE p.person_uri LIKE $1 GROUP BY 1
		UNION ALL SELECT 'follower', count(*) FROM followers WHERE person_uri LIKE $1
		UNION ALL SELECT kind, count(*) FROM reactions WHERE person_uri LIKE $1 GROUP BY 1
		UNION ALL SELECT 'partner ' || state, count(*) FROM partners WHERE person_uri LIKE $1 GROUP BY 1
		UNION ALL SELECT CASE WHEN gone_at IS NULL THEN 'person' ELSE 'person gone' END, count(*) FROM people WHERE uri LIKE $1 GROUP BY 1
		UNION ALL SELECT 'stamp of a ' || kind, count(*) FROM stamps WHERE person_uri LIKE $1 GROUP BY 1
		UNION ALL SELECT 'deletion remembered', count(*) FROM deleted_uris WHERE deleted_by LIKE $1`, prefix+"%")
	check(d.T, err)
	traces := map[string]int{}
	for rows.Next() {
		var what string
		var n int
		check(d.T, rows.Scan(&what, &n))
		traces[what] += n
	}
	check(d.T, rows.Err())
	return traces
}

// difference is what came and what went, "-" for nothing.
func difference(before, after map[string]int) string {
	var words []string
	for what, n := range after {
		if n != before[what] {
			words = append(words, fmt.Sprintf("%+d %s", n-before[what], what))
		}
	}
	for what, n := range before {
		if _, still := after[what]; !still {
			words = append(words, fmt.Sprintf("%+d %s", -n, what))
		}
	}
	slices.Sort(words)
	if len(words) == 0 {
		return "-"
	}
	return strings.Join(words, ", ")
}
