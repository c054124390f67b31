package fediverse_test

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
)

// Check 24: Create, Update, Delete of one object in all 6 orders and with
// duplicates → same final state.
func TestCheck24EveryOrderEndsTheSame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	trusted, stranger, partner := w.peer("alice@a.example"), w.peer("bob@b.example"), w.peer("council@c.example")
	w.known(trusted.Actor(), "")
	w.exec(`UPDATE people SET trusted_at = now()`)
	w.follows(partner)
	lives := 0
	for _, kind := range []struct {
		name      string
		author    *fedtest.Peer
		answer    bool
		published string // the state without a Delete
	}{
		{"a trusted reply", trusted, true, `"update says this" approved, shown`},
		{"a stranger's reply", stranger, true, `"update says this" held, not shown`},
		{"a partner's post", partner, false, `"update says this" kept, not shown`},
	} {
		for _, order := range append(orders(fed.CreateType, fed.UpdateType), orders(fed.CreateType, fed.UpdateType, fed.DeleteType)...) {
			want := kind.published
			if slices.Contains(order, fed.DeleteType) {
				want = `"", not shown`
			}
			for how, copies := range repeated(order) {
				lives++
				l := life{w, kind.author, lives, kind.answer}
				if kind.author == stranger {
					l.isForgotten()
				}
				for _, c := range copies {
					l.happens(c)
				}
				if got := l.state(); got != want {
					t.Errorf("%s, %v %s: %s, want %s", kind.name, order, how, got, want)
				}
				l.saysNothingOf(order)
			}
		}
	}
}

// orders are all in which the activities can come.
func orders(activities ...string) [][]string {
	if len(activities) == 1 {
		return [][]string{activities}
	}
	var all [][]string
	for i, first := range activities {
		rest := slices.Delete(slices.Clone(activities), i, i+1)
		for _, order := range orders(rest...) {
			all = append(all, append([]string{first}, order...))
		}
	}
	return all
}

// copied is an activity of which there may be others that say the same under
// other ids.
type copied struct {
	activity string
	copy     int
}

// repeated are the ways in which the activities come more than once.
func repeated(order []string) map[string][]copied {
	ways := map[string][]copied{}
	for _, activity := range order {
		ways["once"] = append(ways["once"], copied{activity, 1})
		ways["each twice"] = append(ways["each twice"], copied{activity, 1}, copied{activity, 1})
		ways["each under two ids"] = append(ways["each under two ids"], copied{activity, 1}, copied{activity, 2})
	}
	ways["all twice"] = append(slices.Clone(ways["once"]), ways["once"]...)
	for _, activity := range order {
		ways["all again under other ids"] = append(ways["all again under other ids"], copied{activity, 2})
	}
	ways["all again under other ids"] = append(slices.Clone(ways["once"]), ways["all again under other ids"]...)
	return ways
}

// life is an object whose author creates, edits and deletes it.
type life struct {
	*world
	author *fedtest.Peer
	number int
	answer bool // to the post; otherwise a post of a partner's
}

func (l life) id() fed.ID { return l.author.ID(fmt.Sprintf("/notes/%d", l.number)) }

// words are what only this object says, after only this activity.
func (l life) words(activity string) string {
	return fmt.Sprintf("%s %d says this", strings.ToLower(activity), l.number)
}

// isForgotten makes the author somebody of whom we have never heard.
func (l life) isForgotten() {
	l.Helper()
	l.exec(`DELETE FROM comments WHERE person_uri = $1`, l.author.Actor())
	l.exec(`DELETE FROM people WHERE uri = $1`, l.author.Actor())
}

func (l life) happens(c copied) {
	l.Helper()
	object := map[string]any{
		"id": l.id(), "type": "Note", "attributedTo": l.author.Actor(), "content": "<p>" + l.words(c.activity) + "</p>",
		"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
	}
	if l.answer {
		object["inReplyTo"] = l.post
	}
	switch c.activity {
	case fed.UpdateType:
		object["updated"] = "2026-11-20T11:00:00Z"
	case fed.DeleteType:
		object = map[string]any{"id": l.id(), "type": "Tombstone"}
	}
	id := fmt.Sprintf("%s/%s/%d", l.id(), c.activity, c.copy)
	l.sends(l.author, map[string]any{"@context": fed.Namespace, "id": fed.ID(id), "type": c.activity, "object": object})
}

// state is what there is of the object at last, without its number. The empty
// place that a deleted comment keeps in its thread is nothing.
func (l life) state() string {
	l.Helper()
	var text string
	l.one(`
		SELECT COALESCE(string_agg(format('"%s" %s', what, how), ' and '), '""') FROM (
			SELECT plain AS what, verdict AS how FROM comments WHERE uri = $1 AND (verdict, plain, html) <> ('removed', '', '')
			UNION ALL SELECT excerpt, 'kept' FROM network_items WHERE uri = $1
		) AS there`, l.id()).into(&text)
	shown := "not shown"
	comments, err := l.db.CommentsOnPost(l.Context(), l.postID, "", 1000)
	check(l.T, err)
	for _, c := range comments {
		if c.URI == string(l.id()) {
			shown = "shown"
		}
	}
	return strings.ReplaceAll(text+", "+shown, fmt.Sprintf(" %d says", l.number), " says")
}

// saysNothingOf looks through the whole database for what was taken back or
// replaced.
func (l life) saysNothingOf(order []string) {
	l.Helper()
	old := []string{fed.CreateType}
	if slices.Contains(order, fed.DeleteType) {
		old = order
	}
	for table, rows := range l.snapshot() {
		for _, row := range rows {
			for _, activity := range old {
				if words := l.words(activity); strings.Contains(row, words) || strings.Contains(row, hex.EncodeToString([]byte(words))) {
					l.Errorf("%v: %s still holds %q", order, table, l.words(activity))
				}
			}
		}
	}
}
