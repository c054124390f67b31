-- +goose Up
-- Documents that readers download.

-- A file is a document that readers download. It lies beside the pictures, is
-- named after its content as well, and is never changed.
CREATE TABLE files (
    hash       text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'), -- SHA-256 of the file
    ext        text NOT NULL CHECK (ext IN ('pdf', 'odt', 'ods', 'docx', 'xlsx', 'csv', 'txt')),
    name       text NOT NULL CHECK (name <> ''), -- as it was called when it was uploaded
    size       bigint NOT NULL CHECK (size > 0), -- in bytes
    editor_id  uuid REFERENCES editors,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX files_newest ON files (created_at DESC, hash DESC);
