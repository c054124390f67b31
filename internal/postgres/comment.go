package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// commentColumns are what blog.Comment is read from; the tables are c
// (comments), pe (people), po (posts) and parent, as commentTables joins them.
const commentColumns = `
	c.id, c.uri, COALESCE(c.post_id::text, '') AS post_id, COALESCE(c.parent_id::text, '') AS parent_id, c.origin, c.audience, c.verdict,
	c.reason, c.suspicion, c.signs, c.name, c.email, COALESCE(c.editor_id::text, '') AS editor_id, c.html, c.plain AS text, c.markdown,
	c.language, c.url, c.published_at AS published, c.received_at AS received, or_never(c.edited_at) AS edited,
	c.depth, c.path, c.quote, c.quote_approved,
	COALESCE(pe.uri, '') AS "person.uri", COALESCE(pe.handle, '') AS "person.handle",
	COALESCE(pe.name, '') AS "person.name", COALESCE(pe.url, '') AS "person.url",
	COALESCE(pe.host, '') AS "person.host", COALESCE(pe.inbox, '') AS "person.inbox",
	COALESCE(pe.icon_url, '') AS "person.icon_url",
	or_never(pe.trusted_at) AS "person.trusted_at", or_never(pe.blocked_at) AS "person.blocked_at",
	(SELECT count(*) FROM reactions r WHERE r.comment_id = c.id AND r.kind = 'like') AS likes,
	COALESCE(po.title, '') AS post_title,
	COALESCE(CASE po.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || po.slug, '') AS post_path,
	COALESCE(parent.uri, '') AS parent_uri,
	COALESCE(parent.verdict = 'removed' AND parent.origin <> 'blog', false) AS parent_removed`

const commentTables = `
	comments c
	LEFT JOIN posts po ON po.id = c.post_id -- none for mentions, which are never shown
	LEFT JOIN people pe ON pe.uri = c.person_uri
	LEFT JOIN comments parent ON parent.id = c.parent_id`

// shown is the one condition under which a comment may leave the server.
const shown = `c.verdict = 'approved' AND c.audience IN ('public', 'quiet') AND po.state = 'published'`

func (q queries) comments(ctx context.Context, query string, args ...any) ([]blog.Comment, error) {
	var comments []blog.Comment
	err := q.all(ctx, &comments, query, args...)
	return comments, err
}

func (q queries) comment(ctx context.Context, query string, args ...any) (blog.Comment, error) {
	var comment blog.Comment
	err := q.one(ctx, &comment, query, args...)
	return comment, err
}

