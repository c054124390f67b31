package newsroom

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/mail"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Invitation is what an editor says of a guest who is to write by a link.
type Invitation struct {
	PostID string // a draft that is there, or "" to begin one
	Name   string // credited as the author
	Email  string // where the link and notices go, or ""
	Handle string // "@name@server.example", or ""
	Thanks string // the line under the post, or ""
	Days   int    // for which the link works
}

// Bounds of a guest's link.
const (
	maxGuestDays = 90
	guestTries   = 30               // of links that there are not, by one address
	guestSaves   = 120              // by one link: one every few seconds for as long as anybody types
	guestTells   = 12               // of what staff are told by mail, by one link
	guestWindow  = 15 * time.Minute // in which all are counted
)

// Invite makes a link by which a guest writes one draft, and returns what it
// ends with. It is shown once: only its hash is kept.
func (n *Newsroom) Invite(ctx context.Context, by blog.Editor, i Invitation) (token string, link blog.GuestLink, err error) {
	if err := publisher(by); err != nil {
		return "", link, err
	}
	author := blog.Author{Name: i.Name, Guest: true, Handle: i.Handle}
	if err := checkInvitation(&i, &author); err != nil {
		return "", link, err
	}
	text, err := n.Typeset(ctx, Draft{Title: "Draft by " + author.Name, Guest: &author, Thanks: i.Thanks})
	if err != nil {
		return "", link, err
	}
	token = rand.Text()
	err = n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		p, err := n.guestDraft(ctx, tx, by, i, author, text)
		if err != nil {
			return err
		}
		now := n.now()
		link, err = tx.InsertGuestLink(ctx, blog.GuestLink{
			PostID: p.ID, PostTitle: p.Title, Name: author.Name, Email: i.Email, InvitedBy: by.ID,
			CreatedAt: now, ExpiresAt: now.AddDate(0, 0, i.Days),
		}, hashed(token))
		if err != nil {
			return err
		}
		c := blog.Change{Editor: by.ID, Verb: blog.Added, Subject: blog.GuestSubject, SubjectID: link.ID, PostID: p.ID}
		if _, err := tx.Record(ctx, c); err != nil || i.Email == "" {
			return err
		}
		return tx.InsertMail(ctx, n.invitationMail(by, link, token))
	})
	return token, link, err
}

func checkInvitation(i *Invitation, author *blog.Author) error {
	bad := blog.ProblemsOf(checkAuthor(author))
	i.Email = strings.ToLower(strings.TrimSpace(i.Email))
	if i.Email != "" {
		if parsed, err := mail.ParseAddress(i.Email); err != nil || parsed.Address != i.Email {
			bad.Add("email", "%q is not an e-mail address.", i.Email)
		}
	}
	if i.Days < 1 || i.Days > maxGuestDays {
		bad.Add("days", "Choose for how long the link works, at most %d days.", maxGuestDays)
	}
	return bad.Err()
}

// guestDraft is the draft that a guest is to write: a new one, or one that is
// there, which from now on names the guest.
func (n *Newsroom) guestDraft(ctx context.Context, tx *postgres.Tx, by blog.Editor, i Invitation, author blog.Author, text Copy) (blog.Post, error) {
	if i.PostID == "" {
		p, err := n.Begin(ctx, tx, by, text)
		if err != nil {
			return p, err
		}
		_, err = tx.Record(ctx, change(by, blog.Drafted, p))
		return p, err
	}
	p, err := lock(ctx, tx, i.PostID)
	if err != nil {
		return p, err
	}
	if p.State != blog.StateDraft {
		return p, blog.Errorf(blog.Conflict, "Guests write drafts: make this one a draft again first.")
	}
	if p.Author, err = named(ctx, tx, author, "name"); err != nil {
		return p, err
	}
	if i.Thanks != "" {
		p.Thanks = i.Thanks
	}
	return p, n.settle(ctx, tx, p, blog.Change{Editor: by.ID, Verb: blog.Drafted})
}

func (n *Newsroom) invitationMail(by blog.Editor, l blog.GuestLink, token string) blog.Mail {
	return blog.Mail{
		Address: l.Email, Name: l.Name, Subject: oneLine(by.Name + " invites you to write for us"),
		Text: fmt.Sprintf("Hello %s,\n\n%s invites you to write a post. You need no account: open this link, write, and press "+
			"“Submit for review” when you are done. Keep the link to yourself; it works until %s.\n\n%s/desk/drafts/%s\n",
			l.Name, by.Name, moment(l.ExpiresAt), n.Site, token),
	}
}

// RevokeGuest ends a guest's link. The draft stays.
func (n *Newsroom) RevokeGuest(ctx context.Context, by blog.Editor, linkID string) error {
	if err := publisher(by); err != nil {
		return err
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		postID, err := tx.RevokeGuestLink(ctx, linkID, n.now())
		if err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Revoked, Subject: blog.GuestSubject, SubjectID: linkID, PostID: postID})
		return err
	})
}

func hashed(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
