package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/lib/pq"

	"inews/internal/blog"
)

const eventColumns = postColumns + `,
	or_never(e.starts_at) AS starts, or_never(e.ends_at) AS ends, e.zone,
	e.venue_name AS "venue.name", e.venue_street AS "venue.street", e.venue_locality AS "venue.locality",
	e.venue_region AS "venue.region", e.venue_postcode AS "venue.postcode", e.venue_country AS "venue.country",
	e.venue_access AS "venue.access", e.latitude AS "venue.latitude", e.longitude AS "venue.longitude",
	e.online, e.booking, e.capacity, e.price, e.standing, or_never(e.previous_starts) AS previous_starts, e.sequence`

const eventTables = postTables + ` JOIN events e ON e.post_id = p.id`

// eventRow is a blog.Event as the driver reads it.
type eventRow struct {
	postRow
	Starts, Ends    time.Time
	Zone            string
	Venue           blog.Venue
	Online, Booking string
	Capacity        int
	Price           string
	Standing        blog.Standing
	PreviousStarts  time.Time
	Sequence        int
}

func (r eventRow) event() blog.Event {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		zone = time.UTC // a zone that this system does not know: the instant is still right
	}
	in := func(t time.Time) time.Time {
		if t.IsZero() {
			return time.Time{}
		}
		return t.In(zone)
	}
	return blog.Event{
		Post: r.post(), Starts: in(r.Starts), Ends: in(r.Ends), Zone: r.Zone, Venue: r.Venue,
		Online: r.Online, Booking: r.Booking, Capacity: r.Capacity, Price: r.Price,
		Standing: r.Standing, PreviousStarts: in(r.PreviousStarts), Sequence: r.Sequence,
	}
}

func (q queries) events(ctx context.Context, query string, args ...any) ([]blog.Event, error) {
	var rows []eventRow
	if err := q.all(ctx, &rows, query, args...); err != nil {
		return nil, err
	}
	events := make([]blog.Event, len(rows))
	for i, row := range rows {
		events[i] = row.event()
	}
	return events, nil
}

func (q queries) event(ctx context.Context, query string, args ...any) (blog.Event, error) {
	var row eventRow
	err := q.one(ctx, &row, query, args...)
	return row.event(), err
}

// EventBySlug returns the published event with that address.
func (q queries) EventBySlug(ctx context.Context, slug string) (blog.Event, error) {
	return q.event(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.slug = $1 AND p.state = 'published'`, slug)
}

// EventByID returns an event in any state.
func (q queries) EventByID(ctx context.Context, id string) (blog.Event, error) {
	return q.event(ctx, `SELECT `+eventColumns+` FROM `+eventTables+` WHERE p.id = $1`, id)
}

// EventByObject returns the published event with that wire id.
func (q queries) EventByObject(ctx context.Context, objectID string) (blog.Event, error) {
	return q.event(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.object_id = $1 AND p.state = 'published'`, objectID)
}

// EventsFrom returns published events that are not over at the given time,
// soonest first.
func (q queries) EventsFrom(ctx context.Context, from time.Time, limit int) ([]blog.Event, error) {
	return q.events(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at + interval '1 hour') >= $1
		ORDER BY e.starts_at, p.id LIMIT $2`, from, limit)
}

// EventsBefore returns published events that were over at the given time,
// latest first.
func (q queries) EventsBefore(ctx context.Context, until time.Time, limit int) ([]blog.Event, error) {
	return q.events(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at + interval '1 hour') < $1
		ORDER BY e.starts_at DESC, p.id LIMIT $2`, until, limit)
}

// EventsInCalendar returns published events that end after the given time, with
// the tag and in the series when they are given, soonest first: for calendar
// feeds.
func (q queries) EventsInCalendar(ctx context.Context, from time.Time, tagKey, seriesID string, limit int) ([]blog.Event, error) {
	return q.events(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.state = 'published' AND COALESCE(e.ends_at, e.starts_at) >= $1
			AND ($2 = '' OR EXISTS (SELECT FROM post_tags t WHERE t.post_id = p.id AND t.key = $2))
			AND ($3::uuid IS NULL OR p.series_id = $3::uuid)
		ORDER BY e.starts_at, p.id LIMIT $4`, from, tagKey, null(seriesID), limit)
}

// SaveEvent saves the calendar facts of an event whose post is saved already.
func (tx *Tx) SaveEvent(ctx context.Context, e blog.Event) error {
	err := tx.exec(ctx, `
		INSERT INTO events (post_id, starts_at, ends_at, zone, venue_name, venue_street, venue_locality,
			venue_region, venue_postcode, venue_country, venue_access, latitude, longitude, online, booking,
			capacity, price, standing, previous_starts, sequence)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
		ON CONFLICT (post_id) DO UPDATE SET
			starts_at = EXCLUDED.starts_at, ends_at = EXCLUDED.ends_at, zone = EXCLUDED.zone,
			venue_name = EXCLUDED.venue_name, venue_street = EXCLUDED.venue_street,
			venue_locality = EXCLUDED.venue_locality, venue_region = EXCLUDED.venue_region,
			venue_postcode = EXCLUDED.venue_postcode, venue_country = EXCLUDED.venue_country,
			venue_access = EXCLUDED.venue_access, latitude = EXCLUDED.latitude, longitude = EXCLUDED.longitude,
			online = EXCLUDED.online, booking = EXCLUDED.booking, capacity = EXCLUDED.capacity,
			price = EXCLUDED.price, standing = EXCLUDED.standing,
			previous_starts = EXCLUDED.previous_starts, sequence = EXCLUDED.sequence`,
		e.ID, nullTime(e.Starts), nullTime(e.Ends), e.Zone, e.Venue.Name, e.Venue.Street, e.Venue.Locality,
		e.Venue.Region, e.Venue.Postcode, e.Venue.Country, e.Venue.Access, e.Venue.Latitude, e.Venue.Longitude,
		e.Online, e.Booking, e.Capacity, e.Price, e.Standing, nullTime(e.PreviousStarts), e.Sequence)
	if err != nil {
		return fmt.Errorf("save event: %w", err)
	}
	return nil
}

// EventsAmong returns the published events among the posts with the given ids.
func (q queries) EventsAmong(ctx context.Context, postIDs []string) ([]blog.Event, error) {
	return q.events(ctx, `SELECT `+eventColumns+` FROM `+eventTables+`
		WHERE p.state = 'published' AND p.id = ANY($1::uuid[])`, pq.Array(postIDs))
}
