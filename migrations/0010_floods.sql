-- +goose Up
-- What keeps a flood from becoming everybody's.

-- Whose signature was proven at the door, which may be another host than the
-- actor's: what waits is bounded and claimed by it, and one that fills its place
-- takes nobody else's. "-" where nobody could prove it any more (actor_gone).
ALTER TABLE inbox_items ADD COLUMN host text COLLATE "C" NOT NULL DEFAULT '-'
    CONSTRAINT host_is_named CHECK (host <> '');
UPDATE inbox_items SET host = COALESCE(substring(actor FROM '^https?://([^/]+)'), '-') WHERE state = 'waiting';

-- A claim goes from host to host, and takes the first few of each.
DROP INDEX inbox_items_waiting;
CREATE INDEX inbox_items_waiting ON inbox_items (host, id) INCLUDE (actor, run_at, lease_until) WHERE state = 'waiting';
DROP INDEX inbox_items_busy;
CREATE INDEX inbox_items_busy ON inbox_items (lease_until) INCLUDE (actor, host)
    WHERE state = 'waiting' AND lease_until IS NOT NULL;

-- Since when we know somebody: staff clear what people say who came with a flood.
ALTER TABLE people ADD COLUMN first_seen timestamptz NOT NULL DEFAULT now();
UPDATE people SET first_seen = fetched_at;

-- Each comment that comes asks how many say the same. By their hash, since a
-- text may be longer than an entry of an index.
CREATE INDEX comments_text ON comments (md5(plain));
