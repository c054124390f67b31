package blog

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// Somebody is a person of whom something is kept, by one of their names.
type Somebody struct {
	Who   string   // as an erasure keeps it: "@ann@peer.example", a wire id, or an address
	Email string   // in small letters; "" for somebody on another server
	URIs  []string // wire ids, of somebody on another server
	Pages []string // their handles and the addresses of their pages, by which others name them
	Hash  []byte   // of the address, as subscriptions keep it
}

// IsHandle tells whether somebody is known by their name on another server.
func (s Somebody) IsHandle() bool { return s.Email == "" }

// Kind is "handle" or "email".
func (s Somebody) Kind() string {
	if s.IsHandle() {
		return "handle"
	}
	return "email"
}

// Names are all by which others may name them, longest first.
func (s Somebody) Names() []string {
	names := slices.Concat(s.URIs, s.Pages)
	if s.Email != "" {
		names = append(names, s.Email)
	}
	if s.IsHandle() {
		names = append(names, s.Who)
	}
	slices.SortFunc(names, func(a, b string) int { return len(b) - len(a) })
	return slices.Compact(slices.DeleteFunc(names, func(name string) bool { return name == "" }))
}

// Pattern is a regular expression, as Postgres reads it, that finds any of the names
// and no longer one that begins alike: "ann" of "anna", or "an@home" of "joan@home".
// A slash may stand behind a backslash, as in some servers' JSON.
func (s Somebody) Pattern() string {
	names := s.Names()
	for i, name := range names {
		name = strings.TrimPrefix(name, "@") // which some leave out
		names[i] = strings.ReplaceAll(regexp.QuoteMeta(name), "/", `\\?/`)
	}
	if len(names) == 0 {
		return `$.^` // finds nothing
	}
	return `(?<![A-Za-z0-9_.+-])(?:` + strings.Join(names, "|") + `)(?![A-Za-z0-9_-]|\.[A-Za-z0-9])`
}

// maxWho bounds what is typed, in bytes: a wire id has at most 2,048.
const maxWho = 2048

var (
	handleShape = regexp.MustCompile(`^@[^@\s/]+@[^@\s/]+\.[^@\s/]+$|^@[^@\s/]+@localhost(:\d+)?$`)
	emailShape  = regexp.MustCompile(`^[^@\s"<>]+@[^@\s"<>]+\.[^@\s"<>]+$`)
)

// ParseSomebody reads a handle with its leading @, the address of an actor or of
// their page, or an e-mail address.
func ParseSomebody(typed string) (Somebody, error) {
	typed = strings.TrimSpace(typed)
	typed = strings.TrimSuffix(strings.TrimPrefix(typed, "<"), ">")
	if rest, ok := strings.CutPrefix(typed, "acct:"); ok {
		typed = "@" + strings.TrimPrefix(rest, "@")
	}
	if rest, ok := strings.CutPrefix(typed, "mailto:"); ok {
		typed = rest
	}
	switch {
	case typed == "":
		return Somebody{}, InvalidField("who", "Type a fediverse handle such as @ann@server.example, or an e-mail address.")
	case len(typed) > maxWho:
	case IsWebAddress(typed):
		return Somebody{Who: typed}, nil
	case handleShape.MatchString(typed):
		return Somebody{Who: strings.ToLower(typed)}, nil
	case emailShape.MatchString(typed):
		email := strings.ToLower(typed)
		return Somebody{Who: email, Email: email}, nil
	}
	return Somebody{}, InvalidField("who", "This is neither a fediverse handle nor an e-mail address. A handle begins with @ and looks like @ann@server.example; an address looks like ann@home.example.")
}

// Asker is who wants an erasure.
type Asker string

// Those who may ask for one.
const (
	AskedByPerson  Asker = "person"
	AskedByOther   Asker = "other" // who may speak for the person
	AskedByCouncil Asker = "council"
)

// Askers are all of them, in the order in which they are offered.
var Askers = []Asker{AskedByPerson, AskedByOther, AskedByCouncil}

// Words is what a receipt says of who asked.
func (a Asker) Words() string {
	return map[Asker]string{
		AskedByPerson: "The person themselves", AskedByOther: "Somebody who may speak for them", AskedByCouncil: "Nobody: the council decided it",
	}[a]
}

// Channel is the way on which an erasure was asked for.
type Channel string

// Channels are all of them, in the order in which they are offered.
var Channels = []Channel{"email", "letter", "telephone", "in_person", "fediverse", "form", "none"}

// Words is what a receipt says of the way.
func (c Channel) Words() string {
	return map[Channel]string{
		"email": "By e-mail", "letter": "By letter", "telephone": "By telephone", "in_person": "In person",
		"fediverse": "Through the fediverse", "form": "Through a form on the site", "none": "Not asked for",
	}[c]
}

// Erasure is the record of what was taken away at the wish of whom it was about. It
// names nobody once it has finished.
type Erasure struct {
	ID         string
	Number     int64
	Kind       string // "handle" or "email"
	Who        string // "" once it has finished
	Hash       string // of the name, in hexadecimal digits
	Asker      Asker
	Channel    Channel
	AskedOn    time.Time // a day
	Answers    bool      // the blog's own answers went, too
	By         string    // name of the editor; "" from the command line
	EditorID   string
	BeganAt    time.Time
	EmptiedAt  time.Time // from then on nobody sees anything of theirs
	FinishedAt time.Time
	Counts     []ErasureCount
	Told       []ErasureAnswer
	Servers    ErasureServers
}

// Finished tells whether nothing that names the person is left.
func (e Erasure) Finished() bool { return !e.FinishedAt.IsZero() }

// ErasureCount is how much of one part went, and how much stayed.
type ErasureCount struct {
	Part       string
	Gone, Kept int
}

// ErasureAnswer is what one server said to one thing that it was told.
type ErasureAnswer struct {
	What       string // type of what it was told
	Host       string
	State      string // of the delivery
	Code       int    // last HTTP answer; 0 when there was none
	Attempts   int
	ToldAt     time.Time
	AnsweredAt time.Time
}

// Words is what a receipt says of the answer.
func (a ErasureAnswer) Words() string {
	switch {
	case a.State == "delivered":
		return "confirmed"
	case a.State == "failed" && (a.Code == 404 || a.Code == 410):
		return "the inbox is gone"
	case a.State == "failed":
		return "gave no answer within a week, or refused"
	case a.State == "replaced":
		return "needed no more"
	case a.State == "held":
		return "held since a backup was put back"
	case a.Attempts > 0:
		return "has not answered yet; it is tried again"
	}
	return "is about to be told"
}

// ErasureServers counts the servers that were told, each once.
type ErasureServers struct{ All, Confirmed, Waiting, Silent int }

// CountServers counts the servers of answers: one that has still to answer
// something waits, and one that never answered something is silent.
func CountServers(told []ErasureAnswer) (n ErasureServers) {
	worst := map[string]int{}
	for _, a := range told {
		rank := map[string]int{"delivered": 1, "failed": 2, "waiting": 3, "held": 3}[a.State]
		worst[a.Host] = max(worst[a.Host], rank)
	}
	for _, rank := range worst {
		switch rank {
		case 1:
			n.Confirmed++
		case 2:
			n.Silent++
		case 3:
			n.Waiting++
		default:
			continue // it needs to hear nothing more
		}
		n.All++
	}
	return n
}
