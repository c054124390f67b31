package comments

import (
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

func TestSubmit(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	s := d.submission("Hello <b>there</b>.\r\n\r\nSee https://council.example")
	s.Name, s.Email = " Rosa  Reader ", "rosa@home.example"
	c, err := d.Submit(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if c.Verdict != blog.VerdictHeld || c.Origin != blog.FromWeb || c.Suspicion != "" || c.Name != "Rosa Reader" {
		t.Errorf("comment = %+v", c)
	}
	if !strings.HasPrefix(c.URI, base) || strings.Contains(c.HTML, "<b>") || !strings.Contains(c.HTML, "<p>") {
		t.Errorf("uri %q, html %q", c.URI, c.HTML)
	}
	if got := d.shown(t); got != nil {
		t.Errorf("readers see a held comment: %q", got)
	}
	d.approve(t, c)
	if got := d.shown(t); len(got) != 1 {
		t.Errorf("readers see %q", got)
	}
	// A reader may answer what readers see.
	s = d.submission("I agree with Rosa.")
	s.ParentID = c.ID
	answer, err := d.Submit(t.Context(), s)
	if err != nil || answer.Depth != 1 {
		t.Errorf("answer at depth %d, %v", answer.Depth, err)
	}
	s.ParentID = answer.ID
	_, err = d.Submit(t.Context(), s)
	wantKind(t, "answering a held comment", err, blog.NotFound)
}

func TestSubmitRefuses(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for _, test := range []struct {
		name  string
		spoil func(*Submission)
		kind  blog.Kind
		field string
	}{
		{"empty", func(s *Submission) { s.Text = " \n " }, blog.Invalid, "text"},
		{"invisible", func(s *Submission) { s.Text = "\u202e\u2066" }, blog.Invalid, "text"},
		{"long", func(s *Submission) { s.Text = strings.Repeat("é", blog.MaxComment+1) }, blog.Invalid, "text"},
		{"long name", func(s *Submission) { s.Name = strings.Repeat("n", 81) }, blog.Invalid, "name"},
		{"e-mail", func(s *Submission) { s.Email = "not an address" }, blog.Invalid, "email"},
		{"e-mail with a name", func(s *Submission) { s.Email = "Bob <bob@home.example>" }, blog.Invalid, "email"},
		{"no post", func(s *Submission) { s.PostID = "00000000-0000-0000-0000-000000000001" }, blog.NotFound, ""},
		{"nonsense post", func(s *Submission) { s.PostID = "1 OR 1=1" }, blog.NotFound, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := d.submission("fine")
			s.Address = netip.AddrFrom4([4]byte{198, 51, 100, byte(len(test.name))})
			test.spoil(&s)
			_, err := d.Submit(t.Context(), s)
			wantKind(t, test.name, err, test.kind)
			if p := blog.ProblemsOf(err); test.field != "" && (len(p) == 0 || p[0].Field != test.field) {
				t.Errorf("problems = %v, want one with %q", p, test.field)
			}
		})
	}
	d.close(t)
	_, err := d.Submit(t.Context(), d.submission("Too late."))
	wantKind(t, "closed post", err, blog.Conflict)
}

// A post that is not public answers as one that never was.
func TestSubmitToWithdrawnPost(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.set(t, func(p *blog.Post) error { return p.Withdraw(noon) })
	_, err := d.Submit(t.Context(), d.submission("Hello?"))
	s := d.submission("Hello?")
	s.PostID = "00000000-0000-0000-0000-000000000001"
	_, never := d.Submit(t.Context(), s)
	if blog.KindOf(err) != blog.NotFound || blog.Message(err) != blog.Message(never) {
		t.Errorf("withdrawn: %v; never there: %v", err, never)
	}
}

func TestSuspicion(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.Words = []string{"Acme Widgets"}
	if _, err := d.Submit(t.Context(), d.submission("A text of more than twenty characters.")); err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		name  string
		spoil func(*Submission)
		want  string
	}{
		{"honest", func(*Submission) {}, ""},
		{"trap", func(s *Submission) { s.Trap = "x" }, "people do not see"},
		{"fast", func(s *Submission) { s.Opened = d.clock.Add(-time.Second) }, "1.0 seconds"},
		{"no page", func(s *Submission) { s.Opened = time.Time{} }, "when the page was opened"},
		{"links", func(s *Submission) { s.Text = "http://a.example http://b.example http://c.example" }, "3 links"},
		{"words", func(s *Submission) { s.Text = "Best CASINO in town" }, `says "casino"`},
		{"own words", func(s *Submission) { s.Text = "buy acme widgets now" }, `"Acme Widgets"`},
		{"repeated", func(s *Submission) { s.Text = "A text of more than twenty characters." }, "same as 1 other"},
		{"crowd", func(s *Submission) { s.Text = "@a @b @c @d @e look" }, "names 5 people"},
	} {
		s := d.submission("An honest remark about " + test.name)
		s.Address = netip.AddrFrom4([4]byte{203, 0, 113, byte(i)})
		test.spoil(&s)
		c, err := d.Submit(t.Context(), s)
		if err != nil {
			t.Fatal(err)
		}
		if c.Verdict != blog.VerdictHeld {
			t.Errorf("%s: verdict %q", test.name, c.Verdict)
		}
		if (c.Suspicion == "") != (test.want == "") || !strings.Contains(c.Suspicion, test.want) {
			t.Errorf("%s: suspicion %q, want %q", test.name, c.Suspicion, test.want)
		}
	}
}

// One address may comment five times in ten minutes; an IPv6 line is one address.
func TestThrottle(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	lines := []netip.Addr{netip.MustParseAddr("2001:db8:1:1::1"), netip.MustParseAddr("2001:db8:1:1:ffff::2")}
	send := func(n int, from netip.Addr) error {
		s := d.submission("Remark " + strings.Repeat("x", n))
		s.Address = from
		_, err := d.Submit(t.Context(), s)
		return err
	}
	for n := range 5 {
		if err := send(n, lines[n%2]); err != nil {
			t.Fatal(err)
		}
	}
	wantKind(t, "the sixth", send(6, lines[0]), blog.TooMany)
	wantKind(t, "somebody else", send(7, netip.MustParseAddr("2001:db8:1:2::1")), "")
	d.clock = d.clock.Add(11 * time.Minute)
	wantKind(t, "later", send(8, lines[0]), "")
	var kept []string
	rows, err := d.DB.SQL().Query(`SELECT encode(key_hash, 'escape') FROM attempts`)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var key string
		if err := rows.Scan(&key); err != nil {
			t.Fatal(err)
		}
		kept = append(kept, key)
	}
	if err := rows.Err(); err != nil || len(kept) == 0 {
		t.Fatal(len(kept), err)
	}
	if slices.ContainsFunc(kept, func(key string) bool { return strings.Contains(key, "2001:db8") }) {
		t.Errorf("an address is kept in clear: %q", kept)
	}
}
