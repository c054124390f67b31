package postgres

import (
	"context"
	"fmt"

	"inews/internal/blog"
)

const partnerColumns = personColumns + `,
	pa.id, pa.state, pa.trust, pa.follow_id, pa.since,
	(SELECT count(*) FROM network_items i WHERE i.partner_id = pa.id) AS items,
	COALESCE((SELECT COALESCE(NULLIF(o.handle, ''), o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.id = pa.moved_to), '') AS went_to,
	COALESCE((SELECT string_agg(COALESCE(NULLIF(o.handle, ''), o.uri), ', ' ORDER BY o.uri)
		FROM partners po JOIN people o ON o.uri = po.person_uri WHERE po.moved_to = pa.id), '') AS came_from`

const partnerTables = `partners pa JOIN people pe ON pe.uri = pa.person_uri`

// Partners returns everybody whom the blog follows or followed, by name.
func (q queries) Partners(ctx context.Context) ([]blog.Partner, error) {
	var partners []blog.Partner
	err := q.all(ctx, &partners, `
		SELECT `+partnerColumns+` FROM `+partnerTables+`
		ORDER BY pa.state = 'ended', lower(pe.name), pa.id`)
	return partners, err
}

// PartnersShown returns the partners whose items readers see, by name.
func (q queries) PartnersShown(ctx context.Context) ([]blog.Partner, error) {
	var partners []blog.Partner
	err := q.all(ctx, &partners, `
		SELECT `+partnerColumns+` FROM `+partnerTables+`
		WHERE `+shownPartner+` ORDER BY lower(pe.name), pa.id`)
	return partners, err
}

// shownPartner is the one condition under which readers see a partner: staff
// trust it, it accepted our Follow, and nobody blocked it, or its host, or put
// that on hold.
const shownPartner = `pa.trust = 'trusted' AND pa.state = 'accepted' AND pe.blocked_at IS NULL AND pe.gone_at IS NULL
	AND NOT ` + personIsHeld

// PartnerByID returns one partner.
func (q queries) PartnerByID(ctx context.Context, id string) (blog.Partner, error) {
	var partner blog.Partner
	err := q.one(ctx, &partner, `SELECT `+partnerColumns+` FROM `+partnerTables+` WHERE pa.id = $1`, id)
	return partner, err
}

// PartnerByPerson returns the partner with that wire id.
func (q queries) PartnerByPerson(ctx context.Context, personURI string) (blog.Partner, error) {
	var partner blog.Partner
	err := q.one(ctx, &partner, `SELECT `+partnerColumns+` FROM `+partnerTables+` WHERE pa.person_uri = $1`, personURI)
	return partner, err
}

// LockPartner keeps other transactions from changing the partner until this one
// ends.
func (tx *Tx) LockPartner(ctx context.Context, id string) error {
	var found string
	return tx.one(ctx, &found, `SELECT id FROM partners WHERE id = $1 FOR UPDATE`, id)
}

// SavePartner notes a Follow that is about to be sent: of somebody new, or of
// somebody who rejected an earlier one or was left. A Follow that stands is
// left as it is; sent tells which.
func (tx *Tx) SavePartner(ctx context.Context, personURI, followID string) (sent bool, err error) {
	n, err := tx.execCount(ctx, `
		INSERT INTO partners AS pa (person_uri, follow_id) VALUES ($1, $2)
		ON CONFLICT (person_uri) DO UPDATE SET state = 'sent', follow_id = EXCLUDED.follow_id,
			since = now(), answered_at = NULL
		WHERE pa.state IN ('rejected', 'ended')`, personURI, followID)
	if err != nil {
		return false, fmt.Errorf("save partner: %w", err)
	}
	return n > 0, nil
}

// SetFollowState notes how far following a partner has come.
func (tx *Tx) SetFollowState(ctx context.Context, id string, state blog.FollowState) error {
	return tx.exec(ctx, `UPDATE partners SET state = $2, answered_at = now() WHERE id = $1`, id, state)
}

// MovePartner notes as whom a partner goes on. It tells whether the partner had
// not moved before.
func (tx *Tx) MovePartner(ctx context.Context, id, movedTo string) (bool, error) {
	n, err := tx.execCount(ctx, `UPDATE partners SET moved_to = $2 WHERE id = $1 AND moved_to IS NULL`, id, movedTo)
	return n > 0, err
}

// SetTrust says how far a partner's items come.
func (tx *Tx) SetTrust(ctx context.Context, id string, trust blog.Trust) error {
	return tx.exec(ctx, `UPDATE partners SET trust = $2 WHERE id = $1`, id, trust)
}

// EndPartners ends following a person, or everybody on a host and the hosts
// below it; it returns the ids of whom it concerns.
func (tx *Tx) EndPartners(ctx context.Context, personURI, host string) ([]string, error) {
	var ids []string
	err := tx.all(ctx, &ids, `
		UPDATE partners pa SET state = 'ended', answered_at = now() FROM people pe
		WHERE pe.uri = pa.person_uri AND pa.state IN ('sent', 'accepted') AND `+refusedNow+`
		RETURNING pa.id`, personURI, host)
	return ids, err
}
