package fediverse

import (
	"regexp"
	"strconv"
	"strings"

	fed "inews/federation"
	"inews/internal/blog"
)

// Addresses knows every wire address of this server. They are part of the
// contract: once published, they never change.
type Addresses struct {
	Base   string // "https://council.example", without a slash at the end
	Handle string // name of the blog's actor: "inews"
}

// InstanceName is the name of the actor that signs our fetches.
const InstanceName = "instance"

// Blog is the blog's actor.
func (a Addresses) Blog() fed.ID { return a.Actor(a.Handle) }

// Instance is the actor that stands for the server.
func (a Addresses) Instance() fed.ID { return a.Actor(InstanceName) }

// Actor is the actor with that name.
func (a Addresses) Actor(name string) fed.ID { return fed.ID(a.Base + "/ap/actors/" + name) }

// Below is an address below another: an actor's "/inbox", a post's "/replies".
func Below(id fed.ID, path string) fed.ID { return id + fed.ID(path) }

// SharedInbox takes activities for everybody here.
func (a Addresses) SharedInbox() fed.ID { return fed.ID(a.Base + "/ap/inbox") }

// Followers is the collection of who follows the blog.
func (a Addresses) Followers() fed.ID { return Below(a.Blog(), "/followers") }

// Synchronisation is where a server is told which of them are its own.
func (a Addresses) Synchronisation() fed.ID { return Below(a.Followers(), "/synchronization") }

// Key is the id under which an actor of ours publishes a key of a kind: the
// first, or with a number those that came after it.
func (a Addresses) Key(name, algorithm string, number int) fed.ID {
	id := a.Actor(name) + "#main-key"
	if algorithm == Ed25519 {
		id = a.Actor(name) + "#ed25519-key"
	}
	if number > 1 {
		id += fed.ID("-" + strconv.Itoa(number))
	}
	return id
}

// Post is the wire id of a post or event.
func (a Addresses) Post(p blog.Post) fed.ID { return a.Object(p.Form, p.ObjectID) }

// Object is the wire id of a post or event, by its uuid on the wire.
func (a Addresses) Object(form blog.Form, objectID string) fed.ID {
	if form == blog.FormEvent {
		return fed.ID(a.Base + "/ap/events/" + objectID)
	}
	return fed.ID(a.Base + "/ap/posts/" + objectID)
}

// Comments is what the wire ids of our own comments begin with.
func (a Addresses) Comments() string { return a.Base + "/ap/comments/" }

// Stamp is the wire id of our consent to a quote or a listing, by its uuid.
func (a Addresses) Stamp(id string) fed.ID { return fed.ID(a.Base + "/ap/stamps/" + id) }

// Activity is the wire id of an activity, by its uuid.
func (a Addresses) Activity(id string) fed.ID { return fed.ID(a.Base + "/ap/activities/" + id) }

// Page is the address for people of a path on the site.
func (a Addresses) Page(path string) string { return a.Base + path }

// Local is what one of our own wire ids names.
type Local struct {
	Kind string // "actor", "post", "event", "comment", "stamp", "activity"
	Key  string // an actor's name, or a uuid
	Part string // "", "replies", "likes", "shares", "context", "inbox", …
}

var localPath = regexp.MustCompile(`^/ap/(actors|posts|events|comments|stamps|activities)/([A-Za-z0-9_.-]{1,64})(?:/([a-z]+))?$`)

// kinds maps the plural in an address to what it names.
var kinds = map[string]string{
	"actors": "actor", "posts": "post", "events": "event", "comments": "comment", "stamps": "stamp",
	"activities": "activity",
}

// Parse tells what one of our wire ids names; ok is false for an address that
// is not ours, or names nothing. A fragment or query is not looked at.
func (a Addresses) Parse(id fed.ID) (local Local, ok bool) {
	path, ours := strings.CutPrefix(string(id.Document()), a.Base)
	if !ours {
		return Local{}, false
	}
	path, _, _ = strings.Cut(path, "?")
	m := localPath.FindStringSubmatch(path)
	if m == nil {
		return Local{}, false
	}
	return Local{Kind: kinds[m[1]], Key: m[2], Part: m[3]}, true
}

// Ours tells whether the address is on this server.
func (a Addresses) Ours(id fed.ID) bool { return id.SameOrigin(fed.ID(a.Base)) }
