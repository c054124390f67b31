package activitystreams

import (
	"strings"

	"inews/federation"
)

// ReadActor reads an actor. GoToSocial shows strangers one without an inbox, so
// an inbox is not asked for here. Raw shares raw's memory. The error wraps
// federation.ErrMalformed (also: not one of the five types) or ErrTooLarge.
func ReadActor(raw []byte) (federation.Actor, error) {
	d, typ, err := open(raw, ActorKind)
	if err != nil {
		return federation.Actor{}, err
	}
	return readActor(d, typ)
}

func readActor(d *dict, typ string) (federation.Actor, error) {
	id, err := d.id()
	if err != nil {
		return federation.Actor{}, err
	}
	a := federation.Actor{
		ID:                        id,
		Type:                      typ,
		PreferredUsername:         d.line("preferredUsername"),
		WebFinger:                 strings.TrimPrefix(d.line("webfinger"), "acct:"),
		URL:                       webURL(d.take("url")),
		Inbox:                     reference(d.take("inbox")),
		SharedInbox:               readSharedInbox(d),
		Outbox:                    reference(d.take("outbox")),
		Followers:                 reference(d.take("followers")),
		Following:                 reference(d.take("following")),
		Featured:                  reference(d.take("featured")),
		FeaturedTags:              reference(d.take("featuredTags")),
		Icon:                      readImage(d.take("icon")),
		Image:                     readImage(d.take("image")),
		Keys:                      readKeys(d, id),
		Fields:                    readFields(d.take("attachment")),
		AlsoKnownAs:               references(d.take("alsoKnownAs"), maxAliases),
		MovedTo:                   reference(d.take("movedTo")),
		AttributionDomains:        readDomains(d.take("attributionDomains")),
		ManuallyApprovesFollowers: boolean(d.take("manuallyApprovesFollowers")),
		Discoverable:              boolean(d.take("discoverable")),
		Indexable:                 boolean(d.take("indexable")),
		Suspended:                 boolean(d.take("suspended")),
		CanFeature:                readCanFeature(d.take("interactionPolicy")),
		Published:                 d.time("published"),
		Updated:                   d.time("updated"),
		Raw:                       d.raw,
	}
	name, _ := d.natural("name")
	a.Name = cut(name, maxLine)
	a.Summary, _ = d.natural("summary")
	a.Extra = d.extra()
	return a, nil
}

// readSharedInbox reads endpoints.sharedInbox, or the older sharedInbox beside
// inbox. Source: ActivityPub §4.1, §7.1.3.
func readSharedInbox(d *dict) federation.ID {
	older := reference(d.take("sharedInbox"))
	if endpoints := only(d.take("endpoints")); endpoints != nil {
		if id := reference(endpoints.values["sharedInbox"]); id != "" {
			return id
		}
	}
	return older
}

// readFields reads the lines of the profile table. Source: schema.org
// PropertyValue, as Mastodon uses it.
func readFields(v any) []federation.Field {
	var fields []federation.Field
	for _, d := range dicts(v, maxList) {
		if d.typ() != "PropertyValue" || len(fields) == maxFields {
			continue
		}
		fields = append(fields, federation.Field{Name: d.line("name"), Value: d.line("value")})
	}
	return fields
}

func readDomains(v any) []string {
	var domains []string
	for _, value := range list(v, maxAliases) {
		if s, ok := value.(string); ok && s != "" {
			domains = append(domains, cut(clean(s), maxLine))
		}
	}
	return domains
}

// readCanFeature tells whether everybody may list the actor. Source: FEP-7aa9.
func readCanFeature(v any) bool {
	d := only(v)
	if d == nil {
		return false
	}
	for _, id := range unasked(d, "canFeature") {
		if id.IsPublic() {
			return true
		}
	}
	return false
}
