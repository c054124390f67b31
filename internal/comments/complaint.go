package comments

import (
	"context"
	"net/mail"
	"net/netip"
	"slices"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Complaint is what a reader reports about a comment.
type Complaint struct {
	CommentID string
	Rule      string // that it breaks, of Rules
	Words     string // plain; may be empty
	Contact   string // an e-mail address; may be empty
	Trap      string // a field that people do not see and programs fill in
	Address   netip.Addr
}

// Limits of complaints: their words in characters, and how many of readers may
// wait for staff.
const (
	maxComplaint      = 1000
	maxOpenComplaints = 200
)

// Complain keeps a reader's report of a comment that readers see, for staff
// alone. Whatever a program fills in is dropped without a word.
func (c *Comments) Complain(ctx context.Context, s Complaint) error {
	s.Words, s.Contact = strings.TrimSpace(strings.ReplaceAll(s.Words, "\r\n", "\n")), oneLine(s.Contact)
	if err := s.check(); err != nil {
		return err
	}
	if err := c.throttle(ctx, "report", s.Address); err != nil {
		return err
	}
	if s.Trap != "" {
		return nil
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		comment, err := tx.ShownCommentByID(ctx, s.CommentID)
		if err != nil {
			return err
		}
		open, err := tx.CountReadersReports(ctx)
		if err == nil && open >= maxOpenComplaints {
			err = blog.Errorf(blog.TooMany, "Many reports wait for our staff just now. Please try again tomorrow.")
		}
		if err != nil {
			return err
		}
		saved, _, err := tx.InsertReport(ctx, blog.Report{
			Rule: s.Rule, Words: s.Words, Contact: s.Contact, Subjects: []blog.ReportedThing{{URI: comment.URI, CommentID: comment.ID}},
		})
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Verb: blog.Reported, Subject: blog.ReportSubject, SubjectID: saved.ID, Reason: "by a reader: " + s.Rule})
		return err
	})
}

func (s Complaint) check() error {
	var bad blog.Problems
	if !slices.Contains(Rules, s.Rule) {
		bad.Add("rule", "Choose what is wrong with it.")
	}
	if n := utf8.RuneCountInString(s.Words); n > maxComplaint {
		bad.Add("words", "Your words have %d characters; %d is the most. Could you shorten them?", n, maxComplaint)
	}
	if s.Contact != "" {
		parsed, err := mail.ParseAddress(s.Contact)
		if err != nil || parsed.Address != s.Contact || len(s.Contact) > maxEmail {
			bad.Add("contact", "This is not an e-mail address. You may also leave it out.")
		}
	}
	return bad.Err()
}
