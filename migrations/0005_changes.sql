-- +goose Up
-- Every committed fact: the audit trail, and the bridge's work list.

CREATE TABLE changes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL DEFAULT now(),
    editor_id  uuid REFERENCES editors,
    verb       text NOT NULL,
    subject    text NOT NULL,
    subject_id text NOT NULL,
    post_id    uuid,
    reason     text NOT NULL DEFAULT '',
    object     text NOT NULL DEFAULT '', -- the wire id that a withdrawn post had
    told_at    timestamptz -- the bridge has turned it into an activity, or found that it concerns nobody
);
CREATE INDEX changes_subject ON changes (subject, subject_id, id);
CREATE INDEX changes_untold ON changes (subject, subject_id, id) WHERE told_at IS NULL;
