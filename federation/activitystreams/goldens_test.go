package activitystreams_test

import (
	"testing"

	"inews/federation"
	"inews/federation/activitystreams"
)

func goldens() []golden {
	public, followers := []federation.ID{federation.Public}, []federation.ID{blog + "/followers"}
	fixed := func(o federation.Object) func(*testing.T) federation.Object {
		return func(*testing.T) federation.Object { return o }
	}
	did := func(a federation.Activity) func(*testing.T) federation.Activity {
		a.Actors = []federation.ID{blog}
		return func(*testing.T) federation.Activity { return a }
	}
	some := func(c federation.Collection) func(*testing.T) federation.Collection {
		return func(*testing.T) federation.Collection { return c }
	}
	tombstone := federation.Object{ID: story, Type: federation.TombstoneType, FormerType: federation.ArticleType, Deleted: at(12)}
	follow := federation.Activity{
		ID: "https://social.example/0f1e", Type: federation.FollowType, Actors: []federation.ID{jane},
		ObjectID: blog, Objects: []federation.ID{blog},
	}
	written, post := article(), note()
	return []golden{
		object("article", true, fixed(article())),
		object("note", true, fixed(note())),
		object("event", true, func(t *testing.T) federation.Object { return seminar(t) }),
		object("event-online", true, func(t *testing.T) federation.Object { return webinar(t) }),
		pair("article-pair", func(*testing.T) federation.Object { return article() }),
		pair("note-pair", func(*testing.T) federation.Object { return note() }),
		pair("event-pair", func(t *testing.T) federation.Object { return seminar(t) }),
		object("quote-authorization", false, fixed(federation.Object{
			ID: host + "/ap/stamps/1", Type: federation.QuoteAuthorizationType, AttributedTo: []federation.ID{blog},
			Extra: map[string]any{"interactingObject": string(jane) + "/statuses/2", "interactionTarget": string(story)},
		})),
		object("feature-authorization", false, fixed(federation.Object{
			ID: host + "/ap/stamps/2", Type: federation.FeatureAuthorizationType, AttributedTo: []federation.ID{blog},
			Extra: map[string]any{"interactingObject": string(jane) + "/collections/1", "interactionTarget": string(blog)},
		})),
		{
			"tombstone", true,
			func(*testing.T) ([]byte, error) {
				return activitystreams.WriteTombstone(federation.Tombstone{ID: story, FormerType: federation.ArticleType, Deleted: at(12)})
			},
			same(activitystreams.ReadObject, bare, fixed(tombstone)),
		},
		{
			"actor", true,
			func(t *testing.T) ([]byte, error) { return activitystreams.WriteActor(publisher(t)) },
			same(activitystreams.ReadActor, func(a *federation.Actor) { a.Raw = nil }, func(t *testing.T) federation.Actor { return publisher(t) }),
		},
		activity("create", true, did(federation.Activity{
			ID: host + "/ap/activities/1", Type: federation.CreateType, Published: at(9), To: public, CC: followers,
			ObjectID: story, Objects: []federation.ID{story}, Object: &written,
		})),
		activity("update-actor", true, func(t *testing.T) federation.Activity {
			a := publisher(t)
			return federation.Activity{
				ID: host + "/ap/activities/2", Type: federation.UpdateType, Actors: []federation.ID{blog}, To: public,
				ObjectID: blog, Objects: []federation.ID{blog}, ObjectActor: &a,
			}
		}),
		activity("delete", true, did(federation.Activity{
			ID: host + "/ap/activities/3", Type: federation.DeleteType, To: public, CC: followers,
			ObjectID: story, Objects: []federation.ID{story}, Object: &tombstone,
		})),
		activity("accept", true, did(federation.Activity{
			ID: host + "/ap/activities/4", Type: federation.AcceptType, To: []federation.ID{jane},
			ObjectID: follow.ID, Objects: []federation.ID{follow.ID}, Inner: &follow,
		})),
		activity("announce", true, did(federation.Activity{
			ID: host + "/ap/activities/5", Type: federation.AnnounceType, Published: at(9), To: public, CC: followers,
			ObjectID: story, Objects: []federation.ID{story},
		})),
		activity("update-note", true, did(federation.Activity{
			ID: host + "/ap/activities/6", Type: federation.UpdateType, To: public,
			ObjectID: post.ID, Objects: []federation.ID{post.ID}, Object: &post,
		})),
		activity("accept-quote", true, did(federation.Activity{
			ID: host + "/ap/activities/7", Type: federation.AcceptType, To: []federation.ID{jane}, Result: host + "/ap/stamps/1",
			ObjectID: jane + "/quotes/1", Objects: []federation.ID{jane + "/quotes/1"}, Inner: &federation.Activity{
				ID: jane + "/quotes/1", Type: federation.QuoteRequestType, Actors: []federation.ID{jane},
				ObjectID: story, Objects: []federation.ID{story}, Instrument: jane + "/statuses/2",
			},
		})),
		activity("accept-feature", true, did(federation.Activity{
			ID: host + "/ap/activities/10", Type: federation.AcceptType, To: []federation.ID{jane}, Result: host + "/ap/stamps/2",
			ObjectID: jane + "/features/1", Objects: []federation.ID{jane + "/features/1"}, Inner: &federation.Activity{
				ID: jane + "/features/1", Type: federation.FeatureRequestType, // without an actor, as it came
				ObjectID: blog, Objects: []federation.ID{blog}, Instrument: jane + "/collections/1",
			},
		})),
		activity("reject-quote", true, did(federation.Activity{
			ID: host + "/ap/activities/11", Type: federation.RejectType, To: []federation.ID{jane},
			ObjectID: jane + "/quotes/1", Objects: []federation.ID{jane + "/quotes/1"}, Inner: &federation.Activity{
				ID: jane + "/quotes/1", Type: federation.QuoteRequestType, Actors: []federation.ID{jane},
				ObjectID: story, Objects: []federation.ID{story}, Instrument: jane + "/statuses/2",
			},
		})),
		activity("add", true, did(federation.Activity{
			ID: host + "/ap/activities/12", Type: federation.AddType, Published: at(9), To: public, CC: followers,
			ObjectID: story, Objects: []federation.ID{story}, Target: blog + "/featured",
		})),
		activity("remove", true, did(federation.Activity{
			ID: host + "/ap/activities/13", Type: federation.RemoveType, Published: at(10), To: public, CC: followers,
			ObjectID: story, Objects: []federation.ID{story}, Target: blog + "/featured",
		})),
		activity("flag", true, did(federation.Activity{
			ID: host + "/ap/activities/8", Type: federation.FlagType, Content: "Spam <b>",
			Objects: []federation.ID{jane, jane + "/statuses/1"},
		})),
		activity("emoji-react", false, did(federation.Activity{
			ID: host + "/ap/activities/9", Type: federation.EmojiReactType, Content: "🎉",
			ObjectID: story, Objects: []federation.ID{story},
		})),
		collection("ordered-collection", some(federation.Collection{
			ID: blog + "/outbox", Type: "OrderedCollection", TotalItems: federation.Total(41), First: blog + "/outbox?page=1",
		})),
		collection("ordered-collection-page", some(federation.Collection{
			ID: blog + "/outbox?page=1", Type: "OrderedCollectionPage", PartOf: blog + "/outbox", Next: blog + "/outbox?page=2",
			Items: []federation.Item{{ID: story}, {ID: host + "/ap/activities/1", Document: []byte(`{"id":"` + host + `/ap/activities/1","type":"Create"}`)}},
		})),
	}
}
