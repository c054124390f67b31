package accounts

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

var zoe = blog.Invitation{Email: " Zoe@Home.example ", Name: " Zoë  Ng ", Role: blog.Moderator}

// letters are the texts of the mails that wait.
func (d *door) letters(t *testing.T) []string {
	t.Helper()
	rows, err := d.DB.SQL().QueryContext(t.Context(), `SELECT address || ' ' || body FROM mails ORDER BY id`)
	check(t, err)
	defer rows.Close()
	var texts []string
	for rows.Next() {
		var text string
		check(t, rows.Scan(&text))
		texts = append(texts, text)
	}
	check(t, rows.Err())
	return texts
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestInvitation(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	d.Letters = Letters{BaseURL: "https://council.example", Name: "iNews", Sent: true}
	olga := d.add(t, "olga", blog.Owner, "")
	i, token, err := d.Invite(t.Context(), olga, zoe, true)
	check(t, err)
	if i.Email != "zoe@home.example" || i.Name != "Zoë Ng" || i.By != "olga" || !i.ByMail || i.ExpiresAt.Sub(i.CreatedAt) != InvitationLife {
		t.Errorf("the invitation is %+v", i)
	}
	if texts := d.letters(t); len(texts) != 1 || !strings.HasPrefix(texts[0], "zoe@home.example Hello Zoë Ng,") ||
		!strings.Contains(texts[0], "https://council.example/desk/join/"+token+"\n") || !strings.Contains(texts[0], "olga invites you") {
		t.Fatalf("the letters are %q", texts)
	}
	var kept int
	check(t, d.DB.SQL().QueryRowContext(t.Context(), `SELECT count(*) FROM invitations WHERE encode(token_hash, 'escape') LIKE '%' || $1 || '%'`, token).Scan(&kept))
	if kept != 0 {
		t.Error("the token is kept, and not its hash alone")
	}
	for what, password := range map[string]string{"short": "pear", "common": "passwordpassword"} {
		_, err = d.Accept(t.Context(), token, "Zoë Ng", password, home)
		wantKind(t, what, err, blog.Invalid)
	}
	_, err = d.Accept(t.Context(), token, " ", good, home)
	wantKind(t, "no name", err, blog.Invalid)
	pass, err := d.Accept(t.Context(), token, "Zoë Ng-Baker", good, home)
	check(t, err)
	if e := pass.Editor; e.Email != "zoe@home.example" || e.Name != "Zoë Ng-Baker" || e.Role != blog.Moderator || !e.HasPassword {
		t.Errorf("the editor is %+v", e)
	}
	if _, err := d.Session(t.Context(), pass.Token); err != nil {
		t.Error(err)
	}
	if _, err := d.SignIn(t.Context(), "zoe@home.example", good, home); err != nil {
		t.Error(err)
	}
	_, err = d.Accept(t.Context(), token, "Zoë Ng", good, home)
	wantKind(t, "used twice", err, blog.Gone)
	_, err = d.Invited(t.Context(), token)
	wantKind(t, "opened after use", err, blog.Gone)
	changes, err := d.DB.ChangesOf(t.Context(), blog.InviteSubject, i.ID)
	if err != nil || len(changes) != 1 || changes[0].Verb != blog.Added || changes[0].Editor != olga.ID {
		t.Errorf("recorded is %+v, %v", changes, err)
	}
	changes, err = d.DB.ChangesOf(t.Context(), blog.EditorSubject, pass.Editor.ID)
	if err != nil || len(changes) < 2 || changes[0].Verb != blog.Added || changes[0].Reason != "moderator, invited by olga" {
		t.Errorf("recorded is %+v, %v", changes, err)
	}
}

func TestInvitationRefused(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	olga := d.add(t, "olga", blog.Owner, "")
	for _, role := range []blog.Role{blog.Contributor, blog.Moderator, blog.Managing, ""} {
		by := blog.Editor{Role: role}
		_, _, err := d.Invite(t.Context(), by, zoe, false)
		wantKind(t, "invited by "+string(role), err, blog.Forbidden)
		_, _, err = d.Renew(t.Context(), by, olga.ID, false)
		wantKind(t, "renewed by "+string(role), err, blog.Forbidden)
		wantKind(t, "taken back by "+string(role), d.TakeBack(t.Context(), by, olga.ID), blog.Forbidden)
	}
	for what, bad := range map[string]blog.Invitation{
		"on the staff": {Email: "OLGA@council.example", Name: "Olga", Role: blog.Owner},
		"no address":   {Email: "zoe", Name: "Zoë", Role: blog.Owner},
		"no name":      {Email: "zoe@home.example", Role: blog.Owner},
		"no role":      {Email: "zoe@home.example", Name: "Zoë", Role: "king"},
	} {
		_, _, err := d.Invite(t.Context(), olga, bad, false)
		wantKind(t, what, err, blog.Invalid)
	}
	_, _, err := d.Invite(t.Context(), olga, zoe, true)
	wantKind(t, "by mail without a server", err, blog.Unavailable)
	_, _, err = d.Invite(t.Context(), olga, zoe, false)
	check(t, err)
	_, _, err = d.Invite(t.Context(), olga, zoe, false)
	wantKind(t, "twice", err, blog.Invalid)
	if texts := d.letters(t); len(texts) != 0 {
		t.Errorf("what was refused wrote %q", texts)
	}
}

// A link that ran out says what to do; one that was renewed voids the one before;
// one that was taken back is gone.
func TestInvitationEnds(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	olga := d.add(t, "olga", blog.Owner, "")
	i, first, err := d.Invite(t.Context(), olga, zoe, false)
	check(t, err)
	d.clock = d.clock.Add(InvitationLife)
	_, err = d.Invited(t.Context(), first)
	wantKind(t, "run out", err, blog.Gone)
	if !strings.Contains(blog.Message(err), "Ask olga to send it again") {
		t.Errorf("it says %q", blog.Message(err))
	}
	_, err = d.Accept(t.Context(), first, "Zoë", good, home)
	wantKind(t, "accepted too late", err, blog.Gone)
	_, second, err := d.Renew(t.Context(), olga, i.ID, false)
	check(t, err)
	_, err = d.Invited(t.Context(), first)
	wantKind(t, "the older link", err, blog.Gone)
	if again, err := d.Invited(t.Context(), second); err != nil || again.ID != i.ID {
		t.Errorf("the newer link is of %+v, %v", again, err)
	}
	check(t, d.TakeBack(t.Context(), olga, i.ID))
	_, err = d.Accept(t.Context(), second, "Zoë", good, home)
	wantKind(t, "taken back", err, blog.Gone)
	wantKind(t, "taken back twice", d.TakeBack(t.Context(), olga, i.ID), blog.NotFound)
	changes, err := d.DB.ChangesOf(t.Context(), blog.InviteSubject, i.ID)
	if err != nil || len(changes) != 3 || changes[1].Verb != blog.Edited || changes[2].Verb != blog.Removed {
		t.Errorf("recorded is %+v, %v", changes, err)
	}
	// One that nobody took up is forgotten in the end.
	_, _, err = d.Invite(t.Context(), olga, zoe, false)
	check(t, err)
	d.clock = d.clock.Add(InvitationLife + keptInvitation)
	d.expire(t, blog.ClassInvitations, d.clock.Add(-keptInvitation))
	if list, err := d.DB.Invitations(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("left are %+v, %v", list, err)
	}
}

// An invitation is worth what whoever gave it may still do; another owner who
// sends it again makes it theirs.
func TestInvitationOfWhoMayNoLonger(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	olga, oleg := d.add(t, "olga", blog.Owner, ""), d.add(t, "oleg", blog.Owner, "")
	i, token, err := d.Invite(t.Context(), oleg, zoe, false)
	check(t, err)
	_, err = d.ChangeRole(t.Context(), olga, oleg.ID, blog.Managing)
	check(t, err)
	_, err = d.Accept(t.Context(), token, "Zoë", good, home)
	wantKind(t, "invited by who is no owner now", err, blog.Gone)
	_, token, err = d.Renew(t.Context(), olga, i.ID, false)
	check(t, err)
	_, err = d.Disable(t.Context(), olga, oleg.ID)
	check(t, err)
	_, err = d.Accept(t.Context(), token, "Zoë Ng", good, home)
	check(t, err)
}

// However many press the button at once, one comes in.
func TestInvitationIsUsedOnce(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	_, token, err := d.Invite(t.Context(), theConsole, zoe, false)
	check(t, err)
	var in atomic.Int32
	var tries sync.WaitGroup
	for range 6 {
		tries.Go(func() {
			_, err := d.Accept(t.Context(), token, "Zoë Ng", good, home)
			switch blog.KindOf(err) {
			case "":
				in.Add(1)
			case blog.Gone, blog.Conflict:
			default:
				t.Error(err)
			}
		})
	}
	tries.Wait()
	if in.Load() != 1 {
		t.Errorf("%d came in", in.Load())
	}
}

// Tokens cannot be tried for long.
func TestArrivalIsThrottled(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	for what, try := range map[string]func() error{
		"invitation": func() error { _, err := d.Accept(t.Context(), "guess", "Zoë", good, home); return err },
		"set-up": func() error {
			_, err := d.FirstOwner(t.Context(), "guess", blog.Editor{Email: "a@b.example", Name: "A"}, good, home)
			return err
		},
	} {
		for range addressLimit {
			wantKind(t, what, try(), blog.Gone)
		}
		wantKind(t, what, try(), blog.TooMany)
	}
}

func TestInvitationsUnstorable(t *testing.T) {
	t.Parallel()
	d := newDoor(t)
	fine := blog.Invitation{Email: "zoe@home.example", Name: "Zoë", Role: blog.Owner, CreatedAt: noon, ExpiresAt: noon.Add(InvitationLife)}
	hash := tokenHash("x")
	for what, change := range map[string]func(*blog.Invitation, *[]byte){
		"capitals":     func(i *blog.Invitation, _ *[]byte) { i.Email = "Zoe@home.example" },
		"no address":   func(i *blog.Invitation, _ *[]byte) { i.Email = "" },
		"no name":      func(i *blog.Invitation, _ *[]byte) { i.Name = "" },
		"no role":      func(i *blog.Invitation, _ *[]byte) { i.Role = "king" },
		"no time":      func(i *blog.Invitation, _ *[]byte) { i.ExpiresAt = i.CreatedAt },
		"for too long": func(i *blog.Invitation, _ *[]byte) { i.ExpiresAt = i.ExpiresAt.Add(time.Second) },
		"a token":      func(_ *blog.Invitation, h *[]byte) { *h = []byte("a token in clear") },
	} {
		i, h := fine, hash
		change(&i, &h)
		err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
			_, err := tx.InsertInvitation(t.Context(), "", i, h)
			return err
		})
		wantKind(t, what, err, blog.Invalid)
	}
}