// CommentsOnPost returns the approved comments of a published post in thread
// order, beginning after the given Path ("" for the first page).
func (q queries) CommentsOnPost(ctx context.Context, postID, after string, limit int) ([]blog.Comment, error) {
	return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.post_id = $1 AND c.path > $2 AND `+shown+`
		ORDER BY c.path LIMIT $3`, postID, after, limit)
}

// CommentsUnder returns the whole thread below a comment, in every verdict,
// itself first: for staff.
func (q queries) CommentsUnder(ctx context.Context, comment blog.Comment, limit int) ([]blog.Comment, error) {
	if comment.Mention() {
		return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
			WHERE c.post_id IS NULL AND c.path >= $1 AND (c.path = $1 OR c.path LIKE $1 || '/%')
			ORDER BY c.path LIMIT $2`, comment.Path, limit)
	}
	return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.post_id = $1 AND (c.path = $2 OR c.path LIKE $2 || '/%')
		ORDER BY c.path LIMIT $3`, comment.PostID, comment.Path, limit)
}

// ThreadOf returns the whole thread in which a comment stands, in every verdict
// and in reading order: for staff.
func (q queries) ThreadOf(ctx context.Context, comment blog.Comment, limit int) ([]blog.Comment, error) {
	comment.Path = comment.Path[:min(pathStep, len(comment.Path))]
	return q.CommentsUnder(ctx, comment, limit)
}

// ThreadsBeside returns the first comments of the threads just before and after
// the one in which a comment stands, in every verdict: for staff. There may be
// none on either side, and there are none for a mention, which has no post.
func (q queries) ThreadsBeside(ctx context.Context, comment blog.Comment) (before, after []blog.Comment, err error) {
	if comment.Mention() {
		return nil, nil, nil
	}
	root := comment.Path[:min(pathStep, len(comment.Path))]
	before, err = q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.post_id = $1 AND c.parent_id IS NULL AND c.path < $2 ORDER BY c.path DESC LIMIT 1`, comment.PostID, root)
	if err != nil {
		return nil, nil, err
	}
	after, err = q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.post_id = $1 AND c.parent_id IS NULL AND c.path > $2 ORDER BY c.path LIMIT 1`, comment.PostID, root)
	return before, after, err
}

// ShownBefore tells for those of some comments that anybody may see which other
// one stands just before it in its thread: "" before the first.
func (q queries) ShownBefore(ctx context.Context, ids []string) (map[string]string, error) {
	var rows []struct{ ID, Before string }
	err := q.all(ctx, &rows, `
		SELECT c.id, COALESCE((
			SELECT above.id::text FROM comments above
			WHERE above.post_id = c.post_id AND above.path < c.path
				AND above.verdict = 'approved' AND above.audience IN ('public', 'quiet')
			ORDER BY above.path DESC LIMIT 1), '') AS before
		FROM comments c JOIN posts po ON po.id = c.post_id
		WHERE c.id = ANY ($1::uuid[]) AND `+shown, pq.StringArray(ids))
	before := make(map[string]string, len(rows))
	for _, row := range rows {
		before[row.ID] = row.Before
	}
	return before, err
}

// RepliesTo returns the wire ids of the approved comments that answer the post
// itself (parentID "") or one comment, oldest first, after the given Path.
func (q queries) RepliesTo(ctx context.Context, postID, parentID, after string, limit int) ([]blog.Comment, error) {
	return q.comments(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.post_id = $1 AND c.parent_id IS NOT DISTINCT FROM $2::uuid AND c.path > $3 AND `+shown+`
		ORDER BY c.path LIMIT $4`, postID, null(parentID), after, limit)
}

