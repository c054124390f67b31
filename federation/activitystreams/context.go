package activitystreams

import (
	"encoding/json"
	"strings"

	"inews/federation"
)

// The contexts that documents are written with. Most servers read the plain
// names and only look for the first line; those that expand JSON-LD (Friendica,
// Hubzilla) know the terms by the addresses given here, schema.org's with the #
// that Mobilizon and Friendica give it. No name of ActivityStreams itself is
// given another meaning.

// postContext is of an Article, a Note and other objects but events.
const postContext = `[` + plainContext + `,{` + postTerms + `}]`

// eventContext is of an Event. Source: FEP-8a8e, which brings timezone,
// category, joinMode and the like, and Mobilizon. The terms of FEP-8a8e stand
// here with the addresses that its own context gives them: a reader that expands
// JSON-LD (Fedify) does not have that one at hand, and answers 500 to the whole
// event when it cannot fetch it.
const eventContext = `[` + plainContext + `,{` + postTerms + `,` + calendarTerms + `,` + eventTerms + `}]`

const plainContext = `"` + federation.Namespace + `"`

// proofContext is added to that of an activity which may be proven. Source:
// FEP-8b32.
const proofContext = `"https://w3id.org/security/data-integrity/v2"`

const postTerms = `
"Hashtag": "as:Hashtag",
"sensitive": "as:sensitive",
"toot": "http://joinmastodon.org/ns#",
"Emoji": "toot:Emoji",
"blurhash": "toot:blurhash",
"focalPoint": {"@id": "toot:focalPoint", "@container": "@list"},
"ostatus": "http://ostatus.org#",
"conversation": "ostatus:conversation",
"schema": "http://schema.org#",
"creditText": "schema:creditText",
"headline": "schema:headline",
"isBasedOn": "schema:isBasedOn",
"license": "schema:license",
"gts": "https://gotosocial.org/ns#",
"interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
"canQuote": {"@id": "gts:canQuote", "@type": "@id"},
"canReply": {"@id": "gts:canReply", "@type": "@id"},
"canLike": {"@id": "gts:canLike", "@type": "@id"},
"canAnnounce": {"@id": "gts:canAnnounce", "@type": "@id"},
"automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
"manualApproval": {"@id": "gts:manualApproval", "@type": "@id"},
"quote": {"@id": "https://w3id.org/fep/044f#quote", "@type": "@id"},
"quoteUri": "http://fedibird.com/ns#quoteUri",
"_misskey_quote": "https://misskey-hub.net/ns#_misskey_quote"`

const calendarTerms = `
"fep8a8e": "https://w3id.org/fep/8a8e/",
"timezone": "fep8a8e:timezone",
"displayEndTime": {"@id": "fep8a8e:displayEndTime", "@type": "http://www.w3.org/2001/XMLSchema#boolean"},
"previousStartTime": {"@id": "fep8a8e:previousStartTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"},
"eventStatus": {"@id": "fep8a8e:eventStatus", "@type": "@vocab"},
"EventScheduled": "fep8a8e:EventScheduled",
"EventRescheduled": "fep8a8e:EventRescheduled",
"EventPostponed": "fep8a8e:EventPostponed",
"EventCancelled": "fep8a8e:EventCancelled",
"category": {"@id": "fep8a8e:category", "@container": "@list"},
"joinMode": "fep8a8e:joinMode",
"externalParticipationUrl": "fep8a8e:externalParticipationUrl",
"attendees": "fep8a8e:attendees",
"organizers": "fep8a8e:organizers",
"OrganizersCollection": "fep8a8e:OrganizersCollection"`

const eventTerms = `
"mz": "https://joinmobilizon.org/ns#",
"ical": "http://www.w3.org/2002/12/cal/ical#",
"pt": "https://joinpeertube.org/ns#",
"PostalAddress": "schema:PostalAddress",
"VirtualLocation": "schema:VirtualLocation",
"address": "schema:address",
"streetAddress": "schema:streetAddress",
"addressLocality": "schema:addressLocality",
"addressRegion": "schema:addressRegion",
"postalCode": "schema:postalCode",
"addressCountry": "schema:addressCountry",
"maximumAttendeeCapacity": "schema:maximumAttendeeCapacity",
"remainingAttendeeCapacity": "schema:remainingAttendeeCapacity",
"inLanguage": "schema:inLanguage",
"uuid": "schema:identifier",
"status": "ical:status",
"participantCount": "mz:participantCount",
"isOnline": "mz:isOnline",
"anonymousParticipationEnabled": "mz:anonymousParticipationEnabled",
"repliesModerationOption": "mz:repliesModerationOption",
"contacts": {"@id": "mz:contacts", "@type": "@id"},
"commentsEnabled": "pt:commentsEnabled"`

