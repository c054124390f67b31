package privacy

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
	"inews/internal/postgres"
)

// annAndOthers puts everything there is of Ann of social.example into the database,
// and of others who have to do with her.
type annAndOthers struct {
	ann, anna, bob     blog.Person
	first, held, below blog.Comment // hers, hers, and Bob's below her first
	answer, aside      blog.Comment // the blog's below hers, and beside
	mention            blog.Comment
}

func (o *office) plantAnn(t *testing.T) annAndOthers {
	t.Helper()
	a := annAndOthers{ann: o.person(t, annURI, "Ann Extraordinary"), anna: o.person(t, annURI+"a", "Anna"), bob: o.person(t, bobURI, "Bob")}
	by := func(p blog.Person, id, parent, words string) blog.Comment {
		return blog.Comment{URI: p.URI + id, PostID: o.post.ID, ParentID: parent, Origin: blog.FromFediverse, Person: p, Text: words, URL: p.URL + id}
	}
	a.first = o.said(t, by(a.ann, "/1", "", "First "+secret), blog.VerdictApproved)
	a.held = o.said(t, by(a.ann, "/2", a.first.ID, "Held "+secret), blog.VerdictHeld)
	o.said(t, by(a.ann, "/3", "", "Spam "+secret), blog.VerdictSpam)
	a.mention = by(a.ann, "/4", "", "Mention "+secret)
	a.mention.PostID = ""
	a.mention = o.said(t, a.mention, blog.VerdictNoted)
	a.below = o.said(t, by(a.bob, "/1", a.first.ID, "I agree with @ann@social.example"), blog.VerdictApproved)
	o.said(t, by(a.anna, "/1", "", "I am Anna, another"), blog.VerdictApproved)
	a.answer = o.said(t, blog.Comment{PostID: o.post.ID, ParentID: a.first.ID, Origin: blog.FromBlog, EditorID: o.chief.ID, Text: "Thank you."}, blog.VerdictApproved)
	a.aside = o.said(t, blog.Comment{PostID: o.post.ID, ParentID: a.below.ID, Origin: blog.FromBlog, EditorID: o.chief.ID, Text: "And you."}, blog.VerdictApproved)
	o.tx(t, func(tx *postgres.Tx) error {
		_, err := tx.AddReaction(t.Context(), postgres.ReactionTo{Kind: blog.Like, PostID: o.post.ID, PersonURI: annURI, ActivityID: annURI + "/likes/1"})
		return err
	})
	pgtest.Exec(t, o.DB, `INSERT INTO followers (person_uri, follow_id) VALUES ($1, $1 || '#follow'), ($2, $2 || '#follow')`, annURI, annURI+"a")
	pgtest.Exec(t, o.DB, `INSERT INTO stamps (kind, uri, target, person_uri, post_id, url, shown_at) VALUES ('quote', $1 || '/quote', 'x', $1, $2, $1 || '/quote', now())`, annURI, o.post.ID)
	pgtest.Exec(t, o.DB, `INSERT INTO partners (person_uri, state, follow_id) VALUES ($1, 'accepted', 'https://council.example/ap/activities/1')`, annURI)
	pgtest.Exec(t, o.DB, `INSERT INTO network_items (uri, partner_id, form, title, author_uri, raw, shared_at, share_id)
		SELECT $1 || '/post', id, 'note', $2, $1, convert_to($1, 'UTF8'), now(), gen_random_uuid()::text FROM partners`, annURI, "Item "+secret)
	pgtest.Exec(t, o.DB, `INSERT INTO reports (activity_id, host, person_uri, words) VALUES ($1 || '/flag', 'social.example', $1, $2)`, annURI, secret)
	pgtest.Exec(t, o.DB, `WITH r AS (INSERT INTO reports (activity_id, host, person_uri, words) VALUES ('https://other.example/flag', 'other.example', $1, 'She shouts') RETURNING id)
		INSERT INTO report_subjects (report_id, uri, comment_id) SELECT id, $2, $3 FROM r`, bobURI, a.first.URI, a.first.ID)
	pgtest.Exec(t, o.DB, `INSERT INTO deleted_uris (uri, deleted_by) VALUES ($1 || '/gone', $1)`, annURI)
	o.plantWire(t, a)
	for _, verb := range []blog.Verb{blog.Trusted, blog.Blocked} {
		o.tx(t, func(tx *postgres.Tx) error {
			_, err := tx.Record(t.Context(), blog.Change{Editor: o.chief.ID, Verb: verb, Subject: blog.PersonSubject, SubjectID: annURI, Reason: "Wrote as @Ann@Social.example, twice"})
			return err
		})
	}
	pgtest.Exec(t, o.DB, `INSERT INTO changes (verb, subject, subject_id, told_at) VALUES ('receive', 'follower', $1, now()), ('receive', 'follower', $2, now())`, annURI, annURI+"a")
	pgtest.Exec(t, o.DB, `INSERT INTO notices (editor_id, kind, words, path) VALUES ($1, 'replies', 'Reply by @ann@social.example', '/desk')`, o.chief.ID)
	pgtest.Exec(t, o.DB, `INSERT INTO mails (address, subject, body) VALUES ('nadia@council.example', 'Reply by @ann@social.example', 'Words')`)
	pgtest.Exec(t, o.DB, `UPDATE hosts SET last_error = 'POST ' || $1 || '/inbox: 500' WHERE host = 'social.example'`, annURI)
	pgtest.Exec(t, o.DB, `INSERT INTO contexts (uri, walked_at) VALUES ($1 || '/context/1', now())`, annURI)
	return a
}

