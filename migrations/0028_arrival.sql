-- +goose Up
-- How staff arrive: the first of them on an empty server, and whom they invite.

-- An invitation waits for somebody to open its link, of which the row holds the
-- SHA-256. It goes when it is accepted or taken back; the changes tell of it.
CREATE TABLE invitations (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    email      text NOT NULL UNIQUE CHECK (email = lower(email) AND email LIKE '%@%'), -- nobody is invited twice at a time
    name       text NOT NULL CHECK (name <> ''),
    role       text NOT NULL CHECK (role IN ('contributor', 'moderator', 'editor', 'owner')),
    editor_id  uuid REFERENCES editors, -- who invites; NULL for the command line
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    by_mail    boolean NOT NULL, -- the last link went out by e-mail, and was not shown
    CHECK (expires_at > created_at AND expires_at <= created_at + interval '7 days')
);

-- What opens the form for the first owner, for as long as there is no editor.
-- Each start of a server logs one, so that there may be several at a time.
CREATE TABLE setup_tokens (
    token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
    expires_at timestamptz NOT NULL
);

-- How far the owner has come with the list of tasks. There is one row.
CREATE TABLE setup (
    one       boolean PRIMARY KEY DEFAULT true CHECK (one),
    mailed_at timestamptz,  -- a test message was taken by the mail server
    looked_at timestamptz,  -- at the server from outside
    found     text CHECK (found IN ('fine', 'worry', 'trouble')), -- what that look has shown
    hidden_at timestamptz,  -- the owner is done with the list
    CHECK ((looked_at IS NULL) = (found IS NULL))
);
-- A blog that has staff was set up before there was a list.
INSERT INTO setup (hidden_at) SELECT CASE WHEN EXISTS (SELECT 1 FROM editors) THEN now() END;
