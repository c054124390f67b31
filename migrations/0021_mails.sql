-- +goose Up
-- What the server sends by e-mail: written in the transaction that makes it
-- necessary, sent by any node afterwards.

-- A mail is one message to one person. What it says may hold a secret link, so
-- that the text is emptied once it is sent or given up.
CREATE TABLE mails (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    address    text NOT NULL CHECK (address <> ''),
    name       text NOT NULL DEFAULT '', -- of whom it is for
    subject    text NOT NULL CHECK (subject <> ''),
    body       text NOT NULL,            -- plain text
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at     timestamptz NOT NULL DEFAULT now(), -- not before; a claim moves it ahead by its lease
    attempts   integer NOT NULL DEFAULT 0,
    error      text NOT NULL DEFAULT '', -- of the last attempt
    sent_at    timestamptz,
    ended_at   timestamptz,              -- given up
    CHECK (sent_at IS NULL OR ended_at IS NULL),
    CHECK (body <> '' OR sent_at IS NOT NULL OR ended_at IS NOT NULL)
);

-- What is still to be sent is a small part of the table.
CREATE INDEX mails_due ON mails (due_at) WHERE sent_at IS NULL AND ended_at IS NULL;
