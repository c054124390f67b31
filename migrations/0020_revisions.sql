-- +goose Up
-- What posts said, save by save: no words are lost, and everybody who writes
-- can see what was changed, and by whom.

-- A revision is kept when a save changes what a post says. Its version is that
-- of the post after the save.
CREATE TABLE revisions (
    post_id  uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    version  integer NOT NULL,
    title    text NOT NULL,
    summary  text NOT NULL,
    body     text NOT NULL, -- Markdown
    saved_by uuid REFERENCES editors ON DELETE SET NULL, -- empty: by itself, or before this table was
    saved_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (post_id, version)
);

INSERT INTO revisions (post_id, version, title, summary, body, saved_at)
SELECT id, version, title, summary, body, saved_at FROM posts;
