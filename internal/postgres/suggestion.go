package postgres

import "context"

// Known is somebody whom a post can mention.
type Known struct{ Handle, Name string }

// KnownByName returns people and authors whose handle, or a word of whose name,
// begins with what is typed, in any case: partners first, then followers, then
// authors, then whoever else we know. Nobody who is blocked or gone is offered.
func (q queries) KnownByName(ctx context.Context, typed string, limit int) ([]Known, error) {
	var known []Known
	err := q.all(ctx, &known, `
		SELECT handle, min(name) AS name FROM (
			SELECT pe.handle, pe.name, CASE WHEN pa.id IS NOT NULL THEN 0 WHEN fo.person_uri IS NOT NULL THEN 1 ELSE 3 END AS near
			FROM people pe
			LEFT JOIN partners pa ON pa.person_uri = pe.uri AND pa.state = 'accepted'
			LEFT JOIN followers fo ON fo.person_uri = pe.uri
			WHERE pe.handle LIKE '@%@%' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL AND NOT pe.suspended
			UNION ALL
			SELECT au.handle, au.name, 2 FROM authors au WHERE au.handle <> ''
		) k
		WHERE starts_with(lower(handle), '@' || lower($1)) OR strpos(' ' || lower(name), ' ' || lower($1)) > 0
		GROUP BY handle ORDER BY min(near), handle LIMIT $2`, typed, limit)
	return known, err
}

// TagsByPrefix returns tags that begin with the key, most used first: of posts in
// any state, or, when an editor is given, of public ones and their own.
func (q queries) TagsByPrefix(ctx context.Context, key, editorID string, limit int) ([]string, error) {
	var labels []string
	err := q.all(ctx, &labels, `
		SELECT min(t.label) FROM post_tags t JOIN posts p ON p.id = t.post_id
		WHERE starts_with(t.key, $1) AND ($2::uuid IS NULL OR p.state = 'published' OR p.editor_id = $2)
		GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT $3`, key, null(editorID), limit)
	return labels, err
}
