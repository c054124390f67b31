-- +goose Up
-- What goes over the wire, both ways.

-- Our own keys. Losing them is the one loss that cannot be mended.
CREATE TABLE actor_keys (
    key_id     text PRIMARY KEY, -- https://…/ap/actors/inews#main-key
    actor      text NOT NULL, -- name: "inews", "instance"
    algorithm  text NOT NULL CHECK (algorithm IN ('rsa', 'ed25519')),
    private_key text NOT NULL, -- PKCS#8 PEM
    created_at timestamptz NOT NULL DEFAULT now(),
    retired_at timestamptz
);

-- Verified activities as they came. The row is written before the sender is
-- told 202, and worked off later.
CREATE TABLE inbox_items (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activity_id text NOT NULL, -- or a hash of the body, when it has no id
    type        text NOT NULL,
    actor       text NOT NULL,
    object_id   text NOT NULL DEFAULT '',
    forwarded   boolean NOT NULL DEFAULT false, -- not signed by its actor: look at the origin
    actor_gone  boolean NOT NULL DEFAULT false, -- nobody can prove it any more: look whether the actor is gone
    body        bytea NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'ignored', 'failed')),
    attempts    integer NOT NULL DEFAULT 0,
    run_at      timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz,
    reason      text NOT NULL DEFAULT '', -- why ignored or failed
    done_at     timestamptz
);
CREATE UNIQUE INDEX inbox_items_activity ON inbox_items (activity_id);
CREATE INDEX inbox_items_waiting ON inbox_items (id) INCLUDE (actor, run_at, lease_until) WHERE state = 'waiting';

-- Our activities, in their final bytes: the same bytes go to everybody, at
-- every attempt, and are served at the activity's address.
CREATE TABLE outbox_activities (
    id         uuid PRIMARY KEY,
    uri        text NOT NULL UNIQUE,
    type       text NOT NULL,
    sender     text NOT NULL, -- our actor's name
    object_id  text NOT NULL, -- wire id of what it is about
    post_id    uuid REFERENCES posts ON DELETE CASCADE,
    public     boolean NOT NULL, -- listed in the outbox and fetchable
    body       bytea NOT NULL,
    change_id  bigint UNIQUE, -- one Change is told once
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX outbox_activities_public ON outbox_activities (created_at DESC, id DESC) WHERE public;
CREATE INDEX outbox_activities_post ON outbox_activities (post_id, created_at);

-- One activity to one inbox. Rows stay until delivered, refused or seven days old.
CREATE TABLE deliveries (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    activity_id uuid NOT NULL REFERENCES outbox_activities ON DELETE CASCADE,
    host        text NOT NULL,
    inbox       text NOT NULL,
    object_id   text NOT NULL, -- order is kept per object and host
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'replaced')),
    attempts    integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now(),
    run_at      timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz,
    code        integer NOT NULL DEFAULT 0, -- last HTTP answer
    error       text NOT NULL DEFAULT '',
    done_at     timestamptz,
    CONSTRAINT done_has_time CHECK ((state = 'waiting') = (done_at IS NULL))
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (activity_id, inbox);
CREATE INDEX deliveries_waiting ON deliveries (host, run_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_age ON deliveries (created_at) WHERE state = 'waiting';
CREATE INDEX deliveries_object ON deliveries (object_id);
CREATE INDEX deliveries_order ON deliveries (host, object_id, id) WHERE state = 'waiting';
