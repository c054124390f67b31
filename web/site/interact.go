package site

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/richtext"
	"inews/internal/tongue"
	"inews/web/view"
)

// interactions are what a reader may do with a post or a comment on their own
// server, by the parameter "do", and the title of the page for it.
var interactions = map[blog.Doing]tongue.Words{
	blog.ToReply: "Reply from your own server",
	blog.ToLike:  "Like this on your own server",
	blog.ToShare: "Share this on your own server",
}

// Interact is the page from which a reader replies to a post or an event, likes
// it or shares it, on their own server.
func (s *Site) Interact(ctx context.Context, ask Ask) (Answer, error) {
	post, _, err := s.find(ctx, ask.Param("slug"), "")
	if err != nil {
		return Answer{}, err
	}
	return s.interactPage(ctx, ask, post, nil)
}

// InteractWithComment is the same for a comment.
func (s *Site) InteractWithComment(ctx context.Context, ask Ask) (Answer, error) {
	post, comment, err := s.findComment(ctx, ask)
	if err != nil {
		return Answer{}, err
	}
	return s.interactPage(ctx, ask, post, s.comment(comment, post))
}

func (s *Site) interactPage(ctx context.Context, ask Ask, post blog.Post, comment *view.Comment) (Answer, error) {
	page := view.Interact{Post: post, Comment: comment, Do: blog.Doing(ask.Query.Get("do")), Path: post.Path(), Object: s.object(post)}
	if comment != nil {
		page.Path, page.Object = comment.Path, comment.URI
	}
	if interactions[page.Do] == "" {
		page.Do = blog.ToReply
	}
	head := view.Head{Title: s.say(interactions[page.Do]), Path: page.Path + "/interact", NoIndex: true}
	errand := blog.Errand{Do: page.Do, Object: page.Object}
	if comment == nil {
		errand.Text = s.tellOf(post)
	} else {
		page.Excerpt = richtext.Excerpt(comment.Text, excerptLength)
	}
	var err error
	if page.Departure, err = s.departure(ctx, ask, errand); err != nil {
		return Answer{}, err
	}
	section := view.LatestSection
	if post.Form == blog.FormEvent {
		section = view.EventsSection
	}
	if page.Frame, err = s.frame(ctx, section, head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// maxTold bounds the title in a post that somebody begins about ours.
const maxTold = 200

// tellOf is with what a reader's own post about one of ours begins: its title,
// its address and its tags.
func (s *Site) tellOf(post blog.Post) string {
	words := []string{richtext.Excerpt(post.Title, maxTold), s.link(post.Path())}
	for _, label := range post.Tags {
		words = append(words, "#"+label)
	}
	return strings.Join(words, " ")
}
