package web_test

import (
	"context"
	"fmt"
	"image/color"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// edition is a site with something of everything.
type edition struct {
	*press
	lead, draft, withdrawn, renamed blog.Post
	talk, online                    blog.Event
	said, held                      blog.Comment
}

const leadBody = `When the last bus leaves Harbledown at ten to six, the village hall is the only room with its lights on.
This autumn we asked what it would take to keep people company after that bus has gone.

## What we tried

Three villages, **forty volunteers** and a van with a kettle. We wrote down what happened every week, and we publish
[the whole diary](https://example.org/diary) with the numbers that did not flatter us.

- A standing supper on Thursdays, open to anybody
- A telephone round by people who live in the same street
- A bench at the bus stop, because somebody asked for one

> Nobody had asked me what I wanted for tea since March.

## What we learned

The supper costs £4.10 a head. The bench cost £380, once, and is used more than anything else.

| Village | Suppers | People |
|---|---|---|
| Harbledown | 9 | 143 |
| Chartham | 7 | 96 |
| Petham | 8 | 121 |

What comes next is a [series of talks](/events), and we would like to hear from you under this post.`

func newEdition(p *press) *edition {
	e := &edition{press: p}
	now := time.Now()
	hills := p.upload(color.RGBA{226, 214, 190, 255}, color.RGBA{70, 120, 110, 255})
	dusk := p.upload(color.RGBA{230, 170, 130, 255}, color.RGBA{110, 70, 100, 255})
	hills.Alt = "Green hills in layers under a pale evening sky"
	hills.Credit = blog.Credit{Creator: "A. Person", Title: "Evening in the Weald", Source: "https://pictures.example/evening", Licence: "CC BY 4.0"}
	dusk.Alt = "Purple hills at dusk"
	var series blog.Series
	p.tx(func(ctx context.Context, tx *postgres.Tx) (err error) {
		series, err = tx.SaveSeries(ctx, blog.Series{Slug: "future-of-care", Title: "The future of care"})
		return err
	})
	e.lead = p.save(blog.Post{
		Title: "What three villages taught us about company after dark", Author: p.guest, Picture: hills, Body: leadBody,
		Summary: "A supper, a telephone round and one bench: a guest author on an autumn of small experiments with older neighbours.",
		Thanks:  "Our thanks to Dr Jane Shaw, who wrote this for us, and to the volunteers of Harbledown.",
		Tags:    []string{"Care", "Villages", "OpenData"}, PublishedAt: now.Add(-2 * time.Hour),
	})
	p.save(blog.Post{
		Title: "We are opening the pothole data, all of it", Picture: dusk, PublishedAt: now.Add(-26 * time.Hour),
		Summary: "Every report since 2014, with what it cost and how long it took.", Body: "Every report since 2014.", Tags: []string{"OpenData", "Roads"},
	})
	for i, title := range []string{
		"A library card that also opens the bicycle shed", "Asking better questions in public consultations",
		"Notes from the lab: paper prototypes in a leisure centre", "How to run a meeting that people who cannot hear can follow",
	} {
		p.save(blog.Post{Title: title, Body: "We tried it for six weeks and wrote down what happened, also where it went wrong.",
			Tags: []string{"Service"}, PublishedAt: now.AddDate(0, 0, -4*i-5)})
	}
	e.talk = p.saveEvent(blog.Event{
		Post: blog.Post{Title: "Talk 1: who looks after the carers?", SeriesID: series.ID, Tags: []string{"Care", "Seminars"},
			Summary: "The first of six talks on the future of care.", Body: "Come early, there is soup.", PublishedAt: now.AddDate(0, 0, -3)},
		Starts: now.AddDate(0, 0, 9), Ends: now.AddDate(0, 0, 9).Add(2 * time.Hour), Price: "Free", Booking: "https://booking.example/talk-1", Capacity: 80,
		Venue:  blog.Venue{Name: "Sessions House", Street: "County Road", Locality: "Maidstone", Postcode: "ME14 1XQ", Access: "Step-free, hearing loop, quiet room"},
		Online: "https://meet.example/talk-1",
	})
	e.online = p.saveEvent(blog.Event{
		Post:   blog.Post{Title: "Talk 2: care at a distance", SeriesID: series.ID, Body: "Online only.", PublishedAt: now.AddDate(0, 0, -2)},
		Starts: now.AddDate(0, 0, 23), Online: "https://meet.example/talk-2", Standing: blog.Postponed,
	})
	p.saveEvent(blog.Event{
		Post:   blog.Post{Title: "Open evening at the lab", Body: "It was good.", PublishedAt: now.AddDate(0, -2, 0)},
		Starts: now.AddDate(0, -1, 0), Venue: blog.Venue{Name: "The Lab"}, Standing: blog.Cancelled,
	})
	e.draft = p.save(blog.Post{Title: "Embargoed reorganisation", Body: "zebracrossing secret words", State: blog.StateDraft, Tags: []string{"Embargo"}})
	e.withdrawn = p.save(blog.Post{Title: "Published too soon", Body: "zebracrossing withdrawn words", State: blog.StateWithdrawn, WithdrawnAt: now})
	e.renamed = p.save(blog.Post{Title: "A better headline", Body: "Same words.", PublishedAt: now.AddDate(0, -3, 0)})
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		return tx.KeepSlug(ctx, "a-worse-headline", e.renamed.ID)
	})
	e.converse(now)
	e.surroundings(now)
	return e
}

