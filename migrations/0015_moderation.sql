-- +goose Up
-- Moderation with reach: how far a decision about a server goes, words and
-- address ranges that staff watch, and reports.

-- What staff decided about the server; it counts while blocked_at is set. The
-- default is what a decision meant before there were three.
ALTER TABLE hosts ADD COLUMN severity text NOT NULL DEFAULT 'suspend'
    CHECK (severity IN ('silence', 'hold', 'suspend'));

-- Decisions are few among the servers that are known, and are asked for with
-- everything that comes in.
CREATE INDEX hosts_decided ON hosts (host) INCLUDE (severity) WHERE blocked_at IS NOT NULL;

-- domains_of lists the names whose decisions count for a host: itself, without
-- its port, and every domain above it.
-- +goose StatementBegin
CREATE FUNCTION domains_of(host text) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT array_agg(array_to_string(parts[i:], '.')) || host
        FROM string_to_array(split_part(host, ':', 1), '.') AS parts, generate_subscripts(parts, 1) AS i
    $$;
-- +goose StatementEnd

-- What waits for staff because its server is on hold: let go when they decide
-- anew.
ALTER TABLE inbox_items DROP CONSTRAINT inbox_items_state_check;
ALTER TABLE inbox_items ADD CONSTRAINT inbox_items_state_check
    CHECK (state IN ('waiting', 'done', 'ignored', 'failed', 'held'));
CREATE INDEX inbox_items_held ON inbox_items (id) INCLUDE (actor) WHERE state = 'held';

-- Words that hold a comment. The key is the word as it is compared: without
-- case, accents and punctuation.
CREATE TABLE watched_words (
    folded     text PRIMARY KEY CHECK (folded <> ''),
    word       text NOT NULL, -- as staff wrote it
    reason     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Where comments on the web may not come from, or are looked at twice. Of those
-- who comment no address is kept; this is what they are compared with.
CREATE TABLE watched_ranges (
    range      cidr PRIMARY KEY,
    effect     text NOT NULL CHECK (effect IN ('hold', 'refuse')),
    reason     text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);

-- What other servers reported to us. Who it was there is not told: the server
-- speaks for them.
CREATE TABLE reports (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    activity_id text NOT NULL UNIQUE,
    host        text NOT NULL,
    person_uri  text NOT NULL REFERENCES people, -- the server's actor
    words       text NOT NULL DEFAULT '', -- plain
    received_at timestamptz NOT NULL DEFAULT now(),
    closed_at   timestamptz,
    closed_by   uuid REFERENCES editors,
    CONSTRAINT closed_by_somebody CHECK (closed_by IS NULL OR closed_at IS NOT NULL)
);
CREATE INDEX reports_open ON reports (received_at, id) WHERE closed_at IS NULL;

-- What a report is about: a comment, a post, or neither for the blog itself.
CREATE TABLE report_subjects (
    report_id  uuid NOT NULL REFERENCES reports ON DELETE CASCADE,
    uri        text NOT NULL, -- wire id
    comment_id uuid REFERENCES comments ON DELETE CASCADE,
    post_id    uuid REFERENCES posts ON DELETE CASCADE,
    PRIMARY KEY (report_id, uri),
    CONSTRAINT about_one_thing CHECK (comment_id IS NULL OR post_id IS NULL)
);
CREATE INDEX report_subjects_comment ON report_subjects (comment_id) WHERE comment_id IS NOT NULL;
