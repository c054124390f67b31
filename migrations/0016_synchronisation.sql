-- +goose Up
-- What other servers are told of which followers they have (FEP-8fcf), so that
-- both sides hold the same for followers.

-- origin_of is the scheme, host and port that own an address, in the one
-- spelling that federation.ID.Origin gives them.
-- +goose StatementBegin
CREATE FUNCTION origin_of(id text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
        SELECT regexp_replace(regexp_replace(regexp_replace(
            lower(substring(id from '^[A-Za-z]+://[^/?#]+')),
            '^(https://.*):443$|^(http://.*):80$', '\1\2'), ':$', ''), '\.(:[0-9]+)?$', '\1')
    $$;
-- +goose StatementEnd

-- digest_of is the SHA-256 of an id, as bits: those of many are joined by
-- exclusive or.
-- +goose StatementBegin
CREATE FUNCTION digest_of(id text) RETURNS bit(256)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT ('x' || encode(sha256(convert_to(id, 'UTF8')), 'hex'))::bit(256) $$;
-- +goose StatementEnd

-- The followers that each server has, digested: kept, since every delivery to a
-- server carries it. Triggers on followers alone write it, so it is never of
-- other followers than those who are there.
CREATE TABLE follower_digests (
    origin    text PRIMARY KEY,
    followers integer NOT NULL CHECK (followers >= 0),
    bytes     bigint NOT NULL, -- of their ids, which bound the length of the list
    digest    bit(256) NOT NULL,
    CONSTRAINT nobody_is_nothing CHECK (followers > 0 OR (bytes = 0 AND digest = 0::bit(256)))
);

-- Rows are locked in one order, whatever a statement adds or removes together.
-- +goose StatementBegin
CREATE FUNCTION digest_followers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO follower_digests AS kept (origin, followers, bytes, digest)
        SELECT origin_of(person_uri), count(*), sum(octet_length(person_uri)), bit_xor(digest_of(person_uri))
        FROM changed GROUP BY 1 ORDER BY 1
        ON CONFLICT (origin) DO UPDATE SET followers = kept.followers + EXCLUDED.followers,
            bytes = kept.bytes + EXCLUDED.bytes, digest = kept.digest # EXCLUDED.digest;
    ELSE
        PERFORM FROM follower_digests WHERE origin IN (SELECT origin_of(person_uri) FROM changed) ORDER BY origin FOR UPDATE;
        UPDATE follower_digests kept SET followers = kept.followers - gone.followers,
            bytes = kept.bytes - gone.bytes, digest = kept.digest # gone.digest
        FROM (
            SELECT origin_of(person_uri) AS origin, count(*) AS followers, sum(octet_length(person_uri)) AS bytes,
                bit_xor(digest_of(person_uri)) AS digest
            FROM changed GROUP BY 1
        ) gone WHERE kept.origin = gone.origin;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER followers_added AFTER INSERT ON followers REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION digest_followers();
CREATE TRIGGER followers_removed AFTER DELETE ON followers REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION digest_followers();

-- A follower who becomes another leaves one server and comes to another.
-- +goose StatementBegin
CREATE FUNCTION digest_renamed_follower() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE follower_digests SET followers = followers - 1, bytes = bytes - octet_length(OLD.person_uri),
        digest = digest # digest_of(OLD.person_uri)
    WHERE origin = origin_of(OLD.person_uri);
    INSERT INTO follower_digests AS kept (origin, followers, bytes, digest)
    VALUES (origin_of(NEW.person_uri), 1, octet_length(NEW.person_uri), digest_of(NEW.person_uri))
    ON CONFLICT (origin) DO UPDATE SET followers = kept.followers + 1,
        bytes = kept.bytes + EXCLUDED.bytes, digest = kept.digest # EXCLUDED.digest;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER followers_renamed AFTER UPDATE OF person_uri ON followers
    FOR EACH ROW WHEN (OLD.person_uri <> NEW.person_uri) EXECUTE FUNCTION digest_renamed_follower();

INSERT INTO follower_digests (origin, followers, bytes, digest)
    SELECT origin_of(person_uri), count(*), sum(octet_length(person_uri)), bit_xor(digest_of(person_uri))
    FROM followers GROUP BY 1;

-- Those of one server, when it asks who they are.
CREATE INDEX followers_origin ON followers (origin_of(person_uri), person_uri);

-- Whoever is delivered to on another server than that of their id: a digest by
-- ids would be wrong there. There are next to none.
CREATE INDEX people_elsewhere ON people (origin_of(COALESCE(NULLIF(shared_inbox, ''), inbox)))
    WHERE split_part(COALESCE(NULLIF(shared_inbox, ''), inbox), '/', 3) <> split_part(uri, '/', 3);

-- Addressed to the followers of its sender.
ALTER TABLE outbox_activities ADD COLUMN to_followers boolean NOT NULL DEFAULT false;
