package fediverse

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	fed "inews/federation"
	"inews/internal/blog"
)

const (
	pageOfTest = "https://blog.example/posts/bins"
	bodyOfTest = `<h2>When</h2><p>From <b>May</b>. <a href="https://x.example/map?a=1&amp;b=2">The map</a></p>`
)

func pictures(n int) []fed.Attachment {
	var list []fed.Attachment
	for range n {
		list = append(list, fed.Attachment{Type: "Image", MediaType: "image/jpeg", URL: "https://blog.example/media/a.jpg", Name: "A bin"})
	}
	return list
}

// The rules by which programs show what they get, case by case. Source: the
// rendering table of Mastodon, GoToSocial and Mobilizon's event forms.
func TestAppearance(t *testing.T) {
	t.Parallel()
	link := fed.Attachment{Type: "Link", MediaType: "text/html", URL: pageOfTest, Name: "Bins"}
	article := fed.Object{Type: fed.ArticleType, Name: "New bins", Summary: "They are green.", Content: bodyOfTest, URL: pageOfTest}
	with := func(change func(*fed.Object)) fed.Object {
		o := article
		change(&o)
		return o
	}
	event := with(func(o *fed.Object) { o.Type = fed.EventType })
	note := with(func(o *fed.Object) { o.Type, o.Name, o.Summary = fed.NoteType, "", "" })
	const kept = `<p><strong>When</strong></p><p>From <b>May</b>. <a href="https://x.example/map?a=1&amp;b=2" rel="nofollow noopener ugc">The map</a></p>`
	for name, tc := range map[string]struct {
		object fed.Object
		on     func(fed.Object) blog.Appearance
		want   blog.Appearance
	}{
		"Mastodon turns an article into name, summary and link": {article, onMastodon, blog.Appearance{
			Title: "New bins", Text: "<p>They are green.</p>", Link: pageOfTest, Card: pageOfTest}},
		"a link in the summary takes the card": {with(func(o *fed.Object) { o.Summary = `See <a href="https://x.example/">the map</a>` }), onMastodon, blog.Appearance{
			Title: "New bins", Text: `<p>See <a href="https://x.example/" rel="nofollow noopener ugc">the map</a></p>`, Link: pageOfTest, Card: "https://x.example/"}},
		"an attached link is no picture": {with(func(o *fed.Object) { o.Attachments = []fed.Attachment{link} }), onMastodon, blog.Appearance{
			Title: "New bins", Text: "<p>They are green.</p>", Link: pageOfTest, Card: pageOfTest}},
		"a picture takes the place of the card": {with(func(o *fed.Object) { o.Attachments = pictures(1) }), onMastodon, blog.Appearance{
			Title: "New bins", Text: "<p>They are green.</p>", Link: pageOfTest, Pictures: []blog.Shot{{Address: "https://blog.example/media/a.jpg", Alt: "A bin"}}}},
		"so does a quote": {with(func(o *fed.Object) { o.Quote = "https://x.example/notes/1" }), onMastodon, blog.Appearance{
			Title: "New bins", Text: "<p>They are green.</p>", Link: pageOfTest}},
		"an event is turned like an article": {event, onMastodon, blog.Appearance{
			Title: "New bins", Text: "<p>They are green.</p>", Link: pageOfTest, Card: pageOfTest}},
		"a note is shown whole": {note, onMastodon, blog.Appearance{Text: kept, Card: "https://x.example/map?a=1&b=2"}},
		"the summary of a note hides it": {with(func(o *fed.Object) { o.Type, o.Name = fed.NoteType, "" }), onMastodon, blog.Appearance{
			Warning: "They are green.", Text: kept, Card: "https://x.example/map?a=1&b=2"}},
		"mentions and hashtags make no card": {with(func(o *fed.Object) {
			o.Type, o.Name, o.Summary = fed.NoteType, "", ""
			o.Content = `<p><a href="https://x.example/@a" class="u-url mention">@a</a> <a href="https://blog.example/tags/b" class="mention hashtag" rel="tag">#b</a></p>`
			o.Tags = []fed.Tag{{Type: "Mention", Name: "@a@x.example"}, {Type: "Hashtag", Name: "#b"}}
		}), onMastodon, blog.Appearance{Text: `<p><a href="https://x.example/@a" rel="nofollow noopener ugc" class="u-url mention">@a</a> ` +
			`<a href="https://blog.example/tags/b" rel="nofollow noopener ugc" class="mention hashtag">#b</a></p>`, Tags: []string{"b"}}},
		"GoToSocial hides the content behind the summary": {article, onGoToSocial, blog.Appearance{Warning: "They are green.", Text: kept}},
		"or behind the name":                              {with(func(o *fed.Object) { o.Summary = "" }), onGoToSocial, blog.Appearance{Warning: "New bins", Text: kept}},
		"a note has no warning there":                     {note, onGoToSocial, blog.Appearance{Text: kept}},
		"Mobilizon shows content, time and place": {with(func(o *fed.Object) {
			o.Type = fed.EventType
			o.Attachments = append(pictures(2), fed.Attachment{Type: "Link", MediaType: "text/html", URL: "https://meet.example/x", Name: "Website"})
			start := time.Date(2026, 12, 3, 10, 0, 0, 0, time.UTC)
			o.Calendar = &fed.Calendar{
				Start: start, End: start.Add(time.Hour), Zone: "Europe/London", JoinMode: "external", Booking: pageOfTest, Status: "CANCELLED",
				Place: &fed.Place{Name: "Town Hall", Street: "High Street 1", Locality: "Newtown"},
			}
		}), onMobilizon, blog.Appearance{
			Title: "New bins", Text: kept, Pictures: []blog.Shot{{Address: "https://blog.example/media/a.jpg", Alt: "A bin"}},
			Facts: []string{"Thu 3 Dec 2026, 10:00 to Thu 3 Dec 2026, 11:00 Europe/London", "Town Hall, High Street 1, Newtown",
				"Website: https://meet.example/x", "Cancelled", "Take part: leads to " + pageOfTest},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := tc.on(tc.object)
			if got.Program == "" || got.Says == "" {
				t.Errorf("program %q says %q", got.Program, got.Says)
			}
			got.Program, got.Says = "", ""
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	if got := onMastodon(with(func(o *fed.Object) { o.Attachments = pictures(6) })); len(got.Pictures) != 4 {
		t.Errorf("Mastodon shows %d pictures, want 4", len(got.Pictures))
	}
	if got := onGoToSocial(with(func(o *fed.Object) { o.Attachments = pictures(6) })); len(got.Pictures) != 6 {
		t.Errorf("GoToSocial shows %d pictures, want 6", len(got.Pictures))
	}
	long := onMastodon(with(func(o *fed.Object) {
		o.Type, o.Content = fed.NoteType, strings.Repeat("<p>A long text.</p>", 50)
	}))
	if !strings.Contains(long.Says, "folded") {
		t.Errorf("of a long note it says %q", long.Says)
	}
}
