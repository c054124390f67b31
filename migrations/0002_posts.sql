-- +goose Up
-- Posts and events, their authors, pictures and series.

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- unaccent() is only STABLE, since a dictionary may be changed; ours is not,
-- and an index needs an IMMUTABLE function.
CREATE FUNCTION plain_text(text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT public.unaccent('public.unaccent'::regdictionary, $1) $$;

CREATE TABLE authors (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug       text NOT NULL UNIQUE,
    name       text NOT NULL CHECK (name <> ''),
    guest      boolean NOT NULL DEFAULT false,
    bio        text NOT NULL DEFAULT '',
    handle     text NOT NULL DEFAULT '' CHECK (handle = '' OR handle LIKE '@%@%'), -- for fediverse:creator
    url        text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The byline under which an editor writes.
ALTER TABLE editors ADD COLUMN author_id uuid REFERENCES authors;

CREATE TABLE pictures (
    hash       text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'), -- SHA-256 of the main file
    ext        text NOT NULL,
    media_type text NOT NULL,
    width      integer NOT NULL CHECK (width > 0),
    height     integer NOT NULL CHECK (height > 0),
    blurhash   text NOT NULL DEFAULT '',
    widths     integer[] NOT NULL DEFAULT '{}', -- of the smaller variants
    editor_id  uuid REFERENCES editors,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE series (
    id      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug    text NOT NULL UNIQUE,
    title   text NOT NULL CHECK (title <> ''),
    summary text NOT NULL DEFAULT ''
);

-- An event is a post with a row in events as well.
CREATE TABLE posts (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    object_id      uuid NOT NULL DEFAULT gen_random_uuid(), -- the wire id; new after each withdrawal
    form           text NOT NULL CHECK (form IN ('article', 'note', 'event')),
    state          text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'scheduled', 'published', 'withdrawn')),
    slug           text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title          text NOT NULL DEFAULT '',
    summary        text NOT NULL DEFAULT '',
    body           text NOT NULL DEFAULT '', -- Markdown: the source
    html           text NOT NULL DEFAULT '', -- body, rendered and sanitised
    plain          text NOT NULL DEFAULT '', -- body, for search and excerpts
    language       text NOT NULL DEFAULT 'en-GB',
    series_id      uuid REFERENCES series,
    author_id      uuid REFERENCES authors,
    thanks         text NOT NULL DEFAULT '',
    picture_hash   text REFERENCES pictures,
    picture_alt    text NOT NULL DEFAULT '',
    decorative     boolean NOT NULL DEFAULT false,
    credit_creator text NOT NULL DEFAULT '',
    credit_title   text NOT NULL DEFAULT '',
    credit_source  text NOT NULL DEFAULT '',
    credit_licence text NOT NULL DEFAULT '',
    comment_rule   text NOT NULL DEFAULT 'open' CHECK (comment_rule IN ('open', 'closed')),
    editor_id      uuid REFERENCES editors, -- who drafted it
    version        integer NOT NULL DEFAULT 1,
    created_at     timestamptz NOT NULL DEFAULT now(),
    saved_at       timestamptz NOT NULL DEFAULT now(),
    scheduled_at   timestamptz,
    published_at   timestamptz,
    edited_at      timestamptz,
    withdrawn_at   timestamptz,
    search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', plain_text(title)), 'A') ||
        setweight(to_tsvector('english', plain_text(summary)), 'B') ||
        setweight(to_tsvector('english', plain_text(left(plain, 200000))), 'C')) STORED,
    -- Nothing is public without the facts that publishing gives it.
    CONSTRAINT published_has_time CHECK (state <> 'published' OR published_at IS NOT NULL),
    CONSTRAINT scheduled_has_time CHECK ((state = 'scheduled') = (scheduled_at IS NOT NULL)),
    CONSTRAINT withdrawn_has_time CHECK (state <> 'withdrawn' OR withdrawn_at IS NOT NULL),
    CONSTRAINT published_has_title CHECK (state <> 'published' OR title <> ''),
    CONSTRAINT edited_after_published CHECK (edited_at IS NULL OR edited_at >= published_at),
    CONSTRAINT picture_has_alt CHECK (picture_hash IS NULL OR decorative OR picture_alt <> '')
);
CREATE UNIQUE INDEX posts_object ON posts (object_id);
CREATE UNIQUE INDEX posts_slug ON posts (slug);
CREATE INDEX posts_front ON posts (published_at DESC, id DESC) WHERE state = 'published';
CREATE INDEX posts_due ON posts (scheduled_at) WHERE state = 'scheduled';
CREATE INDEX posts_search ON posts USING gin (search);
CREATE INDEX posts_title_trgm ON posts USING gin (lower(title) gin_trgm_ops);
CREATE INDEX posts_series ON posts (series_id) WHERE series_id IS NOT NULL;
CREATE INDEX posts_author ON posts (author_id);

CREATE TABLE post_tags (
    post_id  uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    key      text NOT NULL, -- folded as Mastodon folds hashtags
    label    text NOT NULL, -- as written: "LocalGov"
    position integer NOT NULL,
    PRIMARY KEY (post_id, key)
);
CREATE INDEX post_tags_key ON post_tags (key, post_id);

-- Wire ids that a post had before it was withdrawn: they answer as if they had
-- never been, and are never given out again.
CREATE TABLE retired_objects (
    object_id  uuid PRIMARY KEY,
    post_id    uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    retired_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE events (
    post_id         uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    starts_at       timestamptz,
    ends_at         timestamptz,
    zone            text NOT NULL DEFAULT 'Europe/London', -- IANA name
    venue_name      text NOT NULL DEFAULT '',
    venue_street    text NOT NULL DEFAULT '',
    venue_locality  text NOT NULL DEFAULT '',
    venue_region    text NOT NULL DEFAULT '',
    venue_postcode  text NOT NULL DEFAULT '',
    venue_country   text NOT NULL DEFAULT '',
    venue_access    text NOT NULL DEFAULT '',
    latitude        double precision,
    longitude       double precision,
    online          text NOT NULL DEFAULT '',
    booking         text NOT NULL DEFAULT '',
    capacity        integer NOT NULL DEFAULT 0 CHECK (capacity >= 0),
    price           text NOT NULL DEFAULT '',
    standing        text NOT NULL DEFAULT 'scheduled' CHECK (standing IN ('scheduled', 'postponed', 'cancelled')),
    previous_starts timestamptz,
    sequence        integer NOT NULL DEFAULT 0,
    CONSTRAINT ends_after_start CHECK (ends_at IS NULL OR ends_at >= starts_at)
);
CREATE INDEX events_starts ON events (starts_at);

-- Old addresses of a post whose slug was changed.
CREATE TABLE old_slugs (
    slug    text PRIMARY KEY,
    post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE
);

-- The lasting pages of the site: about, contact, privacy.
CREATE TABLE pages (
    slug      text PRIMARY KEY,
    title     text NOT NULL,
    body      text NOT NULL DEFAULT '',
    html      text NOT NULL DEFAULT '',
    position  integer NOT NULL DEFAULT 0, -- in the navigation; 0 keeps it out
    edited_at timestamptz NOT NULL DEFAULT now()
);
