package fedtest

import (
	"encoding/json"
	"net/http"
	"slices"

	"inews/federation"
	"inews/federation/signature"
)

// document is a JSON object as the peer writes or reads it.
type document = map[string]any

// jsonContext is what Mastodon puts at the head, cut down to what is used here.
var jsonContext = []any{
	federation.Namespace,
	"https://w3id.org/security/v1",
	document{"sensitive": "as:sensitive", "Hashtag": "as:Hashtag", "manuallyApprovesFollowers": "as:manuallyApprovesFollowers", "movedTo": document{"@id": "as:movedTo", "@type": "@id"}},
}

func (p *Peer) serveActor(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	own, moved := p.documents[r.URL.Path]
	key := p.key.Public()
	p.mu.Unlock()
	if moved && own == nil {
		p.serveDocument(w, r)
		return
	}
	pem, err := signature.MarshalPublicKeyPEM(key)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	actor := document{
		"@context": jsonContext, "id": p.Actor(), "type": federation.PersonType,
		"preferredUsername": p.name, "name": p.name, "summary": "", "url": p.ID("/@" + p.name),
		"inbox": p.Inbox(), "outbox": p.Actor() + "/outbox",
		"followers": p.Actor() + "/followers", "following": p.Actor() + "/following",
		"manuallyApprovesFollowers": false, "published": "2026-01-05T00:00:00Z",
		"publicKey": document{"id": p.keyID(), "owner": p.Actor(), "publicKeyPem": pem},
		"endpoints": document{"sharedInbox": p.SharedInbox()},
	}
	if extra, ok := own.(document); ok { // what Put or Move added
		for name, value := range extra {
			actor[name] = value
		}
	}
	writeDocument(w, http.StatusOK, actor)
}

func (p *Peer) serveOutbox(w http.ResponseWriter, _ *http.Request) {
	p.mu.Lock()
	items := slices.Clone(p.activity)
	p.mu.Unlock()
	slices.Reverse(items)
	p.serveCollection(w, "/outbox", items)
}

func (p *Peer) serveFollowers(w http.ResponseWriter, _ *http.Request) {
	var items []any
	for _, follower := range p.Followers() {
		items = append(items, follower)
	}
	p.serveCollection(w, "/followers", items)
}

func (p *Peer) serveCollection(w http.ResponseWriter, path string, items []any) {
	if items == nil {
		items = []any{}
	}
	writeDocument(w, http.StatusOK, document{
		"@context": federation.Namespace, "id": p.Actor() + federation.ID(path), "type": "OrderedCollection",
		"totalItems": len(items), "orderedItems": items,
	})
}

// serveDocument shows what was published or Put. What was deleted is gone, as a
// Tombstone.
func (p *Peer) serveDocument(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	own, ok := p.documents[r.URL.Path]
	p.mu.Unlock()
	switch {
	case !ok:
		http.NotFound(w, r)
	case own == nil:
		writeDocument(w, http.StatusGone, document{"@context": federation.Namespace, "id": p.ID(r.URL.Path), "type": federation.TombstoneType})
	default:
		writeDocument(w, http.StatusOK, own)
	}
}

// serveWebFinger answers for the handle and for the actor's id. Source: RFC 7033.
func (p *Peer) serveWebFinger(w http.ResponseWriter, r *http.Request) {
	resource := r.URL.Query().Get("resource")
	if resource != "acct:"+p.Handle() && resource != string(p.Actor()) {
		http.NotFound(w, r)
		return
	}
	links := []any{document{"rel": "self", "type": federation.MediaType, "href": p.Actor()}}
	for relation, template := range p.Templates {
		links = append(links, document{"rel": relation, "template": template})
	}
	w.Header().Set("Content-Type", federation.JRDMediaType)
	json.NewEncoder(w).Encode(document{"subject": "acct:" + p.Handle(), "aliases": []any{p.Actor()}, "links": links})
}

func writeDocument(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", federation.MediaType+"; charset=utf-8")
	w.WriteHeader(code)
	json.NewEncoder(w).Encode(v)
}
