-- +goose Up
-- Our consent to be quoted and listed, what comments quote, and pinned posts.

-- Stamps: proof, served at an address of ours, that somebody may quote a post
-- or comment of ours (FEP-044f) or list the blog's actor (FEP-7aa9). A revoked
-- one stays, so that asking again does not bring it back.
CREATE TABLE stamps (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind       text NOT NULL CHECK (kind IN ('quote', 'listing')),
    uri        text NOT NULL, -- wire id of what quotes, or of the list
    target     text NOT NULL, -- wire id of what is quoted or listed
    person_uri text NOT NULL REFERENCES people ON DELETE CASCADE,
    post_id    uuid REFERENCES posts ON DELETE CASCADE,
    comment_id uuid REFERENCES comments ON DELETE CASCADE, -- of ours, when it is what is quoted
    audience   text NOT NULL DEFAULT 'public' CHECK (audience IN ('public', 'quiet', 'followers', 'direct')),
    url        text NOT NULL DEFAULT '', -- page of the quote
    given_at   timestamptz NOT NULL DEFAULT now(),
    shown_at   timestamptz, -- staff show it to readers
    revoked_at timestamptz,
    CONSTRAINT quote_has_post CHECK ((kind = 'quote') = (post_id IS NOT NULL)),
    CONSTRAINT comment_has_post CHECK (comment_id IS NULL OR post_id IS NOT NULL),
    CONSTRAINT shown_is_quote CHECK (shown_at IS NULL OR kind = 'quote'),
    CONSTRAINT revoked_is_not_shown CHECK (shown_at IS NULL OR revoked_at IS NULL),
    -- What was not addressed to everybody can never be shown.
    CONSTRAINT private_is_not_shown CHECK (shown_at IS NULL OR audience IN ('public', 'quiet'))
);
-- Once for each asker, quote and quoted thing. Three addresses of 2,048 bytes
-- are too long for an index, so it is over their hash.
CREATE UNIQUE INDEX stamps_once ON stamps (md5(person_uri || ' ' || uri || ' ' || target));
CREATE INDEX stamps_uri ON stamps (uri);
CREATE INDEX stamps_person ON stamps (person_uri);
CREATE INDEX stamps_post ON stamps (post_id, given_at) WHERE post_id IS NOT NULL;
CREATE INDEX stamps_comment ON stamps (comment_id) WHERE comment_id IS NOT NULL;

-- What a comment quotes, and whether the author of that agreed to it.
ALTER TABLE comments
    ADD COLUMN quote text NOT NULL DEFAULT '',
    ADD COLUMN quote_approved boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT approved_has_quote CHECK (quote <> '' OR NOT quote_approved);

-- Staff put a post first on the blog's profile.
ALTER TABLE posts
    ADD COLUMN pinned_at timestamptz,
    ADD CONSTRAINT pinned_is_published CHECK (pinned_at IS NULL OR state = 'published');
CREATE INDEX posts_pinned ON posts (pinned_at DESC) WHERE pinned_at IS NOT NULL;
