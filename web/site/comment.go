package site

import (
	"cmp"
	"context"
	"net/netip"
	"strconv"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
	"inews/web/view"
)

// A page of a thread ends after so many comments, or when their text has so
// many bytes: both keep the whole page under 100 KB.
const (
	threadComments = 50
	threadBytes    = 40 << 10
)

// Typed is a comment as it comes from the form.
type Typed struct {
	Name, Email, Text, Trap string
	Parent                  string     // id of the comment that it answers, or ""
	Opened                  string     // seconds of the Unix clock
	Wish                    bool       // to hear of answers by e-mail
	Address                 netip.Addr // of the visitor, to slow down floods; not kept
}

// thread is one page of the comments under a post, beginning after the comment
// with the given id.
func (s *Site) thread(ctx context.Context, post blog.Post, after string) (view.Thread, error) {
	path := ""
	thread := view.Thread{Total: post.Replies}
	if after != "" {
		// One that is not shown marks no place: whoever holds its id would learn
		// that it is there.
		last, err := s.db.ShownCommentByID(ctx, after)
		if err == nil && last.PostID != post.ID {
			err = errNothing
		}
		if err != nil {
			return thread, err
		}
		path, thread.First = last.Path, post.Path()+"#comments"
	}
	found, err := s.db.CommentsOnPost(ctx, post.ID, path, threadComments+1)
	if err != nil {
		return thread, err
	}
	var shown []*view.Comment
	for size := 0; len(shown) < len(found) && len(shown) < threadComments; {
		c := found[len(shown)]
		if size += len(c.HTML); size > threadBytes && len(shown) > 0 {
			break
		}
		shown = append(shown, s.comment(c, post))
	}
	if len(shown) < len(found) {
		thread.Next = post.Path() + "?after=" + shown[len(shown)-1].ID + "#comments"
	}
	var earlier map[string]string
	if after != "" {
		if earlier, err = s.earlier(ctx, post, shown); err != nil {
			return thread, err
		}
	}
	thread.Comments = view.Nest(shown, earlier, s.Tongue)
	return thread, nil
}

// earlier finds the comments that those of a page answer and that stand before
// it: the address of the page of the thread that begins with each. What is hidden
// has none.
func (s *Site) earlier(ctx context.Context, post blog.Post, page []*view.Comment) (map[string]string, error) {
	var missing []string
	here := make(map[string]bool, len(page))
	for _, c := range page {
		if here[c.ID] = true; c.ParentID != "" && !here[c.ParentID] {
			missing = append(missing, c.ParentID)
		}
	}
	if missing == nil {
		return nil, nil
	}
	before, err := s.db.ShownBefore(ctx, missing)
	addresses := make(map[string]string, len(before))
	for id, last := range before {
		addresses[id] = post.Path()
		if last != "" {
			addresses[id] += "?after=" + last
		}
		addresses[id] += "#comment-" + id
	}
	return addresses, err
}

func (s *Site) comment(c blog.Comment, post blog.Post) *view.Comment {
	c.Language = cmp.Or(c.Language, post.Language) // most answer in the language that they are asked in
	return &view.Comment{
		Comment: c, Byline: s.byline(c), Body: richtext.Trusted(c.HTML), Path: commentPath(post.Path(), c.ID),
	}
}

// byline is who said it: the blog itself under its organisation's name.
func (s *Site) byline(c blog.Comment) string {
	switch {
	case c.Origin == blog.FromBlog && s.Organisation != "":
		return s.Organisation
	case c.Origin == blog.FromBlog:
		return s.Name
	}
	if name := c.Byline(); name != blog.Anonymous {
		return name
	}
	return s.say("Anonymous")
}

func commentPath(postPath, id string) string { return postPath + "/comments/" + id }

// Reply is the page of one comment, with the form to answer it.
func (s *Site) Reply(ctx context.Context, ask Ask) (Answer, error) {
	post, comment, err := s.findComment(ctx, ask)
	if err != nil {
		return Answer{}, err
	}
	return s.replyPage(ctx, post, comment, nil)
}

