-- +goose Up
-- What a post says in other languages: Welsh beside English, first of all. A post
-- and its translations are one thing, with one thread of comments, and are
-- published, scheduled and withdrawn together.

-- A translation's language must be another than that of its post, whichever of
-- the two is changed: it holds the post's language, and follows it.
CREATE UNIQUE INDEX posts_language ON posts (id, language);

CREATE TABLE translations (
    post_id       uuid NOT NULL,
    language      text NOT NULL CHECK (language ~ '^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$'), -- BCP 47
    tongue        text NOT NULL GENERATED ALWAYS AS (lower(split_part(language, '-', 1))) STORED, -- cy of cy-GB: begins the address
    post_language text NOT NULL,
    slug          text NOT NULL CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    title         text NOT NULL CHECK (title <> ''),
    summary       text NOT NULL DEFAULT '',
    body          text NOT NULL DEFAULT '', -- Markdown: the source
    html          text NOT NULL DEFAULT '', -- body, rendered and sanitised
    plain         text NOT NULL DEFAULT '', -- body, for search and excerpts
    picture_alt   text NOT NULL DEFAULT '', -- description of the post's picture
    tags          text[] NOT NULL DEFAULT '{}', -- the hashtags of the body: the post has them, too
    of_version    integer NOT NULL, -- of the post that it says the same as
    version       integer NOT NULL DEFAULT 1 CHECK (version > 0), -- counts saves
    saved_at      timestamptz NOT NULL DEFAULT now(),
    edited_at     timestamptz, -- empty until saved in public
    search tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector(CASE WHEN language LIKE 'en%' THEN 'english'::regconfig ELSE 'simple'::regconfig END, plain_text(title)), 'A') ||
        setweight(to_tsvector(CASE WHEN language LIKE 'en%' THEN 'english'::regconfig ELSE 'simple'::regconfig END, plain_text(summary)), 'B') ||
        setweight(to_tsvector(CASE WHEN language LIKE 'en%' THEN 'english'::regconfig ELSE 'simple'::regconfig END, plain_text(left(plain, 200000))), 'C')) STORED,
    PRIMARY KEY (post_id, language),
    FOREIGN KEY (post_id, post_language) REFERENCES posts (id, language) ON UPDATE CASCADE ON DELETE CASCADE,
    CONSTRAINT translated CHECK (lower(split_part(language, '-', 1)) <> lower(split_part(post_language, '-', 1)))
);
-- An address names one text: a post has one in each tongue.
CREATE UNIQUE INDEX translations_tongue ON translations (post_id, tongue);
CREATE UNIQUE INDEX translations_slug ON translations (tongue, slug);
CREATE INDEX translations_search ON translations USING gin (search);
CREATE INDEX translations_title_trgm ON translations USING gin (lower(title) gin_trgm_ops);

-- Old addresses of a translation whose slug was changed.
CREATE TABLE old_translation_slugs (
    tongue  text NOT NULL,
    slug    text NOT NULL,
    post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    PRIMARY KEY (tongue, slug)
);

-- What translations said, save by save. They stay when a translation is removed,
-- so that no words are lost; one that is begun anew goes on counting.
CREATE TABLE translation_revisions (
    post_id  uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    language text NOT NULL,
    version  integer NOT NULL,
    title    text NOT NULL,
    summary  text NOT NULL,
    body     text NOT NULL, -- Markdown
    saved_by uuid REFERENCES editors ON DELETE SET NULL,
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (post_id, language, version)
);
