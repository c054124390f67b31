-- +goose Up
-- Mail to readers: who asked to hear of what is published, and what else is sent to
-- people who do not work here.

-- With this key links in mail are signed and addresses are hashed. It is kept as it
-- is, like the private keys of the actors. There is one row.
CREATE TABLE mail_secret (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea NOT NULL CHECK (octet_length(key) = 32) -- of two random uuids: 244 random bits
);
INSERT INTO mail_secret (key) VALUES (decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex'));

-- Somebody who asked for news by e-mail. It counts once its address was confirmed
-- from a message that we sent there; what nobody confirms goes after a week. The
-- address goes when it ends: its hash stays for a year, with what was agreed to.
CREATE TABLE subscriptions (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text CHECK (email = lower(email) AND email LIKE '%@%'),
    email_hash    bytea NOT NULL CHECK (octet_length(email_hash) = 32), -- HMAC-SHA-256 under mail_secret
    pace          text NOT NULL CHECK (pace IN ('now', 'weekly')),
    everything    boolean NOT NULL,               -- else what subscription_topics name
    language      text NOT NULL DEFAULT '',       -- of the page that the form was on
    consent       text NOT NULL CHECK (consent <> ''), -- the words that were agreed to
    origin_hash   bytea,                          -- from where the form came; emptied after 30 days
    asked_at      timestamptz NOT NULL,
    confirmed_at  timestamptz,
    told_until    timestamptz NOT NULL,           -- what was published until then is not in the next digest
    bounces       integer NOT NULL DEFAULT 0 CHECK (bounces >= 0), -- messages that could not be delivered for a time, since it was confirmed
    suspended_at  timestamptz,                    -- its address takes no mail
    ended_at      timestamptz,
    ended_by      text NOT NULL DEFAULT '' CHECK (ended_by IN ('', 'reader', 'staff', 'complaint')),
    CHECK ((email IS NULL) = (ended_at IS NOT NULL)),
    CHECK ((ended_by = '') = (ended_at IS NULL)),
    CHECK (confirmed_at >= asked_at),
    CHECK (suspended_at IS NULL OR confirmed_at IS NOT NULL)
);
-- Nobody hears of the same twice.
CREATE UNIQUE INDEX subscriptions_email ON subscriptions (email) WHERE email IS NOT NULL;
CREATE INDEX subscriptions_hash ON subscriptions (email_hash);

-- What somebody asked to hear of who does not want everything: tags by their key,
-- series by their id.
CREATE TABLE subscription_topics (
    subscription_id uuid NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    kind            text NOT NULL CHECK (kind IN ('tag', 'series')),
    key             text NOT NULL CHECK (key <> ''),
    PRIMARY KEY (subscription_id, kind, key)
);
CREATE INDEX subscription_topics_key ON subscription_topics (kind, key);

-- Addresses that nothing more goes to, by their hash: those of people who called
-- our mail spam, and those that take none, which are tried again after a month.
CREATE TABLE mail_suppressions (
    email_hash bytea PRIMARY KEY CHECK (octet_length(email_hash) = 32),
    reason     text NOT NULL CHECK (reason IN ('bounce', 'complaint')),
    created_at timestamptz NOT NULL
);

-- How subscribers hear of a post: as each of them chose, all of them at once, or
-- not at all.
ALTER TABLE posts ADD COLUMN mail text NOT NULL DEFAULT 'usual'
    CONSTRAINT mail_is_a_rule CHECK (mail IN ('usual', 'now', 'no'));

-- A post that has gone out to subscribers, once and for all: published again it is
-- no news. Its messages are written some thousand at a time; reached is the last
-- subscription that has one.
CREATE TABLE post_mailings (
    post_id    uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    rule       text NOT NULL CHECK (rule IN ('usual', 'now')),
    created_at timestamptz NOT NULL,
    reached    uuid,
    done_at    timestamptz,
    sent       integer NOT NULL DEFAULT 0,   -- messages about this post alone
    failed     integer NOT NULL DEFAULT 0
);
CREATE INDEX post_mailings_open ON post_mailings (created_at) WHERE done_at IS NULL;
CREATE INDEX post_mailings_created ON post_mailings (created_at);

-- kind says to whom a mail goes, and so what stands at its foot; why is why it came
-- and leave what ends more like it ("updates-" and the id of a subscription). A mail
-- to a subscriber is composed when it is sent, about the post, or about all that was
-- published after from_at until until_at: what was withdrawn meanwhile is in none.
-- Its address is the subscription's.
ALTER TABLE mails
    ADD COLUMN kind text NOT NULL DEFAULT 'staff' CHECK (kind IN ('staff', 'reader', 'subscriber')),
    ADD COLUMN language text NOT NULL DEFAULT '',
    ADD COLUMN why text NOT NULL DEFAULT '',
    ADD COLUMN leave text NOT NULL DEFAULT '',
    ADD COLUMN subscription_id uuid REFERENCES subscriptions ON DELETE CASCADE,
    ADD COLUMN post_id uuid REFERENCES posts ON DELETE CASCADE,
    ADD COLUMN from_at timestamptz,
    ADD COLUMN until_at timestamptz,
    ADD COLUMN bounced_at timestamptz, -- it came back after it was sent
    DROP CONSTRAINT mails_address_check,
    DROP CONSTRAINT mails_subject_check,
    DROP CONSTRAINT mails_check1,
    ADD CONSTRAINT mail_is_addressed CHECK ((kind = 'subscriber') = (address = '')),
    ADD CONSTRAINT mail_has_subject CHECK ((kind = 'subscriber') = (subject = '')),
    ADD CONSTRAINT mail_has_body CHECK (kind = 'subscriber' OR body <> '' OR sent_at IS NOT NULL OR ended_at IS NOT NULL),
    ADD CONSTRAINT subscriber_is_known CHECK ((kind = 'subscriber') = (subscription_id IS NOT NULL)),
    ADD CONSTRAINT subscriber_is_told CHECK (kind <> 'subscriber' OR (post_id IS NULL) <> (until_at IS NULL)),
    ADD CONSTRAINT digest_has_beginning CHECK ((from_at IS NULL) = (until_at IS NULL));
-- Nobody is told twice.
CREATE UNIQUE INDEX mails_about ON mails (subscription_id, post_id) WHERE post_id IS NOT NULL;
CREATE UNIQUE INDEX mails_digest ON mails (subscription_id, until_at) WHERE until_at IS NOT NULL;
-- How much somebody was sent of late.
CREATE INDEX mails_reader ON mails (lower(address), created_at) WHERE kind = 'reader';
