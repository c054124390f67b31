package privacy

import (
	"slices"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// plantJean puts everything there is of an e-mail address into the database, in
// several spellings, beside that of somebody whose address ends alike.
func (o *office) plantJean(t *testing.T) (shown, waiting blog.Comment) {
	t.Helper()
	from := func(email, words string) blog.Comment {
		return blog.Comment{PostID: o.post.ID, Name: "Jean Extraordinary", Email: email, Text: words, Markdown: words}
	}
	shown = o.said(t, from("Jean@Home.example", "Shown "+secret), blog.VerdictApproved)
	waiting = o.said(t, from(jean, "Waiting "+secret), blog.VerdictHeld)
	o.said(t, from(jean, "Hidden "+secret), blog.VerdictHidden)
	o.said(t, blog.Comment{PostID: o.post.ID, Name: "Joan", Email: "jo.jean@home.example", Text: "I stay"}, blog.VerdictApproved)
	o.tx(t, func(tx *postgres.Tx) error {
		if err := tx.LinkComment(t.Context(), shown.ID, make([]byte, 32)); err != nil {
			return err
		}
		if err := tx.WishAnswers(t.Context(), shown.ID, append(make([]byte, 31), 1), "cy", noon); err != nil {
			return err
		}
		fresh, err := tx.InsertSubscription(t.Context(), blog.Subscription{Email: jean, Pace: "now", Everything: false, Consent: "I agree.", AskedAt: noon}, o.Address(jean), nil)
		if err != nil || !fresh {
			t.Errorf("subscribed: %v, %v", fresh, err)
		}
		return err
	})
	pgtest.Exec(t, o.DB, `INSERT INTO subscription_topics (subscription_id, kind, key) SELECT id, 'tag', 'benches' FROM subscriptions`)
	pgtest.Exec(t, o.DB, `INSERT INTO subscriptions (email_hash, pace, everything, consent, asked_at, told_until, ended_at, ended_by) VALUES ($1, 'weekly', true, 'I agree.', now(), now(), now(), 'reader')`, o.Address(jean))
	pgtest.Exec(t, o.DB, `INSERT INTO mails (kind, address, subject, body, subscription_id, post_id) SELECT 'subscriber', '', '', '', id, $1 FROM subscriptions WHERE email IS NOT NULL`, o.post.ID)
	pgtest.Exec(t, o.DB, `INSERT INTO mails (kind, address, subject, body) VALUES ('reader', 'JEAN@home.example', 'We have it', 'Words'), ('staff', 'nadia@council.example', 'Message from jean@home.example', 'Words')`)
	pgtest.Exec(t, o.DB, `INSERT INTO mail_suppressions (email_hash, reason, created_at) VALUES ($1, 'complaint', now())`, o.Address(jean))
	pgtest.Exec(t, o.DB, `INSERT INTO messages (kind, reference, state, words, name, email) VALUES ('contact', 'CONTACT-7K3F-9QWX', 'waiting', $1, 'Jean Extraordinary', 'Jean@home.example')`, secret)
	pgtest.Exec(t, o.DB, `INSERT INTO message_entries (message_id, kind, words) SELECT id, 'note', $1 FROM messages`, secret)
	pgtest.Exec(t, o.DB, `INSERT INTO messages (kind, reference, state, words, email, page, useful) VALUES ('feedback', 'PAGE-7K3F-9QWX', 'waiting', $1, $2, '/about', 'yes')`, secret, jean)
	pgtest.Exec(t, o.DB, `INSERT INTO reports (host, rule, words, contact) VALUES ('', 'Abuse or hate', $1, $2)`, secret, jean)
	pgtest.Exec(t, o.DB, `INSERT INTO guest_links (token_hash, post_id, name, email, expires_at) VALUES ($1, $2, 'Jean Extraordinary', $3, now() + interval '1 day')`, append(make([]byte, 31), 2), o.post.ID, jean)
	// What staff were told of these names no address; of a mail that has gone, the subject is left.
	pgtest.Exec(t, o.DB, `INSERT INTO notices (editor_id, kind, words, path) SELECT $1, 'contact', 'Somebody wrote to us: “' || $2 || '  and more” (' || reference || ')', '/desk/messages/' || id FROM messages WHERE kind = 'contact'`, o.chief.ID, secret)
	pgtest.Exec(t, o.DB, `INSERT INTO notices (editor_id, kind, post_id, words, path) VALUES ($1, 'submitted', $2, 'Jean Extraordinary submitted “Benches” for review.', '/desk/posts')`, o.chief.ID, o.post.ID)
	pgtest.Exec(t, o.DB, `INSERT INTO mails (address, subject, body, sent_at) VALUES ('nadia@council.example', 'Somebody wrote to us: “' || $1 || ' and m…', '', now()), ('nadia@council.example', 'Jean Extraordinary submitted “Benches” for review.', '', now())`, secret)
	pgtest.Exec(t, o.DB, `INSERT INTO mails (address, subject, body) VALUES ('box@council.example', 'Somebody wrote to us (CONTACT-7K3F-9QWX)', $1), ('box@council.example', 'Somebody wrote to us (CONTACT-7K3F-9QWY)', 'Another')`, secret)
	pgtest.Exec(t, o.DB, `INSERT INTO changes (verb, subject, subject_id, reason, told_at) VALUES ('add', 'invitation', 'x', 'jean@home.example as moderator', now())`)
	// An edit of what is shown went out; servers have it.
	pgtest.Exec(t, o.DB, `WITH a AS (
			INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, body)
			VALUES (gen_random_uuid(), 'u', 'Update', 'inews', $1, $2, true, convert_to($3, 'UTF8')) RETURNING id)
		INSERT INTO deliveries (activity_id, host, inbox, object_id, state, done_at) SELECT id, 'social.example', 'https://social.example/inbox', $1, 'delivered', now() FROM a`,
		shown.URI, o.post.ID, "Jean Extraordinary wrote: "+secret)
	return shown, waiting
}

// What is kept of an e-mail address is found whole and gone afterwards; what is kept
// as a hash still keeps mail away; the law's requests stay, and are told.
func TestEraseEmail(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	shown, _ := o.plantJean(t)
	f, err := o.Export(t.Context(), o.chief, " JEAN@home.example ")
	check(t, err)
	for key, want := range map[string]int{
		"comments": 3, "updates": 2, "mails": 2, "suppression": 1, "messages": 2, "reports": 1, "guest": 1, "trail": 3,
	} {
		if n := f.Count(key); n != want {
			t.Errorf("of %s there are %d, want %d", key, n, want)
		}
	}
	words := []string{jean + `"`, jean, "Jean Extraordinary", secret}
	x := o.erased(t, wish(jean))
	o.remains(t, []string{"comments.email"}, words...) // Joan's address ends alike
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM comments WHERE email = 'jo.jean@home.example' AND verdict = 'approved' AND name = 'Joan'`); n != 1 {
		t.Error("what somebody else said is gone")
	}
	for part, want := range map[string]int{"comments": 3, "updates": 2, "messages": 2, "reports": 1, "guest": 1} {
		if gone, _ := countOf(x, part); gone != want {
			t.Errorf("of %s %d went, want %d", part, gone, want)
		}
	}
	if suppressed, err := o.DB.Suppressed(t.Context(), o.Address(jean)); err != nil || !suppressed {
		t.Errorf("mail goes there again: %v", err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM reports WHERE rule = 'Abuse or hate' AND words = '' AND contact = ''`); n != 1 {
		t.Error("what a reader reported is not looked at any more")
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM messages WHERE useful = 'yes'`); n != 1 {
		t.Error("the number of who found a page useful has changed")
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM mails WHERE body = 'Another'`); n != 1 {
		t.Error("what staff were told of somebody else is gone")
	}
	// Of what servers could have, a change tells; of what nobody saw, too, and the bridge knows.
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM changes WHERE verb = 'remove' AND subject = 'comment' AND subject_id = $1`, shown.ID); n != 1 {
		t.Errorf("the end of the comment is told %d times", n)
	}
}

// A request under the law is kept as long as the law says, with who asked.
func TestRequestsStay(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.plantJean(t)
	pgtest.Exec(t, o.DB, `INSERT INTO requests (kind, words, name, contact, received_at, due_at) VALUES ('foi', $1, 'Jean', $2, now(), now() + interval '20 days')`, secret, jean)
	f, err := o.Find(t.Context(), o.chief, jean)
	check(t, err)
	if kept := f.With(Stays); len(kept) != 1 || kept[0].Key != "requests" || kept[0].Why == "" {
		t.Errorf("what stays is %+v", kept)
	}
	x := o.erased(t, wish(jean))
	o.remains(t, []string{"comments.email", "requests.contact", "requests.words"}, jean, secret)
	if gone, kept := countOf(x, "requests"); gone != 0 || kept != 1 {
		t.Errorf("of requests %d went and %d stayed", gone, kept)
	}
}

// Everything goes in bounded steps, however much somebody said.
func TestEraseMuch(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	pgtest.Exec(t, o.DB, `
		INSERT INTO comments (uri, post_id, path, origin, name, email, html, plain, verdict)
		SELECT 'https://council.example/ap/comments/' || n, $1, '/' || lpad(n::text, 19, '0'), 'web', 'Jean', $2, $3, $3 || n, 'approved'
		FROM generate_series(1, 1234) AS n`, o.post.ID, jean, secret)
	began := time.Now()
	x := o.erased(t, wish(jean))
	if gone, _ := countOf(x, "comments"); gone != 1234 {
		t.Errorf("%d comments went", gone)
	}
	t.Logf("1234 comments in %s", time.Since(began).Round(time.Millisecond))
	if shown, err := o.DB.CommentsOnPost(t.Context(), o.post.ID, "", 10); err != nil || len(shown) > 0 {
		t.Errorf("readers see %d, %v", len(shown), err)
	}
	parts := make([]string, len(Parts))
	for i, p := range Parts {
		parts[i] = p.Key
	}
	for _, c := range x.Counts {
		if !slices.Contains(parts, c.Part) {
			t.Errorf("the receipt counts %q, which is no part", c.Part)
		}
	}
}
