package federation

// Collection is a list of things, whole or by pages. Source: ActivityPub §5.
type Collection struct {
	ID           ID
	Type         string // "Collection", "OrderedCollection", or their "…Page"
	TotalItems   *int   // nil: not told
	First        ID     // "" on a collection without pages; absence hides the list
	FirstPage    *Collection
	Last         ID
	Next         ID
	Prev         ID
	PartOf       ID
	AttributedTo ID
	Items        []Item

	Raw   []byte
	Extra map[string]any
}

// Item is one entry of a collection: an id, and the document when it came or
// goes embedded.
type Item struct {
	ID       ID
	Document []byte // JSON; nil when only the id is listed
}

// Total makes the pointer that TotalItems wants.
func Total(n int) *int { return &n }
