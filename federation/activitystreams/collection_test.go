package activitystreams_test

import (
	"reflect"
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

func TestReadCollection(t *testing.T) {
	const id = `"id":"https://a.example/c"`
	for _, test := range []struct {
		json string
		want federation.Collection
	}{
		{`"type":"OrderedCollection","totalItems":0`, federation.Collection{Type: "OrderedCollection", TotalItems: federation.Total(0)}},
		{`"type":"Collection","totalItems":"many"`, federation.Collection{Type: "Collection"}},
		{`"type":"Collection","totalItems":-3`, federation.Collection{Type: "Collection"}},
		{`"type":"Collection","first":"https://a.example/c?page=1"`, federation.Collection{Type: "Collection", First: "https://a.example/c?page=1"}},
		{`"type":"Collection","first":{"type":"Link","href":"https://a.example/c?page=1"}`, federation.Collection{Type: "Collection", First: "https://a.example/c?page=1"}},
		{`"type":"Collection","items":"https://a.example/1"`, federation.Collection{Type: "Collection", Items: []federation.Item{{ID: "https://a.example/1"}}}},
		{`"type":"OrderedCollection","orderedItems":[null,"https://a.example/1",{"id":"https://a.example/2","type":"Note"},{"type":"Note"},7]`,
			federation.Collection{Type: "OrderedCollection", Items: []federation.Item{
				{ID: "https://a.example/1"}, {ID: "https://a.example/2", Document: []byte(`{"id":"https://a.example/2","type":"Note"}`)},
				{Document: []byte(`{"type":"Note"}`)},
			}}},
		{`"type":"Collection","first":{"type":"CollectionPage","id":"https://a.example/c?page=1","next":"https://a.example/c?page=2","items":["https://a.example/1"]}`,
			federation.Collection{Type: "Collection", First: "https://a.example/c?page=1", FirstPage: &federation.Collection{
				ID: "https://a.example/c?page=1", Type: "CollectionPage", Next: "https://a.example/c?page=2", Items: []federation.Item{{ID: "https://a.example/1"}},
			}}},
	} {
		got, err := activitystreams.ReadCollection([]byte(`{` + id + `,` + test.json + `}`))
		bareCollection(&got)
		test.want.ID = "https://a.example/c"
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%s: %+v, %v", test.json, got, err)
		}
	}
}

func TestWriteObjectCollections(t *testing.T) {
	o := federation.Object{
		Type:    federation.NoteType,
		Replies: &federation.Collection{ID: story + "/replies"},
		Likes:   &federation.Collection{ID: story + "/likes", TotalItems: federation.Total(2)},
	}
	written, err := activitystreams.WriteObject(o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := activitystreams.ReadObject(written)
	if err != nil {
		t.Fatal(err)
	}
	if again.Replies.ID != story+"/replies" || again.Replies.Type != "" {
		t.Errorf("replies %+v, want the address alone", again.Replies)
	}
	// A count is only read from a collection that says its type.
	if again.Likes.Type != "Collection" || *again.Likes.TotalItems != 2 {
		t.Errorf("likes %+v", again.Likes)
	}
}
