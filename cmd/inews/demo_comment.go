package main

import (
	"context"
	"fmt"
	"net/netip"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// demoRemark is one comment: by a person on another server, by an editor, or
// else by a reader of the page.
type demoRemark struct {
	Key, Post, Above, At string // Above is the key of the comment that it answers
	Person, Editor       string
	Name, Email          string
	Text, Language       string
	Verdict              blog.Verdict // approved when empty
	postID, aboveID      string
	at                   time.Time
	address              netip.Addr
}

// loadRemarks brings the comments in by the way that each would come, and has
// staff decide about them.
func (l *demoLoad) loadRemarks(ctx context.Context) error {
	list, err := demoList[demoRemark]("comments.json")
	if err != nil {
		return err
	}
	known, err := l.knownRemarks(ctx)
	if err != nil {
		return err
	}
	l.remarks = map[string]blog.Comment{}
	for n, r := range list {
		if r.at, err = l.day(r.At); err != nil {
			return err
		}
		r.postID, r.aboveID = l.posts[r.Post].ID, l.remarks[r.Above].ID
		if r.postID == "" || (r.Above != "") != (r.aboveID != "") {
			return fmt.Errorf("comment %s answers what is not there", r.Key)
		}
		// The first range for documentation (RFC 5737), one address each.
		r.address = netip.AddrFrom4([4]byte{192, 0, 2, byte(n)})
		comment, there := known[r.postID+" "+r.said()]
		if !there {
			comment, err = l.hear(ctx, r)
		}
		if err == nil {
			comment, err = l.judge(ctx, r, comment)
		}
		if err != nil {
			return fmt.Errorf("comment %s: %w", r.Key, err)
		}
		l.remarks[r.Key] = comment
	}
	return nil
}

// knownRemarks are the comments of a loading that was interrupted, by post and
// text.
func (l *demoLoad) knownRemarks(ctx context.Context) (map[string]blog.Comment, error) {
	known := map[string]blog.Comment{}
	for _, verdict := range []blog.Verdict{blog.VerdictHeld, blog.VerdictApproved, blog.VerdictSpam} {
		list, err := l.DB.CommentsInQueue(ctx, verdict, 1000)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if c.Origin == blog.FromBlog {
				c.Text = c.Markdown // without the mention before it
			}
			known[c.PostID+" "+c.Text] = c
		}
	}
	return known, nil
}

// said is the text as it is kept.
func (r demoRemark) said() string {
	if r.Editor != "" {
		return r.Text
	}
	return richtext.PlainText(richtext.Comment(r.Text))
}

// hear takes a comment in.
func (l *demoLoad) hear(ctx context.Context, r demoRemark) (blog.Comment, error) {
	then := l.at(r.at).comments
	switch {
	case r.Editor != "":
		return then.Answer(ctx, l.editor(r.Editor), r.aboveID, r.Text)
	case r.Person == "":
		return then.Submit(ctx, comments.Submission{
			PostID: r.postID, ParentID: r.aboveID, Name: r.Name, Email: r.Email, Text: r.Text,
			Opened: r.at.Add(-2 * time.Minute), Address: r.address,
		})
	}
	person := l.people[r.Person]
	if r.Language == "" {
		r.Language = "en"
	}
	return then.Receive(ctx, comments.Remote{
		URI: person.URI + "/notes/" + r.Key, URL: person.URL + "/" + r.Key, PostID: r.postID, ParentID: r.aboveID,
		Person: person, HTML: richtext.Comment(r.Text).String(), Language: r.Language,
		Audience: blog.AudiencePublic, Published: r.at,
	})
}

// judge has staff decide about a comment that is held.
func (l *demoLoad) judge(ctx context.Context, r demoRemark, comment blog.Comment) (blog.Comment, error) {
	if comment.Verdict != blog.VerdictHeld {
		return comment, nil
	}
	switch r.Verdict {
	case blog.VerdictHeld:
		return comment, nil
	case blog.VerdictSpam:
		return l.Comments.MarkSpam(ctx, l.editor(""), comment.ID)
	}
	return l.Comments.Approve(ctx, l.editor(""), comment.ID)
}

// demoReactions are who liked and shared a post or a comment.
type demoReactions struct {
	Post, Comment string // one of the two
	Likes, Shares []string
}

// loadReactions counts likes and shares.
func (l *demoLoad) loadReactions(ctx context.Context) error {
	list, err := demoList[demoReactions]("reactions.json")
	if err != nil {
		return err
	}
	for _, r := range list {
		for kind, handles := range map[blog.Reaction][]string{blog.Like: r.Likes, blog.Share: r.Shares} {
			for _, handle := range handles {
				person := l.people[handle]
				err := l.Comments.React(ctx, postgres.ReactionTo{
					Kind: kind, PostID: l.posts[r.Post].ID, CommentID: l.remarks[r.Comment].ID, PersonURI: person.URI,
					ActivityID: person.URI + "/" + string(kind) + "s/" + r.Post + r.Comment,
				})
				if err != nil {
					return fmt.Errorf("%s of %s by %s: %w", kind, r.Post+r.Comment, handle, err)
				}
			}
		}
	}
	return nil
}
