package accounts

import (
	"context"
	"net/url"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// SignInThere begins the session of whoever comes back from the organisation's
// sign-in. What they may do is decided anew each time, where its groups decide;
// whoever has none there any more is disabled here and signed out.
func (a *Accounts) SignInThere(ctx context.Context, visit OrganisationVisit, query url.Values) (Pass, error) {
	if a.Organisation == nil {
		return Pass{}, blog.Errorf(blog.NotFound, "There is no such sign-in here.")
	}
	if err := a.throttleTo(ctx, challengeLimit, nil, attemptKey("organisation from", network(callerAddress(ctx)))); err != nil {
		return Pass{}, err
	}
	who, err := a.Organisation.returned(ctx, visit, query, a.now)
	if err != nil {
		return Pass{}, err
	}
	if who.Overage && who.Role == "" && len(a.Organisation.Roles) > 0 {
		return Pass{}, blog.Errorf(blog.Forbidden, "You are in so many groups that %s does not say which. "+
			"Ask its administrators to send only the groups that are assigned to this application, or app roles.", a.Organisation.Name)
	}
	var pass Pass
	var refusal error // what was decided is kept, and the person refused
	err = a.DB.InTx(ctx, func(tx *postgres.Tx) error {
		editor, refused, err := a.meet(ctx, tx, who)
		if refusal = refused; err != nil || refused != nil {
			return err
		}
		pass, err = a.admitBy(ctx, tx, editor, byOrganisation)
		return err
	})
	if err == nil {
		err = refusal
	}
	return pass, err
}

// meet finds or makes the editor whom the service means, with the role that it
// gives. The second result is why somebody who is known is not let in.
func (a *Accounts) meet(ctx context.Context, tx *postgres.Tx, who person) (editor blog.Editor, refused, err error) {
	identity, err := tx.IdentityOf(ctx, who.Issuer, who.Subject)
	switch blog.KindOf(err) {
	case "":
	case blog.NotFound:
		return a.welcome(ctx, tx, who)
	default:
		return editor, nil, err
	}
	if editor, err = tx.EditorByID(ctx, identity.EditorID); err != nil {
		return editor, nil, err
	}
	if !editor.DisabledAt.IsZero() && identity.LostAt.IsZero() { // an owner has
		return editor, blog.Errorf(blog.Unauthorized, "You may no longer sign in here."), nil
	}
	if a.decidesRoles() && who.Role == "" {
		refused, err = a.lose(ctx, tx, editor, identity)
		return editor, refused, err
	}
	if !editor.DisabledAt.IsZero() {
		if err := tx.EnableEditor(ctx, editor.ID); err != nil {
			return editor, nil, err
		}
		if err := record(ctx, tx, blog.Editor{}, blog.Enabled, editor.ID, a.by()); err != nil {
			return editor, nil, err
		}
	}
	if err := tx.UseIdentity(ctx, postgres.Identity{Issuer: who.Issuer, Subject: who.Subject}, a.now()); err != nil {
		return editor, nil, err
	}
	editor, err = a.give(ctx, tx, editor, who.Role)
	return editor, nil, err
}

// decidesRoles tells whether the service says what somebody may do.
func (a *Accounts) decidesRoles() bool { return len(a.Organisation.Roles) > 0 }

// by names the service as a reason.
func (a *Accounts) by() string { return "by " + a.Organisation.Name }

// lose disables an editor to whom the service gives no role any more. The last
// owner stays one, and can come in by the command line.
func (a *Accounts) lose(ctx context.Context, tx *postgres.Tx, editor blog.Editor, identity postgres.Identity) (refused, err error) {
	refused = blog.Errorf(blog.Forbidden, "%s gives you no role here. Ask its administrators for one of the groups.", a.Organisation.Name)
	if err := notLastOwner(ctx, tx, editor); blog.KindOf(err) == blog.Conflict {
		return blog.Errorf(blog.Forbidden, "%s gives you no role here, and you are the last owner: you stay one, and come in with a link from “inews staff reset”.", a.Organisation.Name),
			record(ctx, tx, blog.Editor{}, blog.Kept, editor.ID, "no role "+a.by())
	} else if err != nil {
		return nil, err
	}
	if editor.DisabledAt.IsZero() {
		if err := tx.DisableEditor(ctx, editor.ID); err != nil {
			return nil, err
		}
		if err := record(ctx, tx, blog.Editor{}, blog.Disabled, editor.ID, "no role "+a.by()); err != nil {
			return nil, err
		}
	}
	if err := tx.EndSessions(ctx, editor.ID, nil); err != nil {
		return nil, err
	}
	identity.LostAt = a.now()
	return refused, tx.UseIdentity(ctx, identity, a.now())
}

// give has an editor have the role that the service gives, and ends the sessions
// that rested on another. The last owner stays one.
func (a *Accounts) give(ctx context.Context, tx *postgres.Tx, editor blog.Editor, role blog.Role) (blog.Editor, error) {
	if !a.decidesRoles() || editor.Role == role {
		return tx.EditorByID(ctx, editor.ID)
	}
	switch err := notLastOwner(ctx, tx, editor); blog.KindOf(err) {
	case "":
	case blog.Conflict:
		return editor, record(ctx, tx, blog.Editor{}, blog.Kept, editor.ID, string(role)+" "+a.by())
	default:
		return editor, err
	}
	if err := tx.SetRole(ctx, editor.ID, role); err != nil {
		return editor, err
	}
	if err := tx.EndSessions(ctx, editor.ID, nil); err != nil {
		return editor, err
	}
	if err := record(ctx, tx, blog.Editor{}, blog.Edited, editor.ID, string(editor.Role)+" to "+string(role)+" "+a.by()); err != nil {
		return editor, err
	}
	return tx.EditorByID(ctx, editor.ID)
}

// welcome takes in whom the service names for the first time: an editor of ours
// with that address, if it is surely theirs, or somebody new to whom a group
// gives a role.
func (a *Accounts) welcome(ctx context.Context, tx *postgres.Tx, who person) (editor blog.Editor, refused, err error) {
	name := a.Organisation.Name
	switch {
	case a.decidesRoles() && who.Role == "":
		return editor, blog.Errorf(blog.Forbidden, "%s gives you no role here. Ask its administrators for one of the groups.", name), nil
	case who.Email == "" || !who.Vouched:
		return editor, blog.Errorf(blog.Forbidden, "%s does not say for sure which e-mail address is yours. Ask its administrators.", name), nil
	}
	editor, err = tx.EditorByEmail(ctx, who.Email)
	switch {
	case err == nil && !editor.DisabledAt.IsZero():
		return editor, blog.Errorf(blog.Unauthorized, "You may no longer sign in here."), nil
	case blog.KindOf(err) == blog.NotFound && !a.decidesRoles():
		return editor, blog.Errorf(blog.Forbidden, "You are not on the staff of this blog. Ask an owner to add %s.", who.Email), nil
	case blog.KindOf(err) == blog.NotFound:
		editor, err = a.hire(ctx, tx, who)
	}
	if err != nil {
		return editor, nil, err
	}
	if err := tx.InsertIdentity(ctx, postgres.Identity{Issuer: who.Issuer, Subject: who.Subject, EditorID: editor.ID}); err != nil {
		return editor, nil, err
	}
	if err := record(ctx, tx, blog.Editor{}, blog.Linked, editor.ID, a.by()); err != nil {
		return editor, nil, err
	}
	editor, err = a.give(ctx, tx, editor, who.Role)
	return editor, nil, err
}

// hire adds somebody to whom a group gives a role.
func (a *Accounts) hire(ctx context.Context, tx *postgres.Tx, who person) (blog.Editor, error) {
	editor := blog.Editor{Email: who.Email, Name: who.Name, Role: who.Role}
	if strings.TrimSpace(editor.Name) == "" {
		editor.Name, _, _ = strings.Cut(who.Email, "@")
	}
	if err := cleanEditor(&editor); err != nil {
		return editor, err
	}
	editor, err := tx.InsertEditor(ctx, editor)
	if err != nil {
		return editor, err
	}
	return editor, record(ctx, tx, blog.Editor{}, blog.Added, editor.ID, string(editor.Role)+" "+a.by())
}
