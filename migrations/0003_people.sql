-- +goose Up
-- Other servers and the people on them.

-- A server, as moderators and as deliveries see it. The breaker's columns are
-- written by the delivery queue alone.
CREATE TABLE hosts (
    host         text PRIMARY KEY,
    first_seen   timestamptz NOT NULL DEFAULT now(),
    blocked_at   timestamptz,
    block_reason text NOT NULL DEFAULT '',
    scheme       text NOT NULL DEFAULT '', -- of signatures: what it last understood
    failures     integer NOT NULL DEFAULT 0, -- network trouble and 5xx in a row
    opened       integer NOT NULL DEFAULT 0, -- how often the breaker opened since the last success
    open_until   timestamptz, -- no delivery before, then one probe
    last_success timestamptz,
    last_failure timestamptz,
    last_error   text NOT NULL DEFAULT ''
);

-- An actor on another server, as last fetched. Whoever they are to us (a
-- follower, a commenter, a partner) stands in other tables.
CREATE TABLE people (
    uri          text PRIMARY KEY,
    type         text NOT NULL DEFAULT 'Person',
    handle       text NOT NULL DEFAULT '',
    name         text NOT NULL DEFAULT '',
    bio          text NOT NULL DEFAULT '', -- sanitised
    url          text NOT NULL DEFAULT '',
    host         text NOT NULL,
    inbox        text NOT NULL DEFAULT '',
    shared_inbox text NOT NULL DEFAULT '',
    followers    text NOT NULL DEFAULT '',
    icon_url     text NOT NULL DEFAULT '',
    moved_to     text NOT NULL DEFAULT '',
    document     bytea, -- as received
    fetched_at   timestamptz NOT NULL DEFAULT now(),
    trusted_at   timestamptz, -- comments need no approval since then
    blocked_at   timestamptz,
    block_reason text NOT NULL DEFAULT '',
    inbox_gone_at timestamptz, -- the inbox answered 404 or 410
    gone_at      timestamptz, -- the actor is deleted
    suspended    boolean NOT NULL DEFAULT false, -- by their own server, until it says otherwise
    CONSTRAINT blocked_is_not_trusted CHECK (blocked_at IS NULL OR trusted_at IS NULL)
);
CREATE INDEX people_host ON people (host);

-- Keys with which people sign, so that the door needs no fetch.
CREATE TABLE people_keys (
    key_id     text PRIMARY KEY,
    owner      text NOT NULL REFERENCES people ON DELETE CASCADE,
    pem        text NOT NULL,
    fetched_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX people_keys_owner ON people_keys (owner);

CREATE TABLE followers (
    person_uri text PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    follow_id  text NOT NULL, -- the Follow activity's id; often not fetchable
    since      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX followers_follow ON followers (follow_id);
CREATE INDEX followers_since ON followers (since DESC, person_uri);
