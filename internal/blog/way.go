package blog

// Doing is what a reader does with something of ours on their own server.
type Doing string

// What readers do there.
const (
	ToFollow Doing = "follow"
	ToReply  Doing = "reply"
	ToLike   Doing = "like"
	ToShare  Doing = "share"
)

// Errand is what a reader wants to do on their own server.
type Errand struct {
	Do     Doing
	Object string // wire id of what it is about: of the blog itself, to follow it
	Text   string // with which a post of their own could begin, or ""
}

// Finding out where a reader's server does an errand comes to one of these.
const (
	WayTold    = "told"    // their server says where
	WayUntold  = "untold"  // it knows them and says nothing of such a page
	WayNobody  = "nobody"  // it knows nobody of that name
	WaySilent  = "silent"  // it does not answer, or makes no sense
	WayUnasked = "unasked" // only the server was given, or too much was asked for just now
)

// Way leads a reader to the page of their own server for an errand. They see
// where it leads, and go there by hand.
type Way struct {
	Server  string // its host name
	Address string // always on that host, or on the one that it names as its people's
	Write   string // where they write a post of their own about it, or ""
	Known   string // how it is known: WayTold, or why the address is but a guess
}

// Told tells whether the reader's own server says that this is the way.
func (w Way) Told() bool { return w.Known == WayTold }
