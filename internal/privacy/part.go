package privacy

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Fate is what becomes of a part of what is kept.
type Fate string

// The fates.
const (
	Goes     Fate = "goes"     // it is taken away
	Nameless Fate = "nameless" // it stays, without the name
	Hashed   Fate = "hashed"   // it stays as a hash, from which nobody reads the name
	Stays    Fate = "stays"    // the law wants it kept
	Looked   Fate = "looked"   // staff look at it, one by one
)

// Part is one sort of thing that is kept about people.
type Part struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Fate  Fate   `json:"fate"`
	Why   string `json:"why"` // what happens to it, and why not more
}

// Parts is the one table of what there is, in the order in which it is told.
var Parts = []Part{
	{"comments", "Comments and mentions", Goes, "Words, name, address and links are emptied, whatever was decided about them. Where others answered, the place in the thread stays, and says that it was removed at its author’s request."},
	{"person", "What is known of them from their server", Goes, "Name, picture, page and description go at once; the address of their inbox when their server has been told."},
	{"following", "That they follow the blog", Goes, "It ends, and their server is told (Reject)."},
	{"reactions", "Likes and shares", Goes, "The numbers on the pages become smaller."},
	{"quotes", "Quotes and lists to which the blog agreed", Goes, "Our consent goes with the record of it."},
	{"network", "What they published and the blog shows or shared", Goes, "What the blog shared is taken back (Undo), and it follows them no more."},
	{"updates", "Updates by e-mail, with what was agreed to", Goes, "Nothing more is sent."},
	{"mails", "E-mails to them, sent and waiting", Goes, "What waits is not sent."},
	{"messages", "Messages, ideas and what they thought of pages", Goes, "With everything that staff wrote about them. That a page was useful to somebody stays as a number; a post about an idea stays as it was published."},
	{"reports", "Reports by them and about them", Goes, "Of what a reader reported stays which comment and rule, until staff are done with it."},
	{"guest", "Links to write or to join the staff", Goes, "The link ends. What they wrote and the council published stays, with its byline: see who names them below."},
	{"notices", "What staff were told on the desk", Goes, "The lines that name them."},
	{"inbox", "What their server sent, as it came", Goes, "With what came from others and names them."},
	{"outbox", "What was sent to them or about them", Goes, "The documents are emptied once they have arrived; posts stay as they were published."},
	{"deliveries", "The log of what went to their inbox", Goes, "Which server got what stays, without the inbox: a later deletion must reach it."},
	{"trail", "The trail of who did what on the desk", Nameless, "The council must be able to show what its staff did. Names and addresses are taken out of it."},
	{"block", "That staff have blocked them", Hashed, "Whoever was blocked does not become welcome by being erased. Only a hash stays."},
	{"suppression", "That their address takes no mail, or called ours spam", Hashed, "Nothing is sent there again. Only a hash stays."},
	{"requests", "Requests under the law", Stays, "The council must keep what was asked and answered, until the time that it has set is over (UK GDPR Article 17(3)(b))."},
	{"answers", "The blog’s answers to them", Looked, "They are the council’s own words, and stay unless you choose otherwise. They no longer name whom they answer."},
	{"named", "Who else names them", Looked, "Posts, pages and what others wrote are not changed by themselves. Look at each."},
}

// PartOf is a row of the table.
func PartOf(key string) Part {
	at := slices.IndexFunc(Parts, func(p Part) bool { return p.Key == key })
	if at < 0 {
		return Part{Key: key, Title: key}
	}
	return Parts[at]
}

// Section is a part with what there is of it.
type Section struct {
	Part
	Rows []json.RawMessage `json:"rows"`
}

// Found is everything that is kept about somebody.
type Found struct {
	Who      blog.Somebody
	Site     string
	At       time.Time
	Sections []Section // those parts of which there is something
}

func found(who blog.Somebody, site string, at time.Time, holdings []postgres.Holding) Found {
	f := Found{Who: who, Site: site, At: at}
	for _, part := range Parts {
		section := Section{Part: part}
		for _, h := range holdings {
			if h.Part == part.Key {
				section.Rows = append(section.Rows, h.Row)
			}
		}
		if len(section.Rows) > 0 {
			f.Sections = append(f.Sections, section)
		}
	}
	return f
}

// Total is how many things there are.
func (f Found) Total() (n int) {
	for _, s := range f.Sections {
		n += len(s.Rows)
	}
	return n
}

// Erasable tells whether there is anything that an erasure would take away or make
// nameless.
func (f Found) Erasable() bool {
	return slices.ContainsFunc(f.Sections, func(s Section) bool { return s.Fate == Goes || s.Fate == Nameless })
}

// With returns the sections that meet one of the fates.
func (f Found) With(fates ...Fate) (list []Section) {
	for _, s := range f.Sections {
		if slices.Contains(fates, s.Fate) {
			list = append(list, s)
		}
	}
	return list
}

// Count is how many things there are of a part.
func (f Found) Count(key string) int {
	for _, s := range f.Sections {
		if s.Key == key {
			return len(s.Rows)
		}
	}
	return 0
}

// Place is a thing of a section that staff look at by itself.
type Place struct{ What, Title, Path string }

// deskPaths are where on the desk each thing of a part stands, before its id.
var deskPaths = map[string]string{"comments": "/desk/comments/", "answers": "/desk/comments/", "messages": "/desk/messages/", "requests": "/desk/requests/"}

// Places are the things of a section with where on the desk each stands.
func (s Section) Places() (list []Place) {
	for _, row := range s.Rows {
		var thing struct {
			What, Title, Words, Path, ID, Reference string
			Number                                  int64
		}
		if json.Unmarshal(row, &thing) != nil {
			continue // it has no place
		}
		if thing.Path == "" && deskPaths[s.Key] != "" {
			thing.Path = deskPaths[s.Key] + thing.ID
		}
		if thing.Path == "" {
			continue
		}
		switch {
		case thing.Number > 0:
			thing.Title = "Request " + strconv.FormatInt(thing.Number, 10)
		case thing.Title == "":
			thing.Title = cmp.Or(begins(thing.Words), thing.Reference)
		}
		list = append(list, Place{thing.What, thing.Title, thing.Path})
	}
	return list
}

// maxTitle is how much of what somebody said stands for it, in characters.
const maxTitle = 80

// begins is how what somebody said begins.
func begins(words string) string {
	words = strings.Join(strings.Fields(words), " ")
	if letters := []rune(words); len(letters) > maxTitle {
		return string(letters[:maxTitle-1]) + "…"
	}
	return words
}
