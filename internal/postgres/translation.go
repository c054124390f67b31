package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

// translationColumns are what blog.Translation is read from. A translation is
// older than its post when the post got another text after the version of which
// the translation says the same.
const translationColumns = `
	t.post_id, t.language, t.slug, t.title, t.summary, t.body, t.html, t.plain AS text, t.picture_alt AS alt,
	t.tags AS labels, t.of_version, t.version, t.saved_at, or_never(t.edited_at) AS edited_at,
	EXISTS (SELECT FROM revisions r WHERE r.post_id = t.post_id AND r.version > t.of_version) AS older`

// translationRow is a blog.Translation as the driver reads it.
type translationRow struct {
	blog.Translation
	Labels pq.StringArray
}

func (r translationRow) translation() blog.Translation {
	t := r.Translation
	t.Tags = []string(r.Labels)
	return t
}

func (q queries) translations(ctx context.Context, query string, args ...any) ([]blog.Translation, error) {
	var rows []translationRow
	if err := q.all(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	list := make([]blog.Translation, len(rows))
	for i, row := range rows {
		list[i] = row.translation()
	}
	return list, nil
}

// TranslationsOf returns what a post says in other languages, in the order of
// their tags.
func (q queries) TranslationsOf(ctx context.Context, postID string) ([]blog.Translation, error) {
	return q.translations(ctx, `SELECT `+translationColumns+` FROM translations t WHERE t.post_id = $1 ORDER BY t.language`, postID)
}

// TranslationIn returns what a post says in one language.
func (q queries) TranslationIn(ctx context.Context, postID, language string) (blog.Translation, error) {
	var row translationRow
	err := q.one(ctx, &row, `SELECT `+translationColumns+` FROM translations t WHERE t.post_id = $1 AND t.language = $2`, postID, language)
	return row.translation(), err
}

// TranslationsAmong returns what the posts with the given ids say in a tongue, by
// their ids; one that says nothing in it is missing.
func (q queries) TranslationsAmong(ctx context.Context, postIDs []string, tongue string) (map[string]blog.Translation, error) {
	list, err := q.translations(ctx, `SELECT `+translationColumns+` FROM translations t
		WHERE t.post_id = ANY($1::uuid[]) AND t.tongue = $2`, pq.Array(postIDs), tongue)
	found := make(map[string]blog.Translation, len(list))
	for _, t := range list {
		found[t.PostID] = t
	}
	return found, err
}

// PostsIn are posts as they read in a language: those that say nothing in it stay as
// they were written.
func (q queries) PostsIn(ctx context.Context, posts []blog.Post, language string) ([]blog.Post, error) {
	var foreign []string
	for _, p := range posts {
		if !blog.SameTongue(p.Language, language) {
			foreign = append(foreign, p.ID)
		}
	}
	if foreign == nil {
		return posts, nil
	}
	translations, err := q.TranslationsAmong(ctx, foreign, blog.TongueOf(language))
	read := make([]blog.Post, len(posts))
	for i, p := range posts {
		if t, there := translations[p.ID]; there {
			p = p.In(t)
		}
		read[i] = p
	}
	return read, err
}

// PostIn is one post as it reads in a language.
func (q queries) PostIn(ctx context.Context, p blog.Post, language string) (blog.Post, error) {
	read, err := q.PostsIn(ctx, []blog.Post{p}, language)
	return read[0], err
}

// MatchedIn returns what of posts matched words as they read in a tongue, by the ids
// of the posts.
func (q queries) MatchedIn(ctx context.Context, tongue, words string, postIDs []string) (map[string]Matched, error) {
	var rows []struct {
		PostID string
		Matched
	}
	err := q.all(ctx, &rows, `
		SELECT t.post_id, ts_headline('simple', t.title, `+translatedQuery+`, `+asHeadline+`,
			ts_headline('simple', CASE WHEN t.plain = '' THEN t.summary ELSE left(t.plain, 20000) END, `+translatedQuery+`, `+asPassage+`
		FROM translations t WHERE t.post_id = ANY($2::uuid[]) AND t.tongue = $3`, words, pq.Array(postIDs), tongue)
	matched := make(map[string]Matched, len(rows))
	for _, row := range rows {
		matched[row.PostID] = row.Matched
	}
	return matched, err
}

// TranslationState tells of one translation without its text.
type TranslationState struct {
	PostID, Language string
	Older            bool
}

// TranslationStates returns the translations of the posts with the given ids, for
// a list of posts.
func (q queries) TranslationStates(ctx context.Context, postIDs []string) ([]TranslationState, error) {
	var states []TranslationState
	err := q.all(ctx, &states, `
		SELECT t.post_id, t.language, EXISTS (SELECT FROM revisions r WHERE r.post_id = t.post_id AND r.version > t.of_version) AS older
		FROM translations t WHERE t.post_id = ANY($1::uuid[]) ORDER BY t.language`, pq.Array(postIDs))
	return states, err
}

// PostsWithOlderTexts returns the published posts that were changed since one of
// their translations said the same, the longest changed first.
func (q queries) PostsWithOlderTexts(ctx context.Context, limit int) ([]blog.Post, error) {
	return q.posts(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND EXISTS (
			SELECT FROM translations t JOIN revisions r ON r.post_id = t.post_id AND r.version > t.of_version WHERE t.post_id = p.id)
		ORDER BY p.edited_at NULLS FIRST, p.id LIMIT $1`, limit)
}

// PostByTranslatedSlug returns the published post whose text in a tongue stands at
// that address, or once stood there.
func (q queries) PostByTranslatedSlug(ctx context.Context, tongue, slug string) (blog.Post, error) {
	return q.post(ctx, `SELECT `+postColumns+` FROM `+postTables+`
		WHERE p.state = 'published' AND p.id = COALESCE(
			(SELECT t.post_id FROM translations t WHERE t.tongue = $1 AND t.slug = $2),
			(SELECT o.post_id FROM old_translation_slugs o WHERE o.tongue = $1 AND o.slug = $2))`, tongue, slug)
}

// TonguesOfSlug returns the tongues in which a published post stands, or stood, at
// an address.
func (q queries) TonguesOfSlug(ctx context.Context, slug string) ([]string, error) {
	var tongues []string
	err := q.all(ctx, &tongues, `
		SELECT t.tongue FROM translations t JOIN posts p ON p.id = t.post_id AND p.state = 'published' WHERE t.slug = $1
		UNION
		SELECT o.tongue FROM old_translation_slugs o JOIN posts p ON p.id = o.post_id AND p.state = 'published' WHERE o.slug = $1
		ORDER BY tongue`, slug)
	return tongues, err
}

// TranslationAddress is where a published post stands in another language than its
// own; Original is where it stands in its own.
type TranslationAddress struct {
	Original, Path, Language string
	ChangedAt                time.Time
}

// TranslationAddresses returns the addresses of translations, of the newest posts
// first, for the sitemap.
func (q queries) TranslationAddresses(ctx context.Context, limit int) ([]TranslationAddress, error) {
	var addresses []TranslationAddress
	err := q.all(ctx, &addresses, `
		SELECT CASE p.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || p.slug AS original,
			CASE p.form WHEN 'event' THEN '/events/' ELSE '/posts/' END || t.slug AS path,
			t.language, GREATEST(t.edited_at, p.edited_at, p.published_at) AS changed_at
		FROM translations t JOIN posts p ON p.id = t.post_id AND p.state = 'published'
		ORDER BY p.published_at DESC, p.id DESC, t.language LIMIT $1`, limit)
	return addresses, err
}

// TranslationRevisions are what a translation said, save by save, the newest
// first, without their texts; also of one that was removed.
func (q queries) TranslationRevisions(ctx context.Context, postID, language string) ([]blog.Revision, error) {
	var list []blog.Revision
	err := q.all(ctx, &list, `
		SELECT post_id, version, title, COALESCE(saved_by::text, '') AS saved_by, saved_at
		FROM translation_revisions WHERE post_id = $1 AND language = $2 ORDER BY version DESC`, postID, language)
	return list, err
}

// TranslationRevision is what a translation said after one save.
func (q queries) TranslationRevision(ctx context.Context, postID, language string, version int) (blog.Revision, error) {
	var r blog.Revision
	err := q.one(ctx, &r, `
		SELECT post_id, version, title, summary, body, COALESCE(saved_by::text, '') AS saved_by, saved_at
		FROM translation_revisions WHERE post_id = $1 AND language = $2 AND version = $3`, postID, language, version)
	return r, err
}
