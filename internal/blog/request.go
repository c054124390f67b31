package blog

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// RequestKind is what sort of answer the law wants.
type RequestKind string

// The kinds of requests.
const (
	RequestFOI          RequestKind = "foi"          // Freedom of Information Act 2000
	RequestEIR          RequestKind = "eir"          // Environmental Information Regulations 2004
	RequestAccess       RequestKind = "access"       // to one's own data: UK GDPR Article 15
	RequestComplaint    RequestKind = "complaint"    // under the council's own procedure
	RequestSafeguarding RequestKind = "safeguarding" // somebody may be in danger
	RequestWork         RequestKind = "service"      // a pothole
	RequestDefamation   RequestKind = "defamation"   // notice of complaint: Defamation Act 2013 s.5
)

// RequestKinds are all of them, in the order in which they are offered.
var RequestKinds = []RequestKind{
	RequestFOI, RequestEIR, RequestAccess, RequestComplaint, RequestSafeguarding, RequestWork, RequestDefamation,
}

// Words is what staff call it.
func (k RequestKind) Words() string {
	return map[RequestKind]string{
		RequestFOI: "Freedom of information request", RequestEIR: "Environmental information request",
		RequestAccess: "Subject access request", RequestComplaint: "Complaint", RequestSafeguarding: "Safeguarding concern",
		RequestWork: "Service request", RequestDefamation: "Defamation notice (section 5)",
	}[k]
}

// Term says in words how long there is to answer.
func (k RequestKind) Term() string {
	switch k {
	case RequestFOI, RequestEIR:
		return "20 working days"
	case RequestAccess:
		return "one calendar month"
	case RequestDefamation:
		return "48 hours, without weekends and bank holidays"
	case RequestSafeguarding:
		return "24 hours"
	}
	return "the council’s own term"
}

// Valid tells whether the kind exists.
func (k RequestKind) Valid() bool { return slices.Contains(RequestKinds, k) }

// RequestState is where a request stands.
type RequestState string

// The states of a request.
const (
	RequestOpen     RequestState = "open"
	RequestAnswered RequestState = "answered" // and not yet put away
	RequestClosed   RequestState = "closed"
)

// Request is something that must be answered by a day.
type Request struct {
	ID        string
	Number    int64
	Kind      RequestKind
	State     RequestState
	CommentID string // of a comment or mention; "" when it came another way
	MessageID string // of a message; likewise
	Words     string // what was asked
	Source    string // address where it was said
	Name      string // of whoever asks
	Contact   string

	ReceivedAt, DueAt, OpenedAt, AnsweredAt, ClosedAt time.Time

	OwnerID  string
	Owner    string // name
	OpenedBy string // name
	Outcome  string
	Notes    []RequestNote
}

// RequestNote is what somebody wrote down about a request.
type RequestNote struct {
	Who   string
	Words string
	At    time.Time
}

// Limits of a request's words, in characters, as the tables have them.
const (
	MaxRequest        = 20000
	maxRequestName    = 200
	maxRequestContact = 500
	MaxRequestNote    = 4000
)

// Check holds a request that is opened to what it must have.
func (r Request) Check(now time.Time) error {
	var bad Problems
	if !r.Kind.Valid() {
		bad.Add("kind", "Choose what it is from the list.")
	}
	switch n := utf8.RuneCountInString(r.Words); {
	case strings.TrimSpace(r.Words) == "":
		bad.Add("words", "Write down what was asked, as it was asked.")
	case n > MaxRequest:
		bad.Add("words", "The text has %d characters; %d is the most.", n, MaxRequest)
	}
	if utf8.RuneCountInString(r.Name) > maxRequestName {
		bad.Add("name", "A name may have %d characters.", maxRequestName)
	}
	if utf8.RuneCountInString(r.Contact) > maxRequestContact {
		bad.Add("contact", "How to reach them may have %d characters.", maxRequestContact)
	}
	if r.ReceivedAt.After(now) {
		bad.Add("received", "The day on which it came lies ahead.")
	}
	if r.ReceivedAt.Before(now.AddDate(-5, 0, 0)) {
		bad.Add("received", "Say when it came: the clock begins then.")
	}
	return bad.Err()
}

// signsOfRequest are the words by which a request gives itself away, in English
// and Welsh; the first that is found counts.
var signsOfRequest = []struct {
	kind  RequestKind
	words []string
}{
	{RequestDefamation, []string{"defamation act", "notice of complaint under", "defamatory statement about me", "deddf difenwi"}},
	{RequestAccess, []string{"subject access", "dsar", "data subject request", "copy of my personal data", "all the data you hold on me",
		"all the data you hold about me", "gwrthrych am wybodaeth", "mynediad at ddata gan y testun"}},
	{RequestEIR, []string{"environmental information regulations", "environmental information request", "eir request", "rheoliadau gwybodaeth amgylcheddol"}},
	{RequestFOI, []string{"freedom of information", "foi request", "foi act", "foia", "under foi", "foi:", "rhyddid gwybodaeth"}},
	{RequestComplaint, []string{"formal complaint", "official complaint", "i wish to complain", "i want to complain", "i would like to complain",
		"ombudsman", "cwyn ffurfiol", "gwyn ffurfiol", "hoffwn gwyno"}},
}

// RequestIn tells what sort of request a text looks like, and by which words; ""
// for none. It is a hint for staff and decides nothing.
func RequestIn(text string) (kind RequestKind, by string) {
	plain := " " + strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\u00a0' || strings.ContainsRune(".,;!?()\"“”‘’'", r)
	}), " ") + " "
	for _, sign := range signsOfRequest {
		for _, words := range sign.words {
			if strings.Contains(plain, " "+words+" ") {
				return sign.kind, words
			}
		}
	}
	return "", ""
}
