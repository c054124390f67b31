-- +goose Up
-- The two queues under load.

-- Whose activities are being applied at this moment: a claim asks for it each
-- time, and must not read all that waits behind them.
CREATE INDEX inbox_items_busy ON inbox_items (lease_until) INCLUDE (actor)
    WHERE state = 'waiting' AND lease_until IS NOT NULL;

-- A claim changes no indexed column of a delivery; with room beside the row it
-- need not touch the indexes either.
ALTER TABLE deliveries SET (fillfactor = 60);

-- What was sent about an object is asked of the activities, of which there are
-- few, and not of the deliveries, each of which paid for this index.
DROP INDEX deliveries_object;
CREATE INDEX outbox_activities_object ON outbox_activities (object_id);
