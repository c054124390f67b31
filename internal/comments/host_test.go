package comments

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
)

// What staff decide about a server reaches as far as they say: silence holds
// what is new and keeps it from the newest, hold takes back what was shown,
// suspend hides it and refuses the rest. The strictest decision about a host
// and the domains above it counts.
func TestSeverities(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	b := d.person(t, bob)
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>Before</p>"))) // she is trusted from now on
	d.approve(t, d.receive(t, d.remote(b, bob+"/1", "<p>Elsewhere</p>")))
	decide := func(host string, severity blog.Severity) {
		t.Helper()
		if err := d.DecideHost(t.Context(), d.staff, host, severity, "a wave of spam"); err != nil {
			t.Fatal(err)
		}
	}
	newest := func() int {
		t.Helper()
		found, err := d.DB.NewestComments(t.Context(), 10)
		if err != nil {
			t.Fatal(err)
		}
		return len(found)
	}

	decide("Social.Example.", blog.Silence)
	if c := d.receive(t, d.remote(a, ann+"/2", "<p>Silenced</p>")); c.Verdict != blog.VerdictHeld {
		t.Errorf("a trusted person on a silenced server: %s", c.Verdict)
	}
	if got := d.shown(t); !slices.Equal(got, []string{"Before", "Elsewhere"}) {
		t.Errorf("silence leaves on the page %q", got)
	}
	edit := d.remote(a, ann+"/1", "<p>Before, edited</p>")
	edit.Edited = noon
	if c, err := d.Revise(t.Context(), edit); err != nil || c.Verdict != blog.VerdictHeld {
		t.Errorf("an edit on a silenced server: %s, %v", c.Verdict, err)
	}
	d.approve(t, blog.Comment{ID: d.byURI(t, ann+"/1").ID})
	if got := newest(); got != 1 {
		t.Errorf("the newest comments are %d, of one post", got)
	}
	decide("other.example", blog.Silence)
	if got := newest(); got != 0 {
		t.Errorf("%d of the newest comments come from silenced servers", got)
	}

	decide("social.example", blog.Hold)
	if c := d.byURI(t, ann+"/1"); c.Verdict != blog.VerdictHeld {
		t.Errorf("on a server on hold, what was shown is %s", c.Verdict)
	}
	decide("social.example", blog.Suspend)
	if c := d.byURI(t, ann+"/1"); c.Verdict != blog.VerdictHidden {
		t.Errorf("on a blocked server, what was shown is %s", c.Verdict)
	}
	_, err := d.Receive(t.Context(), d.remote(a, ann+"/3", "<p>Blocked</p>"))
	wantKind(t, "a comment from a blocked server", err, blog.Forbidden)
	_, err = d.Approve(t.Context(), d.staff, d.byURI(t, ann+"/1").ID)
	wantKind(t, "approving what comes from a blocked server", err, blog.Conflict)

	decide("social.example", blog.Suspend) // again: nothing new
	changes, err := d.DB.ChangesOf(t.Context(), blog.HostSubject, "social.example")
	var verbs []blog.Verb
	for _, c := range changes {
		if c.PostID == "" {
			verbs = append(verbs, c.Verb)
			if c.Editor != d.staff.ID || c.Reason != "a wave of spam" || c.At.IsZero() {
				t.Errorf("the trail says %+v", c)
			}
		}
	}
	if want := []blog.Verb{blog.Silenced, blog.Withheld, blog.Blocked}; err != nil || !slices.Equal(verbs, want) {
		t.Errorf("the trail is %q, want %q, %v", verbs, want, err)
	}
	wantKind(t, "no severity", d.DecideHost(t.Context(), d.staff, "x.example", "", "x"), blog.Invalid)
	wantKind(t, "ourselves", d.DecideHost(t.Context(), d.staff, "council.example", blog.Silence, "x"), blog.Invalid)
}

// A decision covers the host on every port and the domains below it, after
// IDNA, and no look-alike.
func TestSeverityOf(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for host, severity := range map[string]blog.Severity{
		"example": blog.Silence, "spam.example": blog.Suspend, "bücher.example": blog.Hold, "localhost:8443": blog.Suspend,
	} {
		staff := &Comments{DB: d.DB, Base: "https://council.test/ap/comments/"}
		if err := staff.DecideHost(t.Context(), d.staff, host, severity, "x"); err != nil {
			t.Fatal(host, err)
		}
	}
	for host, want := range map[string]blog.Severity{
		"spam.example": blog.Suspend, "a.b.spam.example": blog.Suspend, "spam.example:8443": blog.Suspend,
		"notspam.example": blog.Silence, "xn--bcher-kva.example": blog.Hold, "example.org": blog.NoSeverity,
		"localhost:8443": blog.Suspend, "localhost:8444": blog.NoSeverity, "": blog.NoSeverity,
	} {
		if got, err := d.DB.SeverityOf(t.Context(), host); got != want || err != nil {
			t.Errorf("%q: %q, %v, want %q", host, got, err, want)
		}
		var inSQL string
		err := d.DB.SQL().QueryRowContext(t.Context(), `SELECT array_to_string(ARRAY(SELECT unnest(domains_of($1)) ORDER BY 1), ' ')`, host).Scan(&inSQL)
		domains := slices.Compact(slices.Sorted(slices.Values(blog.DomainsOf(host))))
		if err != nil || host != "" && !sameWords(inSQL, domains) {
			t.Errorf("the database takes %q for %q, the program for %q, %v", host, inSQL, domains, err)
		}
	}
}

func sameWords(text string, words []string) bool {
	return slices.Equal(slices.Compact(slices.Sorted(strings.FieldsSeq(text))), words)
}

// byURI is the comment with that wire id.
func (d *desk) byURI(t *testing.T, uri string) blog.Comment {
	t.Helper()
	c, err := d.DB.CommentByURI(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
