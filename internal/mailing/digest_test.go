package mailing

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// The digest has what was published since the last one, comes on its day, and not
// when there is nothing.
func TestDigest(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.subscribe("weekly@home.example", Wish{Pace: blog.PaceWeekly, Everything: true})
	k.subscribe("care@home.example", Wish{Pace: blog.PaceWeekly, Tags: []string{"care"}})
	k.clock = k.clock.Add(time.Minute)
	k.publish("Bins", blog.MailUsual)
	k.publish("Flood", blog.MailNow)
	if got := k.deliver(); len(got) != 1 {
		t.Fatalf("before the day come %s", subjects(got))
	}
	day := k.updates.Digest.Last(k.clock).AddDate(0, 0, 7)
	k.clock = day.Add(-time.Minute)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("a minute before come %s", subjects(got))
	}
	k.clock = day.Add(settled)
	came := k.deliver()
	if got := subjects(came); got != "<weekly@home.example> iNews: Bins" {
		t.Fatalf("on the day come %s", got)
	}
	if plain, page := k.parts(came[0]); !strings.Contains(plain, "About Bins.") || !strings.Contains(page, "New from iNews") || strings.Contains(page, "Flood") {
		t.Errorf("the digest is\n%s\n%s", plain, page)
	}
	k.clock = day.AddDate(0, 0, 7).Add(settled)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("with nothing new come %s", subjects(got))
	}
	k.publish("Lamps", blog.MailUsual, "Care")
	k.publish("Trees", blog.MailUsual)
	k.clock = day.AddDate(0, 0, 14).Add(time.Hour)
	if got := k.deliver(); len(got) != 2 || !strings.Contains(subjects(got), "<care@home.example> iNews: Lamps") || !strings.Contains(subjects(got), ", and 1 more") {
		t.Errorf("two weeks later come %s", subjects(got))
	}
}

// Before an election owners may have mail wait: nothing goes out but what an editor
// sends to all, and what was published is in the first digest afterwards.
func TestMailWaitsForAnElection(t *testing.T) {
	t.Parallel()
	k := newKiosk(t)
	k.subscribe("now@home.example", Wish{Pace: blog.PaceNow, Everything: true})
	k.subscribe("weekly@home.example", Wish{Pace: blog.PaceWeekly, Everything: true})
	k.clock = k.clock.Add(time.Minute)
	election := blog.Election{
		Name: "County election", Reason: "We stay neutral.", BeginsAt: k.clock.Add(-time.Hour), EndsAt: k.clock.AddDate(0, 0, 20), Comments: blog.CommentsHeld, HoldsMail: true,
	}
	k.tx(func(tx *postgres.Tx) error {
		_, err := tx.SaveElection(t.Context(), election, "")
		return err
	})
	k.publish("Bins", blog.MailUsual)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("at once come %s", subjects(got))
	}
	k.publish("Flood", blog.MailNow)
	if got := subjects(k.deliver()); strings.Count(got, "Flood") != 2 || strings.Contains(got, "Bins") {
		t.Errorf("what cannot wait comes as %s", got)
	}
	k.clock = k.updates.Digest.Last(k.clock).AddDate(0, 0, 7).Add(settled)
	if got := k.deliver(); len(got) != 0 {
		t.Errorf("on the day of the digest come %s", subjects(got))
	}
	k.clock = k.updates.Digest.Last(election.EndsAt).AddDate(0, 0, 7).Add(settled)
	if got := subjects(k.deliver()); got != "<weekly@home.example> iNews: Bins" {
		t.Errorf("afterwards come %s", got)
	}
}

func TestDigestTime(t *testing.T) {
	t.Parallel()
	london, err := time.LoadLocation("Europe/London")
	check(t, err)
	d := DigestTime{Day: time.Sunday, Hour: 9, Zone: london}
	for now, want := range map[string]string{
		"2026-03-29T08:00:00Z": "2026-03-29T09:00:00+01:00", // the clocks went forward this night
		"2026-03-29T07:59:59Z": "2026-03-22T09:00:00Z",
		"2026-10-25T09:00:00Z": "2026-10-25T09:00:00Z",
		"2026-10-24T23:00:00Z": "2026-10-18T09:00:00+01:00",
	} {
		at, err := time.Parse(time.RFC3339, now)
		check(t, err)
		if got := d.Last(at).Format(time.RFC3339); got != want {
			t.Errorf("at %s the last was %s, want %s", now, got, want)
		}
	}
}
