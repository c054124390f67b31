-- +goose Up
-- Staff: who may sign in, and how. Passwords and tokens are kept as hashes only.

-- or_never reads a time that may be missing as the year 1, which the program
-- takes for "never".
CREATE FUNCTION or_never(timestamptz) RETURNS timestamptz
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT COALESCE($1, '0001-01-01 00:00:00+00'::timestamptz) $$;

CREATE TABLE editors (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text NOT NULL CHECK (email = lower(email) AND email LIKE '%@%'),
    name          text NOT NULL CHECK (name <> ''),
    role          text NOT NULL CHECK (role IN ('contributor', 'moderator', 'editor', 'owner')),
    password_hash text NOT NULL DEFAULT '', -- argon2id in PHC form; '' until one is chosen
    created_at    timestamptz NOT NULL DEFAULT now(),
    disabled_at   timestamptz
);
CREATE UNIQUE INDEX editors_email ON editors (email);

-- A session lives in a cookie of staff; the row holds its SHA-256.
CREATE TABLE sessions (
    token_hash bytea PRIMARY KEY,
    editor_id  uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at    timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL
);
CREATE INDEX sessions_editor ON sessions (editor_id);

-- One-time links: printed at the first start, made by an owner for a colleague.
CREATE TABLE sign_in_links (
    token_hash bytea PRIMARY KEY,
    editor_id  uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

-- Attempts that are counted against a limit: sign-in by address and by e-mail,
-- comments by address. Keys are hashed, so that no address is kept in clear.
CREATE TABLE attempts (
    key_hash bytea NOT NULL,
    at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX attempts_key ON attempts (key_hash, at);
