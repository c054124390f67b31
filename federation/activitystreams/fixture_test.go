package activitystreams_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"inews/federation"
)

const (
	host  = "https://council.example"
	blog  = federation.ID(host + "/ap/actors/inews")
	story = federation.ID(host + "/ap/posts/0198")
	jane  = federation.ID("https://social.example/users/jane")
)

func article() federation.Object {
	return federation.Object{
		ID: story, Type: federation.ArticleType, AttributedTo: []federation.ID{blog},
		To: []federation.ID{federation.Public}, CC: []federation.ID{blog + "/followers"},
		Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		URL:       host + "/2026/11/reminder-meeting",
		Context:   string(story) + "/context", Conversation: string(story) + "/context",
		Name: "Reminder: meeting at 6", Summary: "What we <em>learnt</em> & what comes next",
		Content: "<p>Tea & biscuits: 5 < 6. <a href=\"https://council.example/tags/localgov\">#LocalGov</a></p>", Language: "en-GB",
		MediaType: "text/html",
		Image: &federation.Image{
			URL: host + "/media/b.jpg", MediaType: "image/jpeg", Alt: "A hall full of people", Width: 1200, Height: 630,
			Blurhash: "LEHV6nWB2yk8pyo0adR*.7kCMdnj", Focal: &[2]float64{0, 0.1},
			Credit: &federation.Credit{
				Creator: "Jane Doe", Title: "The hall", Source: "https://pictures.example/1",
				Licence: "https://creativecommons.org/licenses/by/4.0/",
			},
		},
		Attachments: []federation.Attachment{{Type: "Link", URL: host + "/2026/11/reminder-meeting", MediaType: "text/html"}},
		Tags:        []federation.Tag{{Type: "Hashtag", Href: host + "/tags/localgov", Name: "#LocalGov"}},
		Replies: &federation.Collection{ID: story + "/replies", Type: "Collection", FirstPage: &federation.Collection{
			Type: "CollectionPage", PartOf: story + "/replies", Next: story + "/replies?page=2",
			Items: []federation.Item{{ID: "https://social.example/users/jane/statuses/1"}},
		}},
		Likes:  &federation.Collection{ID: story + "/likes", Type: "Collection", TotalItems: federation.Total(3)},
		Shares: &federation.Collection{ID: story + "/shares", Type: "Collection", TotalItems: federation.Total(0)},
		Policy: &federation.InteractionPolicy{Quote: []federation.ID{federation.Public}},
		Preview: &federation.Object{
			Type: federation.NoteType, AttributedTo: []federation.ID{blog},
			Content: "<p>What we learnt</p>", Language: "en-GB",
			Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		},
	}
}

func note() federation.Object {
	return federation.Object{
		ID: host + "/ap/comments/0199", Type: federation.NoteType, AttributedTo: []federation.ID{blog},
		To: []federation.ID{federation.Public}, CC: []federation.ID{blog + "/followers", jane},
		Published: time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), Updated: time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC),
		InReplyTo: "https://social.example/users/jane/statuses/1", Quote: story,
		Content: "<p>Thank you!</p>", Language: "en", Sensitive: true, Summary: "Cake",
		Tags: []federation.Tag{
			{Type: "Mention", Href: string(jane), Name: "@jane@social.example"},
			{Type: "Emoji", Name: ":cake:", Icon: &federation.Image{URL: host + "/media/cake.png", MediaType: "image/png"}},
		},
		Attachments: []federation.Attachment{{
			Type: "Image", URL: host + "/media/c.jpg", MediaType: "image/jpeg", Name: "A cake", Width: 800, Height: 600,
			Focal: &[2]float64{-0.5, 1}, Credit: &federation.Credit{Creator: "Sam"},
		}},
		Extra: map[string]any{"zoneOfTest": true},
	}
}

// inWelsh adds a Welsh text.
func inWelsh(o federation.Object) federation.Object {
	o.Translations = []federation.Translation{{
		Language: "cy", Name: "Nodyn atgoffa: cyfarfod am 6", Summary: "Yr hyn a <em>ddysgwyd</em> & beth sydd nesaf", Content: "<p>Te & bisgedi: 5 < 6.</p>",
	}}
	return o
}

