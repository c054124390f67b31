package fediverse_test

import (
	"slices"
	"testing"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/internal/blog"
)

// The blog names the actors that it also is, in its own document, and tells its
// followers; then they may move here.
func TestAliases(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	old := e.peer("news@old.example")
	for range 2 { // the second time it is there
		added, err := e.bridge.AddAlias(t.Context(), owner, "@"+old.Handle())
		check(t, err)
		if added.URI != string(old.Actor()) || added.Handle != "@news@old.example" {
			t.Errorf("added is %+v", added)
		}
	}
	e.tells(blog.Edited, blog.BlogSubject)
	e.actorIs("actor-alias.json")
	if n := taken(e.alice, fed.UpdateType); n != 1 {
		t.Errorf("the follower took %d Updates, want 1", n)
	}
	told, err := e.alice.Wait(e.soon(), fed.UpdateType, e.bridge.Blog())
	check(t, err)
	update, err := activitystreams.ReadActivity(told.Body)
	check(t, err)
	if update.ObjectActor == nil || !slices.Equal(update.ObjectActor.AlsoKnownAs, []fed.ID{old.Actor()}) {
		t.Errorf("the follower is told %s", told.Body)
	}
	for what, handle := range map[string]string{"the blog itself": "@inews@blog.example", "its actor": string(e.bridge.Blog()), "the instance": string(e.bridge.Instance())} {
		if _, err := e.bridge.AddAlias(t.Context(), owner, handle); blog.KindOf(err) != blog.Invalid {
			t.Errorf("%s as an alias: %v", what, err)
		}
	}
	if _, err := e.bridge.AddAlias(t.Context(), blog.Editor{Role: blog.Managing}, "@"+old.Handle()); blog.KindOf(err) != blog.Forbidden {
		t.Errorf("an alias by who is no owner: %v", err)
	}

	old.Put("/users/news", nil) // whoever is gone can be forgotten
	if _, err := e.bridge.RemoveAlias(t.Context(), owner, "@nobody@old.example"); blog.KindOf(err) != blog.NotFound {
		t.Errorf("an alias that is none: %v", err)
	}
	if _, err := e.bridge.RemoveAlias(t.Context(), owner, "News@old.example"); err != nil {
		t.Fatal(err)
	}
	e.tells(blog.Edited, blog.BlogSubject)
	e.actorIs("keys-first.json")
}

// Other servers read 256 aliases: there is no 257th.
func TestAliasesAreBounded(t *testing.T) {
	t.Parallel()
	e := newEstate(t)
	e.exec(`INSERT INTO aliases (place, uri, handle) SELECT n, 'https://a.example/' || n, '@a@a.example' FROM generate_series(1, 256) AS n`)
	if _, err := e.bridge.AddAlias(t.Context(), owner, "@"+e.house.Handle()); blog.KindOf(err) != blog.Conflict {
		t.Errorf("a 257th: %v", err)
	}
	e.exec(`DELETE FROM aliases WHERE place = 7`)
	_, err := e.bridge.AddAlias(t.Context(), owner, "@"+e.house.Handle())
	check(t, err)
	for what, statement := range map[string]string{
		"a 257th":              `INSERT INTO aliases (place, uri, handle) VALUES (257, 'https://x.example/', '')`,
		"none":                 `INSERT INTO aliases (place, uri, handle) VALUES (0, 'https://x.example/', '')`,
		"one twice":            `UPDATE aliases SET uri = 'https://a.example/1'`,
		"two moves that stand": `INSERT INTO moves (target, moved_at) SELECT uri, now() FROM people CROSS JOIN generate_series(1, 2)`,
		"a move to nobody":     `INSERT INTO moves (target, moved_at) VALUES ('https://nobody.example/', now())`,
		"an end before it":     `INSERT INTO moves (target, moved_at, ended_at) SELECT uri, now(), now() - INTERVAL '1 day' FROM people`,
	} {
		if _, err := e.db.SQL().ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s: the table took it", what)
		}
	}
}
