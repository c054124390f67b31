package view

import "inews/internal/blog"

// Accessibility is the accessibility statement.
type Accessibility struct {
	Frame
	Legal     blog.Legal
	Body      string // the organisation's name in law
	Comments  int    // from other servers, with something that nobody described
	Documents int    // files that are no web page
	Players   int    // posts with a video of somebody else's
	Earlier   *Link  // what the council wrote itself
}

// Exempt tells whether something on the site is others' and out of the council's
// hands.
func (a Accessibility) Exempt() bool { return a.Comments > 0 || a.Players > 0 }

// Cause is due to what the site is not fully compliant, as the law has it said.
func (a Accessibility) Cause() string {
	known := len(a.Legal.Issues) > 0 || a.Documents > 0
	switch {
	case known && a.Exempt():
		return "both"
	case known:
		return "issues"
	}
	return "exempt"
}

// Privacy is the privacy notice, made from the list of personal data.
type Privacy struct {
	Frame
	Legal   blog.Legal
	Body    string
	Readers []Record // of whoever reads, comments or writes
	Remote  []Record // what comes from other servers
	Staff   []Record // of those who work with the blog
	Earlier *Link
}

// Record is a sort of personal data, and how long it is kept.
type Record struct {
	blog.PersonalData
	Kept blog.Retention
}

// Cookies is the page about cookies.
type Cookies struct {
	Frame
	Prefix string
	List   []blog.Cookie
	Secure bool
}

// Rules are the rules for comments, where staff have not written their own.
type Rules struct {
	Frame
	Names []string // for which a comment is hidden
	Body  string
	Email string
	Days  int // working days in which a complaint is answered
}

// PreElection says what is different before an election, and why.
type PreElection struct {
	Frame
	Election blog.Election
	On       bool
}

func (Accessibility) template() string { return "accessibility" }
func (Privacy) template() string       { return "privacy" }
func (Cookies) template() string       { return "cookies" }
func (Rules) template() string         { return "rules" }
func (PreElection) template() string   { return "pre-election" }
