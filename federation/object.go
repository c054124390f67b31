package federation

import "time"

// Types of objects that the library knows by name. Source: Activity
// Vocabulary §3.3.
const (
	ArticleType   = "Article"
	EventType     = "Event"
	NoteType      = "Note"
	PageType      = "Page"
	QuestionType  = "Question"
	TombstoneType = "Tombstone"

	// Proofs of consent, at an address of whoever gave it. FEP-044f, FEP-7aa9.
	QuoteAuthorizationType   = "QuoteAuthorization"
	FeatureAuthorizationType = "FeatureAuthorization"
)

// Object is something that was published: a post, an event, a comment.
type Object struct {
	ID           ID
	Type         string
	AttributedTo []ID   // whose it is; more than one is trusted by nobody
	Name         string // title, plain text
	Summary      string // HTML as received; a content warning on a Note
	Content      string // HTML as received: sanitise before showing
	Language     string // BCP 47; the first key of contentMap
	MediaType    string
	URL          string // page for people
	InReplyTo    ID
	Context      string // FEP-7888
	Conversation string // what Mastodon groups threads by
	To           []ID
	CC           []ID
	Published    time.Time
	Updated      time.Time // zero until the first edit
	Sensitive    bool
	Quote        ID // FEP-044f and its older spellings
	Tags         []Tag
	Attachments  []Attachment
	Image        *Image
	Icon         *Image
	Replies      *Collection
	Likes        *Collection
	Shares       *Collection
	Preview      *Object // FEP-b2b8: the same in short
	// Translations are the texts in other languages than Language. They are written,
	// and not read: Raw has those that others send.
	Translations []Translation
	Calendar     *Calendar
	// Policy says who may reply, like, announce and quote without being asked;
	// nil writes and means nothing.
	Policy *InteractionPolicy

	FormerType string    // of a Tombstone
	Deleted    time.Time // of a Tombstone

	Raw   []byte
	Extra map[string]any
}

// Translation is what an object says in another language. Source: Activity
// Vocabulary §4.7.
type Translation struct {
	Language string // BCP 47
	Name     string // plain text
	Summary  string // HTML
	Content  string // HTML
}

// Author is the one actor whose the object is, or "" when none or several are
// named. Source: FEP-fe34 (ownership).
func (o Object) Author() ID {
	if len(o.AttributedTo) != 1 {
		return ""
	}
	return o.AttributedTo[0]
}

// IsPublic tells whether the object is addressed to everybody.
func (o Object) IsPublic() bool { return addressed(o.To) || addressed(o.CC) }

// IsQuiet tells whether the object is public but kept out of timelines: the
// public collection stands in cc only.
func (o Object) IsQuiet() bool { return !addressed(o.To) && addressed(o.CC) }

func addressed(to []ID) bool {
	for _, id := range to {
		if id.IsPublic() {
			return true
		}
	}
	return false
}

// Tombstone is what is left of a deleted object. Source: Activity Vocabulary §3.3.
type Tombstone struct {
	ID         ID
	FormerType string
	Deleted    time.Time
}

// Tag is a Mention, a Hashtag or an Emoji of an object.
type Tag struct {
	Type string // "Mention", "Hashtag", "Emoji"
	Href string // the mentioned actor's id, the hashtag's page
	Name string // "@user@host", "#LocalGov", ":blobcat:"
	Icon *Image // of an Emoji
}

// Attachment is a file or a link that comes with an object.
type Attachment struct {
	Type      string // "Image", "Document", "Link", "PropertyValue", …
	URL       string
	MediaType string
	Name      string // alt text of a picture, label of a link
	Width     int
	Height    int
	Blurhash  string
	Focal     *[2]float64
	// Credit of a picture: who made it, its title, where it came from, its licence.
	Credit *Credit
}

// Credit names the maker of a picture in the terms that Creative Commons asks
// for: title, author, source, licence.
type Credit struct{ Creator, Title, Source, Licence string }

// InteractionPolicy says who may do what without being asked. Source:
// FEP-044f, GoToSocial's interaction policy.
type InteractionPolicy struct{ Quote, Reply, Like, Announce []ID }

// Calendar holds the facts of an Event. Source: FEP-8a8e.
type Calendar struct {
	Start         time.Time // in the zone of the event
	End           time.Time
	Zone          string // IANA name
	Place         *Place
	Online        string // address of the meeting room
	Booking       string // address of the page for booking
	UID           string // the same in every calendar format
	Category      string // "LEARNING", "MEETING", …
	Status        string // "CONFIRMED", "TENTATIVE", "CANCELLED"
	PreviousStart time.Time
	Capacity      int // 0: unlimited
	Participants  int
	JoinMode      string // "free", "restricted", "invite", "external"
}

// Place is where an event takes place.
type Place struct {
	ID         ID
	Name       string
	Street     string
	Locality   string
	Region     string
	PostalCode string
	Country    string // ISO 3166-1 alpha-2
	Latitude   *float64
	Longitude  *float64
}
