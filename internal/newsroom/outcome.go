package newsroom

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// OutcomeTag is the tag of posts that say what became of an idea.
const OutcomeTag = "YouSaidWeDid"

// DraftOutcome begins a post that says what became of an idea, in the words of
// whoever had it. Their name stands there only if they agreed to that.
func (n *Newsroom) DraftOutcome(ctx context.Context, by blog.Editor, messageID string) (blog.Post, error) {
	var p blog.Post
	if err := publisher(by); err != nil {
		return p, err
	}
	m, err := n.DB.MessageByID(ctx, messageID)
	if err != nil {
		return p, err
	}
	text, err := n.Typeset(ctx, Draft{Title: m.Title, Body: outcomeText(m), Tags: []string{OutcomeTag}})
	if err != nil {
		return p, err
	}
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if m, err = ripe(ctx, tx, messageID); err != nil {
			return err
		}
		if p, err = n.Begin(ctx, tx, by, text); err != nil {
			return err
		}
		if _, err := tx.Record(ctx, change(by, blog.Drafted, p)); err != nil {
			return err
		}
		return n.link(ctx, tx, by, m, p)
	})
	return p, err
}

// JoinOutcome says that a post which is there tells what became of an idea. When
// it is published already, the sender is told at once.
func (n *Newsroom) JoinOutcome(ctx context.Context, by blog.Editor, messageID, postID string) error {
	if err := publisher(by); err != nil {
		return err
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		m, err := ripe(ctx, tx, messageID)
		if err != nil {
			return err
		}
		p, err := lock(ctx, tx, postID)
		if blog.KindOf(err) == blog.NotFound || err == nil && p.State == blog.StateWithdrawn {
			return blog.InvalidField("post", "Choose a post that is there.")
		}
		if err != nil {
			return err
		}
		if err := n.link(ctx, tx, by, m, p); err != nil || !p.Visible() {
			return err
		}
		return n.tellSenders(ctx, tx, p)
	})
}

// ripe locks an idea about which there is something to tell, and nobody has yet.
func ripe(ctx context.Context, tx *postgres.Tx, id string) (blog.ReaderMessage, error) {
	m, err := tx.LockMessage(ctx, id)
	switch {
	case err != nil:
	case m.Kind != blog.IdeaMessage || m.Spam() || !m.State.Publishable():
		err = blog.Errorf(blog.Conflict, "There is nothing to publish about it yet: an idea must be on trial, done or declined.")
	case m.OutcomeID != "":
		err = blog.Errorf(blog.Conflict, "There is a post about this idea already. Reload the page to see it.")
	}
	return m, err
}

func (n *Newsroom) link(ctx context.Context, tx *postgres.Tx, by blog.Editor, m blog.ReaderMessage, p blog.Post) error {
	if err := tx.SaveOutcome(ctx, blog.Outcome{PostID: p.ID, State: m.State}); err != nil {
		return err
	}
	if err := tx.LinkOutcome(ctx, m.ID, p.ID, n.now()); err != nil {
		return err
	}
	c := blog.Change{Editor: by.ID, Verb: blog.Linked, Subject: blog.MessageSubject, SubjectID: m.ID, PostID: p.ID, Reason: called(p)}
	if p.Visible() {
		c.Subject = blog.IdeaSubject // its page changes
	}
	_, err := tx.Record(ctx, c)
	return err
}

// tellSenders tells whoever had the ideas behind a post that it is published, each
// once.
func (n *Newsroom) tellSenders(ctx context.Context, tx *postgres.Tx, p blog.Post) error {
	ideas, err := tx.SendersUntold(ctx, p.ID)
	if err != nil {
		return err
	}
	for _, m := range ideas {
		if err := tx.SenderTold(ctx, m.ID, n.now()); err != nil {
			return err
		}
		if m.Email == "" {
			continue
		}
		t := tongue.Among(n.Tongues, m.Language)
		read, err := tx.PostIn(ctx, p, t.Tag)
		if err != nil {
			return err
		}
		err = tx.InsertMail(ctx, blog.Mail{
			Kind: blog.MailReader, Language: t.Tag, Why: t.Say("You told us an idea, and left this address."), Address: m.Email,
			Subject: oneLine(t.Say("What became of your idea: %s", read.Title)) + " (" + m.Reference + ")",
			Text: t.Say("You said, we did: we have published what became of your idea.") + "\n\n" +
				t.Say("Read it") + ": " + n.Site + t.Path(read.Path()) + "\n\n" + t.Say("Thank you again for telling us."),
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// outcomeText is what the draft begins with. Each line of the idea stands quoted.
func outcomeText(m blog.ReaderMessage) string {
	said := "> " + strings.ReplaceAll(m.Words, "\n", "\n> ")
	if m.Named && m.Name != "" {
		said += "\n>\n> — " + m.Name
	}
	return "## You said\n\n" + said + "\n\n## We did\n\n"
}
