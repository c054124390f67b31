package interop

import (
	"crypto"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/federation/signature"
)

// troupe is a server on which everybody from the corpus has a part. Elsewhere
// is the rest of the world, in which nothing is found.
type troupe struct {
	*testing.T
	node      *node
	post      fed.ID // which the blog has published
	server    *fedtest.Server
	elsewhere *fedtest.Server
	client    *fetch.Client
	signer    crypto.Signer
	pem       string
	acts      int

	mu        sync.Mutex
	documents map[string]any // by path and query
}

// act is one way of using a file of the corpus.
type act struct {
	file   string
	way    string // "inbox": posted; "create": wrapped and posted; "fetch": served and announced
	prefix string // below which everything of this act stands
	actor  fed.ID // who signs
	body   []byte

	before map[string]int
	code   int // HTTP status
}

func (i *internet) troupe(n *node) *troupe {
	i.Helper()
	tr := &troupe{T: i.T, node: n, client: i.network.Client(), documents: map[string]any{}}
	tr.post = n.publish("post", "---\ntitle: Bins\nslug: bins\n---\nNew ones.\n").Object
	key, err := signature.GenerateRSA()
	check(i.T, err)
	tr.signer = key
	tr.pem, err = signature.MarshalPublicKeyPEM(key.Public())
	check(i.T, err)
	tr.server, err = i.network.Serve("localhost:0", http.HandlerFunc(tr.serve))
	check(i.T, err)
	tr.elsewhere, err = i.network.Serve("localhost:0", http.NotFoundHandler())
	check(i.T, err)
	return tr
}

func (tr *troupe) serve(w http.ResponseWriter, r *http.Request) {
	tr.mu.Lock()
	document, ok := tr.documents[r.URL.RequestURI()]
	tr.mu.Unlock()
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", fed.MediaType)
	_ = json.NewEncoder(w).Encode(document) // the asker has gone
}

// put serves a document at its address.
func (tr *troupe) put(id fed.ID, document any) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	tr.documents[strings.TrimPrefix(string(id.Document()), id.Origin())] = document
}

// casts makes somebody a person whom staff trust and, as the blog's partner,
// follow, with an actor that can be fetched.
func (tr *troupe) casts(actor fed.ID) {
	tr.Helper()
	tr.put(actor, map[string]any{
		"@context": []any{fed.Namespace, "https://w3id.org/security/v1"}, "id": actor, "type": "Person",
		"preferredUsername": "player", "inbox": actor.Document() + "/inbox", "followers": actor.Document() + "/followers",
		"publicKey": map[string]any{"id": actor.Document() + "#main-key", "owner": actor, "publicKeyPem": tr.pem},
	})
	tr.node.desk.exec(`
		INSERT INTO people (uri, host, handle, name, inbox, followers, trusted_at)
		VALUES ($1, $2, '@player', 'Player', $1 || '/inbox', $1 || '/followers', now()) ON CONFLICT DO NOTHING`, actor, actor.Host())
	tr.node.desk.exec(`
		INSERT INTO partners (person_uri, state, trust, follow_id) VALUES ($1, 'accepted', 'trusted', $2) ON CONFLICT DO NOTHING`,
		actor, tr.node.base+"/ap/activities/"+fmt.Sprintf("00000000-0000-4000-8000-%012d", tr.acts))
}

// send posts an act, signed, and returns the status.
func (tr *troupe) send(a *act) int {
	response, err := tr.client.Post(tr.Context(), fetch.Post{
		Inbox: fed.ID(tr.node.base + "/ap/inbox"), Body: a.body, Scheme: signature.Cavage,
		Key: signature.Key{ID: a.actor.Document() + "#main-key", Signer: tr.signer},
	})
	var status *fetch.StatusError
	if errors.As(err, &status) {
		return status.Code
	}
	if err != nil {
		tr.Errorf("%s (%s): %v", a.file, a.way, err)
	}
	return response.Code
}
