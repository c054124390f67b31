-- +goose Up
-- What is taken away at the wish of whom it is about, and the proof that it was.

-- erased_hash stands for a name or an address that is kept no more: whether it comes
-- again can be told, and without the key nobody can try names until one fits.
-- +goose StatementBegin
CREATE FUNCTION erased_hash(name text) RETURNS bytea
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT sha256(key || sha256(key || convert_to(name, 'UTF8'))) FROM mail_secret $$;
-- +goose StatementEnd

-- words_of reads what another server sent: as text, or in base64 where it is none.
-- +goose StatementBegin
CREATE FUNCTION words_of(body bytea) RETURNS text
    LANGUAGE plpgsql IMMUTABLE PARALLEL RESTRICTED STRICT
    AS $$
    BEGIN
        RETURN convert_from(body, 'UTF8');
    EXCEPTION WHEN OTHERS THEN
        RETURN encode(body, 'base64');
    END $$;
-- +goose StatementEnd

-- An erasure takes away what is kept of one person. While it is at work it has to
-- know who that is; at the end only the hash stays. What it emptied first (texts,
-- names, addresses) goes at once; what is needed to tell other servers goes when
-- they have answered, or a week has passed.
CREATE TABLE erasures (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- as staff speak of it
    kind        text NOT NULL CHECK (kind IN ('handle', 'email')),
    who         text NOT NULL,               -- "@ann@peer.example", a wire id, or an address
    uris        text[] NOT NULL DEFAULT '{}', -- wire ids of the person
    pages       text[] NOT NULL DEFAULT '{}', -- their handles and the addresses of their pages, by which others name them
    who_hash    bytea NOT NULL CHECK (octet_length(who_hash) = 32),
    asker       text NOT NULL CHECK (asker IN ('person', 'other', 'council')), -- "other": somebody who may speak for them
    channel     text NOT NULL CHECK (channel IN ('email', 'letter', 'telephone', 'in_person', 'fediverse', 'form', 'none')),
    asked_on    date NOT NULL,
    answers     boolean NOT NULL DEFAULT false, -- the blog's own answers below theirs are taken back, too
    editor_id   uuid REFERENCES editors,        -- NULL: from the command line
    began_at    timestamptz NOT NULL DEFAULT now(),
    emptied_at  timestamptz, -- nobody sees anything of theirs any more
    finished_at timestamptz, -- and nothing that names them is left
    CONSTRAINT finished_is_nameless CHECK ((who = '') = (finished_at IS NOT NULL) AND (finished_at IS NULL OR (uris = '{}' AND pages = '{}'))),
    CONSTRAINT finished_is_emptied CHECK (finished_at IS NULL OR emptied_at IS NOT NULL)
);
-- Two who press at once begin one.
CREATE UNIQUE INDEX erasures_open ON erasures (who_hash) WHERE finished_at IS NULL;

-- How much of what went, and stayed.
CREATE TABLE erasure_counts (
    erasure_id uuid NOT NULL REFERENCES erasures ON DELETE CASCADE,
    part       text NOT NULL,
    gone       integer NOT NULL DEFAULT 0 CHECK (gone >= 0),
    kept       integer NOT NULL DEFAULT 0 CHECK (kept >= 0),
    PRIMARY KEY (erasure_id, part)
);

-- The changes that an erasure made of which other servers are told.
CREATE TABLE erasure_changes (
    change_id  bigint PRIMARY KEY,
    erasure_id uuid NOT NULL REFERENCES erasures ON DELETE CASCADE
);
CREATE INDEX erasure_changes_erasure ON erasure_changes (erasure_id);

-- Which server was told what, and what it answered: a copy of the deliveries, which
-- are cleared away sooner. Nothing here names the person.
CREATE TABLE erasure_answers (
    erasure_id  uuid NOT NULL REFERENCES erasures ON DELETE CASCADE,
    delivery_id bigint NOT NULL,
    activity    text NOT NULL, -- its type: Delete, Reject, Undo
    host        text NOT NULL,
    state       text NOT NULL CHECK (state IN ('waiting', 'held', 'delivered', 'failed', 'replaced')),
    code        integer NOT NULL DEFAULT 0, -- last HTTP answer
    attempts    integer NOT NULL DEFAULT 0,
    told_at     timestamptz NOT NULL,
    answered_at timestamptz,
    PRIMARY KEY (erasure_id, delivery_id)
);

-- Wire ids of things that were erased, by their hash: whoever sends them again, or
-- leads to them, does not bring them back.
CREATE TABLE erased_wires (
    hash      bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- People who were blocked when they were erased: the block outlives what it names.
CREATE TABLE erased_blocks (
    hash      bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    erased_at timestamptz NOT NULL DEFAULT now()
);

-- What was said is empty where its author was erased, and belongs to nobody.
ALTER TABLE comments DROP CONSTRAINT fediverse_has_person;
ALTER TABLE comments ADD CONSTRAINT fediverse_has_person CHECK (
    CASE WHEN origin = 'fediverse' THEN person_uri IS NOT NULL OR verdict = 'removed' ELSE person_uri IS NULL END);

-- Whoever asks what is kept of them names their address.
CREATE INDEX comments_email ON comments (lower(email)) WHERE email <> '';
