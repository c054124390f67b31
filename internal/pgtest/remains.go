package pgtest

import (
	"encoding/json"
	"testing"

	"inews/internal/postgres"
)

// Remains looks through every column of every table in which words may stand, and
// names those, as "table.column", that hold any of the words, in any case: in text,
// JSON, bytes and lists alike. A byte that is no character does not hide the rest.
func Remains(t testing.TB, db *postgres.DB, words ...string) []string {
	t.Helper()
	list, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := db.SQL().QueryContext(t.Context(), `
		SELECT c.table_name || '.' || c.column_name FROM information_schema.columns c
		JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
		WHERE c.table_schema = 'public' AND c.data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'tsvector', 'USER-DEFINED')
			AND (xpath('//found/text()', query_to_xml(format(
				'SELECT count(*) AS found FROM %I r CROSS JOIN jsonb_array_elements_text(%L) AS sought (one) WHERE strpos(lower(' ||
				CASE c.data_type WHEN 'bytea' THEN 'encode(r.%I, ''escape'')' ELSE 'r.%I::text' END || '), lower(sought.one)) > 0',
				c.table_name, $1::text, c.column_name), false, true, '')))[1]::text::int > 0
		ORDER BY 1`, string(list))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for rows.Next() {
		var column string
		if err := rows.Scan(&column); err != nil {
			t.Fatal(err)
		}
		found = append(found, column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}