// plantWire has documents go both ways.
func (o *office) plantWire(t *testing.T, a annAndOthers) {
	t.Helper()
	in := `INSERT INTO inbox_items (activity_id, type, actor, object_id, body, state, done_at, reason) VALUES ($1, $2, $3, $4, convert_to($5, 'UTF8'), 'done', now(), $6)`
	pgtest.Exec(t, o.DB, in, annURI+"/create/1", "Create", annURI, a.first.URI, `{"content":"First `+secret+`"}`, "")
	pgtest.Exec(t, o.DB, in, annURI+"/delete/9", "Delete", annURI, annURI+"/9", `{}`, "")
	pgtest.Exec(t, o.DB, in, bobURI+"/create/1", "Create", bobURI, a.below.URI, `{"inReplyTo":"https:\/\/social.example\/users\/ann\/1"}`, "")
	pgtest.Exec(t, o.DB, in, bobURI+"/announce/1", "Announce", bobURI, a.first.URI, `{}`, "we do not show "+a.first.URI)
	out := `WITH a AS (
			INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, body)
			VALUES (gen_random_uuid(), 'https://council.example/ap/activities/' || gen_random_uuid(), $1, 'inews', $2, $3, $4, convert_to($5, 'UTF8')) RETURNING id)
		INSERT INTO deliveries (activity_id, host, inbox, object_id, state, done_at, error) SELECT id, split_part(i, '/', 3), i, $2, 'delivered', now(), 'to ' || i FROM a, unnest($6::text[]) AS i`
	pgtest.Exec(t, o.DB, out, "Accept", annURI, nil, false, `{"to":["`+annURI+`"]}`, "{"+annURI+"/inbox}")
	pgtest.Exec(t, o.DB, out, "Create", a.answer.URI, o.post.ID, true, `{"tag":[{"name":"@ann@social.example","href":"`+annURI+`"}]}`, "{"+annURI+"/inbox,https://social.example/inbox}")
	pgtest.Exec(t, o.DB, out, "Create", site+"/ap/posts/1", o.post.ID, true, `{"content":"Six benches."}`, "{https://social.example/inbox}")
	pgtest.Exec(t, o.DB, out, "Accept", annURI+"a", nil, false, `{"to":["`+annURI+`a"]}`, "{"+annURI+"a/inbox}")
}

// theirs are the words by which Ann would be found.
var theirs = []string{annURI + "/", annURI + `"`, "ann@social.example", "Ann Extraordinary", secret}

