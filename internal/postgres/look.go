package postgres

import (
	"context"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// Look is how the council wants its site to look; the zero value when nobody has
// said anything.
func (q queries) Look(ctx context.Context) (blog.Look, error) {
	var row struct {
		blog.Look
		WidthList pq.Int64Array
	}
	err := q.one(ctx, &row, `
		SELECT lo.accent, lo.night, lo.ground, lo.letters, lo.masthead, lo.wordmark,
			COALESCE(pi.hash, '') AS "logo.hash", COALESCE(pi.ext, '') AS "logo.ext", COALESCE(pi.media_type, '') AS "logo.media_type",
			COALESCE(pi.width, 0) AS "logo.width", COALESCE(pi.height, 0) AS "logo.height", COALESCE(pi.widths, '{}') AS width_list
		FROM looks lo LEFT JOIN pictures pi ON pi.hash = lo.logo`)
	if blog.KindOf(err) == blog.NotFound {
		return blog.Look{}, nil
	}
	for _, w := range row.WidthList {
		row.Logo.Widths = append(row.Logo.Widths, int(w))
	}
	return row.Look, err
}

// SaveLook replaces how the site looks. Nothing is left of a look that says
// nothing.
func (tx *Tx) SaveLook(ctx context.Context, l blog.Look, editorID string) error {
	if l.IsZero() {
		return tx.exec(ctx, `DELETE FROM looks`)
	}
	return tx.exec(ctx, `
		INSERT INTO looks (accent, night, ground, letters, masthead, logo, wordmark, editor_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (one) DO UPDATE SET accent = EXCLUDED.accent, night = EXCLUDED.night, ground = EXCLUDED.ground,
			letters = EXCLUDED.letters, masthead = EXCLUDED.masthead, logo = EXCLUDED.logo, wordmark = EXCLUDED.wordmark,
			editor_id = EXCLUDED.editor_id, changed_at = now()`,
		l.Accent, l.Night, l.Ground, string(l.Letters), string(l.Masthead), null(l.Logo.Hash), l.Wordmark, null(editorID))
}
