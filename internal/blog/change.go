package blog

import "time"

// Verb is what was done, in the newsroom's words.
type Verb string

// Every verb that a Change may carry.
const (
	Drafted    Verb = "draft"
	Edited     Verb = "edit"
	Scheduled  Verb = "schedule"
	Published  Verb = "publish"
	Withdrawn  Verb = "withdraw"
	Submitted  Verb = "submit"  // a comment came in, or a post was handed in, and waits for an editor: nobody outside sees a difference
	Received   Verb = "receive" // a comment that is shown at once, a like, share or follow came in
	Removed    Verb = "remove"  // its author took it back
	Approved   Verb = "approve"
	Hidden     Verb = "hide"
	Spammed    Verb = "spam"
	Noted      Verb = "note"   // staff are done with a mention
	Undone     Verb = "undo"   // a decision, by whoever made it
	Answered   Verb = "answer" // the blog replied
	Trusted    Verb = "trust"
	Distrusted Verb = "distrust"
	Blocked    Verb = "block"
	Silenced   Verb = "silence" // the mildest decision about a server
	Withheld   Verb = "hold"
	Unblocked  Verb = "unblock"
	Followed   Verb = "follow"
	Unfollowed Verb = "unfollow"
	Shared     Verb = "share"
	Unshared   Verb = "unshare"
	Pinned     Verb = "pin"
	Unpinned   Verb = "unpin"
	Revoked    Verb = "revoke" // our consent to a quote or a listing
	Muted      Verb = "mute"
	SignedIn   Verb = "sign_in"
	Added      Verb = "add"
	Disabled   Verb = "disable"
	Enabled    Verb = "enable"   // the organisation's sign-in gives a role again
	Secured    Verb = "secure"   // an editor has a new way to prove who they are
	Unsecured  Verb = "unsecure" // and one less
	Recovered  Verb = "recover"  // signed in with a recovery code
	SignedOut  Verb = "sign_out" // sessions were ended by hand
	Linked     Verb = "link"     // the organisation's sign-in knows the editor
	Kept       Verb = "keep"     // the last owner, whatever the organisation's sign-in says
	Rotated    Verb = "rotate"   // a new key signs, and the old one is listed still
	Retired    Verb = "retire"   // the old key is listed no more
	Returned   Verb = "return"   // the blog answers again after a long silence
	Reported   Verb = "report"   // another server did, or we did there
	Closed     Verb = "close"    // staff are done with a report
	Moved      Verb = "move"     // the blog tells its followers that it is elsewhere
	Watched    Verb = "watch"
	Unwatched  Verb = "unwatch"
	Refused    Verb = "refuse"    // what a block list says about a server
	SentBack   Verb = "send_back" // an editor wants something changed first
	TakenBack  Verb = "take_back" // by its writer, out of review, or by an editor, from going out by itself
	Reopened   Verb = "reopen"    // what was withdrawn is a draft again, or a note counts again
	Resolved   Verb = "resolve"   // what a note asked for is done
	Dated      Verb = "date"      // when a post ends, or is asked about
	Affirmed   Verb = "affirm"    // it is still true
	Translated Verb = "translate" // what a public post says in another language was saved: Object names the language
	Dropped    Verb = "drop"      // a translation was removed, likewise
	Assigned   Verb = "assign"    // a message is somebody's to look after
	Advanced   Verb = "advance"   // an idea took a step
	Exported   Verb = "export"    // data of people was taken out
	Erased     Verb = "erase"     // what was kept of somebody went at their wish
	Set        Verb = "set"       // a rule of the house: how long what is kept, what the law asks for
	Opened     Verb = "open"      // a request, on which a clock runs
	Overrode   Verb = "override"  // the rule that a second person approves, for a reason
)

// Subject is the sort of thing that a Change is about.
type Subject string

// Every subject that a Change may have.
const (
	PostSubject         Subject = "post"
	EventSubject        Subject = "event"
	CommentSubject      Subject = "comment"
	LikeSubject         Subject = "like"
	ShareSubject        Subject = "share"
	FollowerSubject     Subject = "follower"
	PartnerSubject      Subject = "partner"
	ItemSubject         Subject = "item"
	StampSubject        Subject = "stamp"
	PersonSubject       Subject = "person"
	HostSubject         Subject = "host"
	ReportSubject       Subject = "report"
	ListSubject         Subject = "list"  // of servers, that other moderators keep
	WordSubject         Subject = "word"  // that staff watch
	RangeSubject        Subject = "range" // of addresses that staff watch
	EditorSubject       Subject = "editor"
	InviteSubject       Subject = "invitation" // to the staff
	PageSubject         Subject = "page"
	AuthorSubject       Subject = "author"
	PictureSubject      Subject = "picture"      // of the library; its id is the hash
	LookSubject         Subject = "look"         // how the site looks
	BlogSubject         Subject = "blog"         // the blog itself, as others see it
	KeySubject          Subject = "key"          // the keys of an actor of ours; its id is the actor's name
	NoteSubject         Subject = "note"         // on a draft; its id is the note's
	RedirectSubject     Subject = "redirect"     // from an old address; its id is that address
	SubscriptionSubject Subject = "subscription" // to updates by e-mail
	GuestSubject        Subject = "guest"        // a link by which somebody writes without being staff
	MessageSubject      Subject = "message"      // what a reader wrote in private: nobody outside sees a difference
	IdeaSubject         Subject = "idea"         // one whose post says how it stands; its id is the message's
	LegalSubject        Subject = "legal"        // the pages that the law asks for
	RetentionSubject    Subject = "retention"    // how long a class of things is kept; its id is the class
	RequestSubject      Subject = "request"      // that must be answered by a day
	ElectionSubject     Subject = "election"     // the time before one
	PrivacySubject      Subject = "privacy"      // what is kept of one person; its id is that of an erasure
)

// IsTally tells whether what is known of the subject shows to others as a number
// only, and takes nothing back: such a number may be late by TallyLate.
func (s Subject) IsTally() bool {
	return s == LikeSubject || s == ShareSubject || s == FollowerSubject
}

// TallyLate is for how long a page may show an old number. A post that is liked
// a thousand times within seconds would be made anew for each of them.
const TallyLate = 2 * time.Second

// Change is a committed fact: who did what to what, when and why. The rows are
// the audit trail, the work list of the bridge to the fediverse and what tells
// every node to forget a page.
type Change struct {
	ID        int64
	At        time.Time
	Editor    string // id of the editor; "" when the fact came from outside
	Verb      Verb
	Subject   Subject
	SubjectID string
	PostID    string // the post whose page shows it, or ""
	Reason    string // why, in the editor's words
	// Object is the wire id (uuid) that a withdrawn post had, so that its
	// Tombstone can still be sent; or the id of a key, or of the actor that the
	// blog or a partner has moved to; or of the link by which a guest did it; or
	// the language of a translation.
	Object string
}
