-- +goose Up
-- Before an election owners may have the mail to subscribers wait: what is published
-- meanwhile is in the first weekly message afterwards, and is no news for those who
-- hear at once.
ALTER TABLE elections ADD COLUMN holds_mail boolean NOT NULL DEFAULT false;
