-- +goose Up
-- Coming back: from a backup, and from an outage.

-- Each time that the database was put back from a backup. What happened before
-- an epoch began may have been sent by the server that was lost, so nothing of
-- it is sent again unless the operator says so.
CREATE TABLE epochs (
    number     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    began_at   timestamptz NOT NULL,
    backup_at  timestamptz NOT NULL, -- when the backup was taken
    due        uuid[] NOT NULL DEFAULT '{}', -- posts whose time had come by then: they may have gone out already
    resumed_at timestamptz -- when the operator let go what was held
);

-- Held: it was waiting when the backup was taken. No queue claims it.
ALTER TABLE deliveries
    DROP CONSTRAINT deliveries_state_check,
    DROP CONSTRAINT done_has_time,
    ADD CONSTRAINT deliveries_state_check CHECK (state IN ('waiting', 'held', 'delivered', 'failed', 'replaced')),
    ADD CONSTRAINT done_has_time CHECK ((state IN ('waiting', 'held')) = (done_at IS NULL)),
    ADD CONSTRAINT held_is_nobodys CHECK (state <> 'held' OR lease_until IS NULL);

-- When any node last served: one row, from the first start on. A server that
-- finds it a day old tells everybody that it is back.
CREATE TABLE heartbeat (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    beat_at timestamptz NOT NULL
);
