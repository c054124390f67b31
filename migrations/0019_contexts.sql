-- +goose Up
-- A comment or an item of a partner may name a collection of the whole
-- conversation, its context: it is looked through as replies are.
ALTER TABLE network_items
    ADD COLUMN walks     smallint NOT NULL DEFAULT 5 CHECK (walks >= 0), -- how often its conversation was looked through
    ADD COLUMN walked_at timestamptz;
ALTER TABLE network_items ALTER COLUMN walks SET DEFAULT 0; -- of those that were there before, none is
CREATE INDEX network_items_to_walk ON network_items (COALESCE(walked_at, received_at)) WHERE walks < 5;

-- When a conversation was looked through last, however many comments name it.
-- Rows are forgotten when they are too old to hold anybody back.
CREATE TABLE contexts (
    uri       text PRIMARY KEY, -- wire id of the collection
    walked_at timestamptz NOT NULL
);
