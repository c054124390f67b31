package calendar

import (
	"io"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// fileKeys are the keys of an event beyond those of a post.
var fileKeys = []string{
	"start", "end", "timezone", "standing", "venue", "street", "locality", "region", "postcode", "country", "access",
	"latitude", "longitude", "online", "booking", "capacity", "price",
}

// File is an event as a Markdown file holds it.
type File struct {
	EventDraft
	Image string // path of the picture, relative to the file: upload it and set Picture.Hash
}

// ReadMarkdown reads an event from a Markdown file with front matter. The error
// is Invalid and holds every problem, each with its line.
func ReadMarkdown(r io.Reader) (File, error) {
	f, err := newsroom.ReadFrontMatter(r, append(newsroom.FileKeys(), fileKeys...))
	if err != nil {
		return File{}, err
	}
	post := newsroom.FileOf(f)
	if post.Form != "" && post.Form != blog.FormEvent {
		f.Refuse("form", "the form of an event is event: leave the key out.")
	}
	zone := f.Text("timezone")
	if zone == "" {
		zone = newsroom.DefaultZone
	}
	d := EventDraft{
		Draft: post.Draft, Zone: zone, Starts: wallTime(f, "start", zone), Ends: wallTime(f, "end", zone),
		Online: f.Text("online"), Booking: f.Text("booking"), Capacity: f.Number("capacity"), Price: f.Text("price"),
		Standing: blog.Standing(f.Text("standing")),
		Venue: blog.Venue{
			Name: f.Text("venue"), Street: f.Text("street"), Locality: f.Text("locality"), Region: f.Text("region"),
			Postcode: f.Text("postcode"), Country: f.Text("country"), Access: f.Text("access"),
			Latitude: f.Degrees("latitude", 90), Longitude: f.Degrees("longitude", 180),
		},
	}
	if (d.Venue.Latitude == nil) != (d.Venue.Longitude == nil) {
		f.Refuse("latitude", "a place on the map needs latitude and longitude.")
	}
	return File{EventDraft: d, Image: post.Image}, f.Err()
}

func wallTime(f *newsroom.FrontMatter, key, zone string) time.Time {
	text := f.Text(key)
	if text == "" {
		return time.Time{}
	}
	at, err := At(key, text, zone)
	if err != nil {
		f.Refuse(key, "%s", blog.Message(err))
	}
	return at
}