// What is kept of a person on another server is found whole, is gone afterwards but
// for what is said to stay, and what others said stands where it stood.
func TestEraseHandle(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.plantAnn(t)
	pgtest.Exec(t, o.DB, `UPDATE people SET blocked_at = now(), block_reason = 'Shouts', trusted_at = NULL WHERE uri = $1`, annURI)

	f, err := o.Export(t.Context(), o.chief, "@Ann@social.example")
	check(t, err)
	for key, want := range map[string]int{
		"comments": 4, "person": 1, "following": 1, "reactions": 1, "quotes": 1, "network": 2, "reports": 2, "notices": 1, "inbox": 2,
		"outbox": 2, "deliveries": 2, "block": 1, "answers": 1, "named": 1, "trail": 6,
	} {
		if n := f.Count(key); n != want {
			t.Errorf("of %s there are %d, want %d", key, n, want)
		}
	}

	x := o.erased(t, wish("@ann@social.example"))
	// Bob's own words, and what he read.
	o.remains(t, []string{"comments.html", "comments.plain"}, theirs...)
	for part, want := range map[string]int{"comments": 4, "following": 1, "reactions": 1, "quotes": 1, "person": 1, "reports": 2, "notices": 1} {
		if gone, _ := countOf(x, part); gone != want {
			t.Errorf("of %s %d went, want %d", part, gone, want)
		}
	}
	if _, kept := countOf(x, "trail"); kept == 0 {
		t.Error("nothing in the trail lost its name")
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM changes WHERE subject = 'person' AND subject_id = '[erased]' AND reason = 'Wrote as @[erased], twice'`); n != 2 {
		t.Errorf("%d decisions of staff are in the trail without the name", n)
	}
	shown, err := o.DB.CommentsOnPost(t.Context(), o.post.ID, "", 100)
	check(t, err)
	var words []string
	for _, c := range shown {
		words = append(words, c.Text)
		if c.ID == a.below.ID && !c.ParentRemoved {
			t.Error("what Bob answered is not said to be removed")
		}
	}
	if want := []string{"I agree with @ann@social.example", "And you.", "Thank you.", "I am Anna, another"}; len(words) != len(want) || slices.ContainsFunc(want, func(w string) bool { return !slices.Contains(words, w) }) {
		t.Errorf("readers see %q, want %q", words, want)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM followers`); n != 1 {
		t.Errorf("%d follow, want Anna alone", n)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM deliveries WHERE inbox = $1 || 'a/inbox'`, annURI); n != 1 {
		t.Error("what went to Anna is touched")
	}
	o.comesAgain(t, a)
}

// comesAgain has what was erased arrive once more, and the person come back.
func (o *office) comesAgain(t *testing.T, a annAndOthers) {
	t.Helper()
	for _, uri := range []string{a.first.URI, a.mention.URI, annURI + "/9", annURI + "/gone"} {
		if erased, err := o.DB.WasErased(t.Context(), uri); err != nil || !erased {
			t.Errorf("%s may come again: %v, %v", uri, erased, err)
		}
	}
	again, err := o.DB.CommentByURI(t.Context(), a.first.URI)
	if err != nil || again.ID != a.first.ID || again.Verdict != blog.VerdictRemoved || again.Person.URI != "" {
		t.Errorf("the place of her comment is %+v, %v", again, err)
	}
	if blocked, err := o.DB.IsBlocked(t.Context(), annURI); err != nil || !blocked {
		t.Errorf("she is welcome again: %v", err)
	}
	back := o.person(t, annURI, "Ann")
	if back, err = o.DB.PersonByURI(t.Context(), annURI); err != nil || back.BlockedAt.IsZero() {
		t.Errorf("she is blocked no more: %v", err)
	}
	o.tx(t, func(tx *postgres.Tx) error { return tx.UnblockPerson(t.Context(), annURI) })
	if blocked, err := o.DB.IsBlocked(t.Context(), annURI); err != nil || blocked {
		t.Errorf("staff cannot take the block back: %v", err)
	}
}

// Staff may take back what the blog answered, too; nobody else's answers.
func TestEraseWithAnswers(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	a := o.plantAnn(t)
	w := wish(annURI)
	w.Answers = true
	x := o.erased(t, w)
	if gone, kept := countOf(x, "answers"); gone != 1 || kept != 0 {
		t.Errorf("%d answers went and %d stayed", gone, kept)
	}
	for id, want := range map[string]blog.Verdict{a.answer.ID: blog.VerdictRemoved, a.aside.ID: blog.VerdictApproved} {
		if c, err := o.DB.CommentByID(t.Context(), id); err != nil || c.Verdict != want {
			t.Errorf("%q is %s, %v", c.Text, c.Verdict, err)
		}
	}
}

// An erasure that was cut off goes on where it was, and waits for the servers that
// were told. Who was asked and who has answered stands in its receipt.
func TestErasureGoesOn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.plantAnn(t)
	pgtest.Exec(t, o.DB, `UPDATE deliveries SET state = 'failed', code = 410 WHERE inbox = $1 || '/inbox'`, annURI)
	s, err := o.somebody(t.Context(), "@ann@social.example")
	check(t, err)
	x := blog.Erasure{Asker: blog.AskedByOther, Channel: "letter", AskedOn: noon}
	o.tx(t, func(tx *postgres.Tx) error { // as if the process had ended after the first batch
		x.ID, err = tx.InsertErasure(t.Context(), x, s)
		if err == nil {
			_, err = tx.EraseComments(t.Context(), s, 2)
		}
		return err
	})
	_, err = o.Begin(t.Context(), o.chief, wish("@ANN@social.example"))
	wantKind(t, "the same once more", err, blog.Conflict)
	check(t, o.Proceed(t.Context()))
	if x, err = o.DB.ErasureByID(t.Context(), x.ID); err != nil || x.EmptiedAt.IsZero() || x.Finished() {
		t.Fatalf("nothing was told yet, and it is %+v, %v", x, err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM comments WHERE person_uri = $1`, annURI); n != 0 {
		t.Errorf("%d comments are left", n)
	}
	// Her server has been told, and does not answer yet.
	pgtest.Exec(t, o.DB, `UPDATE changes SET told_at = now()`)
	pgtest.Exec(t, o.DB, `DELETE FROM farewells`)
	pgtest.Exec(t, o.DB, `WITH a AS (INSERT INTO outbox_activities (id, uri, type, sender, object_id, public, body) VALUES (gen_random_uuid(), 'r', 'Reject', 'inews', $1, false, convert_to($1, 'UTF8')) RETURNING id)
		INSERT INTO deliveries (activity_id, host, inbox, object_id, attempts) SELECT id, 'social.example', $1 || '/inbox', $1, 1 FROM a`, annURI)
	check(t, o.Proceed(t.Context()))
	x, err = o.DB.ErasureByID(t.Context(), x.ID)
	if err != nil || x.Finished() || x.Servers != (blog.ErasureServers{All: 1, Waiting: 1}) || x.Told[0].What != "Reject" {
		t.Fatalf("before the answer it is %+v, %v", x, err)
	}
	pgtest.Exec(t, o.DB, `UPDATE deliveries SET state = 'delivered', code = 202, done_at = now() WHERE state = 'waiting'`)
	check(t, o.Proceed(t.Context()))
	x, err = o.DB.ErasureByID(t.Context(), x.ID)
	if err != nil || !x.Finished() || x.Servers != (blog.ErasureServers{All: 1, Confirmed: 1}) || x.Told[0].Code != 202 {
		t.Fatalf("after the answer it is %+v, %v", x, err)
	}
	o.remains(t, []string{"comments.html", "comments.plain"}, theirs...)
	check(t, o.Proceed(t.Context())) // there is nothing to do
}

