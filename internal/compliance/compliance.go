// Package compliance holds what the law asks of a public body's site, as verbs
// of staff and of the clock: the facts for the pages that the program writes,
// how long what is kept, requests that must be answered by a day, and the time
// before an election.
//
// The rules themselves, such as working days and the table of what is kept for
// how long, are in internal/blog, so that pages and jobs read the same. What an
// election forbids is refused where posts and comments are let out, in
// internal/newsroom and internal/comments.
package compliance

import (
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Compliance is where staff do what the law asks. DB and Zone are needed.
type Compliance struct {
	DB   *postgres.DB
	Zone *time.Location   // of the site
	Now  func() time.Time // time.Now when nil
	// Tell tells a member of staff of something, on the desk and by e-mail as they
	// chose; nobody is told when nil.
	Tell Tell
}

func (c *Compliance) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

// today is the day on the site's clock.
func (c *Compliance) today() blog.Day {
	now := c.now().In(c.Zone)
	return blog.Date(now.Year(), now.Month(), now.Day())
}

func owner(by blog.Editor) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner decides this. Ask one.")
	}
	return nil
}

func moderator(by blog.Editor) error {
	if !by.Role.May(blog.MayModerate) {
		return blog.Errorf(blog.Forbidden, "Your role does not see to requests. Ask a moderator or an editor.")
	}
	return nil
}
