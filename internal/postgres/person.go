package postgres

import (
	"context"
	"time"

	"inews/internal/blog"
)

const personColumns = `
	pe.uri, pe.type, pe.handle, pe.name, pe.url, pe.host, pe.inbox, pe.shared_inbox, pe.followers,
	pe.icon_url, pe.bio, pe.moved_to, pe.fetched_at, or_never(pe.trusted_at) AS trusted_at,
	or_never(pe.blocked_at) AS blocked_at, pe.block_reason, or_never(pe.gone_at) AS gone_at, pe.suspended`

// PersonByURI returns somebody on another server.
func (q queries) PersonByURI(ctx context.Context, uri string) (blog.Person, error) {
	var person blog.Person
	err := q.one(ctx, &person, `SELECT `+personColumns+` FROM people pe WHERE pe.uri = $1`, uri)
	return person, err
}

// PersonByHandle returns somebody by "@user@host", in any case.
func (q queries) PersonByHandle(ctx context.Context, handle string) (blog.Person, error) {
	var person blog.Person
	err := q.one(ctx, &person, `
		SELECT `+personColumns+` FROM people pe WHERE lower(pe.handle) = lower($1)
		ORDER BY pe.fetched_at DESC LIMIT 1`, handle)
	return person, err
}

// IsKnown tells whether we have ever taken anything from the person.
func (q queries) IsKnown(ctx context.Context, uri string) (bool, error) {
	var known bool
	err := q.one(ctx, &known, `SELECT EXISTS (SELECT FROM people WHERE uri = $1)`, uri)
	return known, err
}

// PersonKey is a key with which a person signs, in PEM.
type PersonKey struct {
	KeyID, Owner, PEM string
	FetchedAt         time.Time
}

// KeyByID returns a person's key.
func (q queries) KeyByID(ctx context.Context, keyID string) (PersonKey, error) {
	var key PersonKey
	err := q.one(ctx, &key, `
		SELECT k.key_id, k.owner, k.pem, k.fetched_at FROM people_keys k
		JOIN people pe ON pe.uri = k.owner AND pe.gone_at IS NULL
		WHERE k.key_id = $1`, keyID)
	return key, err
}

// SavePerson inserts the person or refreshes what we know of them; trust and
// blocks stay as staff set them. document is what their server sent.
func (tx *Tx) SavePerson(ctx context.Context, p blog.Person, document []byte, keys []PersonKey) error {
	err := tx.exec(ctx, `
		INSERT INTO people (uri, type, handle, name, bio, url, host, inbox, shared_inbox, followers, icon_url,
			moved_to, document, suspended, fetched_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, now())
		ON CONFLICT (uri) DO UPDATE SET type = EXCLUDED.type, handle = EXCLUDED.handle, name = EXCLUDED.name,
			bio = EXCLUDED.bio, url = EXCLUDED.url, inbox = EXCLUDED.inbox, shared_inbox = EXCLUDED.shared_inbox,
			followers = EXCLUDED.followers, icon_url = EXCLUDED.icon_url, moved_to = EXCLUDED.moved_to,
			document = EXCLUDED.document, suspended = EXCLUDED.suspended, fetched_at = now(), gone_at = NULL, inbox_gone_at = NULL`,
		p.URI, p.Type, p.Handle, p.Name, p.Bio, p.URL, p.Host, p.Inbox, p.SharedInbox, p.Followers, p.IconURL,
		p.MovedTo, document, p.Suspended)
	if err != nil {
		return err
	}
	if err := tx.exec(ctx, `INSERT INTO hosts (host) VALUES ($1) ON CONFLICT DO NOTHING`, p.Host); err != nil {
		return err
	}
	if err := tx.exec(ctx, `
		UPDATE people SET blocked_at = now(), block_reason = 'Blocked before they were erased.', trusted_at = NULL
		WHERE uri = $1 AND blocked_at IS NULL AND EXISTS (SELECT FROM erased_blocks WHERE hash = erased_hash($1))`, p.URI); err != nil {
		return err
	}
	if err := tx.exec(ctx, `DELETE FROM people_keys WHERE owner = $1`, p.URI); err != nil {
		return err
	}
	for _, key := range keys {
		err := tx.exec(ctx, `
			INSERT INTO people_keys (key_id, owner, pem) VALUES ($1, $2, $3)
			ON CONFLICT (key_id) DO UPDATE SET owner = EXCLUDED.owner, pem = EXCLUDED.pem, fetched_at = now()`,
			key.KeyID, p.URI, key.PEM)
		if err != nil {
			return err
		}
	}
	return nil
}

// TrustPerson lets the person's comments through without approval from now on.
func (tx *Tx) TrustPerson(ctx context.Context, uri string) error {
	return tx.exec(ctx, `
		UPDATE people SET trusted_at = now() WHERE uri = $1 AND trusted_at IS NULL AND blocked_at IS NULL`, uri)
}

