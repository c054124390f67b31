package accounts

import (
	"context"
	"fmt"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// tellOfSignIn writes to an editor that somebody signed in as them from a browser
// or place that was not seen before.
func (a *Accounts) tellOfSignIn(ctx context.Context, tx *postgres.Tx, editor blog.Editor, s postgres.Session) error {
	from := s.Agent
	if from == "" {
		from = "A browser that does not say what it is"
	}
	if s.Network != "" {
		from += ", from the network " + s.Network
	}
	return a.tell(ctx, tx, editor, "New sign-in to "+a.site(), fmt.Sprintf(
		"Somebody signed in to the desk of %s as you, %s, on %s.\n\n%s.",
		a.site(), wayWords[s.Way], s.SeenAt.UTC().Format("2 January 2006 at 15:04 UTC"), from))
}

// tell writes to an editor about the safety of their sign-in.
func (a *Accounts) tell(ctx context.Context, tx *postgres.Tx, editor blog.Editor, subject, text string) error {
	return tx.InsertMail(ctx, blog.Mail{
		Address: editor.Email, Name: editor.Name, Subject: subject,
		Text: "Hello " + editor.Name + ",\n\n" + text + "\n\n" +
			"If this was you, there is nothing to do. If it was not, end the other sessions and change your password at once:\n" +
			a.Origin + "/desk/account\n\nand tell an owner of the blog.\n",
	})
}

// site is what letters call the blog.
func (a *Accounts) site() string {
	if a.Name == "" {
		return "iNews"
	}
	return a.Name
}
