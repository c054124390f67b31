package federation

import (
	"crypto"
	"time"
)

// The five types that an actor may have. Source: Activity Vocabulary §3.2.
const (
	ApplicationType  = "Application"
	GroupType        = "Group"
	OrganizationType = "Organization"
	PersonType       = "Person"
	ServiceType      = "Service"
)

// IsActorType tells whether t is one of the five types of an actor.
func IsActorType(t string) bool {
	switch t {
	case ApplicationType, GroupType, OrganizationType, PersonType, ServiceType:
		return true
	}
	return false
}

// Actor is somebody who can act: a blog, a person, a server.
type Actor struct {
	ID                        ID
	Type                      string
	PreferredUsername         string // the part before the @ of the handle
	WebFinger                 string // "user@host" as the actor claims it, FEP-2c59; unproven
	Name                      string // display name, plain text
	Summary                   string // biography, HTML as received: sanitise before showing
	URL                       string // profile page for people
	Inbox                     ID
	SharedInbox               ID
	Outbox                    ID
	Followers                 ID
	Following                 ID
	Featured                  ID
	FeaturedTags              ID
	Icon                      *Image
	Image                     *Image
	Keys                      []PublicKey
	Fields                    []Field
	AlsoKnownAs               []ID
	MovedTo                   ID
	AttributionDomains        []string // hosts whose pages may name this actor as creator
	ManuallyApprovesFollowers bool
	Discoverable              bool
	Indexable                 bool
	Suspended                 bool
	CanFeature                bool // FEP-7aa9 interactionPolicy.canFeature: as:Public
	Published                 time.Time
	Updated                   time.Time

	Raw   []byte         // the document as received
	Extra map[string]any // properties that the library does not know
}

// DeliveryInbox is where an activity for many people on the actor's server
// goes: the shared inbox if there is one. Source: ActivityPub §7.1.3.
func (a Actor) DeliveryInbox() ID {
	if a.SharedInbox != "" {
		return a.SharedInbox
	}
	return a.Inbox
}

// Key returns the actor's key with the given id.
func (a Actor) Key(id ID) (PublicKey, bool) {
	for _, k := range a.Keys {
		if k.ID == id {
			return k, true
		}
	}
	return PublicKey{}, false
}

// PublicKey is a key with which an actor signs. Key is *rsa.PublicKey or
// ed25519.PublicKey; the algorithm follows from it and from nothing else.
type PublicKey struct {
	ID      ID
	Owner   ID
	Key     crypto.PublicKey
	Asserts bool // listed in assertionMethod: it may prove documents, FEP-521a
}

// Field is a line of an actor's profile table (schema.org PropertyValue).
// Value is HTML.
type Field struct{ Name, Value string }

// Image is a picture that stands for something.
type Image struct {
	URL       string
	MediaType string
	Alt       string
	Width     int
	Height    int
	Blurhash  string
	Focal     *[2]float64 // x, y from -1 to 1
	Credit    *Credit
}
