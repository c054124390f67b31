package site

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
	"inews/web/view"
)

// Post is the page of a post with its comments.
func (s *Site) Post(ctx context.Context, ask Ask) (Answer, error) {
	post, elsewhere, err := s.find(ctx, ask.Param("slug"), "/posts/")
	if err != nil || elsewhere != "" {
		return Answer{Status: moved, Location: elsewhere}, err
	}
	return s.postPage(ctx, post, ask, nil)
}

// postPage is the page of a post; form is what was typed, when a comment was
// refused.
func (s *Site) postPage(ctx context.Context, post blog.Post, ask Ask, form *view.CommentForm) (Answer, error) {
	head := s.articleHead(post)
	if err := s.bilingual(ctx, post, &head); err != nil {
		return Answer{}, err
	}
	head.Data = []any{s.articleData(post, head)}
	article, err := s.article(ctx, post, ask, head, form)
	if err != nil {
		return Answer{}, err
	}
	return s.postAnswer(view.Post{Article: article}, article)
}

// postAnswer renders the page of a post or event.
func (s *Site) postAnswer(p view.Page, article view.Article) (Answer, error) {
	answer, err := s.page(p, article.Head)
	answer.Scripts = article.Head.Script != ""
	answer.PostID = article.Post.ID
	return answer, err
}

// article fills what the pages of posts and events have in common.
func (s *Site) article(ctx context.Context, post blog.Post, ask Ask, head view.Head, form *view.CommentForm) (view.Article, error) {
	after := ask.Query.Get("after")
	thread, err := s.thread(ctx, post, after)
	if err != nil {
		return view.Article{}, err
	}
	quotes, err := s.quotes(ctx, post, after)
	if err != nil {
		return view.Article{}, err
	}
	series, err := s.neighbours(ctx, post)
	if err != nil {
		return view.Article{}, err
	}
	waiting, err := s.db.CountWaiting(ctx, post.ID)
	if err != nil {
		return view.Article{}, err
	}
	notShown, err := s.notShown(ctx, post, after)
	if err != nil {
		return view.Article{}, err
	}
	related, err := s.related(ctx, post)
	if err != nil {
		return view.Article{}, err
	}
	outcome, err := s.outcomeOf(ctx, post)
	if err != nil {
		return view.Article{}, err
	}
	moved, err := s.db.StandingMove(ctx)
	if err != nil {
		return view.Article{}, err
	}
	head.NoIndex = after != ""
	section := view.LatestSection
	if post.Form == blog.FormEvent {
		section = view.EventsSection
	}
	frame, err := s.frame(ctx, section, head)
	if err != nil {
		return view.Article{}, err
	}
	if form == nil && post.Comments == blog.CommentsOpen && !frame.Paused() {
		form = s.commentForm(post, "")
	}
	return view.Article{
		Frame: frame, Post: post, Body: richtext.Trusted(post.HTML), Thanks: post.Thanks,
		Figure: figure(post), Series: series, Tags: tagLinks(post.Tags), Share: s.share(post),
		Thread: thread, Quotes: quotes, Moved: moved, Related: related, Waiting: waiting, NotShown: notShown, Form: form,
		Outcome: outcome,
	}, nil
}

// relatedShown is how many posts a page leads on to.
const relatedShown = 3

// related are posts that a reader of this one may like.
func (s *Site) related(ctx context.Context, post blog.Post) ([]view.Card, error) {
	posts, err := s.db.PostsRelated(ctx, post, s.Now(), relatedShown)
	if err != nil {
		return nil, err
	}
	return s.cards(ctx, posts)
}

// quotesShown is how many of those who quote a post its page names.
const quotesShown = 20

// quotes are those that staff show, above the first page of the thread.
func (s *Site) quotes(ctx context.Context, post blog.Post, after string) ([]blog.Stamp, error) {
	if after != "" {
		return nil, nil
	}
	return s.db.QuotesShown(ctx, post.ID, quotesShown)
}

// notShown is for which rules staff do not show comments, under the first page
// of the thread; words of their own stay with them.
func (s *Site) notShown(ctx context.Context, post blog.Post, after string) ([]view.NotShown, error) {
	if after != "" {
		return nil, nil
	}
	rows, err := s.db.NotShown(ctx, post.ID)
	var all []view.NotShown
	for _, row := range rows {
		rule := cmp.Or(ruleOf(row.Reason), comments.Rules[len(comments.Rules)-1])
		if i := slices.IndexFunc(all, func(n view.NotShown) bool { return n.Rule == rule }); i >= 0 {
			all[i].Count += row.Count
			continue
		}
		all = append(all, view.NotShown{Rule: rule, Count: row.Count})
	}
	return all, err
}

func (s *Site) articleHead(post blog.Post) view.Head {
	head := view.Head{
		Title: post.Title, Description: excerpt(post), Path: post.Path(), Object: s.object(post), Article: true,
		Published: post.PublishedAt, Modified: post.EditedAt, Creator: post.Author.Handle, Script: "share.js",
		Feeds: s.feedsAt("", s.Name, true),
	}
	if head.Creator == "" && !post.Author.Guest {
		head.Creator = s.fullHandle()
	}
	if p := post.Picture; p.Hash != "" {
		head.Image = view.Image{URL: s.BaseURL + p.Path(), Alt: p.Alt, Type: p.MediaType, Width: p.Width, Height: p.Height}
	}
	return head
}

func (s *Site) share(post blog.Post) view.Share {
	address := s.link(post.Path())
	// A plus is no space in mailto: (RFC 6068 §5).
	query := url.Values{"subject": {post.Title}, "body": {address}}.Encode()
	return view.Share{Address: address, Title: post.Title, Mail: "mailto:?" + strings.ReplaceAll(query, "+", "%20")}
}

// openedStep rounds the time that the comment form carries, so that pages made
// within the hour have the same bytes and the same ETag.
const openedStep = time.Hour

func (s *Site) commentForm(post blog.Post, parentID string) *view.CommentForm {
	return &view.CommentForm{
		Action: post.Path() + "/comments", Parent: parentID, Opened: s.Now().Truncate(openedStep).Unix(),
		Letters: s.Comments.Letters.Sent,
	}
}
