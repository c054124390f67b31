-- +goose Up
-- Moving house: of the blog, to it, and of a partner.

-- Actors that the blog's own names as itself, so that they may move here. The
-- place keeps their order, and their number within what other servers read.
CREATE TABLE aliases (
    place    smallint PRIMARY KEY CHECK (place BETWEEN 1 AND 256),
    uri      text NOT NULL UNIQUE, -- wire id of the actor
    handle   text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now()
);

-- Where the blog has moved, and when. One that has not ended stands: the actor
-- names its target. All are kept, since other servers count the days.
CREATE TABLE moves (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    target   text NOT NULL REFERENCES people,
    moved_at timestamptz NOT NULL,
    ended_at timestamptz, -- taken back, or replaced by another
    CONSTRAINT ends_after_it_began CHECK (ended_at >= moved_at)
);

-- A blog is at one new address, not at two.
CREATE UNIQUE INDEX moves_standing ON moves ((true)) WHERE ended_at IS NULL;

-- As whom a partner goes on that has moved: once, and several may become one.
ALTER TABLE partners
    ADD COLUMN moved_to uuid REFERENCES partners,
    ADD CONSTRAINT moved_to_another CHECK (moved_to <> id);
