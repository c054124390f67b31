package activitystreams_test

import (
	"fmt"

	"inews/federation"
	"inews/federation/activitystreams"
)

func ExampleReadActivity() {
	a, err := activitystreams.ReadActivity([]byte(`{
		"@context": "https://www.w3.org/ns/activitystreams",
		"id": "https://social.example/users/jane/statuses/1/activity", "type": "Create",
		"actor": "https://social.example/users/jane", "to": "as:Public",
		"object": {
			"id": "https://social.example/users/jane/statuses/1", "type": "Note",
			"inReplyTo": "https://council.example/ap/posts/0198",
			"content": "<p>Da iawn!</p>", "contentMap": {"cy": "<p>Da iawn!</p>"}
		}
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(a.Actor(), a.Type, a.Object.Type, a.IsPublic())
	fmt.Println(a.Object.InReplyTo, a.Object.Language, a.Object.Content)
	// Output:
	// https://social.example/users/jane Create Note true
	// https://council.example/ap/posts/0198 cy <p>Da iawn!</p>
}

func ExampleWriteActivity() {
	raw, err := activitystreams.WriteActivity(federation.Activity{
		ID: "https://council.example/ap/activities/1", Type: federation.AnnounceType,
		Actors:   []federation.ID{"https://council.example/ap/actors/inews"},
		To:       []federation.ID{federation.Public},
		ObjectID: "https://social.example/users/jane/statuses/1",
	})
	fmt.Println(string(raw), err)
	// Output:
	// {"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v2"],"id":"https://council.example/ap/activities/1","type":"Announce","actor":"https://council.example/ap/actors/inews","to":["https://www.w3.org/ns/activitystreams#Public"],"object":"https://social.example/users/jane/statuses/1"} <nil>
}
