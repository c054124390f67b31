package fediverse

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// AddAlias says that an actor elsewhere is this blog, too: until then, no server
// believes one that says that it has moved here. It uses the network. The actor
// must exist now; what becomes of it later is its server's business.
// Source: FEP-7628.
func (b *Bridge) AddAlias(ctx context.Context, by blog.Editor, handle string) (blog.Alias, error) {
	if err := mayMove(by); err != nil {
		return blog.Alias{}, err
	}
	person, err := b.Find(ctx, strings.TrimSpace(handle))
	if err != nil {
		return blog.Alias{}, err
	}
	alias := blog.Alias{URI: person.URI, Handle: person.Handle}
	return alias, b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		added, err := tx.AddAlias(ctx, alias.URI, alias.Handle)
		if err != nil || !added {
			return err
		}
		return b.edited(ctx, tx, by, "alias added: "+alias.Handle, alias.URI)
	})
}

// RemoveAlias takes an alias back, by its handle or its address. It does not use
// the network: the server of an alias may be gone.
func (b *Bridge) RemoveAlias(ctx context.Context, by blog.Editor, handle string) (blog.Alias, error) {
	if err := mayMove(by); err != nil {
		return blog.Alias{}, err
	}
	var alias blog.Alias
	err := b.DB.InTx(ctx, func(tx *postgres.Tx) error {
		aliases, err := tx.Aliases(ctx)
		if err != nil {
			return err
		}
		if alias, err = aliasCalled(aliases, handle); err != nil {
			return err
		}
		removed, err := tx.RemoveAlias(ctx, alias.URI)
		if err != nil || !removed {
			return err
		}
		return b.edited(ctx, tx, by, "alias removed: "+alias.Handle, alias.URI)
	})
	return alias, err
}

func aliasCalled(aliases []blog.Alias, handle string) (blog.Alias, error) {
	bare := strings.TrimPrefix(strings.TrimSpace(handle), "@")
	for _, a := range aliases {
		if a.URI == bare || strings.EqualFold(strings.TrimPrefix(a.Handle, "@"), bare) {
			return a, nil
		}
	}
	return blog.Alias{}, blog.Errorf(blog.NotFound, "The blog has no alias %q. \"inews aliases\" lists them.", handle)
}

// mayMove refuses those who may not decide where the blog is.
func mayMove(by blog.Editor) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner of the blog may say where it is, and where it has moved.")
	}
	return nil
}

// edited records that the blog's actor is not what it was, which its followers
// are told.
func (b *Bridge) edited(ctx context.Context, tx *postgres.Tx, by blog.Editor, why, object string) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: blog.Edited, Subject: blog.BlogSubject, SubjectID: string(b.Blog()), Reason: why, Object: object,
	})
	return err
}
