package blog

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of a note, in characters.
const (
	MaxNote  = 4000
	MaxQuote = 1000
)

// Note is a remark on a draft, between those who work on it. It never leaves
// the server: what readers say is a Comment.
type Note struct {
	ID         string
	PostID     string
	EditorID   string // who wrote it, or
	GuestID    string // the link by which a guest did
	Who        string // their name
	Quote      string // the passage that it is about, or "" for the whole post
	Words      string // plain
	CreatedAt  time.Time
	ResolvedAt time.Time
	ResolvedBy string // name
}

// Open tells whether what the note asks for is still to be done.
func (n Note) Open() bool { return n.ResolvedAt.IsZero() }

// Check finds what is wrong with a note.
func (n *Note) Check() error {
	n.Words = strings.TrimSpace(strings.ReplaceAll(n.Words, "\r\n", "\n"))
	n.Quote = strings.Join(strings.Fields(n.Quote), " ")
	var bad Problems
	if n.Words == "" {
		bad.Add("note", "Write the note first.")
	}
	if length := utf8.RuneCountInString(n.Words); length > MaxNote {
		bad.Add("note", "The note has %d characters; %d is the most.", length, MaxNote)
	}
	if length := utf8.RuneCountInString(n.Quote); length > MaxQuote {
		bad.Add("note_quote", "The passage has %d characters; %d is the most: its first words are enough.", length, MaxQuote)
	}
	return bad.Err()
}

// GuestLink lets somebody write one draft without being of the staff.
type GuestLink struct {
	ID        string
	PostID    string
	PostTitle string
	Name      string
	Email     string // where they are told of notes, or ""
	InvitedBy string // id of an editor
	CreatedAt time.Time
	ExpiresAt time.Time
	RevokedAt time.Time
}

// Works tells whether the link still opens its draft.
func (l GuestLink) Works(now time.Time) bool {
	return l.RevokedAt.IsZero() && now.Before(l.ExpiresAt)
}
