package fediverse_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/newsroom"
)

// Pinned posts come first in featured, then the newest; ids only, five in all.
// Followers are told of each, with the collection's own address as the target.
func TestPinned(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	w.known(ann.Actor(), ann.ID("/follows/1"))
	room := &newsroom.Newsroom{DB: w.db}
	var want []fed.ID
	for i := range 6 { // newer than the post that is there, the newest first
		var id string
		w.one(`
			INSERT INTO posts (form, state, slug, title, published_at)
			VALUES ('article', 'published', $1, 'More', now() - $2 * interval '1 minute') RETURNING object_id`, fmt.Sprint("more-", i), i).into(&id)
		want = append(want, w.bridge.Object(blog.FormArticle, id))
	}
	w.exec(`UPDATE posts SET published_at = now() - interval '1 day' WHERE id = $1`, w.postID)
	if got := w.featured(); !slices.Equal(got, want[:5]) {
		t.Errorf("featured lists %v, want the newest five", got)
	}
	_, err := room.Pin(t.Context(), moderator, w.postID)
	check(t, err)
	if got := w.featured(); !slices.Equal(got, append([]fed.ID{w.post}, want[:4]...)) {
		t.Errorf("featured lists %v, want %s and the newest four", got, w.post)
	}
	w.tellsAll()
	w.pinTold("Add")
	_, err = room.Unpin(t.Context(), moderator, w.postID)
	check(t, err)
	w.tellsAll()
	w.pinTold("Remove")
	if got := w.featured(); !slices.Equal(got, want[:5]) {
		t.Errorf("featured lists %v after unpinning", got)
	}
}

// featured is what the collection lists; anything but an id fails the test.
func (w *world) featured() (ids []fed.ID) {
	w.Helper()
	_, body := w.serves(w.bridge.Blog() + "/featured")
	var collection struct {
		TotalItems   int
		OrderedItems []fed.ID
	}
	check(w.T, json.Unmarshal([]byte(body), &collection))
	if collection.TotalItems != len(collection.OrderedItems) {
		w.Errorf("featured counts %d of %d", collection.TotalItems, len(collection.OrderedItems))
	}
	return collection.OrderedItems
}

// pinTold fails the test unless the newest activity is of that type and says
// which post, and where.
func (w *world) pinTold(activityType string) {
	w.Helper()
	var body, inbox string
	w.one(`
		SELECT convert_from(a.body, 'UTF8'), d.inbox FROM outbox_activities a JOIN deliveries d ON d.activity_id = a.id
		ORDER BY d.id DESC LIMIT 1`).into(&body, &inbox)
	for _, part := range []string{
		`"type":"` + activityType + `"`, `"object":"` + string(w.post) + `"`, `"target":"` + string(w.bridge.Blog()) + `/featured"`,
		`"to":["` + string(fed.Public) + `"]`, `"cc":["` + string(w.bridge.Blog()) + `/followers"]`,
	} {
		if !strings.Contains(body, part) {
			w.Errorf("%s is not in %s", part, body)
		}
	}
	if inbox == "" {
		w.Error("no follower was told")
	}
}
