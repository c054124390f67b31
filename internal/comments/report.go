package comments

import (
	"context"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// maxOpenReports bounds how many reports of one server wait for staff: a flood
// of them must not bury those of others.
const maxOpenReports = 100

// TakeReport keeps what another server reports, for staff alone. The same report
// twice is kept once. It is Forbidden to whom staff have blocked, TooMany when
// enough of theirs are open.
func (c *Comments) TakeReport(ctx context.Context, r blog.Report) error {
	r.Words = cut(strings.TrimSpace(r.Words), blog.MaxReport)
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		person, _, err := welcome(ctx, tx, r.PersonURI)
		if err != nil {
			return err
		}
		r.Host = person.Host
		open, err := tx.CountOpenReports(ctx, r.Host)
		if err != nil {
			return err
		}
		if open >= maxOpenReports {
			return blog.Errorf(blog.TooMany, "Enough reports of %s wait for staff.", r.Host)
		}
		saved, fresh, err := tx.InsertReport(ctx, r)
		if err != nil || !fresh {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Verb: blog.Reported, Subject: blog.ReportSubject, SubjectID: saved.ID, Reason: "by " + r.Host})
		return err
	})
}

// CloseReport notes that staff are done with a report, whatever they decided.
func (c *Comments) CloseReport(ctx context.Context, by blog.Editor, id string) error {
	if err := moderator(by); err != nil {
		return err
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		closed, err := tx.CloseReport(ctx, id, by.ID)
		if err == nil && !closed {
			err = blog.Errorf(blog.NotFound, "There is no such report, or somebody is done with it already.")
		}
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Closed, Subject: blog.ReportSubject, SubjectID: id})
		return err
	})
}

// ReportAway tells the moderators of the server of a comment about it, in the
// name of our server and no person's. Once is enough.
func (c *Comments) ReportAway(ctx context.Context, by blog.Editor, id, words string) error {
	if err := moderator(by); err != nil {
		return err
	}
	words = strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n"))
	switch n := utf8.RuneCountInString(words); {
	case n == 0:
		return blog.InvalidField("report", "Say what is wrong: the moderators of the other server read it.")
	case n > blog.MaxReport:
		return blog.InvalidField("report", "Your report has %d characters; %d is the most.", n, blog.MaxReport)
	}
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		comment, err := tx.CommentByID(ctx, id)
		if err != nil {
			return err
		}
		if err := reportable(ctx, tx, comment); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Reported, comment, words)
	})
}

// reportable refuses a report that nobody would get, or that they have.
func reportable(ctx context.Context, tx *postgres.Tx, comment blog.Comment) error {
	if comment.Origin != blog.FromFediverse || comment.Person.Inbox == "" {
		return blog.Errorf(blog.Conflict, "This comment comes from no other server that could be told.")
	}
	severity, err := tx.SeverityOf(ctx, comment.Person.Host)
	if err != nil {
		return err
	}
	if severity.Refuses() {
		return blog.Errorf(blog.Conflict, "Nothing is sent to %s, which you have blocked. Report first, then block.", comment.Person.Host)
	}
	changes, err := tx.ChangesOf(ctx, blog.CommentSubject, comment.ID)
	for _, change := range changes {
		if err == nil && change.Verb == blog.Reported {
			err = blog.Errorf(blog.Conflict, "%s was told about this comment already.", comment.Person.Host)
		}
	}
	return err
}

// cut shortens a text to at most so many characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