// DistrustPerson takes the trust back.
func (tx *Tx) DistrustPerson(ctx context.Context, uri string) error {
	return tx.exec(ctx, `UPDATE people SET trusted_at = NULL WHERE uri = $1`, uri)
}

// BlockPerson refuses everything from the person and hides what they said.
func (tx *Tx) BlockPerson(ctx context.Context, uri, reason string) error {
	err := tx.exec(ctx, `
		UPDATE people SET blocked_at = now(), block_reason = $2, trusted_at = NULL WHERE uri = $1`, uri, reason)
	if err != nil {
		return err
	}
	return tx.forget(ctx, uri, "")
}

// UnblockPerson takes the block back; what was hidden stays hidden.
func (tx *Tx) UnblockPerson(ctx context.Context, uri string) error {
	if err := tx.exec(ctx, `DELETE FROM erased_blocks WHERE hash = erased_hash($1)`, uri); err != nil {
		return err
	}
	return tx.exec(ctx, `UPDATE people SET blocked_at = NULL, block_reason = '' WHERE uri = $1`, uri)
}

// RemovePerson does what their deletion asks for: comments are emptied,
// reactions, stamps, following and keys go.
func (tx *Tx) RemovePerson(ctx context.Context, uri string) error {
	for _, statement := range []string{
		`UPDATE comments SET verdict = 'removed', html = '', plain = '', raw = NULL, name = '',
			quote = '', quote_approved = false, signs = '[]', decided_at = now(), earlier_verdict = NULL
			WHERE person_uri = $1 AND verdict <> 'removed'`,
		`DELETE FROM reactions WHERE person_uri = $1`,
		`DELETE FROM stamps WHERE person_uri = $1`,
		`DELETE FROM followers WHERE person_uri = $1`,
		`DELETE FROM people_keys WHERE owner = $1`,
		`UPDATE people SET gone_at = now(), name = '', bio = '', icon_url = '', url = '', handle = '',
			document = NULL, trusted_at = NULL WHERE uri = $1`,
	} {
		if err := tx.exec(ctx, statement, uri); err != nil {
			return err
		}
	}
	return nil
}

// refusedNow is the condition on pe of whoever a block is about: the person $1,
// or everybody on the host $2 and the hosts below it.
const refusedNow = `(pe.uri = $1 OR $2 <> '' AND (pe.host = $2 OR right(pe.host, length($2) + 1) = '.' || $2))`

// forget hides the comments of blocked people, revokes their stamps and drops
// their reactions and following: of a person, or of everybody on a host. Their
// servers have still to be told that they follow no more.
func (tx *Tx) forget(ctx context.Context, personURI, host string) error {
	for _, statement := range []string{
		`UPDATE comments c SET verdict = 'hidden', reason = 'blocked', decided_at = now(), earlier_verdict = NULL
			FROM people pe WHERE pe.uri = c.person_uri AND c.verdict IN ('held', 'approved') AND ` + refusedNow,
		`DELETE FROM reactions r USING people pe WHERE pe.uri = r.person_uri AND ` + refusedNow,
		`UPDATE stamps st SET revoked_at = now(), shown_at = NULL
			FROM people pe WHERE pe.uri = st.person_uri AND st.revoked_at IS NULL AND ` + refusedNow,
		`WITH gone AS (
				DELETE FROM followers f USING people pe WHERE pe.uri = f.person_uri AND ` + refusedNow + `
				RETURNING f.person_uri, f.follow_id)
			INSERT INTO farewells (person_uri, follow_id) SELECT person_uri, follow_id FROM gone
			ON CONFLICT (person_uri) DO UPDATE SET follow_id = EXCLUDED.follow_id`,
	} {
		if err := tx.exec(ctx, statement, personURI, host); err != nil {
			return err
		}
	}
	return nil
}

// IsBlocked tells whether staff refuse the person; nobody is refused whom we do
// not know, unless they were blocked when they were erased.
func (q queries) IsBlocked(ctx context.Context, uri string) (bool, error) {
	var blocked bool
	err := q.one(ctx, &blocked, `
		SELECT EXISTS (SELECT FROM people WHERE uri = $1 AND blocked_at IS NOT NULL)
			OR EXISTS (SELECT FROM erased_blocks WHERE hash = erased_hash($1))`, uri)
	return blocked, err
}

// BlockedPeople returns the people whom staff refuse, newest block first.
func (q queries) BlockedPeople(ctx context.Context, limit int) ([]blog.Person, error) {
	var people []blog.Person
	err := q.all(ctx, &people, `SELECT `+personColumns+` FROM people pe WHERE pe.blocked_at IS NOT NULL
		ORDER BY pe.blocked_at DESC, pe.uri LIMIT $1`, limit)
	return people, err
}
