package accounts

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// owner refuses those who may not decide about staff.
func owner(by blog.Editor) error {
	if !by.Role.May(blog.MayManage) {
		return blog.Errorf(blog.Forbidden, "Only an owner decides who is on the staff.")
	}
	return nil
}

// Add adds a member of staff. They sign in with a Link first, and write under
// their own name unless they are given another byline.
func (a *Accounts) Add(ctx context.Context, by blog.Editor, e blog.Editor) (blog.Editor, error) {
	if err := owner(by); err != nil {
		return e, err
	}
	if err := cleanEditor(&e); err != nil {
		return e, err
	}
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, err := tx.EditorByEmail(ctx, e.Email)
		if err == nil {
			return blog.InvalidField("email", "Somebody with the address %s is on the staff already.", e.Email)
		}
		if blog.KindOf(err) != blog.NotFound {
			return err
		}
		if e, err = tx.InsertEditor(ctx, e); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Added, e.ID, string(e.Role))
	})
	return e, err
}

// ChangeRole gives an editor another role and ends their sessions. The last
// owner stays one.
func (a *Accounts) ChangeRole(ctx context.Context, by blog.Editor, id string, role blog.Role) (blog.Editor, error) {
	if !role.Valid() {
		return blog.Editor{}, blog.InvalidField("role", "%q is not a role: choose contributor, moderator, editor or owner.", role)
	}
	return a.decide(ctx, by, id, func(tx *postgres.Tx, e blog.Editor) error {
		if e.Role == role {
			return nil
		}
		if err := notLastOwner(ctx, tx, e); err != nil {
			return err
		}
		if err := tx.SetRole(ctx, id, role); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, id, nil); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Edited, id, string(e.Role)+" to "+string(role))
	})
}

// Disable keeps an editor from signing in and ends their sessions. What they
// wrote stays. The last owner cannot be disabled.
func (a *Accounts) Disable(ctx context.Context, by blog.Editor, id string) (blog.Editor, error) {
	return a.decide(ctx, by, id, func(tx *postgres.Tx, e blog.Editor) error {
		if !e.DisabledAt.IsZero() {
			return nil
		}
		if err := notLastOwner(ctx, tx, e); err != nil {
			return err
		}
		if err := tx.DisableEditor(ctx, id); err != nil {
			return err
		}
		if err := tx.KeepOut(ctx, id); err != nil {
			return err
		}
		if err := tx.EndSessions(ctx, id, nil); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Disabled, id, "")
	})
}

// EndSessions signs an editor out everywhere: an owner does it for anybody,
// everybody for themselves.
func (a *Accounts) EndSessions(ctx context.Context, by blog.Editor, id string) error {
	if by.ID != id || id == "" {
		if err := owner(by); err != nil {
			return err
		}
	}
	return a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		if err := tx.EndSessions(ctx, id, nil); err != nil {
			return err
		}
		return record(ctx, tx, by, blog.Edited, id, "signed out everywhere")
	})
}

// decide is the transaction of what owners decide about staff.
func (a *Accounts) decide(ctx context.Context, by blog.Editor, id string, step func(*postgres.Tx, blog.Editor) error) (blog.Editor, error) {
	var e blog.Editor
	if err := owner(by); err != nil {
		return e, err
	}
	err := a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if e, err = tx.EditorByID(ctx, id); err != nil {
			return err
		}
		if err := step(tx, e); err != nil {
			return err
		}
		e, err = tx.EditorByID(ctx, id)
		return err
	})
	return e, err
}

func notLastOwner(ctx context.Context, tx *postgres.Tx, e blog.Editor) error {
	if e.Role != blog.Owner {
		return nil
	}
	others, err := tx.CountOtherOwners(ctx, e.ID)
	if err == nil && others == 0 {
		err = blog.Errorf(blog.Conflict, "This is the last owner: make somebody else an owner first.")
	}
	return err
}

func record(ctx context.Context, tx *postgres.Tx, by blog.Editor, verb blog.Verb, id, reason string) error {
	_, err := tx.Record(ctx, blog.Change{
		Editor: by.ID, Verb: verb, Subject: blog.EditorSubject, SubjectID: id, Reason: reason,
	})
	return err
}
