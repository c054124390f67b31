-- +goose Up
-- Comments, one stream for both ways, and reactions.

CREATE TABLE comments (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    seq          bigint GENERATED ALWAYS AS IDENTITY, -- order of arrival
    uri          text NOT NULL, -- wire id
    post_id      uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    parent_id    uuid REFERENCES comments,
    path         text COLLATE "C" NOT NULL, -- sorts a thread into reading order
    depth        integer NOT NULL DEFAULT 0 CHECK (depth BETWEEN 0 AND 64),
    origin       text NOT NULL CHECK (origin IN ('web', 'fediverse', 'blog')),
    audience     text NOT NULL DEFAULT 'public' CHECK (audience IN ('public', 'quiet', 'followers', 'direct')),
    verdict      text NOT NULL DEFAULT 'held' CHECK (verdict IN ('held', 'approved', 'hidden', 'spam', 'removed')),
    reason       text NOT NULL DEFAULT '',
    suspicion    text NOT NULL DEFAULT '', -- why it looks like spam, in words
    person_uri   text REFERENCES people,
    name         text NOT NULL DEFAULT '',
    email        text NOT NULL DEFAULT '', -- never shown
    editor_id    uuid REFERENCES editors,
    html         text NOT NULL DEFAULT '', -- sanitised
    plain        text NOT NULL DEFAULT '',
    markdown     text NOT NULL DEFAULT '', -- what staff wrote
    language     text NOT NULL DEFAULT '',
    url          text NOT NULL DEFAULT '', -- the original's page
    raw          bytea, -- the object as received
    published_at timestamptz NOT NULL DEFAULT now(),
    received_at  timestamptz NOT NULL DEFAULT now(),
    edited_at    timestamptz,
    decided_at   timestamptz,
    decided_by   uuid REFERENCES editors,
    -- A person stands behind a fediverse comment and an editor behind the blog's.
    CONSTRAINT fediverse_has_person CHECK ((origin = 'fediverse') = (person_uri IS NOT NULL)),
    CONSTRAINT blog_has_editor CHECK (origin <> 'blog' OR editor_id IS NOT NULL),
    CONSTRAINT removed_is_empty CHECK (verdict <> 'removed' OR (html = '' AND plain = '' AND raw IS NULL)),
    -- What was not addressed to everybody can never be shown.
    CONSTRAINT private_is_not_shown CHECK (audience IN ('public', 'quiet') OR verdict <> 'approved')
);
CREATE UNIQUE INDEX comments_uri ON comments (uri);
CREATE UNIQUE INDEX comments_thread ON comments (post_id, path);
CREATE INDEX comments_shown ON comments (post_id, path) WHERE verdict = 'approved';
CREATE INDEX comments_queue ON comments (verdict, received_at, id);
CREATE INDEX comments_person ON comments (person_uri) WHERE person_uri IS NOT NULL;
CREATE INDEX comments_parent ON comments (parent_id) WHERE parent_id IS NOT NULL;

-- Wire ids whose deletion came before their creation, or after: what is here
-- is never taken in again.
-- Whoever says so is kept beside it: only the author's own word counts, and
-- until the thing arrives nobody knows who that is.
CREATE TABLE deleted_uris (
    uri        text NOT NULL,
    deleted_by text NOT NULL,
    deleted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (uri, deleted_by)
);

-- Likes and shares, of a post or of a comment, once per person.
CREATE TABLE reactions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('like', 'share')),
    post_id     uuid REFERENCES posts ON DELETE CASCADE,
    comment_id  uuid REFERENCES comments ON DELETE CASCADE,
    person_uri  text NOT NULL REFERENCES people ON DELETE CASCADE,
    activity_id text NOT NULL,
    emoji       text NOT NULL DEFAULT '', -- of an EmojiReact
    at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT of_one_thing CHECK ((post_id IS NULL) <> (comment_id IS NULL))
);
CREATE UNIQUE INDEX reactions_post ON reactions (post_id, kind, person_uri) WHERE post_id IS NOT NULL;
CREATE UNIQUE INDEX reactions_comment ON reactions (comment_id, kind, person_uri) WHERE comment_id IS NOT NULL;
CREATE INDEX reactions_person ON reactions (person_uri);
CREATE INDEX reactions_activity ON reactions (activity_id);
