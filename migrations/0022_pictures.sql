-- +goose Up
-- The library of pictures: what is known of a picture wherever it is shown.

-- Each use of a picture begins with this description and this credit.
ALTER TABLE pictures
    ADD COLUMN alt            text NOT NULL DEFAULT '',
    ADD COLUMN decorative     boolean NOT NULL DEFAULT false,
    ADD COLUMN credit_creator text NOT NULL DEFAULT '',
    ADD COLUMN credit_title   text NOT NULL DEFAULT '',
    ADD COLUMN credit_source  text NOT NULL DEFAULT '',
    ADD COLUMN credit_licence text NOT NULL DEFAULT '',
    -- The point that every cut must keep, as Mastodon counts: -1 is left or
    -- bottom, 1 is right or top, 0 is the middle.
    ADD COLUMN focal_x        double precision NOT NULL DEFAULT 0 CHECK (focal_x BETWEEN -1 AND 1),
    ADD COLUMN focal_y        double precision NOT NULL DEFAULT 0 CHECK (focal_y BETWEEN -1 AND 1),
    -- A crop is a picture of its own, which names the one that it was cut out of
    -- and where, in pixels of that one.
    ADD COLUMN made_from      text REFERENCES pictures ON DELETE SET NULL,
    ADD COLUMN crop_x         integer NOT NULL DEFAULT 0 CHECK (crop_x >= 0),
    ADD COLUMN crop_y         integer NOT NULL DEFAULT 0 CHECK (crop_y >= 0),
    ADD COLUMN crop_width     integer NOT NULL DEFAULT 0 CHECK (crop_width >= 0),
    ADD COLUMN crop_height    integer NOT NULL DEFAULT 0 CHECK (crop_height >= 0),
    ADD CONSTRAINT picture_is_no_crop_of_itself CHECK (made_from <> hash);

-- What writers said of a picture at the head of a post, the latest first, is
-- what the library begins with.
UPDATE pictures SET alt = said.picture_alt, decorative = said.decorative, credit_creator = said.credit_creator,
    credit_title = said.credit_title, credit_source = said.credit_source, credit_licence = said.credit_licence
FROM (
    SELECT DISTINCT ON (picture_hash) picture_hash, picture_alt, decorative, credit_creator, credit_title, credit_source, credit_licence
    FROM posts WHERE picture_hash IS NOT NULL
    ORDER BY picture_hash, credit_creator = '', saved_at DESC
) AS said
WHERE said.picture_hash = pictures.hash;

-- The library is read from the newest on.
CREATE INDEX pictures_newest ON pictures (created_at DESC, hash DESC);
-- Removing a picture looks for what was cut out of it.
CREATE INDEX pictures_made_from ON pictures (made_from) WHERE made_from IS NOT NULL;
-- Removing a picture looks for posts that show it at their head.
CREATE INDEX posts_picture ON posts (picture_hash) WHERE picture_hash IS NOT NULL;
