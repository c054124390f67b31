package postgres

import (
	"context"
	"net/netip"

	"inews/internal/blog"
)

// WatchedWords returns the words that hold a comment, in the order of the
// alphabet.
func (q queries) WatchedWords(ctx context.Context) ([]blog.WatchedWord, error) {
	var words []blog.WatchedWord
	err := q.all(ctx, &words, `
		SELECT folded, word, reason, created_at AS since FROM watched_words ORDER BY folded`)
	return words, err
}

// WatchWord adds a word; it tells whether it is new.
func (tx *Tx) WatchWord(ctx context.Context, w blog.WatchedWord) (bool, error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO watched_words (folded, word, reason) VALUES ($1, $2, $3)
		ON CONFLICT (folded) DO NOTHING`, w.Folded, w.Word, w.Reason)
	return n > 0, err
}

// UnwatchWord takes a word off the list; it tells whether it was on it.
func (tx *Tx) UnwatchWord(ctx context.Context, folded string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM watched_words WHERE folded = $1`, folded)
	return n > 0, err
}

// WatchedRanges returns the ranges of addresses that staff watch.
func (q queries) WatchedRanges(ctx context.Context) ([]blog.WatchedRange, error) {
	var ranges []blog.WatchedRange
	err := q.all(ctx, &ranges, `
		SELECT range::text AS range, effect, reason, created_at AS since FROM watched_ranges ORDER BY watched_ranges.range`)
	return ranges, err
}

// RangeOf returns the range that an address lies in, one that refuses before
// one that holds. It is NotFound when nobody watches the address.
func (q queries) RangeOf(ctx context.Context, address netip.Addr) (blog.WatchedRange, error) {
	var found blog.WatchedRange
	err := q.one(ctx, &found, `
		SELECT range::text AS range, effect, reason, created_at AS since FROM watched_ranges
		WHERE watched_ranges.range >>= $1::inet
		ORDER BY effect = 'refuse' DESC, masklen(watched_ranges.range) DESC LIMIT 1`, address.WithZone("").String())
	return found, err
}

// WatchRange adds a range, or changes what it does.
func (tx *Tx) WatchRange(ctx context.Context, r blog.WatchedRange) error {
	return tx.exec(ctx, `
		INSERT INTO watched_ranges (range, effect, reason) VALUES ($1, $2, $3)
		ON CONFLICT (range) DO UPDATE SET effect = EXCLUDED.effect, reason = EXCLUDED.reason, created_at = now()`,
		r.Range, r.Effect, r.Reason)
}

// UnwatchRange takes a range off the list; it tells whether it was on it.
func (tx *Tx) UnwatchRange(ctx context.Context, prefix string) (bool, error) {
	n, err := tx.execCount(ctx, `DELETE FROM watched_ranges WHERE range = $1::cidr`, prefix)
	return n > 0, err
}
