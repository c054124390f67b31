package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// InsertComment saves a comment and gives it its id, its own wire id (base
// followed by the id, unless it has one), its depth and its place in the
// thread. A comment whose wire id is there already is left alone; inserted
// tells which.
func (tx *Tx) InsertComment(ctx context.Context, c blog.Comment, base string, raw []byte) (saved blog.Comment, inserted bool, err error) {
	parentPath := ""
	if c.ParentID != "" {
		parent, err := tx.CommentByID(ctx, c.ParentID)
		if err != nil {
			return c, false, fmt.Errorf("read the comment above: %w", err)
		}
		parentPath, c.Depth = parent.Path, parent.Depth+1
		if c.Depth > blog.MaxDepth {
			c.Depth, parentPath = blog.MaxDepth, parentPath[:len(parentPath)-pathStep]
		}
	}
	if c.Published.IsZero() || c.Published.After(time.Now()) {
		c.Published = time.Now()
	}
	signs, err := signsAsKept(c.Signs)
	if err != nil {
		return c, false, err
	}
	row := struct{ ID, URI, Path string }{}
	found := tx.one(ctx, &row, `
		WITH new AS (SELECT gen_random_uuid() AS id)
		INSERT INTO comments (id, uri, post_id, parent_id, path, depth, origin, audience, verdict, reason, suspicion, signs,
			person_uri, name, email, editor_id, html, plain, markdown, language, url, raw, published_at, edited_at,
			quote, quote_approved)
		SELECT new.id, COALESCE($1, $2 || new.id), $3, $4,
			-- A step of the path is the time of the comment and a random tail: sorted, a
			-- thread reads depth first and, among siblings, in the order of time.
			$5 || '/' || lpad(to_hex((extract(epoch FROM $6::timestamptz) * 1000)::bigint), 11, '0') || left(new.id::text, 8),
			$7, $8, $9, $10, $11, $12, $26, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $6, $23, $24, $25
		FROM new
		ON CONFLICT (uri) DO NOTHING
		RETURNING id, uri, path`,
		null(c.URI), base, null(c.PostID), null(c.ParentID), parentPath, c.Published, c.Depth, c.Origin, c.Audience,
		c.Verdict, c.Reason, c.Suspicion, null(c.Person.URI), c.Name, c.Email, null(c.EditorID), c.HTML, c.Text,
		c.Markdown, c.Language, c.URL, raw, nullTime(c.Edited), c.Quote, c.QuoteApproved, signs)
	if blog.KindOf(found) == blog.NotFound {
		return c, false, nil
	}
	if found != nil {
		return c, false, fmt.Errorf("insert comment: %w", found)
	}
	c.ID, c.URI, c.Path = row.ID, row.URI, row.Path
	return c, true, nil
}

// pathStep is the length of one step of a path: a slash, 11 hexadecimal digits
// of milliseconds and 8 of the id.
const pathStep = 1 + 11 + 8

// LockComment makes whoever wants to change the same comment wait.
func (tx *Tx) LockComment(ctx context.Context, id string) error {
	var locked string
	return tx.one(ctx, &locked, `SELECT id FROM comments WHERE id = $1 FOR UPDATE`, id)
}

// EditComment replaces the text of a comment that its author has edited.
func (tx *Tx) EditComment(ctx context.Context, c blog.Comment, raw []byte) error {
	signs, err := signsAsKept(c.Signs)
	if err != nil {
		return err
	}
	return tx.exec(ctx, `
		UPDATE comments SET html = $2, plain = $3, language = $4, url = $5, edited_at = $6, raw = $7,
			audience = $8, verdict = $9, suspicion = $10, markdown = $11, quote = $12, quote_approved = $13,
			signs = $14, earlier_verdict = NULL
		WHERE id = $1 AND verdict <> 'removed'`,
		c.ID, c.HTML, c.Text, c.Language, c.URL, nullTime(c.Edited), raw, c.Audience, c.Verdict, c.Suspicion, c.Markdown,
		c.Quote, c.QuoteApproved, signs)
}

// signsAsKept are the signs as the table has them.
func signsAsKept(signs blog.Signs) (string, error) {
	if signs == nil {
		return "[]", nil
	}
	kept, err := json.Marshal(signs)
	if err != nil {
		return "", fmt.Errorf("write signs: %w", err)
	}
	return string(kept), nil
}

// SetQuote notes what a comment quotes, and whether that was agreed to.
func (tx *Tx) SetQuote(ctx context.Context, id, quote string, approved bool) error {
	return tx.exec(ctx, `UPDATE comments SET quote = $2, quote_approved = $3 WHERE id = $1`, id, quote, approved)
}

// DecideComment sets the verdict on a comment; editorID is "" when its author
// or a rule decided. What stood before is kept, so that it can be undone. A
// comment that its author took back stays as it is.
func (tx *Tx) DecideComment(ctx context.Context, id string, verdict blog.Verdict, reason, editorID string) error {
	n, err := tx.execCount(ctx, `
		UPDATE comments SET verdict = $2, reason = $3, decided_at = now(), decided_by = $4,
			earlier_verdict = verdict, earlier_reason = reason,
			earlier_trust = (SELECT pe.trusted_at FROM people pe WHERE pe.uri = person_uri)
		WHERE id = $1 AND verdict <> 'removed'`, id, verdict, reason, null(editorID))
	if err == nil && n == 0 {
		return blog.Errorf(blog.Conflict, "Its author has taken this comment back.")
	}
	return err
}

// ClearHeld marks as spam all held comments of people on other servers who are
// not trusted, were first seen at the given time or later (the zero time: ever)
// and are on one of the hosts or below its name (none: on any). It returns how
// many they were.
func (tx *Tx) ClearHeld(ctx context.Context, since time.Time, hosts []string, reason, editorID string) (int, error) {
	return tx.execCount(ctx, `
		UPDATE comments c SET verdict = 'spam', reason = $3, decided_at = now(), decided_by = $4, earlier_verdict = NULL
		FROM people pe
		WHERE pe.uri = c.person_uri AND c.verdict = 'held' AND pe.trusted_at IS NULL AND pe.first_seen >= $1
			AND (COALESCE(cardinality($2::text[]), 0) = 0 OR EXISTS (
				SELECT FROM unnest($2::text[]) AS h (host)
				WHERE pe.host = h.host OR right(pe.host, length(h.host) + 1) = '.' || h.host))`,
		since, pq.StringArray(hosts), reason, null(editorID))
}

// EmptyComment takes back a comment at its author's wish: the row stays, so
// that the thread holds together, and nothing of what was said does.
func (tx *Tx) EmptyComment(ctx context.Context, id string) error {
	return tx.exec(ctx, `
		UPDATE comments SET verdict = 'removed', reason = '', html = '', plain = '', markdown = '', name = '',
			email = '', url = '', raw = NULL, quote = '', quote_approved = false, signs = '[]', decided_at = now(),
			earlier_verdict = NULL
		WHERE id = $1`, id)
}

// NoteDeleted bars a wire id from being taken in, now or later.
func (tx *Tx) NoteDeleted(ctx context.Context, uri, by string) error {
	return tx.exec(ctx, `
		INSERT INTO deleted_uris (uri, deleted_by) VALUES ($1, $2) ON CONFLICT DO NOTHING`, uri, by)
}