// findComment reads the comment that an address names. A comment under another
// post than the address says is not found.
func (s *Site) findComment(ctx context.Context, ask Ask) (blog.Post, blog.Comment, error) {
	post, _, err := s.find(ctx, ask.Param("slug"), "")
	if err != nil {
		return post, blog.Comment{}, err
	}
	comment, err := s.db.ShownCommentByID(ctx, ask.Param("id"))
	if err == nil && comment.PostID != post.ID {
		err = errNothing
	}
	return post, comment, err
}

func (s *Site) replyPage(ctx context.Context, post blog.Post, c blog.Comment, form *view.CommentForm) (Answer, error) {
	comment := s.comment(c, post)
	head := view.Head{
		Title: s.say("Comment by %s on %s", comment.Byline, post.Title), Description: richtext.Excerpt(c.Text, excerptLength),
		Path: comment.Path, Object: c.URI, NoIndex: true,
	}
	frame, err := s.frame(ctx, view.LatestSection, head)
	if err != nil {
		return Answer{}, err
	}
	if c.ParentID != "" {
		comment.Answers = s.say("another comment")
		if parent, err := s.db.ShownCommentByID(ctx, c.ParentID); err == nil {
			comment.Answers, comment.Above = s.byline(parent), commentPath(post.Path(), parent.ID)
		}
	}
	if form == nil && post.Comments == blog.CommentsOpen && !frame.Paused() {
		form = s.commentForm(post, c.ID)
	}
	answer, err := s.page(view.Reply{Frame: frame, Post: post, Comment: comment, Form: form}, head)
	if c.Origin == blog.FromFediverse {
		answer.Object = "" // theirs to serve, not ours
	}
	return answer, err
}

// Comment takes a comment in and sends its writer on to the page of it that is
// theirs alone. What is
// wrong with it is told on the same page, with the form filled as it was.
func (s *Site) Comment(ctx context.Context, ask Ask, typed Typed) (Answer, error) {
	post, _, err := s.find(ctx, ask.Param("slug"), "")
	if err != nil {
		return Answer{}, err
	}
	opened, _ := strconv.ParseInt(typed.Opened, 10, 64) // 0 says that it is not known
	submission := comments.Submission{
		PostID: post.ID, ParentID: typed.Parent, Name: typed.Name, Email: typed.Email, Wish: typed.Wish, Text: typed.Text, Language: s.Language,
		Trap: typed.Trap, Opened: time.Unix(opened, 0), Address: typed.Address,
	}
	sent, err := s.Comments.Submit(ctx, submission)
	switch blog.KindOf(err) {
	case "":
		return Answer{Status: 303, Location: comments.OwnPath + sent.Link + "?new=1"}, nil
	case blog.Invalid, blog.TooMany, blog.Conflict:
		return s.refuse(ctx, ask, post, typed, err)
	}
	return Answer{}, err
}

// refuse shows the page again with the form as it was filled in.
func (s *Site) refuse(ctx context.Context, ask Ask, post blog.Post, typed Typed, refusal error) (Answer, error) {
	form := s.commentForm(post, typed.Parent)
	form.Name, form.Email, form.Text, form.Wish = typed.Name, typed.Email, typed.Text, typed.Wish
	form.Problems = s.Tongue.Problems(refusal)
	if len(form.Problems) == 0 {
		form.Problems = blog.Problems{{Msg: s.Tongue.Message(refusal)}}
	}
	answer, err := s.formPage(ctx, ask, post, form)
	answer.Err = refusal
	return answer, err
}

func (s *Site) formPage(ctx context.Context, ask Ask, post blog.Post, form *view.CommentForm) (Answer, error) {
	if form.Parent != "" {
		comment, err := s.db.ShownCommentByID(ctx, form.Parent)
		if err != nil {
			return Answer{}, err
		}
		return s.replyPage(ctx, post, comment, form)
	}
	if post.Form != blog.FormEvent {
		return s.postPage(ctx, post, ask, form)
	}
	event, _, err := s.eventOf(ctx, post)
	if err != nil {
		return Answer{}, err
	}
	return s.eventPage(ctx, event, ask, form)
}
