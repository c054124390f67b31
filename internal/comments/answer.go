package comments

import (
	"context"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// Answer says something as the blog, below a comment that readers see. It is
// shown at once; when it answers somebody on another server, it mentions them,
// so that they are told.
func (c *Comments) Answer(ctx context.Context, by blog.Editor, parentID, markdown string) (blog.Comment, error) {
	var answer blog.Comment
	if err := mayAnswer(by); err != nil {
		return answer, err
	}
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		parent, err := tx.CommentByID(ctx, parentID)
		if err != nil {
			return err
		}
		post, err := tx.PostByID(ctx, parent.PostID)
		if err != nil {
			return err
		}
		switch {
		case parent.Private():
			return blog.Errorf(blog.Conflict, "This was not written for everybody: an answer would show what its author said in private.")
		case !parent.Visible():
			return blog.Errorf(blog.Conflict, "Readers do not see this comment. Approve it first, then answer.")
		case !post.Visible():
			return blog.Errorf(blog.Conflict, "This post is not public, so nobody would see the answer.")
		}
		answer = blog.Comment{
			PostID: parent.PostID, ParentID: parent.ID, Origin: blog.FromBlog, Audience: blog.AudiencePublic,
			EditorID: by.ID, Published: c.now(), Language: post.Language,
		}
		if err := write(&answer, parent.Person, markdown); err != nil {
			return err
		}
		answer.Verdict = blog.FirstVerdict(answer, false)
		if answer, _, err = tx.InsertComment(ctx, answer, c.Base, nil); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Answered, answer, "")
	})
	return answer, err
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
		if answer, err = tx.CommentByID(ctx, id); err != nil {
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
