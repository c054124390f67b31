package interop

import fed "inews/federation"

// fedifyThing is what Fedify's vocabulary has read of an object, an activity, an
// actor or a collection, each of them a part of it.
type fedifyThing struct {
	Type, Name, Summary string
	ID                  fed.ID
	URL, To, CC         []string

	// Of an activity.
	Actor  fed.ID
	Object *fedifyThing

	// Of a post, an event or a comment.
	Content   string
	Contents  []struct{ Text, Language string }
	MediaType string

	AttributedTo, Context  []fed.ID
	InReplyTo              fed.ID
	Published, Updated     string
	Sensitive              bool
	Start, End             string
	Locations              []string
	Replies, Likes, Shares fed.ID
	Tags                   []struct{ Type, Name, Href string }
	Images, Attachments    []fedifyPicture

	// Of an actor.
	Username                                                                 string
	Inbox, Outbox, Followers, Following, Featured, FeaturedTags, SharedInbox fed.ID
	Icon                                                                     *fedifyPicture
	Keys, Multikeys                                                          []struct {
		ID, Owner fed.ID
		Algorithm string
	}

	// Of a collection.
	Total *int
	Items []fedifyThing
}

type fedifyPicture struct {
	Type, Name, MediaType, URL string
	Width, Height              int
}

// ids are those of a collection's items.
func (o *fedifyThing) ids() []fed.ID {
	var ids []fed.ID
	for _, item := range o.Items {
		ids = append(ids, item.ID)
	}
	return ids
}
