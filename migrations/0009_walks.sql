-- +goose Up
-- Replies to comments reach us only where somebody names us. So the replies of
-- each comment from the fediverse that readers see are looked for at its server,
-- a few times, ever more rarely.
ALTER TABLE comments
    ADD COLUMN walks     smallint NOT NULL DEFAULT 0 CHECK (walks >= 0), -- how often they were looked for
    ADD COLUMN walked_at timestamptz;
CREATE INDEX comments_to_walk ON comments (COALESCE(walked_at, received_at))
    WHERE origin = 'fediverse' AND verdict = 'approved' AND walks < 5;
