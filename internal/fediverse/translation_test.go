package fediverse_test

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/newsroom"
	"inews/internal/richtext"
)

// texts are the maps of an object, as it came over the wire.
type texts struct {
	Type, Name, Summary, Content    string
	NameMap, SummaryMap, ContentMap json.RawMessage
	Updated                         time.Time
	Tag                             []struct{ Type, Href string }
	CC                              []string
}

var keyOfMap = regexp.MustCompile(`"([a-zA-Z-]+)":"`)

// languages are the keys of a map in the order in which they came.
func languages(raw json.RawMessage) (keys []string) {
	for _, found := range keyOfMap.FindAllStringSubmatch(string(raw), -1) {
		if len(found[1]) == 2 || strings.Contains(found[1], "-") {
			keys = append(keys, found[1])
		}
	}
	return keys
}

func in(t *testing.T, raw json.RawMessage, language string) string {
	t.Helper()
	var said map[string]string
	check(t, json.Unmarshal(raw, &said))
	return said[language]
}

// delivered are the objects of the activities of a type that somebody was sent.
func delivered(t *testing.T, list []map[string]any) (objects []texts) {
	t.Helper()
	for _, activity := range list {
		raw, err := json.Marshal(activity["object"])
		check(t, err)
		var o texts
		check(t, json.Unmarshal(raw, &o))
		objects = append(objects, o)
	}
	return objects
}

// A pair is one object: both texts are in its maps, the post's own first, since
// Mastodon takes the first key for the language. A translation that is saved in
// public is told as an Update that is newer than what went before, also when it is
// taken away.
func TestPairOnTheWire(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, gwen := w.peer("ann@a.example"), w.peer("gwen@cymru.example")
	w.bridge.Profile.Languages = []string{"en-GB", "cy"}
	w.followedBy(ann)
	w.known(gwen.Actor(), gwen.ID("/follows/none"))
	clock := time.Now().Add(-time.Minute)
	room := &newsroom.Newsroom{DB: w.db, Now: func() time.Time { return clock }}
	p, err := room.Draft(w.Context(), moderator, newsroom.Draft{
		Title: "Bins <new>", Summary: "They are green.", Body: "Put them out on Monday.", Language: "en-GB", Author: "Ada",
	})
	check(t, err)
	_, err = room.Translate(w.Context(), moderator, p.ID, "cy", newsroom.Wording{Title: "Biniau <newydd>", Body: "Rhowch nhw allan ddydd Llun."})
	check(t, err)
	_, err = room.Publish(w.Context(), moderator, p.ID)
	check(t, err)
	w.told()
	w.dispatch()
	created := delivered(t, received(ann, fed.CreateType))
	if len(created) != 1 {
		t.Fatalf("%d posts arrived", len(created))
	}
	for name, raw := range map[string]json.RawMessage{"nameMap": created[0].NameMap, "summaryMap": created[0].SummaryMap, "contentMap": created[0].ContentMap} {
		if raw == nil {
			t.Errorf("there is no %s", name)
		}
	}
	if got := created[0]; got.Content != in(t, got.ContentMap, "en-GB") || !strings.Contains(got.Content, "Put them out") ||
		in(t, got.NameMap, "cy") != "Biniau <newydd>" || in(t, got.SummaryMap, "cy") != "Rhowch nhw allan ddydd Llun." ||
		!strings.Contains(in(t, got.ContentMap, "cy"), `<a href="https://blog.example/cy/posts/biniau-newydd">Biniau &lt;newydd&gt;</a>`) {
		t.Errorf("it arrived as %+v", got)
	}
	var stored string
	w.one(`SELECT convert_from(body, 'UTF8') FROM outbox_activities WHERE post_id = $1 AND type = 'Create'`, p.ID).into(&stored)
	w.inOrder(stored)
	_, served := w.serves(w.bridge.Object(p.Form, p.ObjectID))
	w.inOrder(served)

	clock = clock.Add(time.Second)
	w.exec(`UPDATE people SET handle = '@gwen@cymru.example' WHERE uri = $1`, string(gwen.Actor()))
	room.Resolve = func(_ context.Context, handle string) (richtext.Mention, bool) {
		return w.bridge.Mention(w.Context())(handle)
	}
	_, err = room.Translate(w.Context(), moderator, p.ID, "cy", newsroom.Wording{
		Title: "Biniau gwyrdd", Body: "Diolch i @gwen@cymru.example. #Gwastraff", Version: 1,
	})
	check(t, err)
	clock = clock.Add(time.Second)
	w.told()
	w.dispatch()
	updates := delivered(t, received(ann, fed.UpdateType))
	if len(updates) != 1 || in(t, updates[0].NameMap, "cy") != "Biniau gwyrdd" || updates[0].Name != "Bins <new>" || updates[0].Updated.IsZero() {
		t.Fatalf("an edited translation was told as %+v", updates)
	}
	if to := updates[0]; !slices.Contains(to.CC, string(gwen.Actor())) || len(received(gwen, fed.UpdateType)) != 1 {
		t.Errorf("whom the Welsh text names is not told: %v %v", to.CC, to.Tag)
	}

	check(t, room.DropTranslation(w.Context(), moderator, p.ID, "cy", 2))
	w.told()
	w.dispatch()
	updates = delivered(t, received(ann, fed.UpdateType))
	if len(updates) != 2 || updates[1].NameMap != nil || strings.Contains(string(updates[1].ContentMap), `"cy"`) || !updates[1].Updated.After(updates[0].Updated) {
		t.Errorf("a translation that was taken away was told as %+v", updates)
	}
}

