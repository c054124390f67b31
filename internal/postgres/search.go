package postgres

import (
	"context"

	"inews/internal/blog"
)

// Search is what a reader looks for. Empty fields do not narrow it.
type Search struct {
	Words  string // as for a web search: "quoted phrase", -without, or
	Form   blog.Form
	Posts  bool   // no events
	Tag    string // key
	Author string // slug
	Year   int
}

// Found is a search result: the post, and what of it matched.
type Found struct {
	blog.Post
	Matched
}

// Matched is what of a post matched, as plain text with the matches between \x02 and
// \x03.
type Matched struct {
	Headline string // the whole title
	Passage  string
}

// matched is the condition on p (posts) under which a post is found by the words
// $1: its text has them, in whichever language, its title is like them, which
// forgives a slip of the finger, or together they are one of its tags.
const matched = `p.state = 'published' AND ($1 = '' OR p.id IN (
	SELECT id FROM posts WHERE search @@ ` + wordsQuery + `
	UNION SELECT post_id FROM translations WHERE search @@ ` + translatedQuery + `
	UNION SELECT id FROM posts WHERE lower(title) % lower($1)
	UNION SELECT post_id FROM translations WHERE lower(title) % lower($1)
	UNION SELECT post_id FROM post_tags WHERE key = lower(plain_text(translate($1, ' #', '')))))`

// wordsQuery are the words $1 in any of their English forms.
const wordsQuery = `websearch_to_tsquery('english', plain_text($1))`

// translatedQuery are the words $1 as a translation may have them: English ones in
// any of their forms, and those of other languages as they are.
const translatedQuery = `(` + wordsQuery + ` || websearch_to_tsquery('simple', plain_text($1)))`

// narrowed is matched with the other fields of a Search, $2 to $6; au are the
// authors.
const narrowed = matched + `
	AND ($2 = '' OR p.form = $2) AND (NOT $3 OR p.form <> 'event')
	AND ($4 = '' OR EXISTS (SELECT FROM post_tags t WHERE t.post_id = p.id AND t.key = $4))
	AND ($5 = '' OR au.slug = $5)
	AND ($6 = 0 OR extract(year FROM p.published_at) = $6)`

func (s Search) args(more ...any) []any {
	return append([]any{s.Words, string(s.Form), s.Posts, s.Tag, s.Author, s.Year}, more...)
}

// asPassage and asHeadline end a ts_headline: words that were looked for stand out
// in a passage of some text, or in the whole of it.
const (
	standOut   = `'StartSel='||chr(2)||', StopSel='||chr(3)||', `
	asPassage  = standOut + `MaxWords=35, MinWords=15, MaxFragments=1') AS passage`
	asHeadline = standOut + `HighlightAll=true') AS headline`
)

// SearchPosts looks for published posts and events, best match first, and the
// newest first when there are no words.
func (q queries) SearchPosts(ctx context.Context, s Search, offset, limit int) ([]Found, error) {
	var rows []struct {
		postRow
		Matched
	}
	err := q.all(ctx, &rows, `
		SELECT `+postColumns+`,
			ts_headline('english', p.title, `+wordsQuery+`, `+asHeadline+`,
			ts_headline('english', CASE WHEN p.plain = '' THEN p.summary ELSE left(p.plain, 20000) END, `+wordsQuery+`, `+asPassage+`
		FROM `+postTables+`
		WHERE `+narrowed+`
		ORDER BY GREATEST(ts_rank_cd(p.search, `+wordsQuery+`),
				(SELECT max(ts_rank_cd(t.search, `+translatedQuery+`)) FROM translations t WHERE t.post_id = p.id)) DESC,
			similarity(lower(p.title), lower($1)) DESC, p.published_at DESC, p.id
		LIMIT $7 OFFSET $8`, s.args(limit, offset)...)
	found := make([]Found, len(rows))
	for i, row := range rows {
		found[i] = Found{row.post(), row.Matched}
	}
	return found, err
}

