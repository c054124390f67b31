package activitystreams

import (
	"context"
	"strings"

	"github.com/go-fed/activity/streams"
	"github.com/go-fed/activity/streams/vocab"

	"inews/federation"
)

// resolve has go-fed say what kind of thing a type is. It is given a copy of
// the document that holds the type and a plain @context and nothing else: it
// needs no more, costs a tenth, and cannot touch the text. OtherKind is what it
// does not know.
func resolve(typ string) Kind {
	skeleton := map[string]any{"@context": federation.Namespace, "type": typ}
	t, err := streams.ToType(context.Background(), skeleton)
	if err != nil {
		return OtherKind
	}
	return classify(t)
}

// classify sorts a type of the vocabulary by what it extends. A Question
// extends Activity on paper; every server sends it as an object.
func classify(t vocab.Type) Kind {
	switch {
	case streams.IsOrExtendsActivityStreamsLink(t):
		return OtherKind
	case streams.IsOrExtendsActivityStreamsQuestion(t):
		return ObjectKind
	case streams.IsOrExtendsActivityStreamsActivity(t):
		return ActivityKind
	case streams.IsOrExtendsActivityStreamsCollection(t):
		return CollectionKind
	case federation.IsActorType(t.GetTypeName()):
		return ActorKind
	case streams.IsOrExtendsW3IDSecurityV1PublicKey(t):
		return KeyKind
	}
	return ObjectKind
}

// guess says what kind a document is that go-fed does not know: by the names
// that extensions use, then by its shape.
func guess(d *dict, typ string) Kind {
	switch typ {
	case federation.EmojiReactType, federation.FeatureRequestType, federation.QuoteRequestType,
		"AnnounceRequest", "LikeRequest", "ReplyRequest":
		return ActivityKind
	}
	has := func(name string) bool { return d.values[name] != nil }
	switch {
	case federation.IsActorType(typ):
		return ActorKind
	case (has("publicKeyPem") || has("publicKeyMultibase")) && (has("owner") || has("controller")):
		return KeyKind
	case typ == "":
		return OtherKind
	case strings.HasSuffix(typ, "Collection") || strings.HasSuffix(typ, "CollectionPage"):
		return CollectionKind
	case has("actor") && has("object") && !has("attributedTo"):
		return ActivityKind
	}
	return ObjectKind
}

// only is the one object that a property embeds, or nil.
func only(v any) *dict {
	values := list(v, 2)
	if len(values) != 1 {
		return nil
	}
	d, _ := values[0].(*dict)
	return d
}
