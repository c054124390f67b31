-- +goose Up
-- Whose activities are being applied at this moment: a claim asks for it each
-- time, and must not read all that waits behind them.
CREATE INDEX inbox_items_busy ON inbox_items (lease_until) INCLUDE (actor)
    WHERE state = 'waiting' AND lease_until IS NOT NULL;
