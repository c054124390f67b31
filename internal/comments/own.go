package comments

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"strings"
	"time"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// EditableFor is for how long after it was sent a comment that readers see can
// be changed by its writer. One that waits can be changed until it is decided
// about. Deleting it is always possible.
const EditableFor = 24 * time.Hour

// newLink gives a comment its link, and returns the token with which that ends:
// 130 random bits, so that nobody need count who guesses.
func newLink(ctx context.Context, tx *postgres.Tx, id string) (string, error) {
	token := rand.Text()
	return token, tx.LinkComment(ctx, id, hashOf(token))
}

func hashOf(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Own returns a comment to its writer, who has the link. It is NotFound for a
// link that is none.
func (c *Comments) Own(ctx context.Context, token string) (blog.Comment, error) {
	return c.DB.CommentByLink(ctx, hashOf(token))
}

// MayEdit tells whether the writer of a comment may still change it.
func (c *Comments) MayEdit(comment blog.Comment) bool {
	switch comment.Verdict {
	case blog.VerdictHeld:
		return true
	case blog.VerdictApproved:
		return c.now().Before(comment.Published.Add(EditableFor))
	}
	return false
}

// EditOwn changes a comment at its writer's wish. One that readers see waits for
// staff again, unless all that changed are a few letters and nothing in it looks
// like spam: what staff approved were other words.
func (c *Comments) EditOwn(ctx context.Context, token, text string) (blog.Comment, error) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	if n := utf8.RuneCountInString(text); n > blog.MaxComment {
		return blog.Comment{}, blog.InvalidField("text", "Your comment has %d characters; %d is the most. Could you shorten it?", n, blog.MaxComment)
	}
	html := richtext.Comment(text)
	plain := richtext.PlainText(html)
	if plain == "" {
		return blog.Comment{}, blog.InvalidField("text", "Write something first. To take your comment back, delete it.")
	}
	return c.own(ctx, token, func(tx *postgres.Tx, comment blog.Comment) error {
		if !c.MayEdit(comment) {
			return blog.Errorf(blog.Conflict, "This comment can no longer be changed. You can still delete it.")
		}
		if comment.HTML == html.String() {
			return nil
		}
		revised := comment
		revised.Markdown, revised.HTML, revised.Text, revised.Edited = text, html.String(), plain, c.now()
		if err := c.judge(ctx, tx, &revised); err != nil {
			return err
		}
		if comment.Verdict == blog.VerdictApproved && (revised.Suspicion != "" || !isCorrection(comment.Text, plain)) {
			revised.Verdict = blog.VerdictHeld
		}
		if err := tx.EditComment(ctx, revised, nil); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Edited, revised, "")
	})
}

// RemoveOwn deletes a comment at its writer's wish: its place in the thread
// stays, what was said is gone, and so is the way to its writer.
func (c *Comments) RemoveOwn(ctx context.Context, token string) (blog.Comment, error) {
	return c.own(ctx, token, func(tx *postgres.Tx, comment blog.Comment) error {
		if err := tx.EmptyComment(ctx, comment.ID); err != nil {
			return err
		}
		return record(ctx, tx, blog.Editor{}, blog.Removed, comment, "")
	})
}

// own is the transaction of what its writer does to a comment.
func (c *Comments) own(ctx context.Context, token string, step func(*postgres.Tx, blog.Comment) error) (blog.Comment, error) {
	var comment blog.Comment
	err := c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if comment, err = tx.CommentByLink(ctx, hashOf(token)); err != nil {
			return err
		}
		if comment, err = locked(ctx, tx, comment.ID); err != nil { // staff may decide about it just now
			return err
		}
		if comment.Verdict == blog.VerdictRemoved {
			return blog.Errorf(blog.Conflict, "You have deleted this comment.")
		}
		if err := step(tx, comment); err != nil {
			return err
		}
		comment, err = tx.CommentByID(ctx, comment.ID)
		return err
	})
	return comment, err
}

// A correction changes at most so many words, each by so many letters, and adds
// and removes none.
const (
	correctedWords   = 3
	correctedLetters = 2
	shortestWord     = 4 // characters: of "now", two letters make anything
)

// isCorrection tells whether all that was changed are a few letters.
func isCorrection(before, after string) bool {
	old, new := strings.Fields(before), strings.Fields(after)
	if len(old) != len(new) {
		return false
	}
	changed := 0
	for i := range old {
		if old[i] == new[i] {
			continue
		}
		if changed++; changed > correctedWords || len([]rune(old[i])) < shortestWord || distance([]rune(old[i]), []rune(new[i])) > correctedLetters {
			return false
		}
	}
	return true
}

// distance is how many letters must be added, left out or replaced to make one
// word of another. Source: Levenshtein, 1965.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			replaced := diagonal
			if x != y {
				replaced++
			}
			diagonal = row[j+1]
			row[j+1] = min(row[j+1]+1, row[j]+1, replaced)
		}
	}
	return row[len(b)]
}