// inOrder fails the test unless the keys of the maps in a document stand in the
// order of the wire: the post's own language first.
func (w *world) inOrder(document string) {
	w.Helper()
	for _, name := range []string{"nameMap", "summaryMap", "contentMap"} {
		if !regexp.MustCompile(`"` + name + `":\{"en-GB":"(?:[^"\\]|\\.)*","cy":`).MatchString(document) {
			w.Errorf("%s is not in order in %s", name, document)
		}
	}
	if strings.Count(document, `"cy":`) != 3 {
		w.Errorf("Welsh is elsewhere, too: %s", document)
	}
}

// An event tells its time and place in each of its languages, and a short note its
// whole text.
func TestPairOfEventAndNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	room := &newsroom.Newsroom{DB: w.db}
	w.bridge.Profile.Languages = []string{"en-GB", "cy"}
	events := &calendar.Calendar{DB: w.db, Newsroom: room}
	e, err := events.Draft(w.Context(), moderator, calendar.EventDraft{
		Draft: newsroom.Draft{Title: "Open day", Body: "Come in.", Summary: "Tea.", Author: "Ada"}, Zone: "Europe/London",
		Starts: time.Date(2030, 12, 3, 14, 0, 0, 0, time.UTC), Ends: time.Date(2030, 12, 3, 16, 0, 0, 0, time.UTC), Venue: blog.Venue{Name: "The Hall"},
	})
	check(t, err)
	_, err = room.Translate(w.Context(), moderator, e.ID, "cy", newsroom.Wording{Title: "Diwrnod agored", Body: "Dewch i mewn.", Summary: "Te."})
	check(t, err)
	_, err = room.Publish(w.Context(), moderator, e.ID)
	check(t, err)
	_, err = events.Cancel(w.Context(), moderator, e.ID, "")
	check(t, err)
	_, served := w.serves(w.bridge.Object(blog.FormEvent, e.ObjectID))
	var event texts
	check(t, json.Unmarshal([]byte(served), &event))
	if name, summary := in(t, event.NameMap, "cy"), in(t, event.SummaryMap, "cy"); name != "Wedi’i ganslo: Diwrnod agored" ||
		summary != "Wedi’i ganslo. Maw 3 Rhag 2030, 14:00 tan 16:00 GMT. The Hall. Te." || event.Summary != "Cancelled. Tue 3 Dec 2030, 14:00 to 16:00 GMT. The Hall. Tea." {
		t.Errorf("the event is %q, %q", name, summary)
	}
	if keys := languages(event.NameMap); !slices.Equal(keys, []string{"en-GB", "cy"}) {
		t.Errorf("its names are in %q", keys)
	}

	p, err := room.Draft(w.Context(), moderator, newsroom.Draft{Form: blog.FormNote, Title: "Ysgol", Body: "Mae'r ysgol ar gau.", Language: "cy", Author: "Ada"})
	check(t, err)
	_, err = room.Translate(w.Context(), moderator, p.ID, "en-GB", newsroom.Wording{Title: "School", Body: "The school is closed."})
	check(t, err)
	_, err = room.Publish(w.Context(), moderator, p.ID)
	check(t, err)
	_, served = w.serves(w.bridge.Object(p.Form, p.ObjectID))
	var note texts
	check(t, json.Unmarshal([]byte(served), &note))
	if note.Name != "" || note.NameMap != nil || note.SummaryMap != nil || !slices.Equal(languages(note.ContentMap), []string{"cy", "en-GB"}) ||
		!strings.Contains(in(t, note.ContentMap, "en-GB"), "<strong>School</strong>") || !strings.Contains(note.Content, `href="https://blog.example/cy/posts/ysgol"`) {
		t.Errorf("the note is %+v", note)
	}
}
