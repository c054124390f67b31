-- +goose Up
-- Blocks that are told to whom they concern, and lists of servers that other
-- moderators keep.

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

-- Lists of servers, in the format that servers exchange, that other moderators
-- keep and staff follow.
CREATE TABLE block_lists (
    id       uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    url      text NOT NULL UNIQUE CHECK (url LIKE 'https://%'),
    every    integer NOT NULL CHECK (every BETWEEN 3600 AND 2678400), -- seconds between two looks
    since    timestamptz NOT NULL DEFAULT now(),
    next_at  timestamptz NOT NULL DEFAULT now(), -- when it is looked at again
    taken_at timestamptz, -- when it last came whole
    size     integer NOT NULL DEFAULT 0 CHECK (size >= 0), -- servers on it then
    tag      text NOT NULL DEFAULT '', -- its ETag then
    modified text NOT NULL DEFAULT '', -- its Last-Modified then
    failures integer NOT NULL DEFAULT 0, -- looks in a row that brought nothing
    problem  text NOT NULL DEFAULT '', -- why not, in words for staff
    offered  integer CHECK (offered > 0), -- servers on a list so much smaller that staff must agree to it
    CONSTRAINT smaller_is_a_problem CHECK (offered IS NULL OR problem <> '')
);
CREATE INDEX block_lists_next ON block_lists (next_at);

-- What a list says about a server, and how far that came. New: to be looked at.
-- Done: the server is decided about as far, by this list or otherwise. Waiting:
-- it would take something away, and staff have not said yet. Refused: staff said
-- no, which is remembered also when the list drops the server and takes it up
-- again.
CREATE TABLE block_list_entries (
    list_id  uuid NOT NULL REFERENCES block_lists ON DELETE CASCADE,
    host     text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('silence', 'hold', 'suspend')),
    reason   text NOT NULL DEFAULT '',
    listed   boolean NOT NULL DEFAULT true, -- false: the list has dropped it
    standing text NOT NULL DEFAULT 'new' CHECK (standing IN ('new', 'done', 'waiting', 'refused')),
    PRIMARY KEY (list_id, host),
    CONSTRAINT dropped_is_over CHECK (listed OR standing IN ('new', 'refused'))
);
CREATE INDEX block_list_entries_host ON block_list_entries (host);
CREATE INDEX block_list_entries_new ON block_list_entries (list_id, host) WHERE standing = 'new';
CREATE INDEX block_list_entries_waiting ON block_list_entries (list_id, host) WHERE standing = 'waiting';

-- Which list decided about the server, NULL when a person did. A list lifts and
-- changes only what it decided itself.
ALTER TABLE hosts
    ADD COLUMN list_id uuid REFERENCES block_lists ON DELETE SET NULL,
    ADD CONSTRAINT lists_decide CHECK (list_id IS NULL OR blocked_at IS NOT NULL);
CREATE INDEX hosts_list ON hosts (list_id) WHERE list_id IS NOT NULL;
