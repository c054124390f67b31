package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

const itemColumns = `
	i.id, i.uri, i.partner_id, i.form, i.title, i.excerpt, i.url, i.author_name, i.author_uri, i.boosted,
	i.published_at AS published, or_never(i.starts_at) AS starts, or_never(i.ends_at) AS ends, i.zone, i.place,
	i.language, i.received_at, or_never(i.shared_at) AS shared_at, i.share_id,
	pe.uri AS "partner.uri", pe.handle AS "partner.handle", pe.name AS "partner.name", pe.url AS "partner.url",
	pe.host AS "partner.host", pe.icon_url AS "partner.icon_url"`

const itemTables = `
	network_items i
	JOIN partners pa ON pa.id = i.partner_id
	JOIN people pe ON pe.uri = pa.person_uri`

// shownItem is the one condition under which readers see an item: they see the
// partner that brought it, and nobody blocked its author, or the server that it
// is on, or put that on hold.
const shownItem = shownPartner + ` AND NOT (` + heldItem + `)`

// heldItem is the condition under which staff have blocked the author of an item,
// or the server that it is on, or put that on hold.
const heldItem = `EXISTS (SELECT FROM people author
		WHERE author.uri = i.author_uri AND author.blocked_at IS NOT NULL)
	OR EXISTS (SELECT FROM hosts b
		WHERE b.host = ANY (domains_of(split_part(i.uri, '/', 3))) AND b.blocked_at IS NOT NULL AND b.severity <> 'silence')`

func (q queries) items(ctx context.Context, query string, args ...any) ([]blog.Item, error) {
	var items []blog.Item
	err := q.all(ctx, &items, query, args...)
	return items, err
}

func (q queries) item(ctx context.Context, query string, args ...any) (blog.Item, error) {
	var item blog.Item
	err := q.one(ctx, &item, query, args...)
	return item, err
}

// ItemsShown returns what readers see of partners, or of one when its id is
// given, after the cursor, newest first.
func (q queries) ItemsShown(ctx context.Context, partnerID string, after Cursor, limit int) ([]blog.Item, error) {
	return q.items(ctx, `SELECT `+itemColumns+` FROM `+itemTables+`
		WHERE `+shownItem+` AND ($1::uuid IS NULL OR i.partner_id = $1)
			AND ($2::timestamptz IS NULL OR (i.published_at, i.id) < ($2, $3::uuid))
		ORDER BY i.published_at DESC, i.id DESC LIMIT $4`, null(partnerID), after.at(), after.id(), limit)
}

// ItemsOnDesk returns what staff see: items of every partner, or of one when
// its id is given, after the cursor, newest first.
func (q queries) ItemsOnDesk(ctx context.Context, partnerID string, after Cursor, limit int) ([]blog.Item, error) {
	return q.items(ctx, `SELECT `+itemColumns+` FROM `+itemTables+`
		WHERE ($1::uuid IS NULL OR i.partner_id = $1)
			AND ($2::timestamptz IS NULL OR (i.published_at, i.id) < ($2, $3::uuid))
		ORDER BY i.published_at DESC, i.id DESC LIMIT $4`, null(partnerID), after.at(), after.id(), limit)
}

// ItemByID returns an item, whether or not readers see it.
func (q queries) ItemByID(ctx context.Context, id string) (blog.Item, error) {
	return q.item(ctx, `SELECT `+itemColumns+` FROM `+itemTables+` WHERE i.id = $1`, id)
}

// ItemByURI returns the item with that wire id, whether or not readers see it.
func (q queries) ItemByURI(ctx context.Context, uri string) (blog.Item, error) {
	return q.item(ctx, `SELECT `+itemColumns+` FROM `+itemTables+` WHERE i.uri = $1`, uri)
}

// IsItemHeld tells whether staff have blocked whose an item is, or who brought
// it, or put one of their servers on hold.
func (q queries) IsItemHeld(ctx context.Context, id string) (bool, error) {
	var held bool
	err := q.one(ctx, &held, `SELECT `+heldItem+` OR pe.blocked_at IS NOT NULL OR `+personIsHeld+`
		FROM `+itemTables+` WHERE i.id = $1`, id)
	return held, err
}

// SaveItem inserts what a partner published or passed on, or updates it. An
// item that another partner brought stays as it is, unless that one only passed
// it on and this one is its author. It tells whether anything was written.
func (tx *Tx) SaveItem(ctx context.Context, i blog.Item, raw []byte) (bool, error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO network_items AS i (uri, partner_id, form, title, excerpt, url, author_name, author_uri, boosted,
			language, starts_at, ends_at, zone, place, raw, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
		ON CONFLICT (uri) DO UPDATE SET partner_id = EXCLUDED.partner_id, form = EXCLUDED.form,
			title = EXCLUDED.title, excerpt = EXCLUDED.excerpt, url = EXCLUDED.url,
			author_name = EXCLUDED.author_name, author_uri = EXCLUDED.author_uri, boosted = EXCLUDED.boosted,
			language = EXCLUDED.language, starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at,
			zone = EXCLUDED.zone, place = EXCLUDED.place, raw = EXCLUDED.raw, updated_at = now()
		WHERE (i.partner_id = EXCLUDED.partner_id AND (i.boosted OR NOT EXCLUDED.boosted))
			OR (i.boosted AND NOT EXCLUDED.boosted)`,
		i.URI, i.PartnerID, i.Form, i.Title, i.Excerpt, i.URL, i.AuthorName, i.AuthorURI, i.Boosted,
		i.Language, nullTime(i.Starts), nullTime(i.Ends), i.Zone, i.Place, raw, i.Published)
	if err != nil {
		return false, fmt.Errorf("save item: %w", err)
	}
	return n > 0, nil
}

// DeleteItem forgets an item.
func (tx *Tx) DeleteItem(ctx context.Context, id string) error {
	return tx.exec(ctx, `DELETE FROM network_items WHERE id = $1`, id)
}

// ShareItem notes that we passed an item on, under the given wire id; it tells
// whether it was not shared before.
func (tx *Tx) ShareItem(ctx context.Context, id, shareID string) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE network_items SET shared_at = now(), share_id = $2 WHERE id = $1 AND shared_at IS NULL`, id, shareID)
	return n > 0, err
}

// UnshareItem takes the share back; it tells whether there was one.
func (tx *Tx) UnshareItem(ctx context.Context, id string) (bool, error) {
	n, err := tx.execCount(ctx, `
		UPDATE network_items SET shared_at = NULL, share_id = '' WHERE id = $1 AND shared_at IS NOT NULL`, id)
	return n > 0, err
}

// UnshareItemsOf takes back every share of what a person, or anybody on a host
// and the hosts below it, wrote or brought. Each item that it returns has the
// wire id of the share that is over.
func (tx *Tx) UnshareItemsOf(ctx context.Context, personURI, host string) ([]blog.Item, error) {
	var items []blog.Item
	err := tx.all(ctx, &items, `
		UPDATE network_items i SET shared_at = NULL, share_id = ''
		FROM network_items before JOIN partners pa ON pa.id = before.partner_id JOIN people pe ON pe.uri = pa.person_uri
		WHERE before.id = i.id AND i.shared_at IS NOT NULL AND (`+refusedNow+` OR i.author_uri = $1
			OR $2 <> '' AND ($2 = ANY (domains_of(split_part(i.uri, '/', 3))) OR $2 = ANY (domains_of(split_part(i.author_uri, '/', 3)))))
		RETURNING i.id, before.share_id`, personURI, host)
	return items, err
}
