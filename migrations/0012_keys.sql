-- +goose Up
-- Keys are replaced with overlap: others go on believing the old one for a week
-- after the new one is published beside it.

-- signing: listed, and what we sign with. replaced: listed still. retired: listed
-- no more, and its private half is gone.
ALTER TABLE actor_keys
    ADD COLUMN state text NOT NULL DEFAULT 'signing' CHECK (state IN ('signing', 'replaced', 'retired')),
    ADD COLUMN replaced_at timestamptz;

UPDATE actor_keys SET state = 'retired', replaced_at = retired_at - INTERVAL '168 hours', private_key = ''
WHERE retired_at IS NOT NULL;

ALTER TABLE actor_keys
    ADD CONSTRAINT replaced_has_time CHECK ((state = 'signing') = (replaced_at IS NULL)),
    ADD CONSTRAINT retired_has_time CHECK ((state = 'retired') = (retired_at IS NOT NULL)),
    ADD CONSTRAINT listed_a_week CHECK (retired_at >= replaced_at + INTERVAL '168 hours'),
    ADD CONSTRAINT retired_is_erased CHECK ((state = 'retired') = (private_key = ''));

-- An actor signs with one key of a kind.
CREATE UNIQUE INDEX actor_keys_signing ON actor_keys (actor, algorithm) WHERE state = 'signing';

-- One key of an actor is on its way out at a time: a server that looks after a
-- while always finds one that it knows. When none is left, Mastodon takes the
-- actor for another and has everybody follow anew.
CREATE UNIQUE INDEX actor_keys_replaced ON actor_keys (actor) WHERE state = 'replaced';