// CountReplies tells how many approved comments answer the post itself
// (parentID "") or one comment.
func (q queries) CountReplies(ctx context.Context, postID, parentID string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
		WHERE c.post_id = $1 AND c.parent_id IS NOT DISTINCT FROM $2::uuid AND `+shown, postID, null(parentID))
	return n, err
}

// CommentByID returns a comment whatever was decided about it.
func (q queries) CommentByID(ctx context.Context, id string) (blog.Comment, error) {
	return q.comment(ctx, `SELECT `+commentColumns+` FROM `+commentTables+` WHERE c.id = $1`, id)
}

// ShownCommentByID returns a comment that anybody may see.
func (q queries) ShownCommentByID(ctx context.Context, id string) (blog.Comment, error) {
	return q.comment(ctx, `SELECT `+commentColumns+` FROM `+commentTables+` WHERE c.id = $1 AND `+shown, id)
}

// CommentByURI returns the comment with that wire id, whatever was decided
// about it. One whose author was erased is found by the hash of its wire id.
func (q queries) CommentByURI(ctx context.Context, uri string) (blog.Comment, error) {
	return q.comment(ctx, `SELECT `+commentColumns+` FROM `+commentTables+`
		WHERE c.uri IN ($1, 'erased:' || encode(erased_hash($1), 'hex'))`, uri)
}

// HeldSource is a server from which comments are held.
type HeldSource struct {
	Host             string
	People, Comments int
	FirstSeen        time.Time // the newest of the people
}

// HeldByHost returns the servers from which most comments of people who are not
// trusted are held.
func (q queries) HeldByHost(ctx context.Context, limit int) ([]HeldSource, error) {
	var sources []HeldSource
	err := q.all(ctx, &sources, `
		SELECT pe.host, count(DISTINCT pe.uri) AS people, count(*) AS comments, max(pe.first_seen) AS first_seen
		FROM comments c JOIN people pe ON pe.uri = c.person_uri
		WHERE c.verdict = 'held' AND pe.trusted_at IS NULL
		GROUP BY pe.host ORDER BY comments DESC, pe.host LIMIT $1`, limit)
	return sources, err
}

// NewestComments returns, for the front page, the newest approved comments that
// were said out loud and not on a server that staff have silenced: of each post
// only the last, so that one lively thread leaves room for others.
func (q queries) NewestComments(ctx context.Context, limit int) ([]blog.Comment, error) {
	return q.comments(ctx, `
		WITH recent AS (
			SELECT c.id, c.post_id, c.published_at FROM comments c JOIN posts po ON po.id = c.post_id
			LEFT JOIN people pe ON pe.uri = c.person_uri
			WHERE c.audience = 'public' AND c.origin <> 'blog' AND `+shown+`
				AND (pe.uri IS NULL OR NOT `+personIsDecided+`)
			ORDER BY c.published_at DESC, c.id LIMIT 50 * $1::int -- as far back as a front page looks
		), latest AS (
			SELECT DISTINCT ON (post_id) id FROM recent ORDER BY post_id, published_at DESC, id
		)
		SELECT `+commentColumns+` FROM `+commentTables+` JOIN latest ON latest.id = c.id
		ORDER BY c.published_at DESC, c.id LIMIT $1`, limit)
}

// WasDeletedBy tells whether that person deleted the object with that wire id,
// perhaps before we ever saw it, and perhaps when they were a stranger, of whom
// nothing is kept but what they sent; or whether it was erased here.
func (q queries) WasDeletedBy(ctx context.Context, uri, person string) (bool, error) {
	var deleted bool
	err := q.one(ctx, &deleted, `
		SELECT EXISTS (SELECT FROM deleted_uris WHERE uri = $1 AND deleted_by = $2)
			OR EXISTS (SELECT FROM inbox_items
				WHERE type = 'Delete' AND object_id = $1 AND actor = $2 AND NOT forwarded AND NOT actor_gone)
			OR EXISTS (SELECT FROM erased_wires WHERE hash = erased_hash($1))`, uri, person)
	return deleted, err
}

// WasErased tells whether the thing with that wire id was erased here, whoever
// else still has it.
func (q queries) WasErased(ctx context.Context, uri string) (bool, error) {
	var erased bool
	err := q.one(ctx, &erased, `SELECT EXISTS (SELECT FROM erased_wires WHERE hash = erased_hash($1))`, uri)
	return erased, err
}

// CountSameText tells how many comments say just this and came after the given
// time.
func (q queries) CountSameText(ctx context.Context, text string, since time.Time) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM comments WHERE md5(plain) = md5($1) AND plain = $1 AND received_at > $2`, text, since)
	return n, err
}

// PostsWithTraces returns the posts whose pages show something of a person, or
// of anybody on a host and its subdomains: approved comments,
// reactions and quotes.
func (q queries) PostsWithTraces(ctx context.Context, personURI, host string) ([]string, error) {
	var ids []string
	err := q.all(ctx, &ids, `
		WITH who AS (SELECT uri FROM people WHERE uri = $1 OR $2 <> '' AND $2 = ANY (domains_of(host)))
		SELECT c.post_id FROM comments c JOIN who ON who.uri = c.person_uri WHERE c.verdict = 'approved'
		UNION
		SELECT COALESCE(r.post_id, c.post_id) FROM reactions r JOIN who ON who.uri = r.person_uri
			LEFT JOIN comments c ON c.id = r.comment_id
		UNION
		SELECT st.post_id FROM stamps st JOIN who ON who.uri = st.person_uri WHERE st.shown_at IS NOT NULL`, personURI, host)
	return ids, err
}
