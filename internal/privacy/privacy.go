// Package privacy finds everything that is kept about one person, gives it out to
// them, and takes it away at their wish.
//
// Whoever is meant is named as they name themselves: by a handle on another server,
// or by an e-mail address. What belongs to an answer stands in one table of parts,
// each with what becomes of it and why, so that the page that shows, the file that
// is given out, the statements that erase and the receipt tell the same. Other
// servers are told as of anything else, by changes that the bridge picks up.
package privacy

import (
	"context"
	"strconv"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Privacy is where what is kept of people is found, given out and erased. DB, Site
// and Address are needed.
type Privacy struct {
	DB   *postgres.DB
	Site string // its address, without a slash at the end
	// Address is the hash by which subscriptions remember an e-mail address.
	Address func(email string) []byte
	Now     func() time.Time // time.Now when nil
}

func (p *Privacy) now() time.Time {
	if p.Now == nil {
		return time.Now()
	}
	return p.Now()
}

func owner(by blog.Editor) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner sees and erases what is kept of people. Ask one.")
	}
	return nil
}

// Find looks for everything that is kept about somebody. It is Invalid for what names
// nobody, and for the staff, whose data belong to their work.
func (p *Privacy) Find(ctx context.Context, by blog.Editor, who string) (Found, error) {
	if err := owner(by); err != nil {
		return Found{}, err
	}
	somebody, err := p.somebody(ctx, who)
	if err != nil {
		return Found{}, err
	}
	holdings, err := p.DB.Holdings(ctx, somebody)
	if err != nil {
		return Found{}, err
	}
	return found(somebody, p.Site, p.now(), holdings), nil
}

func (p *Privacy) somebody(ctx context.Context, who string) (blog.Somebody, error) {
	s, err := blog.ParseSomebody(who)
	if err != nil {
		return s, err
	}
	if s, err = p.DB.Known(ctx, s); err != nil {
		return s, err
	}
	if !s.IsHandle() {
		s.Hash = p.Address(s.Email)
	}
	return s, p.mayGo(ctx, s)
}

// mayGo refuses whom the blog cannot do without.
func (p *Privacy) mayGo(ctx context.Context, s blog.Somebody) error {
	if !s.IsHandle() {
		_, err := p.DB.EditorByEmail(ctx, s.Email)
		if err == nil {
			return blog.InvalidField("who", "This is the address of a member of staff. What is kept of staff belongs to their work: end their sign-in on the page of the staff instead.")
		}
		if blog.KindOf(err) != blog.NotFound {
			return err
		}
		return nil
	}
	needed, err := p.DB.IsOurs(ctx, s, p.Site)
	if err == nil && needed {
		err = blog.InvalidField("who", "This is the blog itself, or the address to which it has moved.")
	}
	return err
}

// Export is Find for who gives it out: that it was stands in the trail, without the
// name.
func (p *Privacy) Export(ctx context.Context, by blog.Editor, who string) (Found, error) {
	f, err := p.Find(ctx, by, who)
	if err != nil {
		return f, err
	}
	return f, p.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.Record(ctx, blog.Change{
			Editor: by.ID, Verb: blog.Exported, Subject: blog.PrivacySubject, SubjectID: "export",
			Reason: "of a person by their " + map[bool]string{true: "handle", false: "e-mail address"}[f.Who.IsHandle()] + ": " +
				blog.CountOf(f.Total(), "entry", "entries"),
		})
		return err
	})
}

// named is how the trail speaks of an erasure.
func named(x blog.Erasure) string { return "Erasure " + strconv.FormatInt(x.Number, 10) }
