-- +goose Up
-- What somebody wrote in private may be a request under the law, too: the message
-- leads to the request, and the request to the message for as long as that is kept.
ALTER TABLE requests
    ADD COLUMN message_id uuid REFERENCES messages ON DELETE SET NULL,
    ADD CONSTRAINT came_one_way CHECK (comment_id IS NULL OR message_id IS NULL);
-- One message is one request of a kind at a time, as one comment is.
CREATE UNIQUE INDEX requests_message ON requests (message_id, kind) WHERE message_id IS NOT NULL AND state <> 'closed';
