-- +goose Up
-- How often a lasting page was saved, so that of two people who change it at once
-- neither overwrites the other.
ALTER TABLE pages ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0);