// converse fills the thread under the lead story.
func (e *edition) converse(now time.Time) {
	ana := blog.Person{URI: "https://social.example/users/ana", Type: "Person", Handle: "@ana@social.example", Name: "Ana Ruiz",
		Host: "social.example", URL: "https://social.example/@ana", Inbox: "https://social.example/users/ana/inbox"}
	e.said = e.say(blog.Comment{
		PostID: e.lead.ID, Origin: blog.FromFediverse, Person: ana, URI: "https://social.example/notes/1", URL: "https://social.example/@ana/1",
		Text: "Will the first talk be recorded? My mother would like to hear it and cannot travel.", Published: now.Add(-90 * time.Minute),
	})
	parent := e.said.ID
	for i, text := range []string{"I wondered the same.", "There is a phone line too, I think.", "Which number?", "It is on the poster.", "Found it, thank you!", "Glad to help.", "And a very deep answer."} {
		c := blog.Comment{PostID: e.lead.ID, ParentID: parent, Text: text, Published: now.Add(time.Duration(i-80) * time.Minute)}
		if i%2 == 0 {
			c.Name = "Marjorie"
		} else {
			c.Origin, c.Person, c.URI = blog.FromFediverse, ana, fmt.Sprintf("https://social.example/notes/%d", i+2)
		}
		parent = e.say(c).ID
	}
	e.say(blog.Comment{PostID: e.lead.ID, Text: "The bench was my idea. I sit on it every day.\n\nPlease build another one at the church.", Published: now.Add(-20 * time.Minute)})
	e.held = e.say(blog.Comment{PostID: e.lead.ID, Name: "Mallory Heldback", Text: "zebracrossing held words", Verdict: blog.VerdictHeld})
	e.say(blog.Comment{PostID: e.lead.ID, Name: "Spammer", Text: "zebracrossing spam words", Verdict: blog.VerdictSpam})
}

// surroundings fills the lasting pages and the network.
func (e *edition) surroundings(now time.Time) {
	e.tx(func(ctx context.Context, tx *postgres.Tx) error {
		for i, title := range []string{"About", "Accessibility", "Privacy"} {
			doc, err := richtext.Markdown("This page says **everything** about "+title+".", richtext.Options{Site: base})
			if err != nil {
				return err
			}
			position := 0
			if i == 0 {
				position = 1
			}
			if _, err := tx.SavePage(ctx, blog.Page{Slug: richtext.Slug(title), Title: title, HTML: doc.HTML.String(), Position: position}); err != nil {
				return err
			}
		}
		for i, name := range []string{"Eastmarch Council", "Northfold Borough", "Unvetted Gazette"} {
			host := richtext.Slug(name) + ".example"
			uri := "https://" + host + "/actor"
			person := blog.Person{URI: uri, Type: "Organization", Name: name, Handle: "@news@" + host, Host: host, URL: "https://" + host,
				Inbox: uri + "/inbox", Bio: "<p>The news of " + name + ".</p>"}
			if err := tx.SavePerson(ctx, person, nil, nil); err != nil {
				return err
			}
			if _, err := tx.SavePartner(ctx, uri, base+"/ap/activities/"+host); err != nil {
				return err
			}
			partner, err := tx.PartnerByPerson(ctx, uri)
			if err != nil {
				return err
			}
			if err := tx.SetFollowState(ctx, partner.ID, blog.FollowAccepted); err != nil {
				return err
			}
			if i < 2 {
				if err := tx.SetTrust(ctx, partner.ID, blog.TrustFull); err != nil {
					return err
				}
			}
			item := blog.Item{URI: uri + "/1", PartnerID: partner.ID, Form: blog.FormArticle, Title: "Digital benches arrive in " + name,
				Excerpt: "Twelve benches that tell the weather, and one that tells jokes.", URL: "https://" + host + "/benches",
				AuthorName: "Press office", Language: "en-GB", Published: now.Add(-time.Duration(i+3) * time.Hour)}
			if _, err := tx.SaveItem(ctx, item, nil); err != nil {
				return err
			}
		}
		return nil
	})
}

// leadCopy is a new post with another title.
func (e *edition) leadCopy(title string) blog.Post {
	return blog.Post{Title: title, Body: e.lead.Body, PublishedAt: time.Now()}
}

// TestReading holds what readers and their programs get to what they were
// promised, on one edition, since nothing here changes it.
func TestReading(t *testing.T) {
	t.Parallel()
	e := newEdition(newPress(t))
	for _, test := range []struct {
		name string
		run  func(*testing.T, *edition)
	}{
		{"hidden is absent", readHiddenIsAbsent},
		{"pages", readPages},
		{"redirects", readRedirects},
		{"interact", readInteract},
		{"interact wrong", readInteractWrong},
		{"share", readShare},
		{"QR codes", readCodes},
		{"unknown methods", readUnknownMethods},
		{"link preview", readLinkPreview},
		{"event document", readEventDocument},
		{"discovery", readDiscovery},
		{"feeds are offered", readFeedsAreOffered},
		{"federation is mounted", readFederationIsMounted},
		{"rss", readRSS},
		{"atom", readAtom},
		{"jsonfeed", readJSONFeed},
		{"calendars", readCalendars},
		{"sitemap", readSitemap},
		{"media", readMedia},
		{"assets", readAssets},
		{"caching", readCaching},
		{"folders", readFolders},
		{"series", readSeries},
		{"related", readRelated},
		{"filtered search", readFilteredSearch},
		{"old addresses", readOldAddresses},
	} {
		t.Run(test.name, func(t *testing.T) { test.run(t, e) })
	}
}
