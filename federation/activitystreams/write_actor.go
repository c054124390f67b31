package activitystreams

import (
	"encoding/json"

	"inews/federation"
)

type actorJSON struct {
	Context                   json.RawMessage `json:"@context,omitempty"`
	ID                        federation.ID   `json:"id"`
	Type                      string          `json:"type"`
	PreferredUsername         string          `json:"preferredUsername,omitempty"`
	WebFinger                 string          `json:"webfinger,omitempty"`
	Name                      string          `json:"name,omitempty"`
	Summary                   string          `json:"summary,omitempty"`
	URL                       string          `json:"url,omitempty"`
	Inbox                     federation.ID   `json:"inbox,omitempty"`
	Outbox                    federation.ID   `json:"outbox,omitempty"`
	Followers                 federation.ID   `json:"followers,omitempty"`
	Following                 federation.ID   `json:"following,omitempty"`
	Featured                  federation.ID   `json:"featured,omitempty"`
	FeaturedTags              federation.ID   `json:"featuredTags,omitempty"`
	Endpoints                 *endpointsJSON  `json:"endpoints,omitempty"`
	Icon                      *imageJSON      `json:"icon,omitempty"`
	Image                     *imageJSON      `json:"image,omitempty"`
	Attachment                []fieldJSON     `json:"attachment"`
	PublicKey                 any             `json:"publicKey,omitempty"`
	AssertionMethod           []multikeyJSON  `json:"assertionMethod,omitempty"`
	AlsoKnownAs               []federation.ID `json:"alsoKnownAs,omitempty"`
	MovedTo                   federation.ID   `json:"movedTo,omitempty"`
	AttributionDomains        []string        `json:"attributionDomains,omitempty"`
	ManuallyApprovesFollowers bool            `json:"manuallyApprovesFollowers"`
	Discoverable              bool            `json:"discoverable"`
	Indexable                 bool            `json:"indexable"`
	Suspended                 bool            `json:"suspended,omitempty"`
	Policy                    *featureJSON    `json:"interactionPolicy,omitempty"`
	Published                 string          `json:"published,omitempty"`
	Updated                   string          `json:"updated,omitempty"`
}

type endpointsJSON struct {
	SharedInbox federation.ID `json:"sharedInbox"`
}

type fieldJSON struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
}

type featureJSON struct {
	Feature *approvalJSON `json:"canFeature"`
}

// WriteActor writes an actor, from its fields and never from Raw. RSA keys go
// to publicKey, a single one as an object, which every server reads; Ed25519
// keys to assertionMethod as FEP-521a has it. What Mastodon asks for in so many
// words is always said: approval of followers, discoverable, indexable. The
// error wraps federation.ErrMalformed: a key of another kind.
func WriteActor(a federation.Actor) ([]byte, error) {
	return writeActor(a, json.RawMessage(actorContext))
}

func writeActor(a federation.Actor, context json.RawMessage) (json.RawMessage, error) {
	document := actorJSON{
		Context: context, ID: a.ID, Type: a.Type, PreferredUsername: a.PreferredUsername, WebFinger: a.WebFinger,
		Name: a.Name, Summary: a.Summary, URL: a.URL,
		Inbox: a.Inbox, Outbox: a.Outbox, Followers: a.Followers, Following: a.Following,
		Featured: a.Featured, FeaturedTags: a.FeaturedTags,
		Icon: newImage(a.Icon), Image: newImage(a.Image), Attachment: []fieldJSON{},
		AlsoKnownAs: a.AlsoKnownAs, MovedTo: a.MovedTo, AttributionDomains: a.AttributionDomains,
		ManuallyApprovesFollowers: a.ManuallyApprovesFollowers, Discoverable: a.Discoverable,
		Indexable: a.Indexable, Suspended: a.Suspended,
		Published: stamp(a.Published), Updated: stamp(a.Updated),
	}
	if a.SharedInbox != "" {
		document.Endpoints = &endpointsJSON{a.SharedInbox}
	}
	for _, f := range a.Fields {
		document.Attachment = append(document.Attachment, fieldJSON{"PropertyValue", f.Name, f.Value})
	}
	if a.CanFeature {
		document.Policy = &featureJSON{newApproval([]federation.ID{federation.Public})}
	}
	var err error
	if document.PublicKey, document.AssertionMethod, err = newKeys(a.ID, a.Keys); err != nil {
		return nil, err
	}
	return encode(document, a.Extra)
}
