package view

import (
	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/internal/tongue"
)

// maxNesting is how deep comments are indented. A phone of 320 px has no room
// for more; what is deeper says in words what it answers.
const maxNesting = 5

// Comment is a comment as the thread shows it.
type Comment struct {
	blog.Comment
	Byline  string
	Body    richtext.HTML
	Path    string // address of its own page
	Answers string // in words: whom it answers, when the indentation does not say so
	Above   string // address of the comment that it answers, or ""
	Level   int
	Below   []*Comment
}

// Local tells whether it was written on this site by a visitor.
func (c Comment) Local() bool { return c.Origin == blog.FromWeb }

// Official tells whether the council itself speaks.
func (c Comment) Official() bool { return c.Origin == blog.FromBlog }

// Remote tells whether it came from another server.
func (c Comment) Remote() bool { return c.Origin == blog.FromFediverse }

// Thread is one page of the comments under a post.
type Thread struct {
	Comments []*Comment
	Total    int
	First    string // address of the first page, when this is not it
	Next     string // address of the next page
}

// Remark is a recent comment on the front page.
type Remark struct {
	blog.Comment
	Byline  string
	Excerpt string
	Path    string
}

// CommentForm is the form for a comment, with what was typed when it is shown
// again.
type CommentForm struct {
	Action   string
	Parent   string // id of the comment to answer, or ""
	Name     string
	Email    string
	Letters  bool // we send e-mail: answers can be told of
	Wish     bool // to hear of answers
	Text     string
	Opened   int64 // when the form was made, in seconds of the Unix clock
	Problems blog.Problems
}

// Problem is what is wrong with a field, or "".
func (f CommentForm) Problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Msg
		}
	}
	return ""
}

// Nest makes a tree of comments that come in reading order. earlier holds the
// addresses of those that stand on pages before this one: a parent that is
// neither here nor there is one that readers must not see.
func Nest(comments []*Comment, earlier map[string]string, t *tongue.Tongue) []*Comment {
	var roots []*Comment
	seen := make(map[string]*Comment, len(comments))
	holder := make(map[string]*Comment, len(comments)) // in whose list a comment stands
	for _, c := range comments {
		seen[c.ID] = c
		parent := seen[c.ParentID]
		switch {
		case c.ParentID == "":
			roots = append(roots, c)
		case parent == nil && earlier[c.ParentID] == "":
			c.Answers = t.Say("a comment that is no longer shown")
			if c.ParentRemoved {
				c.Answers = t.Say("a comment that was removed at its author’s request")
			}
			roots = append(roots, c)
		case parent == nil:
			c.Answers, c.Above = t.Say("an earlier comment"), earlier[c.ParentID]
			roots = append(roots, c)
		case parent.Level < maxNesting:
			c.Level = parent.Level + 1
			parent.Below = append(parent.Below, c)
			holder[c.ID] = parent
		default:
			c.Level, c.Answers, c.Above = parent.Level, parent.Byline, "#comment-"+parent.ID
			above := holder[parent.ID]
			above.Below = append(above.Below, c)
			holder[c.ID] = above
		}
	}
	return roots
}
