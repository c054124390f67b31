package comments

import (
	"context"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// mails are what was kept to be sent, oldest first.
func (d *desk) mails(t *testing.T) (all []blog.Mail) {
	t.Helper()
	rows, err := d.DB.SQL().QueryContext(t.Context(), `SELECT kind, address, name, subject, body, leave, language FROM mails ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var m blog.Mail
		if err := rows.Scan(&m.Kind, &m.Address, &m.Name, &m.Subject, &m.Text, &m.Leave, &m.Language); err != nil {
			t.Fatal(err)
		}
		all = append(all, m)
	}
	return all
}

// tokenAfter is what ends the address in a mail that begins so.
func tokenAfter(t *testing.T, text, begins string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, begins)
	if !found {
		t.Fatalf("%q has no %s", text, begins)
	}
	return strings.Fields(rest)[0]
}

// Whoever wishes hears of answers by e-mail: once they have confirmed their
// address, once of each answer that readers see, until they stop it.
func TestAnswersAreToldOf(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Letters = Letters{Site: "https://council.example", Sent: true}
	ctx := t.Context()
	s := d.submission("Will it be recorded?")
	s.Wish = true
	_, err := d.Submit(ctx, s)
	if problems := blog.ProblemsOf(err); len(problems) != 1 || problems[0].Field != "email" {
		t.Fatalf("a wish without an address: %v", err)
	}
	s.Email, s.Name = "rosa@home.example", "Buy at shop.example"
	asked, err := d.Submit(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	sent := d.mails(t)
	if len(sent) != 1 || sent[0].Kind != blog.MailReader || sent[0].Address != "rosa@home.example" || sent[0].Leave != "answers-"+asked.ID {
		t.Fatalf("the first mail: %+v", sent)
	}
	if m := sent[0]; m.Name != "" || strings.Contains(m.Text+m.Subject, "recorded") || strings.Contains(m.Text+m.Subject, "shop.example") || !strings.Contains(m.Text, OwnPath+asked.Link) {
		t.Errorf("the first mail says %+v", m)
	}
	wish := tokenAfter(t, sent[0].Text, WishPath)
	d.approve(t, asked)
	answer := func(text string) {
		t.Helper()
		if _, err := d.Answer(ctx, d.staff, asked.ID, text); err != nil {
			t.Fatal(err)
		}
	}
	answer("Before it is confirmed.")
	if n := len(d.mails(t)); n != 1 {
		t.Errorf("%d mails before the address is confirmed", n)
	}
	for _, wrong := range []string{"", "x", asked.Link, asked.ID} {
		wantKind(t, "another token", d.ConfirmWish(ctx, wrong), blog.NotFound)
	}
	if err := d.ConfirmWish(ctx, wish); err != nil {
		t.Fatal(err)
	}
	answer("Yes.")
	s = d.submission("I hope so, too.")
	s.ParentID = asked.ID
	waits, err := d.Submit(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(d.mails(t)); n != 2 {
		t.Errorf("%d mails, want one of the answer and none of what waits", n)
	}
	d.approve(t, waits)
	if _, err := d.Hide(ctx, d.staff, waits.ID, "Off topic"); err != nil {
		t.Fatal(err)
	}
	d.approve(t, waits) // again: no news
	sent = d.mails(t)
	if len(sent) != 3 || !strings.Contains(sent[1].Text, "We have answered") || !strings.Contains(sent[2].Text, "/comments/"+waits.ID) || sent[2].Leave != "answers-"+asked.ID {
		t.Errorf("told of: %+v", sent[1:])
	}
	if err := d.EndWish(ctx, asked.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "stopped twice", d.EndWish(ctx, asked.ID), blog.NotFound)
	answer("Nobody hears this.")
	if n := len(d.mails(t)); n != 3 {
		t.Errorf("%d mails after it was stopped", n)
	}
}

// Whoever commented on a page in Welsh is written to in Welsh, of the post as it
// reads there.
func TestAnswersAreToldOfInWelsh(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Letters = Letters{Site: "https://council.example", Sent: true, Tongues: tongue.All("en-GB", []string{"cy"})}
	ctx := t.Context()
	err := d.DB.InTx(ctx, func(tx *postgres.Tx) error {
		_, _, err := tx.SaveTranslation(ctx, blog.Translation{
			PostID: d.post.ID, Language: "cy", Slug: "diwrnod-agored", Title: "Diwrnod agored", Body: "Dewch.", HTML: "<p>Dewch.</p>", Text: "Dewch.", Tags: []string{}, OfVersion: 1,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := d.submission("Ydy hwn yn cael ei recordio?")
	s.Wish, s.Email, s.Language = true, "rosa@home.example", "cy"
	asked, err := d.Submit(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	sent := d.mails(t)
	for _, want := range []string{
		"Diolch am eich sylw ar “Diwrnod agored”.", "Gweld eich sylw: https://council.example/cy" + OwnPath + asked.Link,
		"Rhowch wybod i mi am ymatebion: https://council.example/cy" + WishPath,
	} {
		if len(sent) != 1 || sent[0].Language != "cy" || !strings.Contains(sent[0].Text, want) {
			t.Errorf("the first mail does not say %q: %+v", want, sent)
		}
	}
	d.approve(t, asked)
	if err := d.ConfirmWish(ctx, tokenAfter(t, sent[0].Text, WishPath)); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Answer(ctx, d.staff, asked.ID, "Ydy."); err != nil {
		t.Fatal(err)
	}
	sent = d.mails(t)
	if len(sent) != 2 || sent[1].Language != "cy" || sent[1].Subject != "Ymateb i’ch sylw ar “Diwrnod agored”" || !strings.Contains(sent[1].Text, "Rydym wedi ymateb") ||
		!strings.Contains(sent[1].Text, "https://council.example/cy/posts/diwrnod-agored/comments/") {
		t.Errorf("told of: %+v", sent)
	}
}

// A wish that nobody confirms goes after a week; a comment that is deleted takes
// the address with it.
func TestWishesAreForgotten(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Letters = Letters{Site: "https://council.example", Sent: true}
	ctx := t.Context()
	wish := func(email string) (blog.Comment, string) {
		t.Helper()
		s := d.submission("From " + email)
		s.Wish, s.Email = true, email
		c, err := d.Submit(ctx, s)
		if err != nil {
			t.Fatal(err)
		}
		all := d.mails(t)
		return c, tokenAfter(t, all[len(all)-1].Text, WishPath)
	}
	_, idle := wish("idle@home.example")
	kept, confirmed := wish("kept@home.example")
	if err := d.ConfirmWish(ctx, confirmed); err != nil {
		t.Fatal(err)
	}
	gone := 0
	err := d.DB.InTx(ctx, func(tx *postgres.Tx) (err error) {
		gone, err = tx.Expire(ctx, blog.ClassUnconfirmed, d.clock.Add(time.Minute), 10)
		return err
	})
	if err != nil || gone != 1 {
		t.Errorf("%d wishes are forgotten, %v", gone, err)
	}
	wantKind(t, "what nobody confirmed", d.ConfirmWish(ctx, idle), blog.NotFound)
	d.approve(t, kept)
	if _, err := d.RemoveOwn(ctx, kept.Link); err != nil {
		t.Fatal(err)
	}
	err = d.DB.InTx(ctx, func(tx *postgres.Tx) error {
		return d.tellOf(context.WithoutCancel(ctx), tx, blog.Comment{ID: kept.ID, PostID: d.post.ID, ParentID: kept.ID})
	})
	if n := len(d.mails(t)); err != nil || n != 2 {
		t.Errorf("%d mails after the comment was deleted, %v", n, err)
	}
}
