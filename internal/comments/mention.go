package comments

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Of what names the blog and answers none of its posts, so much may wait for
// staff: from one server, and in all. Whoever floods people with mentions finds
// the blog as well.
const (
	maxMentionsOfHost = 100
	maxMentions       = 2000
)

// mayMention refuses a mention when enough of them wait.
func mayMention(ctx context.Context, tx *postgres.Tx, host string) error {
	ofHost, all, err := tx.CountHeldMentions(ctx, host)
	if err == nil && (ofHost >= maxMentionsOfHost || all >= maxMentions) {
		err = blog.Errorf(blog.TooMany, "Enough mentions wait for staff.")
	}
	return err
}

// Note tells that staff are done with a mention. Nobody else sees it, before or
// after.
func (c *Comments) Note(ctx context.Context, by blog.Editor, id string) (blog.Comment, error) {
	return c.decide(ctx, by, id, func(tx *postgres.Tx, mention blog.Comment) error {
		if !mention.Mention() {
			return blog.Errorf(blog.Conflict, "This stands under a post. Approve it, or hide it.")
		}
		return note(ctx, tx, by, mention)
	})
}

func note(ctx context.Context, tx *postgres.Tx, by blog.Editor, mention blog.Comment) error {
	if mention.Verdict == blog.VerdictNoted {
		return nil
	}
	if err := tx.DecideComment(ctx, mention.ID, blog.VerdictNoted, "", by.ID); err != nil {
		return err
	}
	return record(ctx, tx, by, blog.Noted, mention, "")
}
