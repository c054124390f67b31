-- +goose Up
-- Work in turns: posts that wait for a second pair of eyes, notes on drafts,
-- links for guests, dates on which a post ends or is asked about, and notices.

-- A post in review is a draft that its writer has handed over: they may take it
-- back, an editor publishes it or sends it back.
ALTER TABLE posts DROP CONSTRAINT posts_state_check;
ALTER TABLE posts ADD CONSTRAINT posts_state_check
    CHECK (state IN ('draft', 'review', 'scheduled', 'published', 'withdrawn'));
ALTER TABLE posts
    ADD COLUMN submitted_at   timestamptz,
    ADD COLUMN submitted_by   uuid REFERENCES editors, -- NULL: by a guest through their link
    ADD COLUMN submitted_word text NOT NULL DEFAULT '' CHECK (char_length(submitted_word) <= 1000), -- to the reviewer
    ADD COLUMN submitted_due  date, -- by when the writer hopes for an answer
    ADD COLUMN take_down_at   timestamptz, -- it is withdrawn by itself then
    ADD COLUMN recheck_at     timestamptz, -- somebody is asked then whether it is still true
    ADD COLUMN recheck_months smallint NOT NULL DEFAULT 0 CHECK (recheck_months BETWEEN 0 AND 60),
    ADD CONSTRAINT review_has_time CHECK ((state = 'review') = (submitted_at IS NOT NULL)),
    ADD CONSTRAINT only_review_has_facts CHECK
        (state = 'review' OR (submitted_by IS NULL AND submitted_word = '' AND submitted_due IS NULL)),
    ADD CONSTRAINT review_has_title CHECK (state <> 'review' OR title <> ''),
    ADD CONSTRAINT withdrawn_has_no_dates CHECK (state <> 'withdrawn' OR (take_down_at IS NULL AND recheck_at IS NULL)),
    ADD CONSTRAINT recheck_has_pace CHECK ((recheck_at IS NULL) = (recheck_months = 0)),
    ADD CONSTRAINT taken_down_after_published CHECK (state <> 'published' OR take_down_at > published_at),
    ADD CONSTRAINT taken_down_after_going_out CHECK (take_down_at > scheduled_at);
CREATE INDEX posts_in_review ON posts (submitted_at, id) WHERE state = 'review';
CREATE INDEX posts_to_take_down ON posts (take_down_at) WHERE state = 'published' AND take_down_at IS NOT NULL;
CREATE INDEX posts_to_recheck ON posts (recheck_at) WHERE state = 'published' AND recheck_at IS NOT NULL;

-- A link by which a guest writes one draft without being of the staff. What it
-- ends with is kept as its SHA-256 only.
CREATE TABLE guest_links (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
    post_id    uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    name       text NOT NULL CHECK (name <> ''),
    email      text NOT NULL DEFAULT '' CHECK (email = '' OR email LIKE '%@%'), -- where notices go; never shown to readers
    invited_by uuid REFERENCES editors,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at),
    revoked_at timestamptz
);
CREATE INDEX guest_links_post ON guest_links (post_id);

-- A note on a draft, between those who work on it. A reader's words are a
-- comment and stand in a table of their own: no note is ever public.
CREATE TABLE notes (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    post_id     uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    editor_id   uuid REFERENCES editors,
    guest_id    uuid REFERENCES guest_links,
    quote       text NOT NULL DEFAULT '' CHECK (char_length(quote) <= 1000), -- the passage that it is about
    words       text NOT NULL CHECK (words <> '' AND char_length(words) <= 4000),
    created_at  timestamptz NOT NULL DEFAULT now(),
    resolved_at timestamptz,
    resolved_by uuid REFERENCES editors, -- NULL: by the guest
    CONSTRAINT note_has_one_writer CHECK (num_nonnulls(editor_id, guest_id) = 1),
    CONSTRAINT resolved_has_time CHECK (resolved_by IS NULL OR resolved_at IS NOT NULL)
);
CREATE INDEX notes_post ON notes (post_id, created_at, id);

-- What a member of staff is told on the desk.
CREATE TABLE notices (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    editor_id  uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN
        ('submitted', 'approved', 'sent_back', 'noted', 'guest', 'recheck', 'going_down', 'replies', 'trouble')),
    post_id    uuid REFERENCES posts ON DELETE CASCADE, -- what it is about, if a post
    words      text NOT NULL CHECK (words <> ''),
    path       text NOT NULL CHECK (path LIKE '/desk%'), -- where it leads
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at    timestamptz
);
CREATE INDEX notices_editor ON notices (editor_id, id DESC);
-- The head of every page of the desk counts these.
CREATE INDEX notices_unread ON notices (editor_id) WHERE read_at IS NULL;
-- How long ago somebody was told of such a thing.
CREATE INDEX notices_last ON notices (editor_id, kind, post_id, created_at DESC);

-- How somebody wants to be told, where they chose another way than the usual.
CREATE TABLE notice_choices (
    editor_id uuid NOT NULL REFERENCES editors ON DELETE CASCADE,
    kind      text NOT NULL,
    choice    text NOT NULL CHECK (choice IN ('mail', 'desk', 'nothing')),
    PRIMARY KEY (editor_id, kind)
);

-- The trail is read newest first, and by person and by verb.
CREATE INDEX changes_editor ON changes (editor_id, id DESC);
CREATE INDEX changes_verb ON changes (verb, id DESC);
CREATE INDEX changes_post ON changes (post_id, id DESC) WHERE post_id IS NOT NULL;
