-- +goose Up
-- Who wants to hear by e-mail of answers to their comment. The address is the
-- comment's: when that goes, nothing more is sent.

-- A wish counts once it was confirmed from a message that we sent to the address;
-- what the link in it ends with is kept as its SHA-256 only. What nobody confirms
-- goes after a week, and stopping deletes it.
CREATE TABLE answer_wishes (
    comment_id   uuid PRIMARY KEY REFERENCES comments ON DELETE CASCADE,
    token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    asked_at     timestamptz NOT NULL,
    confirmed_at timestamptz CHECK (confirmed_at >= asked_at)
);

-- Answers of which was told: once each, however often they are shown anew.
CREATE TABLE answers_told (
    answer_id uuid PRIMARY KEY REFERENCES comments ON DELETE CASCADE,
    told_at   timestamptz NOT NULL DEFAULT now()
);
