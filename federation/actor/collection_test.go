package actor_test

import (
	"fmt"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/actor"
)

func TestCollectionAndPage(t *testing.T) {
	const id = federation.ID(base + "/ap/posts/1/replies")
	for _, test := range []struct {
		name       string
		collection federation.Collection
		want       string
	}{
		{"collection", actor.Collection(id, 3, id+"?page=1"),
			`"type":"OrderedCollection","totalItems":3,"first":"https://council.example/ap/posts/1/replies?page=1"}`},
		{"page", actor.Page(id, id+"?page=1", []federation.Item{{ID: "https://a.example/1"}}, id+"?page=2"),
			`"type":"OrderedCollectionPage","partOf":"https://council.example/ap/posts/1/replies","next":"https://council.example/ap/posts/1/replies?page=2","orderedItems":["https://a.example/1"]}`},
		{"last and empty page", actor.Page(id, id+"?page=3", nil, ""),
			`"type":"OrderedCollectionPage","partOf":"https://council.example/ap/posts/1/replies","orderedItems":[]}`},
	} {
		written, err := activitystreams.WriteCollection(test.collection)
		want := fmt.Sprintf(`{"@context":"https://www.w3.org/ns/activitystreams","id":%q,`, test.collection.ID) + test.want
		if err != nil || string(written) != want {
			t.Errorf("%s: %s, want %s; %v", test.name, written, want, err)
		}
	}
}