// What cannot be erased is refused with a word on what to do.
func TestEraseRefuses(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.person(t, annURI, "Ann")
	for who, kind := range map[string]blog.Kind{
		"": blog.Invalid, "ann": blog.Invalid, "nadia@council.example": blog.Invalid, site + "/ap/actors/inews": blog.Invalid,
		"@nobody@social.example": blog.Invalid, "nobody@home.example": blog.Invalid, strings.Repeat("x", 3000): blog.Invalid,
	} {
		_, err := o.Begin(t.Context(), o.chief, wish(who))
		wantKind(t, "erasing "+who, err, kind)
	}
	_, err := o.Begin(t.Context(), blog.Editor{Role: blog.Managing}, wish(annURI))
	wantKind(t, "an editor", err, blog.Forbidden)
	_, err = o.Find(t.Context(), blog.Editor{Role: blog.Moderator}, annURI)
	wantKind(t, "a moderator", err, blog.Forbidden)
	w := wish(annURI)
	w.Asker, w.Channel, w.AskedOn = "", "", noon.AddDate(0, 0, 1)
	_, err = o.Begin(t.Context(), o.chief, w)
	if n := len(blog.ProblemsOf(err)); n != 3 {
		t.Errorf("%d problems are told: %v", n, err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM erasures`); n != 0 {
		t.Errorf("%d erasures began", n)
	}
}
