package comments

import (
	"context"
	"net/mail"
	"net/netip"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Submission is what a reader sent with the form under a post.
type Submission struct {
	PostID   string
	ParentID string // the comment that it answers, or ""
	Name     string // may be empty
	Email    string // may be empty; never shown
	Wish     bool   // to hear of answers by e-mail
	Text     string // plain
	Language string // of the page with the form
	Trap     string // a field that people do not see and programs fill in
	Opened   time.Time
	Address  netip.Addr
}

// Limits of the form's fields, in characters.
const (
	maxName  = 80
	maxEmail = 254 // RFC 5321 §4.5.3.1.3, less the brackets
)

// Submit takes a comment from the web, and returns it with its Link. It is held for staff, always; what looks
// like spam is said in its Suspicion. Too many from one address are TooMany.
func (c *Comments) Submit(ctx context.Context, s Submission) (blog.Comment, error) {
	s.Name, s.Email = richtext.Name(s.Name, 10*maxName), oneLine(s.Email)
	s.Text = strings.TrimSpace(strings.ReplaceAll(s.Text, "\r\n", "\n"))
	if err := s.check(); err != nil {
		return blog.Comment{}, err
	}
	watched, err := c.signsOfAddress(ctx, s.Address)
	if err != nil {
		return blog.Comment{}, err
	}
	if err := c.throttle(ctx, "comment", s.Address); err != nil {
		return blog.Comment{}, err
	}
	html := richtext.Comment(s.Text)
	comment := blog.Comment{
		PostID: s.PostID, ParentID: s.ParentID, Origin: blog.FromWeb, Audience: blog.AudiencePublic,
		Verdict: blog.VerdictHeld, Name: s.Name, Email: s.Email,
		HTML: html.String(), Text: richtext.PlainText(html), Markdown: s.Text, Published: c.now(),
	}
	if comment.Text == "" {
		return comment, blog.InvalidField("text", "Write something first.")
	}
	err = c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		post, err := open(ctx, tx, s.PostID)
		if err != nil {
			return err
		}
		if err := c.unpaused(ctx, tx); err != nil {
			return err
		}
		if err := shownParent(ctx, tx, s); err != nil {
			return err
		}
		if err := c.judge(ctx, tx, &comment, slices.Concat(watched, blog.SignsOfForm(s.Trap, s.Opened, c.now()))...); err != nil {
			return err
		}
		if comment, _, err = tx.InsertComment(ctx, comment, c.Base, nil); err != nil {
			return err
		}
		if comment.Link, err = newLink(ctx, tx, comment.ID); err != nil {
			return err
		}
		if err := c.greet(ctx, tx, comment, post, s); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Submitted, comment, "")
	})
	return comment, err
}

// unpaused refuses comments from the web while they are paused before an election.
func (c *Comments) unpaused(ctx context.Context, tx *postgres.Tx) error {
	e, err := tx.ElectionAt(ctx, c.now())
	if err == nil && e.ID != "" && e.Comments == blog.CommentsPaused {
		err = blog.Errorf(blog.Conflict, "Comments are paused because an election is near. Please keep your text and send it after that.")
	}
	return err
}

func (s Submission) check() error {
	var bad blog.Problems
	if s.Text == "" {
		bad.Add("text", "Write something first.")
	}
	if n := utf8.RuneCountInString(s.Text); n > blog.MaxComment {
		bad.Add("text", "Your comment has %d characters; %d is the most. Could you shorten it?", n, blog.MaxComment)
	}
	if utf8.RuneCountInString(s.Name) > maxName {
		bad.Add("name", "Your name may have at most %d characters.", maxName)
	}
	if s.Email != "" {
		parsed, err := mail.ParseAddress(s.Email)
		if err != nil || parsed.Address != s.Email || len(s.Email) > maxEmail {
			bad.Add("email", "This is not an e-mail address. You may also leave it out.")
		}
	}
	if s.Wish && s.Email == "" {
		bad.Add("email", "Give your e-mail address, so that we can tell you of answers.")
	}
	return bad.Err()
}

// shownParent lets a reader answer only what readers see.
func shownParent(ctx context.Context, tx *postgres.Tx, s Submission) error {
	if s.ParentID == "" {
		return nil
	}
	parent, err := tx.ShownCommentByID(ctx, s.ParentID)
	if err == nil && parent.PostID != s.PostID {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	if blog.KindOf(err) == blog.NotFound {
		return &blog.Error{Kind: blog.NotFound, Field: "parent", Msg: "The comment that you answer is no longer there.", Err: err}
	}
	return err
}

// throttle counts what was sent, a "comment" or a "report", against its sender's
// address.
func (c *Comments) throttle(ctx context.Context, what string, address netip.Addr) error {
	flood, err := c.DB.NoteFlood(ctx, blog.FloodKey(what+" from", address), c.now())
	if err != nil {
		return err
	}
	return flood.Refuse(1)
}

// signsOfAddress refuses a comment from a range that staff refuse, and says so
// when it comes from one that they watch. The address itself is kept nowhere,
// and neither is the range, which may be an address.
func (c *Comments) signsOfAddress(ctx context.Context, address netip.Addr) (blog.Signs, error) {
	if !address.IsValid() {
		return nil, nil
	}
	watched, err := c.DB.RangeOf(ctx, address.Unmap())
	if blog.KindOf(err) == blog.NotFound {
		return nil, nil
	}
	if err == nil && watched.Effect == blog.RefuseRange {
		err = blog.Errorf(blog.Forbidden, "Comments from your connection are not taken in. If you think that this is a mistake, please tell us.")
	}
	if err != nil {
		return nil, err
	}
	sign := "comes from a connection that staff watch"
	if watched.Reason != "" {
		sign += " (" + watched.Reason + ")"
	}
	return blog.Signs{{Words: sign, Points: forWatched, Spam: true}}, nil
}
