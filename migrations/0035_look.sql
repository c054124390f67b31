-- +goose Up
-- How the council wants its site to look: one row, or none as long as nobody has
-- said anything. What is empty is ours. Whether words can be read on the colours is
-- checked where they are chosen; here stands that they are colours.
CREATE TABLE looks (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    accent     text NOT NULL CHECK (accent ~ '^(#[0-9a-f]{6})?$'),
    night      text NOT NULL CHECK (night ~ '^(#[0-9a-f]{6})?$'),
    ground     text NOT NULL CHECK (ground ~ '^(#[0-9a-f]{6})?$'),
    letters    text NOT NULL CHECK (letters IN ('', 'mixed', 'plain', 'own')),
    masthead   text NOT NULL CHECK (masthead IN ('', 'paper')),
    logo       text REFERENCES pictures (hash),
    wordmark   boolean NOT NULL CHECK (NOT wordmark OR logo IS NOT NULL),
    editor_id  uuid REFERENCES editors (id) ON DELETE SET NULL,
    changed_at timestamptz NOT NULL DEFAULT now()
);