func london(t testing.TB) *time.Location {
	t.Helper()
	place, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func seminar(t testing.TB) federation.Object {
	latitude, longitude := 51.0, 0.5227
	return federation.Object{
		ID: host + "/ap/events/7c1f", Type: federation.EventType, AttributedTo: []federation.ID{blog},
		To: []federation.ID{federation.Public}, CC: []federation.ID{blog + "/followers"},
		Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
		URL:       host + "/events/seminar", Name: "Innovation seminar",
		Summary: "Thu 3 Dec 2026, 14:00 to 16:00 GMT. Sessions House, and online",
		Content: "<p>Our third seminar</p>", Language: "en-GB", MediaType: "text/html",
		Image: &federation.Image{URL: host + "/media/b.jpg", MediaType: "image/jpeg", Alt: "A hall", Width: 1200, Height: 630},
		Attachments: []federation.Attachment{
			{Type: "Document", URL: host + "/media/map.png", MediaType: "image/png", Name: "A map"},
			{Type: "Link", URL: host + "/access", MediaType: "text/html", Name: "Access"},
		},
		Tags:    []federation.Tag{{Type: "Hashtag", Href: host + "/tags/localgov", Name: "#LocalGov"}},
		Replies: &federation.Collection{ID: host + "/ap/events/7c1f/replies"},
		Calendar: &federation.Calendar{
			Start: time.Date(2026, 12, 3, 14, 0, 0, 0, london(t)), End: time.Date(2026, 12, 3, 16, 0, 0, 0, london(t)),
			Zone: "Europe/London", Online: host + "/events/seminar/online", Booking: host + "/events/seminar/book",
			UID: "7c1f0a52-6f0e-4d7e-9a3e-2f6f7d1c9b10", Category: "LEARNING", Status: "CONFIRMED",
			PreviousStart: time.Date(2026, 12, 2, 14, 0, 0, 0, london(t)),
			Capacity:      60, Participants: 19, JoinMode: "free",
			Place: &federation.Place{
				ID: host + "/ap/places/sessions-house", Name: "Sessions House", Street: "County Road", Locality: "Maidstone",
				Region: "Kent", PostalCode: "ME14 1XQ", Country: "GB", Latitude: &latitude, Longitude: &longitude,
			},
		},
	}
}

func webinar(t testing.TB) federation.Object {
	o := seminar(t)
	o.Image, o.Attachments, o.Replies = nil, nil, nil
	o.Calendar = &federation.Calendar{
		Start: time.Date(2026, 7, 3, 14, 0, 0, 0, london(t)), Zone: "Europe/London",
		Online: host + "/events/seminar/online", Booking: o.URL, Status: "CANCELLED", JoinMode: "external",
	}
	return o
}

func publisher(t testing.TB) federation.Actor {
	return federation.Actor{
		ID: blog, Type: federation.OrganizationType, PreferredUsername: "inews", WebFinger: "inews@council.example",
		Name: "Innovation news", Summary: "<p>News</p>", URL: host + "/", Inbox: blog + "/inbox",
		SharedInbox: host + "/ap/inbox", Outbox: blog + "/outbox", Followers: blog + "/followers",
		Following: blog + "/following", Featured: blog + "/featured", FeaturedTags: blog + "/tags",
		Icon:        &federation.Image{URL: host + "/media/i.png", MediaType: "image/png", Alt: "Our sign"},
		Keys:        []federation.PublicKey{{ID: blog + "#main-key", Owner: blog, Key: rsaKey(t)}, {ID: blog + "#ed25519-key", Owner: blog, Key: ed25519Key(), Asserts: true}},
		Fields:      []federation.Field{{Name: "Web", Value: `<a href="https://council.example/" rel="me">https://council.example/</a>`}},
		AlsoKnownAs: []federation.ID{host + "/old"}, AttributionDomains: []string{"council.example"},
		Discoverable: true, Indexable: true, CanFeature: true, Published: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
}

func rsaKey(t testing.TB) crypto.PublicKey {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "rsa.pem"))
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func ed25519Key() ed25519.PublicKey {
	return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)).Public().(ed25519.PublicKey)
}
