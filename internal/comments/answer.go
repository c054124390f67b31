package comments

import (
	"context"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Answer says something as the blog, below a comment that readers see or a
// mention. It is public at once; when it answers somebody on another server, it
// mentions them, so that they are told.
func (c *Comments) Answer(ctx context.Context, by blog.Editor, parentID, markdown string) (blog.Comment, error) {
	return c.answer(ctx, by, parentID, markdown, nil)
}

// ApproveAndAnswer shows a comment that waits, as ApproveRead does, and answers it,
// both or neither.
func (c *Comments) ApproveAndAnswer(ctx context.Context, by blog.Editor, parentID, edition, markdown string) (blog.Comment, error) {
	return c.answer(ctx, by, parentID, markdown, &edition)
}

// answer approves the comment first when the edition that was read is given.
func (c *Comments) answer(ctx context.Context, by blog.Editor, parentID, markdown string, read *string) (blog.Comment, error) {
	var answer blog.Comment
	if err := mayAnswer(by); err != nil {
		return answer, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		parent, err := locked(ctx, tx, parentID)
		if err != nil {
			return err
		}
		if read != nil && parent.Verdict == blog.VerdictHeld && !parent.Mention() {
			if err := stillSays(parent, *read); err != nil {
				return err
			}
			if err := c.approve(ctx, tx, by, parent); err != nil {
				return err
			}
			parent.Verdict = blog.VerdictApproved
		}
		answer = blog.Comment{
			PostID: parent.PostID, ParentID: parent.ID, Origin: blog.FromBlog, Audience: blog.AudiencePublic,
			EditorID: by.ID, Published: c.now(), Language: parent.Language,
		}
		if err := answerable(ctx, tx, by, parent, &answer); err != nil {
			return err
		}
		if err := write(&answer, parent.Person, markdown); err != nil {
			return err
		}
		answer.Verdict = blog.FirstVerdict(answer, false)
		if answer, _, err = tx.InsertComment(ctx, answer, c.Base, nil); err != nil {
			return err
		}
		if err := c.tellOf(ctx, tx, answer); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Answered, answer, "")
	})
	return answer, err
}

// answerable tells why a comment cannot be answered in public, and gives the
// answer its language and its audience. A mention is done with when it is
// answered; the answer is for its author, and kept out of lists of the newest.
func answerable(ctx context.Context, tx *postgres.Tx, by blog.Editor, parent blog.Comment, answer *blog.Comment) error {
	if parent.Private() {
		return blog.Errorf(blog.Conflict, "This was not written for everybody: an answer would show what its author said in private.")
	}
	if parent.Mention() {
		answer.Audience = blog.AudienceQuiet
		switch parent.Verdict {
		case blog.VerdictHeld, blog.VerdictNoted:
			return note(ctx, tx, by, parent)
		}
		return blog.Errorf(blog.Conflict, "You have put this aside. Take that back first, then answer.")
	}
	post, err := tx.PostByID(ctx, parent.PostID)
	switch {
	case err != nil:
		return err
	case !parent.Visible():
		return blog.Errorf(blog.Conflict, "Readers do not see this comment. Approve it first, then answer.")
	case !post.Visible():
		return blog.Errorf(blog.Conflict, "This post is not public, so nobody would see the answer.")
	}
	answer.Language = post.Language
	return nil
}

// EditAnswer replaces the text of one of the blog's answers.
func (c *Comments) EditAnswer(ctx context.Context, by blog.Editor, id, markdown string) (blog.Comment, error) {
	return c.change(ctx, by, id, func(tx *postgres.Tx, answer blog.Comment) error {
		var to blog.Person
		if answer.ParentID != "" {
			parent, err := tx.CommentByID(ctx, answer.ParentID)
			if err != nil {
				return err
			}
			to = parent.Person
		}
		before := answer.HTML
		if err := write(&answer, to, markdown); err != nil {
			return err
		}
		if answer.HTML == before {
			return nil
		}
		answer.Edited = c.now()
		if err := tx.EditComment(ctx, answer, nil); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Edited, answer, "")
	})
}

// RemoveAnswer takes one of the blog's answers back. Its place in the thread
// stays, its text is gone.
func (c *Comments) RemoveAnswer(ctx context.Context, by blog.Editor, id string) (blog.Comment, error) {
	return c.change(ctx, by, id, func(tx *postgres.Tx, answer blog.Comment) error {
		if err := tx.EmptyComment(ctx, id); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Removed, answer, "")
	})
}

// change is the transaction of what happens to an answer that stands.
func (c *Comments) change(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Comment) error) (blog.Comment, error) {
	var answer blog.Comment
	if err := moderator(by); err != nil {
		return answer, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if answer, err = locked(ctx, tx, id); err != nil {
			return err
		}
		if answer.Origin != blog.FromBlog {
			return blog.Errorf(blog.Conflict, "This comment is not the blog's own. Hide it instead.")
		}
		if answer.Verdict == blog.VerdictRemoved {
			return blog.Errorf(blog.Conflict, "This answer was taken back already.")
		}
		if err := step(tx, answer); err != nil {
			return err
		}
		answer, err = tx.CommentByID(ctx, id)
		return err
	})
	return answer, err
}

func mayAnswer(by blog.Editor) error {
	if err := moderator(by); err != nil {
		return err
	}
	if by.ID == "" {
		return blog.Errorf(blog.Forbidden, "An answer names the editor who gave it. Sign in to answer as the blog.")
	}
	return nil
}

// write renders an answer, with a mention of the person whom it answers before
// it unless it mentions them already.
func write(answer *blog.Comment, to blog.Person, markdown string) error {
	markdown = strings.TrimSpace(strings.ReplaceAll(markdown, "\r\n", "\n"))
	if n := utf8.RuneCountInString(markdown); n == 0 || n > blog.MaxComment {
		return blog.InvalidField("text", "Write something, of at most %d characters.", blog.MaxComment)
	}
	handle := strings.TrimPrefix(to.Handle, "@")
	doc, err := richtext.Markdown(addressed(markdown, handle), richtext.Options{
		Mention: func(named string) (richtext.Mention, bool) {
			return richtext.Mention{Handle: handle, URL: to.URL, ActorID: to.URI}, handle != "" && strings.EqualFold(named, handle)
		},
	})
	if err != nil {
		return err
	}
	answer.Markdown, answer.HTML, answer.Text = markdown, doc.HTML.String(), doc.Text
	return nil
}

// addressed puts a mention before the text; before a list, a quotation or a
// heading it stands on a line of its own.
func addressed(markdown, handle string) string {
	if handle == "" || strings.Contains(strings.ToLower(markdown), "@"+strings.ToLower(handle)) {
		return markdown
	}
	gap := " "
	if strings.ContainsRune("-*+>#`~|0123456789", rune(markdown[0])) {
		gap = "\n\n"
	}
	return "@" + handle + gap + markdown
}
