package accounts

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

var chioma = blog.Editor{Email: "Chioma@Council.example", Name: "Chioma Okafor", Role: blog.Contributor}

func TestFirstOwner(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	one, err := d.SetupToken(t.Context())
	check(t, err)
	two, err := d.SetupToken(t.Context()) // of another node
	check(t, err)
	check(t, d.OpensSetup(t.Context(), one))
	wantKind(t, "a guess", d.OpensSetup(t.Context(), "guess"), blog.Gone)
	_, err = d.FirstOwner(t.Context(), one, chioma, "short", home)
	wantKind(t, "short", err, blog.Invalid)
	pass, err := d.FirstOwner(t.Context(), one, chioma, good, home)
	check(t, err)
	if e := pass.Editor; e.Role != blog.Owner || e.Email != "chioma@council.example" || !e.HasPassword {
		t.Errorf("the owner is %+v", e)
	}
	if _, err := d.Session(t.Context(), pass.Token); err != nil {
		t.Error(err)
	}
	for what, token := range map[string]string{"used": one, "another's": two} {
		wantKind(t, what, d.OpensSetup(t.Context(), token), blog.Gone)
		_, err = d.FirstOwner(t.Context(), token, chioma, good, home)
		wantKind(t, what, err, blog.Gone)
	}
	_, err = d.SetupToken(t.Context())
	wantKind(t, "a token with an owner", err, blog.Conflict)
}

func TestSetupRunsOut(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	token, err := d.SetupToken(t.Context())
	check(t, err)
	d.clock = d.clock.Add(SetupLife)
	wantKind(t, "run out", d.OpensSetup(t.Context(), token), blog.Gone)
	_, err = d.FirstOwner(t.Context(), token, chioma, good, home)
	wantKind(t, "run out", err, blog.Gone)
	d.add(t, "olga", blog.Owner, "") // from the command line
	token, err = newToken()
	check(t, err)
	check(t, d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.InsertSetupToken(t.Context(), tokenHash(token), d.clock, d.clock.Add(time.Hour))
	}))
	wantKind(t, "staff from elsewhere", d.OpensSetup(t.Context(), token), blog.Gone)
}

// However many hold an address, there is one first owner.
func TestOneFirstOwner(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	var in atomic.Int32
	var tries sync.WaitGroup
	for range 6 {
		token, err := d.SetupToken(t.Context())
		check(t, err)
		tries.Go(func() {
			_, err := d.FirstOwner(t.Context(), token, chioma, good, home)
			switch blog.KindOf(err) {
			case "":
				in.Add(1)
			case blog.Gone:
			default:
				t.Error(err)
			}
		})
	}
	tries.Wait()
	if in.Load() != 1 {
		t.Errorf("there are %d first owners", in.Load())
	}
}

func TestSetupNotes(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for what, note := range map[string]func(blog.Editor) error{
		"mail": func(by blog.Editor) error { return d.NoteMail(t.Context(), by) },
		"look": func(by blog.Editor) error { return d.NoteLook(t.Context(), by, blog.Worry) },
		"hide": func(by blog.Editor) error { return d.HideSetup(t.Context(), by, true) },
	} {
		wantKind(t, what, note(blog.Editor{Role: blog.Managing}), blog.Forbidden)
		check(t, note(theConsole))
	}
	if s, err := d.DB.Setup(t.Context()); err != nil || !s.MailedAt.Equal(noon) || !s.LookedAt.Equal(noon) || s.Found != blog.Worry || !s.HiddenAt.Equal(noon) {
		t.Errorf("the notes are %+v, %v", s, err)
	}
	check(t, d.HideSetup(t.Context(), theConsole, false))
	if s, err := d.DB.Setup(t.Context()); err != nil || !s.HiddenAt.IsZero() {
		t.Errorf("the notes are %+v, %v", s, err)
	}
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		return tx.SaveSetup(t.Context(), blog.Setup{LookedAt: noon})
	})
	wantKind(t, "a look that found nothing", err, blog.Invalid)
}
