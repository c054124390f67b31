package postgres

import (
	"context"

	"inews/internal/blog"
)

// Found is a search result: the post, and the passage that matched, as plain
// text with the matches between \x02 and \x03.
type Found struct {
	blog.Post
	Passage string
}

// SearchPosts looks for words in published posts and events, best match first.
// words follow web search: "quoted phrase", -without, or. A word that no text
// has is tried against titles by likeness, which forgives a slip of the finger.
func (q queries) SearchPosts(ctx context.Context, words string, offset, limit int) ([]Found, error) {
	var rows []struct {
		postRow
		Passage string
	}
	err := q.all(ctx, &rows, `
		WITH wanted AS (SELECT websearch_to_tsquery('english', plain_text($1)) AS query)
		SELECT `+postColumns+`,
			ts_headline('english', CASE WHEN p.plain = '' THEN p.summary ELSE left(p.plain, 20000) END, wanted.query,
				'StartSel='||chr(2)||', StopSel='||chr(3)||', MaxWords=35, MinWords=15, MaxFragments=1') AS passage
		FROM `+postTables+`, wanted
		WHERE p.state = 'published' AND (p.search @@ wanted.query OR similarity(lower(p.title), lower($1)) > 0.3)
		ORDER BY ts_rank_cd(p.search, wanted.query) DESC, similarity(lower(p.title), lower($1)) DESC,
			p.published_at DESC
		LIMIT $2 OFFSET $3`, words, limit, offset)
	found := make([]Found, len(rows))
	for i, row := range rows {
		found[i] = Found{Post: row.post(), Passage: row.Passage}
	}
	return found, err
}

// CountFound tells how many published posts and events a search finds.
func (q queries) CountFound(ctx context.Context, words string) (int, error) {
	var n int
	err := q.one(ctx, &n, `
		SELECT count(*) FROM posts p
		WHERE p.state = 'published' AND (p.search @@ websearch_to_tsquery('english', plain_text($1))
			OR similarity(lower(p.title), lower($1)) > 0.3)`, words)
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
