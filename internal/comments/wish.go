package comments

import (
	"context"
	"crypto/rand"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// Letters are what the e-mails to those who comment need. Without them none is
// sent, and nobody is asked whether they want any.
type Letters struct {
	Site    string           // its address, without a slash at the end
	Sent    bool             // there is a mail server
	Tongues []*tongue.Tongue // of the site, its own first; English alone when nil
}

// AnswersList is the name under which answers by e-mail are stopped: see
// blog.Mail.Leave. The id behind it is the comment's.
const AnswersList = "answers"

// Paths at which a comment is changed by its writer, and a wish to hear of answers
// is confirmed; a token follows.
const (
	OwnPath  = "/comments/edit/"
	WishPath = "/comments/answers/"
)

// greet sends the private link to the address that came with a comment, and asks
// there whether to tell of answers. What was written is not repeated: nobody
// sends words of their own to others through us.
func (c *Comments) greet(ctx context.Context, tx *postgres.Tx, comment blog.Comment, post blog.Post, s Submission) error {
	if !c.Letters.Sent || comment.Email == "" {
		return nil
	}
	t := tongue.Among(c.Letters.Tongues, s.Language)
	post, err := tx.PostIn(ctx, post, t.Tag)
	if err != nil {
		return err
	}
	m := blog.Mail{
		Kind: blog.MailReader, Address: comment.Email, Language: t.Tag, Subject: t.Say("Your comment on “%s”", oneLine(post.Title)),
		Text: t.Say("Thank you for your comment on “%s”. A person reads it before it appears.", post.Title) + "\n\n" +
			t.Say("With this link you see what became of it, change it and delete it. Keep it to yourself.") + "\n\n" +
			t.Say("See your comment") + ": " + c.Letters.Site + t.Path(OwnPath+comment.Link),
		Why: t.Say("Somebody commented on our site and gave this address. If it was not you, do nothing."),
	}
	if s.Wish {
		token := rand.Text()
		if err := tx.WishAnswers(ctx, comment.ID, hashOf(token), t.Tag, c.now()); err != nil {
			return err
		}
		m.Text += "\n\n" + t.Say("You wished to hear of answers. We send you none before you confirm that here.") + "\n\n" +
			t.Say("Tell me of answers") + ": " + c.Letters.Site + t.Path(WishPath+token)
		m.Leave = AnswersList + "-" + comment.ID
	}
	return tx.InsertMail(ctx, m)
}

// Wish is the wish to hear of answers whose link has that token. It is NotFound
// for one that was stopped, or that nobody confirmed in time.
func (c *Comments) Wish(ctx context.Context, token string) (postgres.AnswerWish, error) {
	return c.DB.WishByToken(ctx, hashOf(token))
}

// ConfirmWish begins to tell of answers.
func (c *Comments) ConfirmWish(ctx context.Context, token string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		wish, err := tx.WishByToken(ctx, hashOf(token))
		if err != nil {
			return err
		}
		return tx.ConfirmWish(ctx, wish.CommentID, c.now())
	})
}

// EndWish stops telling of answers to a comment. It is NotFound when that was
// stopped before.
func (c *Comments) EndWish(ctx context.Context, commentID string) error {
	return c.DB.InTx(ctx, func(tx *postgres.Tx) error {
		ended, err := tx.EndWish(ctx, commentID)
		if err == nil && !ended {
			err = blog.Errorf(blog.NotFound, "These messages were stopped before.")
		}
		return err
	})
}

// tellOf tells whoever wrote the comment above of an answer that readers see from
// now on, if they want to hear of it: once, in the transaction that shows it.
func (c *Comments) tellOf(ctx context.Context, tx *postgres.Tx, answer blog.Comment) error {
	if !c.Letters.Sent || answer.ParentID == "" || answer.Mention() {
		return nil
	}
	wish, err := tx.WishToHear(ctx, answer.ParentID)
	if blog.KindOf(err) == blog.NotFound {
		return nil
	}
	if err != nil {
		return err
	}
	if first, err := tx.TellOfAnswer(ctx, answer.ID); err != nil || !first {
		return err
	}
	post, err := tx.PostByID(ctx, answer.PostID)
	if err != nil {
		return err
	}
	t := tongue.Among(c.Letters.Tongues, wish.Language)
	if post, err = tx.PostIn(ctx, post, t.Tag); err != nil {
		return err
	}
	words := t.Say("Somebody has answered your comment on “%s”.", post.Title)
	if answer.Origin == blog.FromBlog {
		words = t.Say("We have answered your comment on “%s”.", post.Title)
	}
	return tx.InsertMail(ctx, blog.Mail{
		Kind: blog.MailReader, Address: wish.Email, Language: t.Tag, Subject: t.Say("An answer to your comment on “%s”", oneLine(post.Title)),
		Text:  words + "\n\n" + t.Say("Read the answer") + ": " + c.Letters.Site + t.Path(post.Path()+"/comments/"+answer.ID),
		Why:   t.Say("You asked to hear of answers to your comment."),
		Leave: AnswersList + "-" + wish.CommentID,
	})
}
