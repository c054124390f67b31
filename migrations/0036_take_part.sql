-- +goose Up
-- What readers do without an account: come back to their own comment, hear of
-- answers, and report what should not stand here.

-- The link by which somebody who commented on the web comes back to their
-- comment. What it ends with is kept as its SHA-256 only.
CREATE TABLE comment_links (
    comment_id uuid PRIMARY KEY REFERENCES comments ON DELETE CASCADE,
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- A report comes from the actor of another server, or from a reader, who says
-- what is wrong by one of our rules and may say how to reach them.
ALTER TABLE reports
    ALTER COLUMN activity_id DROP NOT NULL,
    ALTER COLUMN person_uri DROP NOT NULL,
    ADD COLUMN rule    text NOT NULL DEFAULT '' CHECK (char_length(rule) <= 100),
    ADD COLUMN contact text NOT NULL DEFAULT '' CHECK (contact = '' OR contact LIKE '%@%'), -- an e-mail address; never shown to readers
    ADD CONSTRAINT report_is_of_a_server_or_a_reader CHECK (
        CASE WHEN person_uri IS NULL THEN activity_id IS NULL AND host = '' AND rule <> ''
        ELSE activity_id IS NOT NULL AND host <> '' AND rule = '' AND contact = '' END);
