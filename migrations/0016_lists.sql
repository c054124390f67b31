-- +goose Up
-- Blocks that are told to whom they concern.

-- Followers whom a block has removed, and whose servers still say that they
-- follow: each gets a Reject, whereupon the row goes.
CREATE TABLE farewells (
    person_uri text PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    follow_id  text NOT NULL, -- of the Follow that is rejected
    since      timestamptz NOT NULL DEFAULT now()
);

-- The last word to somebody, which goes to a server that staff refuse, too:
-- such a server's other deliveries wait, and are many.
ALTER TABLE deliveries ADD COLUMN parting boolean NOT NULL DEFAULT false;
CREATE INDEX deliveries_parting ON deliveries (host, run_at, id) WHERE parting AND state = 'waiting';