// actorContext is of an actor.
const actorContext = `[
"https://www.w3.org/ns/activitystreams",
"https://w3id.org/security/v1",
"https://purl.archive.org/socialweb/webfinger",
{
"sec": "https://w3id.org/security#",
"Multikey": "sec:Multikey",
"assertionMethod": {"@id": "sec:assertionMethod", "@type": "@id", "@container": "@set"},
"controller": {"@id": "sec:controller", "@type": "@id"},
"publicKeyMultibase": {"@id": "sec:publicKeyMultibase", "@type": "sec:multibase"},
"alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
"movedTo": {"@id": "as:movedTo", "@type": "@id"},
"manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
"toot": "http://joinmastodon.org/ns#",
"featured": {"@id": "toot:featured", "@type": "@id"},
"featuredTags": {"@id": "toot:featuredTags", "@type": "@id"},
"discoverable": "toot:discoverable",
"indexable": "toot:indexable",
"suspended": "toot:suspended",
"attributionDomains": {"@id": "toot:attributionDomains", "@type": "@id"},
"blurhash": "toot:blurhash",
"focalPoint": {"@id": "toot:focalPoint", "@container": "@list"},
"schema": "http://schema.org#",
"PropertyValue": "schema:PropertyValue",
"value": "schema:value",
"creditText": "schema:creditText",
"headline": "schema:headline",
"isBasedOn": "schema:isBasedOn",
"license": "schema:license",
"gts": "https://gotosocial.org/ns#",
"interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
"canFeature": {"@id": "https://w3id.org/fep/7aa9#canFeature", "@type": "@id"},
"automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
"manualApproval": {"@id": "gts:manualApproval", "@type": "@id"}
}
]`

// requestContext is of a request for consent, its answer, and the proof of it.
// Source: FEP-044f, FEP-7aa9, and LitePub for EmojiReact.
const requestContext = `[
"https://www.w3.org/ns/activitystreams",
{
"QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
"QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
"FeatureRequest": "https://w3id.org/fep/7aa9#FeatureRequest",
"FeatureAuthorization": "https://w3id.org/fep/7aa9#FeatureAuthorization",
"EmojiReact": "http://litepub.social/ns#EmojiReact",
"gts": "https://gotosocial.org/ns#",
"interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
"interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"}
}
]`

// contextOf is the context of an object of a type.
func contextOf(typ string) json.RawMessage {
	switch {
	case typ == federation.TombstoneType:
		return json.RawMessage(plainContext)
	case typ == federation.EventType:
		return json.RawMessage(eventContext)
	case isStamp(typ):
		return json.RawMessage(requestContext)
	}
	return json.RawMessage(postContext)
}

// contextOfActivity is the context of what is embedded in the activity and, for
// what others may pass on, of a proof.
func contextOfActivity(a federation.Activity) json.RawMessage {
	context := contextOfEmbedded(a)
	switch a.Type {
	case federation.CreateType, federation.UpdateType, federation.DeleteType, federation.AnnounceType:
		both := strings.Replace(string(context), plainContext, plainContext+","+proofContext, 1)
		if !strings.HasPrefix(both, "[") {
			both = "[" + both + "]"
		}
		return json.RawMessage(both)
	}
	return context
}

// contextOfEmbedded is the context of what is embedded in an activity. What goes
// out as it came brings its own.
func contextOfEmbedded(a federation.Activity) json.RawMessage {
	switch {
	case a.Object != nil && a.Object.Raw == nil:
		return contextOf(a.Object.Type)
	case a.ObjectActor != nil && a.ObjectActor.Raw == nil:
		return json.RawMessage(actorContext)
	case a.Inner != nil && a.Inner.Raw == nil:
		return contextOfEmbedded(*a.Inner)
	}
	switch a.Type {
	case federation.QuoteRequestType, federation.FeatureRequestType, federation.EmojiReactType:
		return json.RawMessage(requestContext)
	}
	return json.RawMessage(plainContext)
}

// isStamp tells whether a type is of a proof of consent, which has neither text
// nor audience.
func isStamp(typ string) bool { return strings.HasSuffix(typ, "Authorization") }
