package blog

import "time"

// NoticeKind is what sort of thing staff are told of.
type NoticeKind string

// The kinds of notices, in the order in which they are offered.
const (
	NoticeSubmitted NoticeKind = "submitted"  // a post waits for review
	NoticeGuest     NoticeKind = "guest"      // a guest handed theirs in
	NoticeApproved  NoticeKind = "approved"   // your post was published or scheduled
	NoticeSentBack  NoticeKind = "sent_back"  // your post came back with a reason
	NoticeNoted     NoticeKind = "noted"      // a note on a post that you work on
	NoticeReplies   NoticeKind = "replies"    // comments on your post wait
	NoticeRecheck   NoticeKind = "recheck"    // is it still true?
	NoticeGoingDown NoticeKind = "going_down" // it is taken down soon
	NoticeTrouble   NoticeKind = "trouble"    // servers of followers do not answer
	NoticeContact   NoticeKind = "contact"    // somebody wrote to the council
	NoticeIdea      NoticeKind = "idea"       // somebody has an idea
	NoticeFeedback  NoticeKind = "feedback"   // somebody wrote what they think of a page
	NoticeAssigned  NoticeKind = "assigned"   // a message is yours to look after
	NoticeRequest   NoticeKind = "request"    // a request must be answered soon
	NoticeLegal     NoticeKind = "legal"      // the pages that the law asks for must be looked at
	NoticeElection  NoticeKind = "election"   // the time before an election begins or ends
)

// NoticeKinds are all of them.
var NoticeKinds = []NoticeKind{
	NoticeSubmitted, NoticeGuest, NoticeApproved, NoticeSentBack, NoticeNoted, NoticeReplies, NoticeRecheck, NoticeGoingDown, NoticeTrouble,
	NoticeContact, NoticeIdea, NoticeFeedback, NoticeAssigned,
	NoticeRequest, NoticeLegal, NoticeElection,
}

// NoticeChoice is how somebody is told.
type NoticeChoice string

// The choices.
const (
	ByMail   NoticeChoice = "mail" // and on the desk
	OnDesk   NoticeChoice = "desk"
	NotAtAll NoticeChoice = "nothing"
)

// Valid tells whether the choice exists.
func (c NoticeChoice) Valid() bool { return c == ByMail || c == OnDesk || c == NotAtAll }

// Usual is how somebody is told of such a thing who has chosen nothing.
func (k NoticeKind) Usual() NoticeChoice {
	if k == NoticeTrouble || k == NoticeFeedback {
		return OnDesk // it mends itself more often than not, or can wait
	}
	return ByMail
}

// Notice tells one member of staff of something.
type Notice struct {
	ID        int64
	EditorID  string
	Kind      NoticeKind
	PostID    string // what it is about, if a post
	Words     string
	Path      string // where on the desk it leads
	CreatedAt time.Time
	ReadAt    time.Time
}
