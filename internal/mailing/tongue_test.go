package mailing

import (
	"mime"
	"net/mail"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

var bilingual = tongue.All("en-GB", []string{"en-GB", "cy"})

// wantMail holds a message to its language, its subject and what both parts say.
func (k *kiosk) wantMail(m *mail.Message, subject string, words ...string) {
	k.Helper()
	if got := m.Header.Get("Content-Language"); got != "cy" {
		k.Errorf("the message is in %q", got)
	}
	if got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil || got != subject {
		k.Errorf("the subject is %q, want %q, %v", got, subject, err)
	}
	plain, page := k.parts(m)
	if !strings.Contains(page, `<html lang="cy">`) {
		k.Errorf("the page does not say that it is in Welsh:\n%s", page)
	}
	for _, want := range words {
		if !strings.Contains(plain, want) || !strings.Contains(page, want) {
			k.Errorf("the message does not say %q:\n%s\n%s", want, plain, page)
		}
	}
	for _, english := range []string{"You asked", "Read it", "stop these", "Stop these", "Coming events", "New from", "Confirm", "Hello"} {
		if strings.Contains(plain+page, english) {
			k.Errorf("the message says %q:\n%s", english, plain)
		}
	}
}

// Who asked in Welsh gets everything in Welsh: the first message, posts as they read
// in Welsh where they do, and the links to pages in Welsh. The address that programs
// press is the same for all.
func TestUpdatesInWelsh(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.updates.Tongues, k.Composer.Tongues = bilingual, bilingual
	now := k.subscribe("now@home.example", Wish{Pace: blog.PaceNow, Everything: true, Language: "cy"})
	k.wantMail(k.office.taken()[0], "Cadarnhewch eich diweddariadau gan iNews", "https://council.example/cy/updates/confirm/", "gofynnoch chi am ddiweddariadau gan iNews")
	k.subscribe("weekly@home.example", Wish{Pace: blog.PaceWeekly, Everything: true, Language: "cy"})
	k.clock = k.clock.Add(time.Hour)
	bins := k.publish("Bins", blog.MailUsual)
	k.tx(func(tx *postgres.Tx) error {
		_, _, err := tx.SaveTranslation(k.Context(), blog.Translation{
			PostID: bins.ID, Language: "cy", Slug: "biniau", Title: "Biniau", Summary: "Am y biniau.", Body: "Y cyfan.", HTML: "<p>Y cyfan.</p>", Text: "Y cyfan.", Tags: []string{}, OfVersion: 1,
		})
		return err
	})
	came := k.deliver()
	if len(came) != 1 {
		t.Fatalf("come %s", subjects(came))
	}
	k.wantMail(came[0], "Biniau", "https://council.example/cy/posts/biniau", "Am y biniau.", "Gan Ines Okoro", "Ei ddarllen, ac ymateb",
		"Ar "+bilingual[1].Date(now.ConfirmedAt)+" gofynnoch chi", "https://council.example/cy/updates/", "https://council.example/cy/unsubscribe/updates-")
	if got := came[0].Header.Get("List-Unsubscribe"); !strings.HasPrefix(got, "<https://council.example/unsubscribe/updates-") {
		t.Errorf("programs press %s", got)
	}
	k.clock = k.clock.Add(time.Hour)
	k.publish("Trees", blog.MailUsual)
	k.deliver()
	k.clock = k.updates.Digest.Last(k.clock).AddDate(0, 0, 7).Add(settled)
	if came = k.deliver(); len(came) != 1 {
		t.Fatalf("in a week come %s", subjects(came))
	}
	k.wantMail(came[0], "iNews: Trees, a 1 arall", "Newydd gan iNews", "https://council.example/cy/posts/biniau", "https://council.example/cy/posts/trees", "am neges wythnosol")
	if _, page := k.parts(came[0]); !strings.Contains(page, `<h2 lang="en-GB"><a href="https://council.example/cy/posts/trees">Trees</a>`) {
		t.Errorf("what is in English does not say so:\n%s", page)
	}
}

// Whoever wrote in Welsh is answered in Welsh at every step, until the post about
// their idea.
func TestMessagesInWelsh(t *testing.T) {
	t.Parallel()
	h := newHall(t)
	h.Tongues = bilingual
	room := &newsroom.Newsroom{DB: h.db, Site: h.Site, Tongues: bilingual, Now: func() time.Time { return h.clock }}
	s := h.idea()
	s.Language = "cy"
	m, secret := h.send(s)
	if m.Language != "cy" {
		t.Fatalf("kept is %+v", m)
	}
	h.told("Jean@home.example", "Mae eich neges gyda ni ("+m.Reference, "Diolch am eich syniad.", "Gweld y sefyllfa: https://council.example/cy/ideas/"+secret, "agorwch https://council.example/cy/contact a nodwch "+m.Reference)
	for _, step := range []struct {
		to          blog.MessageState
		words, says string
	}{
		{blog.IdeaConsidered, "", "Rydym yn ystyried eich syniad"}, {blog.IdeaTrial, "Dwy fainc tan fis Mai.", "Rydym yn treialu eich syniad"},
		{blog.IdeaDeclined, "Mae'n rhy ddrud.", "Ni allwn fabwysiadu eich syniad"}, {blog.IdeaConsidered, "", "Rydym yn ystyried eich syniad"},
		{blog.IdeaDone, "", "Mae eich syniad wedi’i wneud"},
	} {
		check(t, h.Move(t.Context(), h.editor, m.ID, step.to, step.words))
		h.told("Jean@home.example", step.says, step.words, m.Reference)
	}
	check(t, h.Answer(t.Context(), h.editor, m.ID, "Dewch i'w gweld."))
	h.told("Jean@home.example", "Dewch i'w gweld.", "Ein hateb i chi")
	post, err := room.DraftOutcome(t.Context(), h.editor, m.ID)
	check(t, err)
	_, err = room.Publish(t.Context(), h.editor, post.ID)
	check(t, err)
	var language string
	check(t, h.db.SQL().QueryRowContext(t.Context(), `SELECT language FROM mails WHERE kind = 'reader'`).Scan(&language))
	if language != "cy" {
		t.Errorf("the mail is in %q", language)
	}
	h.told("Jean@home.example", "Beth ddaeth o’ch syniad: Benches on route 4 ("+m.Reference, "Dywedoch chi, gwnaethom ni", "Ei ddarllen: https://council.example/cy"+post.Path(), "Diolch eto")
}
