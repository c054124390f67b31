-- +goose Up
-- How staff prove who they are: codes of an authenticator app, passkeys, the
-- organisation's own sign-in; and what a session tells about itself.

-- What a session shows to its owner: id names it in forms, since its token does
-- not leave the cookie. agent is "Firefox on Windows" and network the range that
-- the address is in: enough to know one's own, and no more.
ALTER TABLE sessions
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
    ADD COLUMN agent text NOT NULL DEFAULT '',
    ADD COLUMN network text NOT NULL DEFAULT '',
    ADD COLUMN way text NOT NULL DEFAULT 'link' CHECK (way IN ('link', 'password', 'code', 'passkey', 'organisation'));
CREATE UNIQUE INDEX sessions_id ON sessions (id);

-- The secret that an editor's authenticator app shares with us. It is kept as it
-- is, like the private keys of the actors: whoever reads the database can do
-- worse. Nothing shows it again once it is confirmed. last_step is the number of
-- the half minute whose code was taken last: no code is taken twice.
CREATE TABLE authenticators (
    editor_id    uuid PRIMARY KEY REFERENCES editors ON DELETE CASCADE,
    secret       text NOT NULL CHECK (secret <> ''),
    last_step    bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz -- empty while the app has not shown a right code yet
);

-- Codes for whoever lost their app: 80 random bits each, kept as SHA-256.
CREATE TABLE recovery_codes (
    code_hash bytea PRIMARY KEY,
    editor_id uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    used_at   timestamptz
);
CREATE INDEX recovery_codes_editor ON recovery_codes (editor_id);

-- A passkey is a public key of an editor's device. record is what the WebAuthn
-- library keeps of it (a Credential Record of the specification).
CREATE TABLE passkeys (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    editor_id     uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    credential_id bytea NOT NULL UNIQUE,
    name          text NOT NULL CHECK (name <> ''),
    record        jsonb NOT NULL,
    created_at    timestamptz NOT NULL DEFAULT now(),
    used_at       timestamptz
);
CREATE INDEX passkeys_editor ON passkeys (editor_id);

-- What has begun and is not finished: a password whose code is still to come, the
-- challenge of a passkey. The row goes when it is used.
CREATE TABLE ceremonies (
    key_hash   bytea PRIMARY KEY, -- of what only this browser knows
    kind       text NOT NULL CHECK (kind IN ('code', 'passkey', 'register')),
    editor_id  uuid REFERENCES editors ON DELETE CASCADE, -- empty where a passkey is to tell
    state      jsonb NOT NULL DEFAULT '{}',
    expires_at timestamptz NOT NULL,
    CHECK ((kind = 'passkey') = (editor_id IS NULL))
);

-- Whom the organisation's sign-in service knows an editor as. lost_at is when it
-- gave them no role any more, and they were disabled for that: it alone may then
-- let them in again.
CREATE TABLE identities (
    issuer     text NOT NULL,
    subject    text NOT NULL,
    editor_id  uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at    timestamptz NOT NULL DEFAULT now(),
    lost_at    timestamptz,
    PRIMARY KEY (issuer, subject)
);
-- One person of a service is one editor, and the other way round.
CREATE UNIQUE INDEX identities_editor ON identities (issuer, editor_id);

-- Browsers that an editor has signed in from, as hashes, so that they are told of
-- a new one. Swept after half a year.
CREATE TABLE known_browsers (
    editor_id  uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    sign_hash  bytea NOT NULL,
    seen_at    timestamptz NOT NULL,
    PRIMARY KEY (editor_id, sign_hash)
);