// CountFound tells how many published posts and events a search finds.
func (q queries) CountFound(ctx context.Context, s Search) (int, error) {
	var n int
	err := q.one(ctx, &n, `SELECT count(*) FROM `+postTables+` WHERE `+narrowed, s.args()...)
	return n, err
}

// Facet is one way to narrow a search: how many posts with the words have it.
type Facet struct {
	Kind  string // "form", "tag", "author" or "year"
	Key   string
	Label string
	Posts int
}

// Facets returns the ways to narrow a search for words, the most common of each
// kind first, and years from the newest.
func (q queries) Facets(ctx context.Context, words string, limit int) ([]Facet, error) {
	var facets []Facet
	err := q.all(ctx, &facets, `
		WITH found AS MATERIALIZED (
			SELECT p.id, p.form, p.author_id, extract(year FROM p.published_at)::int AS year
			FROM posts p WHERE `+matched+`
		), facets AS (
			SELECT 'form' AS kind, CASE form WHEN 'event' THEN 'event' ELSE 'post' END AS key, '' AS label, count(*) AS posts
			FROM found GROUP BY 2
			UNION ALL
			SELECT 'tag', t.key, min(t.label), count(*) FROM found JOIN post_tags t ON t.post_id = found.id GROUP BY t.key
			UNION ALL
			SELECT 'author', a.slug, a.name, count(*) FROM found JOIN authors a ON a.id = found.author_id GROUP BY a.id
			UNION ALL
			SELECT 'year', year::text, year::text, count(*) FROM found GROUP BY year
		), ranked AS (
			SELECT kind, key, label, posts,
				row_number() OVER (PARTITION BY kind ORDER BY CASE kind WHEN 'year' THEN key::int ELSE posts END DESC, key) AS place
			FROM facets
		)
		SELECT kind, key, label, posts FROM ranked WHERE place <= $2 ORDER BY kind, place`, words, limit)
	return facets, err
}

// FoundComment is a comment that a search found, with the passage as in Found.
type FoundComment struct {
	blog.Comment
	Passage string
}

// SearchComments looks for words in comments that anybody may see, the newest
// first.
func (q queries) SearchComments(ctx context.Context, words string, offset, limit int) ([]FoundComment, error) {
	var found []FoundComment
	err := q.all(ctx, &found, `
		SELECT `+commentColumns+`, ts_headline('english', left(c.plain, 20000), `+wordsQuery+`, `+asPassage+`
		FROM `+commentTables+`
		WHERE `+shown+` AND to_tsvector('english', plain_text(c.plain)) @@ `+wordsQuery+`
		ORDER BY c.published_at DESC, c.id LIMIT $2 OFFSET $3`, words, limit, offset)
	return found, err
}

// CountFoundComments tells how many comments a search finds.
func (q queries) CountFoundComments(ctx context.Context, words string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM comments c JOIN posts po ON po.id = c.post_id
		WHERE `+shown+` AND to_tsvector('english', plain_text(c.plain)) @@ `+wordsQuery+``, words)
	return n, err
}

// TagUse is a tag and how many published posts have it.
type TagUse struct {
	Key, Label string
	Posts      int
}

// TagsInUse returns the tags of published posts, most used first.
func (q queries) TagsInUse(ctx context.Context, limit int) ([]TagUse, error) {
	var tags []TagUse
	err := q.all(ctx, &tags, `
		SELECT t.key, min(t.label) AS label, count(*) AS posts
		FROM post_tags t JOIN posts p ON p.id = t.post_id AND p.state = 'published'
		GROUP BY t.key ORDER BY count(*) DESC, t.key LIMIT $1`, limit)
	return tags, err
}

// TagByKey returns how a tag is written and used.
func (q queries) TagByKey(ctx context.Context, key string) (TagUse, error) {
	var tag TagUse
	err := q.one(ctx, &tag, `
		SELECT t.key, min(t.label) AS label, count(*) AS posts
		FROM post_tags t JOIN posts p ON p.id = t.post_id AND p.state = 'published'
		WHERE t.key = $1 GROUP BY t.key`, key)
	return tag, err
}
