-- +goose Up
-- What helps readers to find: comments among the search results, and addresses
-- that a site before this one gave out.

-- Only what may be shown is looked for.
CREATE INDEX comments_search ON comments USING gin (to_tsvector('english', plain_text(plain)))
    WHERE verdict = 'approved';

-- A redirect leads from an address that is none of ours, on this host, to one
-- of ours: from the pages of the site that stood here before.
CREATE TABLE redirects (
    path       text PRIMARY KEY CHECK (path LIKE '/%' AND length(path) <= 500),
    target     text NOT NULL CHECK (target LIKE '/%' AND target NOT LIKE '//%' AND length(target) <= 500),
    created_at timestamptz NOT NULL DEFAULT now()
);
