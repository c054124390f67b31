-- +goose Up
-- What must be remembered so that nothing depends on luck.

-- A deletion that comes before what it deletes may be by somebody of whom we
-- have nothing: what came in is all that remembers it, and is asked at each
-- creation.
CREATE INDEX inbox_items_deletion ON inbox_items (object_id, actor)
    WHERE type = 'Delete' AND NOT forwarded AND NOT actor_gone;

-- Since when a host has not answered tells when it is dormant; how often it was
-- tried does not, since that depends on how much there was to send. A host that
-- asked for rest gets one delivery at a time until slow_until.
ALTER TABLE hosts
    ADD COLUMN down_since timestamptz, -- when the first of the failures in a row was
    ADD COLUMN slow_until timestamptz;
UPDATE hosts SET down_since = COALESCE(last_success, first_seen) WHERE failures > 0;
