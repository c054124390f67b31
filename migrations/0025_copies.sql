-- +goose Up
-- What is typed and not saved yet, so that nothing is lost by a closed browser
-- or a server that stops, and who has which post open, so that nobody works
-- against somebody else without knowing.

-- A working copy is what an editor has typed into one form that they opened.
-- The post does not change by it. A form that is opened anew gets a copy of its
-- own, so that two tabs never write over each other.
CREATE TABLE working_copies (
    id        uuid PRIMARY KEY,                       -- made with the form
    editor_id uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    post_id   uuid REFERENCES posts ON DELETE CASCADE, -- empty: not saved yet
    event     boolean NOT NULL,
    version   integer NOT NULL,                       -- of the post that it was begun on; 0 for a new one
    turn      integer NOT NULL,                       -- counts what was kept: what comes late is known by it
    fields    jsonb,                                  -- of the form, each with its values
    kept_at   timestamptz NOT NULL,
    ended_at  timestamptz,                            -- saved, or thrown away: what comes late is not kept
    CHECK ((fields IS NULL) = (ended_at IS NOT NULL)),
    CHECK (turn >= 0 AND version >= 0)
);
CREATE INDEX working_copies_editor ON working_copies (editor_id, kept_at) WHERE ended_at IS NULL;

-- An opening is a form in which somebody has a post before them. It keeps what
-- the fields were then: by that, two who changed the post can be joined.
CREATE TABLE openings (
    id        uuid PRIMARY KEY,        -- that of the working copy, if there comes to be one
    editor_id uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    post_id   uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    version   integer NOT NULL,        -- of the post, as it was shown
    base      jsonb,                   -- the fields as they were shown; empty: not known
    opened_at timestamptz NOT NULL,
    seen_at   timestamptz,             -- empty: left
    renewed   boolean NOT NULL DEFAULT false, -- by a script, which says when the page is left
    asked_by  uuid REFERENCES editors ON DELETE SET NULL, -- who would like to take over
    asked_at  timestamptz
);
CREATE INDEX openings_post ON openings (post_id, editor_id);
