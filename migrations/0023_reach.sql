-- +goose Up
-- How far the blog reaches: numbers that nobody could tell afterwards.

-- A day as the site's zone has it. Followers come and go and leave nothing
-- behind, so that how many there were is written down while the day lasts. A day
-- that was reckoned afterwards, from those who are still there, has fewer than
-- there were.
CREATE TABLE daily_counts (
    day       date PRIMARY KEY,
    followers integer NOT NULL CHECK (followers >= 0),
    delivered integer NOT NULL CHECK (delivered >= 0), -- deliveries that ended well on that day
    failed    integer NOT NULL CHECK (failed >= 0),    -- and those that were given up
    reckoned  boolean NOT NULL
);

-- How often a page was read on a day, and from what sort of place the reader
-- came. There is nothing here of who that was: no address, no browser, no time
-- of day.
CREATE TABLE page_views (
    day     date NOT NULL,
    path    text NOT NULL,
    source  text NOT NULL CHECK (source IN ('direct', 'here', 'search', 'social', 'elsewhere')),
    post_id uuid REFERENCES posts ON DELETE CASCADE, -- of which it is the page, if it is one's
    views   integer NOT NULL CHECK (views > 0),
    PRIMARY KEY (day, path, source)
);
CREATE INDEX page_views_post ON page_views (post_id, day) WHERE post_id IS NOT NULL;

-- Deliveries end about in the order in which they are written, so that this
-- small index finds those of a day, and costs a delivery next to nothing.
CREATE INDEX deliveries_done ON deliveries USING brin (done_at) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX reactions_at ON reactions (at) WHERE post_id IS NOT NULL;
CREATE INDEX comments_received ON comments (received_at);
