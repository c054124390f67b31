-- +goose Up
-- A queue that staff clear by keyboard: decisions that can be undone, signs of
-- spam with their weight, and mentions of the blog that answer none of its posts.

-- What stood before the last decision of staff, so that it can be undone:
-- empty when there is none, or it can be no more.
ALTER TABLE comments ADD COLUMN earlier_verdict text
    CHECK (earlier_verdict IN ('held', 'approved', 'hidden', 'spam', 'noted'));
ALTER TABLE comments ADD COLUMN earlier_reason text NOT NULL DEFAULT '';
ALTER TABLE comments ADD COLUMN earlier_trust timestamptz; -- since when its author was trusted then

-- Each sign of spam, in words, with its points: [{"words": …, "points": …, "spam": …}].
-- Comments that came before there were points have none, and their words in
-- suspicion alone.
ALTER TABLE comments ADD COLUMN signs jsonb NOT NULL DEFAULT '[]'
    CONSTRAINT signs_are_a_list CHECK (jsonb_typeof(signs) = 'array');

-- A mention stands under no post, and neither does what was said below it. It
-- can never be shown: staff note it ("noted") instead of approving it. The
-- blog's answer to one is public, but on no page of the site.
ALTER TABLE comments ALTER COLUMN post_id DROP NOT NULL;
ALTER TABLE comments DROP CONSTRAINT comments_verdict_check;
ALTER TABLE comments ADD CONSTRAINT comments_verdict_check
    CHECK (verdict IN ('held', 'approved', 'hidden', 'spam', 'removed', 'noted'));
ALTER TABLE comments ADD CONSTRAINT mention_is_not_shown
    CHECK (post_id IS NOT NULL OR origin = 'blog' OR verdict <> 'approved');
ALTER TABLE comments ADD CONSTRAINT noted_is_a_mention CHECK (verdict <> 'noted' OR post_id IS NULL);
ALTER TABLE comments ADD CONSTRAINT mention_is_from_elsewhere CHECK (post_id IS NOT NULL OR origin <> 'web');
CREATE INDEX comments_mentions ON comments (verdict, received_at, id) WHERE post_id IS NULL;
CREATE INDEX comments_mention_threads ON comments (path) WHERE post_id IS NULL;
