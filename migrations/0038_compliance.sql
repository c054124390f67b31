-- +goose Up
-- What the law asks of a public body's site: the facts for the generated pages,
-- how long what sort of thing is kept, requests with a clock, and the time
-- before an election.

-- What the council says of itself on the pages that the program writes. The
-- sentences that the law demands are in the templates, where nobody can drop
-- them; here are the facts that they name.
CREATE TABLE legal (
    one           boolean PRIMARY KEY DEFAULT true CHECK (one),
    organisation  text NOT NULL DEFAULT '', -- its name in law; '' takes the configured one
    nation        text NOT NULL DEFAULT 'england-and-wales'
        CHECK (nation IN ('england-and-wales', 'scotland', 'northern-ireland')), -- whose holidays and regulators
    email         text NOT NULL DEFAULT '' CHECK (email = '' OR email LIKE '%@%'), -- for readers
    phone         text NOT NULL DEFAULT '',
    address       text NOT NULL DEFAULT '',
    answer_days   smallint NOT NULL DEFAULT 10 CHECK (answer_days BETWEEN 1 AND 60), -- working days, to answer about accessibility
    complaint_days smallint NOT NULL DEFAULT 10 CHECK (complaint_days BETWEEN 1 AND 60), -- working days, to answer a complaint
    lead          text NOT NULL DEFAULT '', -- who answers for personal data, by name or office
    lead_email    text NOT NULL DEFAULT '' CHECK (lead_email = '' OR lead_email LIKE '%@%'),
    registration  text NOT NULL DEFAULT '', -- in the register of the Information Commissioner
    standing      text NOT NULL DEFAULT 'partly' CHECK (standing IN ('fully', 'partly', 'not')), -- WCAG 2.2 AA
    issues        text[] NOT NULL DEFAULT '{}', -- what is known not to be accessible, one sentence each
    tested_by     text NOT NULL DEFAULT '',
    tested_on     date,
    prepared_on   date NOT NULL DEFAULT CURRENT_DATE,
    reviewed_on   date, -- empty: nobody has approved the pages yet
    review_due    date, -- when somebody is asked to look again
    approved_by   uuid REFERENCES editors,
    version       integer NOT NULL DEFAULT 1 CHECK (version > 0),
    saved_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT fully_has_no_issues CHECK (standing <> 'fully' OR issues = '{}'),
    CONSTRAINT reviewed_after_prepared CHECK (reviewed_on >= prepared_on),
    CONSTRAINT review_has_due CHECK ((reviewed_on IS NULL) = (review_due IS NULL)),
    CONSTRAINT tested_has_date CHECK ((tested_by = '') = (tested_on IS NULL))
);
INSERT INTO legal DEFAULT VALUES;

-- How long a class of things is kept, where staff chose another time than the
-- usual. The classes, their units and their bounds are in the program.
CREATE TABLE retention_choices (
    class     text PRIMARY KEY,
    amount    integer NOT NULL CHECK (amount > 0),
    editor_id uuid REFERENCES editors,
    chosen_at timestamptz NOT NULL DEFAULT now()
);

-- Each run of the job that deletes what nobody may keep longer.
CREATE TABLE retention_runs (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    began_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL CHECK (ended_at >= began_at),
    problem  text NOT NULL DEFAULT '' -- why it did not come to its end
);

CREATE TABLE retention_counts (
    run_id  bigint NOT NULL REFERENCES retention_runs ON DELETE CASCADE,
    class   text NOT NULL,
    deleted integer NOT NULL CHECK (deleted >= 0),
    PRIMARY KEY (run_id, class)
);

-- A request that the law sets a clock to, or that somebody must answer: it came
-- as a comment or a mention, or was written down by hand.
CREATE TABLE requests (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number      bigint GENERATED ALWAYS AS IDENTITY UNIQUE, -- as staff speak of it
    kind        text NOT NULL CHECK (kind IN
        ('foi', 'eir', 'access', 'complaint', 'safeguarding', 'service', 'defamation')),
    state       text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
    comment_id  uuid REFERENCES comments ON DELETE SET NULL,
    words       text NOT NULL CHECK (words <> '' AND char_length(words) <= 20000), -- what was asked: the comment may go
    source      text NOT NULL DEFAULT '', -- address where it was said
    name        text NOT NULL DEFAULT '' CHECK (char_length(name) <= 200), -- of who asks
    contact     text NOT NULL DEFAULT '' CHECK (char_length(contact) <= 500),
    received_at timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    owner_id    uuid REFERENCES editors, -- who sees to it
    opened_by   uuid REFERENCES editors,
    opened_at   timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    closed_at   timestamptz,
    outcome     text NOT NULL DEFAULT '' CHECK (char_length(outcome) <= 4000),
    CONSTRAINT due_after_received CHECK (due_at > received_at),
    CONSTRAINT open_has_no_end CHECK ((state = 'open') = (answered_at IS NULL AND closed_at IS NULL)),
    CONSTRAINT closed_has_time CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
    CONSTRAINT closed_has_outcome CHECK (state <> 'closed' OR outcome <> '')
);
CREATE INDEX requests_due ON requests (due_at, id) WHERE state <> 'closed';
CREATE INDEX requests_closed ON requests (closed_at DESC, id) WHERE state = 'closed';
-- One comment is one request of a kind at a time: two people who press at once
-- open one.
CREATE UNIQUE INDEX requests_comment ON requests (comment_id, kind) WHERE comment_id IS NOT NULL AND state <> 'closed';

CREATE TABLE request_notes (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    request_id uuid NOT NULL REFERENCES requests ON DELETE CASCADE,
    editor_id  uuid REFERENCES editors,
    words      text NOT NULL CHECK (words <> '' AND char_length(words) <= 4000),
    at         timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX request_notes_request ON request_notes (request_id, id);

-- A time of heightened sensitivity before an election. It begins and ends by
-- the clock.
CREATE TABLE elections (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL CHECK (name <> '' AND char_length(name) <= 200),
    reason     text NOT NULL CHECK (reason <> '' AND char_length(reason) <= 2000), -- for readers
    begins_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL CHECK (ends_at > begins_at),
    comments   text NOT NULL CHECK (comments IN ('held', 'paused')),
    watched    text[] NOT NULL DEFAULT '{}', -- names of candidates, parties and wards, and topics
    editor_id  uuid REFERENCES editors,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- At most one at a time: which rules hold must never be a question.
    CONSTRAINT one_at_a_time EXCLUDE USING gist (tstzrange(begins_at, ends_at) WITH &&)
);

-- By whose word a post goes out, or is changed, during such a time: a second
-- person's, or the writer's own with the reason that they gave.
CREATE TABLE election_approvals (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    election_id uuid NOT NULL REFERENCES elections ON DELETE CASCADE,
    post_id     uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
    editor_id   uuid REFERENCES editors,
    second      boolean NOT NULL, -- somebody else wrote it
    reason      text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
    at          timestamptz NOT NULL DEFAULT now(),
    used_at     timestamptz, -- it lets the post out once
    CONSTRAINT alone_has_reason CHECK (second OR reason <> '')
);
CREATE INDEX election_approvals_post ON election_approvals (election_id, post_id);

-- Kinds of notices are the program's: a list here would have to be written anew
-- with each kind.
ALTER TABLE notices DROP CONSTRAINT notices_kind_check;
ALTER TABLE notices ADD CONSTRAINT notices_kind_check CHECK (kind ~ '^[a-z_]+$');
