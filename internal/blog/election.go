package blog

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// CommentPause is what becomes of comments while an election is near.
type CommentPause string

// What may become of them. Replies from other servers are taken in and held in
// either case.
const (
	CommentsHeld   CommentPause = "held"   // everybody's wait, also those of people who are trusted
	CommentsPaused CommentPause = "paused" // the form is away
)

// Election is a time of heightened sensitivity before one: the council must
// neither help nor harm a candidate, and must be seen not to (Local Government
// Act 1986 s.2, and the Code of Recommended Practice on Local Authority
// Publicity).
type Election struct {
	ID       string
	Name     string // "County council election 2027"
	Reason   string // for readers
	BeginsAt time.Time
	EndsAt   time.Time
	Comments CommentPause
	// HoldsMail has mail to subscribers wait, but for what an editor sends to all of
	// them at once: a flood is no party's.
	HoldsMail bool
	Watched   []string // names of candidates, parties and wards, and topics
	Editor    string   // name of who set it up
}

// On tells whether it is that time.
func (e Election) On(now time.Time) bool {
	return e.ID != "" && !now.Before(e.BeginsAt) && now.Before(e.EndsAt)
}

// ElectionApproval is by whose word a post goes out before an election.
type ElectionApproval struct {
	ID                           int64
	ElectionID, PostID, EditorID string
	Second                       bool   // somebody else wrote it
	Reason                       string // why it goes out without a second person
	At, UsedAt                   time.Time
	Editor, Title                string // names
}

// Limits of what is said of an election, in characters.
const (
	maxElectionName   = 200
	maxElectionReason = 2000
	maxWatched        = 500
	longestElection   = 120 * 24 * time.Hour
	maxApproval       = 1000
)

// Check holds an election to what the mode needs.
func (e Election) Check(now time.Time) error {
	var bad Problems
	if e.Name == "" || utf8.RuneCountInString(e.Name) > maxElectionName {
		bad.Add("name", "Give the election a name of at most %d characters.", maxElectionName)
	}
	if e.Reason == "" || utf8.RuneCountInString(e.Reason) > maxElectionReason {
		bad.Add("reason", "Say in at most %d characters why less is published: readers see it.", maxElectionReason)
	}
	switch {
	case e.BeginsAt.IsZero():
		bad.Add("begins", "Say when it begins.")
	case !e.EndsAt.After(e.BeginsAt):
		bad.Add("ends", "It must end after it begins.")
	case !e.EndsAt.After(now):
		bad.Add("ends", "The end has passed already.")
	case e.EndsAt.Sub(e.BeginsAt) > longestElection:
		bad.Add("ends", "It would last for more than four months. Are the dates right?")
	}
	if e.Comments != CommentsHeld && e.Comments != CommentsPaused {
		bad.Add("comments", "Choose what becomes of comments.")
	}
	if len(e.Watched) > maxWatched {
		bad.Add("watched", "List at most %d names and topics.", maxWatched)
	}
	return bad.Err()
}

// Check holds an approval without a second person to its reason.
func (a ElectionApproval) Check() error {
	switch n := utf8.RuneCountInString(a.Reason); {
	case !a.Second && n == 0:
		return InvalidField("reason", "Say why it cannot wait for a second person: the monitoring officer reads it.")
	case n > maxApproval:
		return InvalidField("reason", "The reason has %d characters; %d is the most.", n, maxApproval)
	}
	return nil
}

// sensitive are the words that are looked at twice before any election.
var sensitive = []string{
	"vote", "votes", "voter", "voters", "voting", "manifesto", "election", "elections", "campaign", "candidate", "candidates",
	"councillor", "councillors", "cllr", "leader of the council", "cabinet member", "mp", "member of parliament", "political party",
	"conservative", "conservatives", "tory", "tories", "labour", "liberal democrat", "liberal democrats", "lib dem", "green party",
	"reform uk", "plaid cymru", "snp", "scottish national party", "sinn féin", "dup", "sdlp", "ulster unionist", "alliance party",
	"pleidlais", "etholiad", "ymgeisydd", "cynghorydd", "maniffesto",
}

// Flags are the names and words in a text that somebody should look at twice
// before an election: those of the list first, then the usual ones.
func (e Election) Flags(text string) (found []string) {
	plain := folded(text)
	for _, words := range slices.Concat(e.Watched, sensitive) {
		if key := folded(words); key != "  " && strings.Contains(plain, key) && !slices.ContainsFunc(found, func(f string) bool { return folded(f) == key }) {
			found = append(found, words)
		}
	}
	return found
}

// folded is a text in small letters, its words between single spaces.
func folded(text string) string {
	return " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ") + " "
}
