package blog

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Conformance is how far the site meets WCAG 2.2 AA, as the law has it said.
type Conformance string

// What the law lets a body say.
const (
	Fully  Conformance = "fully"
	Partly Conformance = "partly"
	Not    Conformance = "not"
)

// Legal is what the council says of itself on the pages that the law asks for.
// The sentences that must be there are in the templates of those pages.
type Legal struct {
	Organisation  string // its name in law
	Nation        Nation
	Email         string
	Phone         string
	Address       string
	AnswerDays    int // working days in which it answers about accessibility
	ComplaintDays int
	Lead          string // who answers for personal data
	LeadEmail     string
	Registration  string // in the Information Commissioner's register
	Standing      Conformance
	Issues        []string // what is known not to be accessible
	TestedBy      string
	TestedOn      Day
	PreparedOn    Day
	ReviewedOn    Day // zero while nobody has approved the pages
	ReviewDue     Day
	ApprovedBy    string // name
	Version       int
}

// Approved tells whether somebody has approved the pages, and need not look at
// them again yet.
func (l Legal) Approved(now time.Time) bool {
	return !l.ReviewedOn.IsZero() && dayOf(now).Before(l.ReviewDue)
}

// Limits of what is said, in characters.
const (
	maxLegalLine = 300
	maxIssue     = 500
	maxIssues    = 60
	// ReviewMonths is how long an approval is good for: the regulations want the
	// statement reviewed once a year at least.
	ReviewMonths = 12
)

// legalFields are the facts as they stand in the form, from its top on: what is wrong
// with them is told in that order.
var legalFields = []string{
	"organisation", "nation", "email", "phone", "address", "answer_days", "complaint_days",
	"lead", "lead_email", "registration", "standing", "issues", "tested_by", "tested_on",
}

// Check holds the facts to what the pages need. today is the day on the site's
// clock.
func (l Legal) Check(today Day) error {
	var bad Problems
	for _, line := range []struct{ field, text string }{
		{"organisation", l.Organisation}, {"email", l.Email}, {"phone", l.Phone}, {"lead", l.Lead}, {"lead_email", l.LeadEmail},
		{"registration", l.Registration}, {"tested_by", l.TestedBy}, {"address", l.Address},
	} {
		if utf8.RuneCountInString(line.text) > maxLegalLine {
			bad.Add(line.field, "This may have %d characters.", maxLegalLine)
		}
	}
	for field, address := range map[string]string{"email": l.Email, "lead_email": l.LeadEmail} {
		if address != "" && !isMailbox(address) {
			bad.Add(field, "%q is not an e-mail address.", address)
		}
	}
	if l.Email == "" && l.Phone == "" {
		bad.Add("email", "Give an e-mail address or a telephone number: readers must be able to tell you what gets in their way.")
	}
	if !l.Nation.Valid() {
		bad.Add("nation", "Choose the nation from the list.")
	}
	for field, days := range map[string]int{"answer_days": l.AnswerDays, "complaint_days": l.ComplaintDays} {
		if days < 1 || days > 60 {
			bad.Add(field, "Give a number of working days from 1 to 60.")
		}
	}
	l.checkAccess(&bad, today)
	slices.SortStableFunc(bad, func(a, b *Error) int {
		return cmp.Compare(slices.Index(legalFields, a.Field), slices.Index(legalFields, b.Field))
	})
	return bad.Err()
}

func (l Legal) checkAccess(bad *Problems, today Day) {
	switch {
	case l.Standing != Fully && l.Standing != Partly && l.Standing != Not:
		bad.Add("standing", "Choose how far the site meets the guidelines.")
	case l.Standing == Fully && len(l.Issues) > 0:
		bad.Add("standing", "A site with known problems is not fully compliant. Choose “partially”, or take the problems out once they are mended.")
	case l.Standing != Fully && len(l.Issues) == 0:
		bad.Add("issues", "Say what is not accessible: the law wants it listed. Or say that the site is fully compliant.")
	}
	if len(l.Issues) > maxIssues {
		bad.Add("issues", "List at most %d problems.", maxIssues)
	}
	for _, issue := range l.Issues {
		if utf8.RuneCountInString(issue) > maxIssue {
			bad.Add("issues", "A problem may take %d characters.", maxIssue)
			break
		}
	}
	switch {
	case (l.TestedBy == "") != l.TestedOn.IsZero():
		bad.Add("tested_by", "Say both who tested the site and when, or neither.")
	case l.TestedOn.After(today):
		bad.Add("tested_on", "The day of the test lies ahead.")
	}
}

func isMailbox(s string) bool {
	name, host, found := strings.Cut(s, "@")
	return found && name != "" && strings.Contains(host, ".") && !strings.ContainsAny(s, " <>\"\t\r\n,;") && !strings.Contains(host, "@")
}
