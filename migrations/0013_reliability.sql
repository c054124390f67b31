-- +goose Up
-- What must be remembered so that nothing depends on luck.

-- A deletion that comes before what it deletes may be by somebody of whom we
-- have nothing: what came in is all that remembers it, and is asked at each
-- creation.
CREATE INDEX inbox_items_deletion ON inbox_items (object_id, actor)
    WHERE type = 'Delete' AND NOT forwarded AND NOT actor_gone;
