package blog

import "time"

// MaxReport bounds the words of a report, in characters: as many as Mastodon
// takes.
const MaxReport = 5000

// Report is what another server told us about a comment, a post or the blog, or
// a reader about a comment. Who it was there is not told: the server speaks for
// them.
type Report struct {
	ID         string // uuid
	URI        string // wire id; "" of a reader
	Host       string // the server that reports; "" of a reader
	PersonURI  string // its actor; "" of a reader
	Rule       string // of ours that is broken, as a reader sees it
	Contact    string // e-mail address of a reader, or ""
	Words      string // plain
	ReceivedAt time.Time
	Subjects   []ReportedThing
}

// ReportedThing is one thing that a report is about: a comment, a post, or
// neither for the blog itself.
type ReportedThing struct {
	ReportID          string
	URI               string // wire id
	CommentID, PostID string
	Title             string  // of the post, or of the one under which the comment stands
	Path              string  // of that post's page
	Text              string  // of the comment
	Verdict           Verdict // on the comment
}
