-- +goose Up
-- Other councils that the blog follows, and what they publish.

CREATE TABLE partners (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    person_uri text NOT NULL UNIQUE REFERENCES people,
    state      text NOT NULL DEFAULT 'sent' CHECK (state IN ('sent', 'accepted', 'rejected', 'ended')),
    trust      text NOT NULL DEFAULT 'pending' CHECK (trust IN ('pending', 'trusted', 'muted')),
    follow_id  text NOT NULL DEFAULT '', -- wire id of our Follow
    since      timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz
);

-- A partner's post or event. Theirs, not ours: never served as an object.
CREATE TABLE network_items (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    uri         text NOT NULL UNIQUE, -- wire id of the original
    partner_id  uuid NOT NULL REFERENCES partners ON DELETE CASCADE,
    form        text NOT NULL CHECK (form IN ('article', 'note', 'event')),
    title       text NOT NULL DEFAULT '',
    excerpt     text NOT NULL DEFAULT '',
    url         text NOT NULL DEFAULT '',
    author_name text NOT NULL DEFAULT '',
    author_uri  text NOT NULL DEFAULT '',
    boosted     boolean NOT NULL DEFAULT false,
    language    text NOT NULL DEFAULT '',
    starts_at   timestamptz,
    ends_at     timestamptz,
    zone        text NOT NULL DEFAULT '',
    place       text NOT NULL DEFAULT '',
    raw         bytea,
    via         text NOT NULL DEFAULT '', -- the activity that brought it
    published_at timestamptz NOT NULL DEFAULT now(),
    received_at timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz,
    shared_at   timestamptz,
    share_id    text NOT NULL DEFAULT '' -- wire id of our Announce
);
CREATE INDEX network_items_new ON network_items (published_at DESC, id DESC);
CREATE INDEX network_items_partner ON network_items (partner_id, published_at DESC);
