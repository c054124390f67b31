package federation_test

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/actor"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/inbox"
	"inews/federation/signature"
)

// Council is a whole server in small: one actor that may be followed and
// answered. A real one keeps documents, items and deliveries in a database.
type Council struct {
	actor     federation.Actor
	key       signature.Key
	documents sync.Map // by id
	items     chan inbox.Received
	queue     fedtest.Queue
}

// Accept keeps what the inbox took in. It makes Council an inbox.Store.
func (c *Council) Accept(_ context.Context, item inbox.Received) error {
	c.items <- item
	return nil
}

// Document returns what stands at an address. It makes Council an actor.Library.
func (c *Council) Document(_ context.Context, id federation.ID) (actor.Document, error) {
	document, ok := c.documents.Load(id)
	if !ok {
		return actor.Document{}, federation.ErrNotFound
	}
	return actor.Document{Body: document.([]byte)}, nil
}

// Send puts an activity into the queue, in its final bytes.
func (c *Council) Send(ctx context.Context, a federation.Activity, inbox federation.ID) error {
	body, err := activitystreams.WriteActivity(a)
	if err != nil {
		return err
	}
	_, err = c.queue.Add(ctx, delivery.Delivery{ActivityID: a.ID, ObjectID: a.ObjectID, Inbox: inbox, Sender: c.actor.ID, Body: body})
	return err
}

// Two servers: Alice follows the council, gets its news, and answers.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	network, err := fedtest.NewNetwork()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer network.Close()
	if err := converse(ctx, network); err != nil {
		fmt.Println(err)
	}
	// Output:
	// https://town.example/users/alice follows
	// Alice got an Accept
	// Alice got a Create
	// https://town.example/users/alice answers https://council.example/ap/posts/1
}

func converse(ctx context.Context, network *fedtest.Network) error {
	council, err := newCouncil()
	if err != nil {
		return err
	}
	client := network.Client()
	routes := http.NewServeMux()
	routes.Handle("GET /", &actor.Handler{Library: council, Base: "https://council.example"})
	routes.Handle("POST /ap/inbox", &inbox.Handler{
		Store:    council,
		Verifier: &signature.Verifier{Keys: &fetch.Keys{Client: client}, Origin: "https://council.example"},
	})
	if _, err := network.Serve("council.example", routes); err != nil {
		return err
	}
	alice, err := network.Peer("alice@town.example")
	if err != nil {
		return err
	}

	// Deliveries go out by themselves from here on.
	poster := &delivery.Poster{Client: client, Key: func(context.Context, federation.ID) (signature.Key, error) { return council.key, nil }}
	dispatcher := &delivery.Dispatcher{Queue: &council.queue, Post: poster.Post}
	working, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- dispatcher.Run(working) }()
	defer func() { stop(); <-ended }()

	// What came in is worked off by type.
	var mux inbox.Mux
	mux.Handle(federation.FollowType, func(ctx context.Context, follow federation.Activity, r inbox.Received) error {
		fmt.Println(r.Signer, "follows")
		accept := federation.Activity{ID: "https://council.example/ap/activities/1", Type: federation.AcceptType, Actors: []federation.ID{council.actor.ID}, Inner: &follow}
		return council.Send(ctx, accept, alice.Inbox())
	})
	mux.Handle(federation.CreateType, func(_ context.Context, a federation.Activity, r inbox.Received) error {
		fmt.Println(r.Signer, "answers", a.Object.InReplyTo)
		return nil
	})

	if _, err := alice.Follow(ctx, council.actor.ID); err != nil {
		return err
	}
	if err := mux.Dispatch(ctx, <-council.items); err != nil {
		return err
	}
	if _, err := alice.Wait(ctx, federation.AcceptType, ""); err != nil {
		return err
	}
	fmt.Println("Alice got an Accept")

	post, err := council.publish(ctx, "The bridge opens on Monday.", alice.SharedInbox())
	if err != nil {
		return err
	}
	if _, err := alice.Wait(ctx, federation.CreateType, post); err != nil {
		return err
	}
	fmt.Println("Alice got a Create")
	if _, err := alice.Reply(ctx, post, "At last!"); err != nil {
		return err
	}
	return mux.Dispatch(ctx, <-council.items)
}

func newCouncil() (*Council, error) {
	private, err := signature.GenerateRSA()
	if err != nil {
		return nil, err
	}
	const id = "https://council.example/ap/actors/news"
	c := &Council{items: make(chan inbox.Received, 10), key: signature.Key{ID: id + "#main-key", Signer: private}}
	c.actor = federation.Actor{
		ID: id, Type: federation.OrganizationType, PreferredUsername: "news", Name: "Council News",
		Inbox: "https://council.example/ap/inbox", Outbox: id + "/outbox", Followers: id + "/followers",
		Keys: []federation.PublicKey{{ID: c.key.ID, Owner: id, Key: private.Public()}},
	}
	document, err := activitystreams.WriteActor(c.actor)
	c.documents.Store(c.actor.ID, document)
	return c, err
}

func (c *Council) publish(ctx context.Context, text string, inbox federation.ID) (federation.ID, error) {
	note := federation.Object{
		ID: "https://council.example/ap/posts/1", Type: federation.NoteType, AttributedTo: []federation.ID{c.actor.ID},
		Content: "<p>" + text + "</p>", Published: time.Now(), To: []federation.ID{federation.Public}, CC: []federation.ID{c.actor.Followers},
	}
	document, err := activitystreams.WriteObject(note)
	if err != nil {
		return "", err
	}
	c.documents.Store(note.ID, document)
	create := federation.Activity{
		ID: "https://council.example/ap/activities/2", Type: federation.CreateType, Actors: []federation.ID{c.actor.ID},
		ObjectID: note.ID, Object: &note, To: note.To, CC: note.CC, Published: note.Published,
	}
	return note.ID, c.Send(ctx, create, inbox)
}
