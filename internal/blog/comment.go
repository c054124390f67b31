package blog

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// Origin says by which way a comment came.
type Origin string

// The origins of a comment.
const (
	FromWeb       Origin = "web"
	FromFediverse Origin = "fediverse"
	FromBlog      Origin = "blog" // staff answered as the blog
)

// Audience says to whom its author addressed a comment. Only AudiencePublic
// and AudienceQuiet may ever be shown.
type Audience string

// The audiences of a comment.
const (
	AudiencePublic    Audience = "public"
	AudienceQuiet     Audience = "quiet" // public, but kept out of lists of the newest
	AudienceFollowers Audience = "followers"
	AudienceDirect    Audience = "direct"
)

// Verdict is what was decided about a comment.
type Verdict string

// The verdicts on a comment. Only an approved one is shown.
const (
	VerdictHeld     Verdict = "held"
	VerdictApproved Verdict = "approved"
	VerdictHidden   Verdict = "hidden" // by staff, with a reason
	VerdictSpam     Verdict = "spam"
	VerdictRemoved  Verdict = "removed" // deleted by its author: the text is gone
	VerdictNoted    Verdict = "noted"   // a mention that staff are done with; nobody else sees it
)

// MaxComment bounds a comment from the web, in characters.
const MaxComment = 5000

// MaxDepth bounds the nesting that a thread keeps; deeper comments stand
// beside each other at this depth, in the order in which they came.
const MaxDepth = 64

// Comment is what somebody said under a post, by whichever way it came.
type Comment struct {
	ID        string // uuid
	URI       string // wire id; our own for comments from the web and the blog
	PostID    string // "" for a mention of the blog, and what is said below one
	ParentID  string // the comment that it answers, or "" for the post itself
	Origin    Origin
	Audience  Audience
	Verdict   Verdict
	Reason    string // why staff hid it
	Suspicion string // why it looks like spam, in words; "" when it does not
	Signs     Signs  // what was noticed when it came, with its weight
	Person    Person // who wrote it, when Origin is FromFediverse
	Name      string // as given on the web form, may be ""
	Email     string // never shown
	EditorID  string // who answered, when Origin is FromBlog
	HTML      string // sanitised by richtext
	Text      string
	Markdown  string // as staff wrote it, when Origin is FromBlog, or as it was typed, when FromWeb
	Link      string // token of the link for whoever wrote it on the web; only just after that
	Language  string
	URL       string // the original's page
	Published time.Time
	Received  time.Time
	Edited    time.Time
	Depth     int
	Path      string // sorts a thread into reading order
	Likes     int
	Quote     string // wire id of what it quotes, or ""
	// QuoteApproved tells whether the author of what it quotes agreed to that.
	QuoteApproved bool

	PostTitle, PostPath string // for lists of comments
	ParentURI           string
	ParentRemoved       bool // whoever wrote the comment above had it removed
}

// Visible tells whether the comment may leave the server.
func (c Comment) Visible() bool {
	return c.Verdict == VerdictApproved && (c.Audience == AudiencePublic || c.Audience == AudienceQuiet)
}

// Mention tells whether it stands under no post: somebody named the blog, or
// talks on below that. Readers of the site never see it.
func (c Comment) Mention() bool { return c.PostID == "" }

// Private tells whether the comment was addressed to the blog or its followers
// only: staff may read it, nobody else ever.
func (c Comment) Private() bool {
	return c.Audience == AudienceFollowers || c.Audience == AudienceDirect
}

// Edition stands for what the comment says now: it is another when its author has
// changed a word.
func (c Comment) Edition() string {
	const enough = 8 // bytes
	sum := sha256.Sum256([]byte(c.HTML))
	return hex.EncodeToString(sum[:enough])
}

// Byline is the name that a reader sees.
func (c Comment) Byline() string {
	switch {
	case c.Person.Name != "":
		return c.Person.Name
	case c.Person.Handle != "":
		return c.Person.Handle
	case c.Name != "":
		return c.Name
	}
	return Anonymous
}

// Anonymous is the name of who gave none.
const Anonymous = "Anonymous"

// FirstVerdict is what a comment gets before an editor has looked: approved
// only if its author is trusted and nothing in it looks like spam.
func FirstVerdict(c Comment, suspicious bool) Verdict {
	if c.Origin == FromBlog {
		return VerdictApproved
	}
	if c.Mention() {
		return VerdictHeld
	}
	if c.Origin == FromFediverse && c.Person.Trusted() && !suspicious && !c.Private() {
		return VerdictApproved
	}
	return VerdictHeld
}
