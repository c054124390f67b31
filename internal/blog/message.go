package blog

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// MessageKind is what sort of thing a reader wrote.
type MessageKind string

// The kinds of messages.
const (
	ContactMessage  MessageKind = "contact"
	FeedbackMessage MessageKind = "feedback" // about a page
	IdeaMessage     MessageKind = "idea"
)

// Valid tells whether the kind exists.
func (k MessageKind) Valid() bool {
	return k == ContactMessage || k == FeedbackMessage || k == IdeaMessage
}

// MessageState is how far staff are with a message.
type MessageState string

// The states: two of what is answered once, five in the life of an idea.
const (
	MessageWaiting MessageState = "waiting"
	MessageClosed  MessageState = "closed"
	IdeaReceived   MessageState = "received"
	IdeaConsidered MessageState = "considered"
	IdeaTrial      MessageState = "trial"
	IdeaDone       MessageState = "done"
	IdeaDeclined   MessageState = "declined" // with a reason
)

// steps are the ways of a message, also in the table's CHECK:
//
//	waiting ◄──► closed
//
//	received ──► considered ──► trial ──► done
//	    │          │  ▲ └─────────┼────────▲│
//	    └──────────┴──┼───────────┴─► declined
//	                  └── taken up again ─┴─┘
var steps = map[MessageState][]MessageState{
	MessageWaiting: {MessageClosed},
	MessageClosed:  {MessageWaiting},
	IdeaReceived:   {IdeaConsidered, IdeaDeclined},
	IdeaConsidered: {IdeaTrial, IdeaDone, IdeaDeclined},
	IdeaTrial:      {IdeaDone, IdeaDeclined},
	IdeaDone:       {IdeaConsidered},
	IdeaDeclined:   {IdeaConsidered},
}

// Limits of a message, in characters.
const (
	MaxMessage      = 5000
	MaxMessageTitle = 120
	MaxReason       = 2000 // and of what else its sender is told
)

// ReaderMessage is what a reader wrote to the council in private. Nothing of it is
// public; what staff publish about an idea is a post.
type ReaderMessage struct {
	ID        string // uuid
	Reference string // by which people speak of it: IDEA-7K3F-9QWX
	Kind      MessageKind
	State     MessageState
	Title     string // of an idea, or what a message is about
	Words     string // plain
	Name      string // may be empty
	Email     string // likewise; never shown to readers
	Language  string // of the page with the form, in which they are written to; the site's own when empty
	Named     bool   // the sender agreed to be named in public
	Page      string // path of the page that feedback is about
	PostID    string // likewise, if a post
	Useful    string // "yes", "no" or ""
	Signs     Signs  // what looks like spam
	SpamAt    time.Time
	Assigned  string // id of the editor who looks after it, or ""
	OutcomeID string // of the post that says what became of it, or ""
	ToldAt    time.Time
	CreatedAt time.Time
	TouchedAt time.Time
}

// Open tells whether something is still to be done about the message.
func (m ReaderMessage) Open() bool {
	return !m.Spam() && m.State != MessageClosed && m.State != IdeaDone && m.State != IdeaDeclined
}

// Spam tells whether it is taken for spam.
func (m ReaderMessage) Spam() bool { return !m.SpamAt.IsZero() }

// maxHeading is how much of the first line of a message stands for its title, in
// characters.
const maxHeading = 80

// Heading is how a list speaks of the message.
func (m ReaderMessage) Heading() string {
	switch {
	case m.Title != "":
		return m.Title
	case m.Words == "" && m.Useful == "yes":
		return "Useful"
	case m.Words == "" && m.Useful == "no":
		return "Not useful"
	}
	line, _, _ := strings.Cut(m.Words, "\n")
	if letters := []rune(line); len(letters) > maxHeading {
		line = string(letters[:maxHeading-1]) + "…"
	}
	return line
}

// Begin is the state in which a message of the kind comes. Feedback without a
// word is counted, and nobody has to do anything about it.
func (m ReaderMessage) Begin() MessageState {
	switch {
	case m.Kind == IdeaMessage:
		return IdeaReceived
	case m.Kind == FeedbackMessage && m.Words == "":
		return MessageClosed
	}
	return MessageWaiting
}

// Next are the states that may follow.
func (m ReaderMessage) Next() []MessageState { return steps[m.State] }

// Move takes the message to another state; words are told to its sender, and an
// idea is declined with a reason.
func (m *ReaderMessage) Move(to MessageState, words string) error {
	if m.Spam() {
		return Errorf(Conflict, "This is marked as spam. Say first that it is none.")
	}
	if !slices.Contains(steps[m.State], to) {
		return Errorf(Conflict, "It is %s, and cannot become %s from there. Reload the page to see where it stands.", m.State.Words(), to.Words())
	}
	if to == IdeaDeclined && strings.TrimSpace(words) == "" {
		return InvalidField("words", "Say why: the sender is told, and it is what you can answer when somebody asks.")
	}
	if n := utf8.RuneCountInString(words); n > MaxReason {
		return InvalidField("words", "The message has %d characters; %d is the most.", n, MaxReason)
	}
	m.State = to
	return nil
}

// Words is the state as it is told.
func (s MessageState) Words() string {
	switch s {
	case IdeaConsidered:
		return "being considered"
	case IdeaTrial:
		return "on trial"
	}
	return string(s)
}

// Publishable tells whether there is something to tell everybody about an idea
// in the state.
func (s MessageState) Publishable() bool {
	return s == IdeaTrial || s == IdeaDone || s == IdeaDeclined
}

// EntryKind is what sort of thing was done about a message.
type EntryKind string

// The kinds of entries.
const (
	AnswerEntry EntryKind = "answer" // it went to the sender
	NoteEntry   EntryKind = "note"   // between staff
	StepEntry   EntryKind = "step"
)

// Entry is one thing that was done about a message.
type Entry struct {
	ID        int64
	MessageID string
	Kind      EntryKind
	EditorID  string
	From, To  MessageState // of a step
	Words     string
	At        time.Time
}

// Outcome says of a post what became of the ideas behind it.
type Outcome struct {
	PostID string
	State  MessageState // trial, done or declined
}

// PageOpinion is how useful readers found a page.
type PageOpinion struct {
	Page, PostID, Title string
	Yes, No             int
	Words               int // how many wrote something
}

// All is how many said whether it was useful.
func (o PageOpinion) All() int { return o.Yes + o.No }
