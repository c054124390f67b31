-- +goose Up
-- What readers write to the council in private: a message, what they think of a
-- page, an idea. Nothing of it is ever public; what staff publish about an idea
-- is a post like any other.

-- A "you said, we did" post: what became of one idea or several. It says so by
-- itself, since an idea is erased when its sender asks for that.
CREATE TABLE outcomes (
    post_id    uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    state      text NOT NULL CHECK (state IN ('trial', 'done', 'declined')),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- A message. How it came is not kept: floods are counted by a hashed address in
-- the table of attempts, which is swept within days.
CREATE TABLE messages (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    kind         text NOT NULL CHECK (kind IN ('contact', 'feedback', 'idea')),
    reference    text NOT NULL UNIQUE CHECK (reference ~ '^(CONTACT|PAGE|IDEA)-[0-9A-Z]{4}-[0-9A-Z]{4}$'), -- by which people speak of it
    secret_hash  bytea UNIQUE CHECK (octet_length(secret_hash) = 32), -- SHA-256 of what the address of the sender's page ends with
    state        text NOT NULL,
    title        text NOT NULL DEFAULT '' CHECK (char_length(title) <= 200), -- of an idea, or what a message is about
    words        text NOT NULL DEFAULT '' CHECK (char_length(words) <= 20000), -- plain
    name         text NOT NULL DEFAULT '' CHECK (char_length(name) <= 200),
    email        text NOT NULL DEFAULT '' CHECK (email = '' OR email LIKE '%@%'), -- where answers go; never shown to readers
    named        boolean NOT NULL DEFAULT false, -- the sender agreed to be named in public
    page         text NOT NULL DEFAULT '' CHECK (page = '' OR page LIKE '/%'),   -- that feedback is about
    post_id      uuid REFERENCES posts ON DELETE SET NULL,                        -- likewise, if a post
    useful       text NOT NULL DEFAULT '' CHECK (useful IN ('', 'yes', 'no')),
    signs        jsonb NOT NULL DEFAULT '[]', -- what looks like spam, with its weight
    spam_at      timestamptz, -- it is taken for spam since then
    assigned_to  uuid REFERENCES editors,
    outcome_id   uuid REFERENCES outcomes ON DELETE SET NULL, -- the post that says what became of it
    told_at      timestamptz, -- its sender was told that this post is published
    created_at   timestamptz NOT NULL DEFAULT now(),
    touched_at   timestamptz NOT NULL DEFAULT now(), -- of the last thing that was done about it
    CONSTRAINT state_of_its_kind CHECK (CASE kind
        WHEN 'idea' THEN state IN ('received', 'considered', 'trial', 'done', 'declined')
        ELSE state IN ('waiting', 'closed') END),
    CONSTRAINT idea_has_words CHECK (kind <> 'idea' OR (title <> '' AND words <> '' AND secret_hash IS NOT NULL)),
    CONSTRAINT contact_has_words CHECK (kind <> 'contact' OR words <> ''),
    CONSTRAINT only_feedback_is_about_a_page CHECK (kind = 'feedback' OR (page = '' AND post_id IS NULL AND useful = '')),
    CONSTRAINT only_ideas_have_outcomes CHECK (kind = 'idea' OR outcome_id IS NULL),
    CONSTRAINT outcome_of_its_state CHECK (outcome_id IS NULL OR state NOT IN ('received'))
);
-- The lists of the desk: what waits, by kind; what is done; spam.
CREATE INDEX messages_waiting ON messages (kind, created_at, id)
    WHERE spam_at IS NULL AND state NOT IN ('closed', 'done', 'declined');
CREATE INDEX messages_done ON messages (touched_at DESC, id DESC) WHERE spam_at IS NULL AND state IN ('closed', 'done', 'declined');
CREATE INDEX messages_spam ON messages (created_at DESC, id DESC) WHERE spam_at IS NOT NULL;
-- Whoever asks what is kept of them names their address.
CREATE INDEX messages_email ON messages (lower(email)) WHERE email <> '';
CREATE INDEX messages_feedback ON messages (page) WHERE kind = 'feedback' AND spam_at IS NULL;
CREATE INDEX messages_outcome ON messages (outcome_id) WHERE outcome_id IS NOT NULL;

-- What was done about a message, in order: an answer that went to its sender, a
-- note between staff, a step of an idea with what its sender was told of it.
CREATE TABLE message_entries (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id uuid NOT NULL REFERENCES messages ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('answer', 'note', 'step')),
    editor_id  uuid REFERENCES editors,
    from_state text NOT NULL DEFAULT '',
    to_state   text NOT NULL DEFAULT '',
    words      text NOT NULL DEFAULT '' CHECK (char_length(words) <= 5000),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT words_unless_a_step CHECK (kind = 'step' OR (words <> '' AND from_state = '' AND to_state = '')),
    CONSTRAINT step_that_there_is CHECK (kind <> 'step' OR (from_state, to_state) IN (
        ('waiting', 'closed'), ('closed', 'waiting'),
        ('received', 'considered'), ('received', 'declined'),
        ('considered', 'trial'), ('considered', 'done'), ('considered', 'declined'),
        ('trial', 'done'), ('trial', 'declined'),
        ('done', 'considered'), ('declined', 'considered'))),
    CONSTRAINT declined_with_a_reason CHECK (to_state <> 'declined' OR words <> '')
);
CREATE INDEX message_entries_message ON message_entries (message_id, id);

-- Staff are told of what comes, each as they chose.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind IN
    ('submitted', 'approved', 'sent_back', 'noted', 'guest', 'recheck', 'going_down', 'replies', 'trouble',
     'contact', 'feedback', 'idea', 'assigned'));
