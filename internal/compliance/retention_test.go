package compliance

import (
	"fmt"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/pgtest"
)

// Every class of the table can be counted and deleted: one that was added without
// its statements is found here.
func TestEveryClassHasStatements(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	due, err := o.Due(t.Context(), nil)
	if err != nil || len(due) != len(blog.Classes) {
		t.Errorf("%d of %d classes are counted, %v", len(due), len(blog.Classes), err)
	}
	run, err := o.Clean(t.Context(), nil)
	if err != nil || len(run.Deleted) != len(blog.Classes) || run.Total() != 0 || run.Problem != "" {
		t.Errorf("the run deleted %+v, %v", run, err)
	}
}

// What was rejected goes when its time has come. What is shown stays for ever, an
// answer stays when what it answers goes, and so does what a request hangs on.
func TestRejectedCommentsGo(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	shown := o.said(t, "", "shown", blog.VerdictApproved)
	held := o.said(t, "", "held", blog.VerdictHeld)
	spam := o.said(t, "", "buy", blog.VerdictSpam)
	hidden := o.said(t, "", "rude", blog.VerdictHidden)
	above := o.said(t, "", "rude, and answered", blog.VerdictHidden)
	below := o.said(t, above.ID, "the answer", blog.VerdictApproved)
	asked := o.said(t, "", "under the Freedom of Information Act", blog.VerdictHidden)
	_, err := o.Open(t.Context(), o.chief, blog.Request{Kind: blog.RequestFOI, CommentID: asked.ID})
	check(t, err)
	pgtest.Exec(t, o.DB, `UPDATE comments SET received_at = $1, decided_at = CASE WHEN decided_at IS NULL THEN NULL ELSE $1::timestamptz END`, noon.AddDate(0, 0, -31))
	left := func() (ids string) {
		for name, c := range map[string]blog.Comment{"a shown": shown, "b held": held, "c spam": spam, "d hidden": hidden, "e above": above, "f below": below, "g asked": asked} {
			if pgtest.Count(t, o.DB, `SELECT count(*) FROM comments WHERE id = $1`, c.ID) == 0 {
				ids += name + ";"
			}
		}
		return ids
	}
	due, err := o.Due(t.Context(), nil)
	if err != nil || due[blog.ClassSpam] != 1 || due[blog.ClassRejected] != 0 || left() != "" {
		t.Errorf("due are %v, and gone is %q, %v", due, left(), err)
	}
	run, err := o.Clean(t.Context(), nil)
	if err != nil || run.Deleted[blog.ClassSpam] != 1 || left() != "c spam;" {
		t.Errorf("deleted are %v, and gone is %q, %v", run.Deleted, left(), err)
	}
	o.clock = noon.AddDate(0, 7, 0)
	run, err = o.Clean(t.Context(), nil)
	if err != nil || run.Deleted[blog.ClassRejected] != 2 {
		t.Errorf("deleted are %v, %v", run.Deleted, err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM comments WHERE id = $1 AND verdict = 'removed' AND plain = '' AND name = '' AND email = ''`, above.ID); n != 1 {
		t.Error("what is answered is not emptied")
	}
	for name, c := range map[string]blog.Comment{"what is shown": shown, "what is held": held, "the answer": below, "what a request hangs on": asked} {
		if pgtest.Count(t, o.DB, `SELECT count(*) FROM comments WHERE id = $1 AND plain <> ''`, c.ID) != 1 {
			t.Errorf("%s is gone", name)
		}
	}
	if run, err = o.Clean(t.Context(), nil); err != nil || run.Total() != 0 {
		t.Errorf("cleaning again deletes %v, %v", run.Deleted, err)
	}
	runs, err := o.DB.RetentionRuns(t.Context(), 10)
	if err != nil || len(runs) != 3 || runs[2].Deleted[blog.ClassSpam] != 1 {
		t.Errorf("the reports are %+v, %v", runs, err)
	}
}

// What is kept of people who write to the blog, or hear from it by e-mail, goes by the
// same clean-up, and is counted before.
func TestMailIsForgotten(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	pgtest.Exec(t, o.DB, `INSERT INTO subscriptions (email, email_hash, pace, everything, consent, origin_hash, asked_at, confirmed_at, told_until, ended_at, ended_by) VALUES
		('waits@home.example', sha256('1'), 'now', true, 'Yes.', NULL, $1, NULL, $1, NULL, ''),
		('stands@home.example', sha256('2'), 'now', true, 'Yes.', sha256('line'), $2, $2, $2, NULL, ''),
		(NULL, sha256('3'), 'now', true, 'Yes.', NULL, $3, $3, $3, $3, 'reader')`, noon.AddDate(0, 0, -8), noon.AddDate(0, 0, -31), noon.AddDate(0, -13, 0))
	pgtest.Exec(t, o.DB, `INSERT INTO mail_suppressions (email_hash, reason, created_at) VALUES (sha256('4'), 'bounce', $1), (sha256('5'), 'complaint', $1)`, noon.AddDate(0, 0, -31))
	pgtest.Exec(t, o.DB, `INSERT INTO messages (kind, reference, state, words, spam_at, touched_at) VALUES
		('contact', 'CONTACT-AAAA-AAAA', 'closed', 'Thank you.', NULL, $1), ('contact', 'CONTACT-AAAA-AAAB', 'waiting', 'Hello?', NULL, $1),
		('contact', 'CONTACT-AAAA-AAAC', 'waiting', 'Buy.', $2, $2)`, noon.AddDate(0, -25, 0), noon.AddDate(0, 0, -31))
	classes := []blog.Class{blog.ClassUnconfirmed, blog.ClassOrigins, blog.ClassBounced, blog.ClassEnded, blog.ClassMessages, blog.ClassSpam}
	due, err := o.Due(t.Context(), nil)
	check(t, err)
	run, err := o.Clean(t.Context(), nil)
	check(t, err)
	for _, class := range classes {
		if due[class] != 1 || run.Deleted[class] != 1 {
			t.Errorf("of class %s %d were due and %d went, want one", class, due[class], run.Deleted[class])
		}
	}
	if run.Total() != len(classes) || pgtest.Count(t, o.DB, `SELECT count(*) FROM subscriptions WHERE email = 'stands@home.example' AND origin_hash IS NULL`) != 1 ||
		pgtest.Count(t, o.DB, `SELECT count(*) FROM messages WHERE words = 'Hello?'`) != 1 || pgtest.Count(t, o.DB, `SELECT count(*) FROM mail_suppressions WHERE reason = 'complaint'`) != 1 {
		t.Errorf("deleted are %v", run.Deleted)
	}
}

// The log of deliveries goes, and what a deletion needs stays: to which server
// something went, without anybody's address.
func TestDeliveriesAreCondensed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	pgtest.Exec(t, o.DB, `INSERT INTO outbox_activities (id, uri, type, sender, object_id, public, body)
		VALUES ('3f0f8a3c-0000-4000-8000-000000000001', 'https://council.example/ap/activities/1', 'Create', 'inews', 'https://council.example/ap/posts/1', true, '{}')`)
	for i, row := range []struct{ host, state string }{{"a.example", "delivered"}, {"a.example", "failed"}, {"b.example", "failed"}, {"c.example", "delivered"}} {
		pgtest.Exec(t, o.DB, `INSERT INTO deliveries (activity_id, host, inbox, object_id, state, done_at, error)
			VALUES ('3f0f8a3c-0000-4000-8000-000000000001', $1, $2, '', $3, $4, 'no route')`,
			row.host, fmt.Sprintf("https://%s/users/%d/inbox", row.host, i), row.state, noon.AddDate(0, 0, -100+i))
	}
	pgtest.Exec(t, o.DB, `UPDATE deliveries SET done_at = $1 WHERE host = 'c.example'`, noon.Add(-time.Hour))
	run, err := o.Clean(t.Context(), nil)
	if err != nil || run.Deleted[blog.ClassDeliveries] != 3 {
		t.Errorf("deleted are %v, %v", run.Deleted, err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM deliveries WHERE inbox LIKE '%/users/%'`); n != 1 {
		t.Errorf("%d addresses are left, want the new one", n)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM deliveries WHERE host = 'a.example' AND state = 'delivered'`); n != 1 {
		t.Errorf("of what reached a server %d rows are left", n)
	}
	if was, err := o.DB.WasDelivered(t.Context(), "https://council.example/ap/posts/1"); err != nil || !was {
		t.Errorf("a deletion would not be told: %v, %v", was, err)
	}
	if due, err := o.DB.CountDue(t.Context(), blog.ClassDeliveries, noon.AddDate(0, 0, -90)); err != nil || due != 0 {
		t.Errorf("%d are due still, %v", due, err)
	}
}

// An owner chooses within bounds, and it is recorded; nobody else does.
func TestChoose(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	wantKind(t, "an editor", o.Choose(t.Context(), blog.Editor{Role: blog.Managing}, map[blog.Class]int{blog.ClassSpam: 14}), blog.Forbidden)
	wantKind(t, "too long", o.Choose(t.Context(), o.chief, map[blog.Class]int{blog.ClassSpam: 1000}), blog.Invalid)
	wantKind(t, "what the program needs", o.Choose(t.Context(), o.chief, map[blog.Class]int{blog.ClassSessions: 1}), blog.Invalid)
	check(t, o.Choose(t.Context(), o.chief, map[blog.Class]int{blog.ClassSpam: 14, blog.ClassMails: 30}))
	table, err := o.Kept(t.Context())
	if err != nil || table[0].Words() != "14 days" || table[1].Words() != "6 months" {
		t.Errorf("kept is %+v, %v", table[:2], err)
	}
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM changes WHERE verb = 'set' AND subject = 'retention'`); n != 1 {
		t.Errorf("%d choices are recorded", n)
	}
	check(t, o.Choose(t.Context(), o.chief, map[blog.Class]int{blog.ClassSpam: 30}))
	if n := pgtest.Count(t, o.DB, `SELECT count(*) FROM retention_choices`); n != 0 {
		t.Errorf("the usual is kept as a choice")
	}
}
