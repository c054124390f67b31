package inbox_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"inews/federation"
	"inews/federation/inbox"
	"inews/federation/signature"
)

// shelf is a Store and a KeySource, as small as can be.
type shelf struct {
	items map[federation.ID]inbox.Received
	key   federation.PublicKey
}

func (s *shelf) Accept(_ context.Context, item inbox.Received) error {
	s.items[item.ActivityID] = item
	return nil
}

func (s *shelf) Key(context.Context, federation.ID, bool) (federation.PublicKey, error) {
	return s.key, nil
}

// A peer likes a post; the inbox takes the Like in, and a worker acts on it.
func Example() {
	private, err := signature.GenerateEd25519()
	if err != nil {
		fmt.Println(err)
		return
	}
	key := signature.Key{ID: "https://peer.example/users/ann#key", Signer: private}
	store := &shelf{
		items: make(map[federation.ID]inbox.Received),
		key:   federation.PublicKey{ID: key.ID, Owner: "https://peer.example/users/ann", Key: private.Public()},
	}
	handler := &inbox.Handler{
		Store:    store,
		Verifier: &signature.Verifier{Keys: store, Origin: "https://council.example"},
	}

	r := httptest.NewRequest("POST", "https://council.example/ap/inbox", strings.NewReader(like))
	r.Header.Set("Content-Type", federation.MediaType)
	if err := signature.Sign(r, []byte(like), key, signature.RFC9421, time.Now()); err != nil {
		fmt.Println(err)
		return
	}
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, r)
	fmt.Println(answer.Code)

	mux := inbox.Mux{Read: func([]byte) (federation.Activity, error) {
		return federation.Activity{Type: federation.LikeType, ObjectID: "https://council.example/ap/posts/1"}, nil
	}}
	mux.Handle(federation.LikeType, func(_ context.Context, a federation.Activity, r inbox.Received) error {
		fmt.Println(r.Actor, "likes", a.ObjectID)
		return nil
	})
	for _, item := range store.items {
		fmt.Println(mux.Dispatch(context.Background(), item))
	}
	// Output:
	// 202
	// https://peer.example/users/ann likes https://council.example/ap/posts/1
	// <nil>
}
