package comments

import (
	"net/netip"
	"strings"
	"testing"

	"inews/internal/blog"
)

// A word that staff watch holds a comment, even a trusted person's, and an edit
// that brings it in: whole, in any case, with or without accents.
func TestWatchedWords(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	d.approve(t, d.receive(t, d.remote(a, ann+"/0", "<p>Trusted from now on</p>")))
	for _, word := range []string{"Café Olé", "wetlands"} {
		if err := d.WatchWord(t.Context(), d.staff, word, "a campaign"); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]blog.Verdict{
		"Save the WETLANDS!":            blog.VerdictHeld,
		"The <b>wet</b>lands are ours":  blog.VerdictHeld,
		"Meet at cafe ole tonight":      blog.VerdictHeld,
		"Wetland is not the word":       blog.VerdictApproved,
		"A café, olé is another matter": blog.VerdictHeld, // the comma is no word
		"Olé café":                      blog.VerdictApproved,
	} {
		c := d.receive(t, d.remote(a, ann+"/"+text, "<p>"+text+"</p>"))
		if c.Verdict != want || (want == blog.VerdictHeld) != strings.Contains(c.Suspicion, "which staff watch") {
			t.Errorf("%q is %s (%s), want %s", text, c.Verdict, c.Suspicion, want)
		}
	}
	edit := d.remote(a, ann+"/0", "<p>Wetlands, after all</p>")
	edit.Edited = noon
	if c, err := d.Revise(t.Context(), edit); err != nil || c.Verdict != blog.VerdictHeld {
		t.Errorf("an edit that says it is %s, %v", c.Verdict, err)
	}
	if err := d.UnwatchWord(t.Context(), d.staff, "WETLANDS"); err != nil {
		t.Fatal(err)
	}
	if c := d.receive(t, d.remote(a, ann+"/9", "<p>Wetlands again, and more</p>")); c.Verdict != blog.VerdictApproved {
		t.Errorf("a word that is watched no more: %s (%s)", c.Verdict, c.Suspicion)
	}
	wantKind(t, "a word without letters", d.WatchWord(t.Context(), d.staff, "!!!", ""), blog.Invalid)
	wantKind(t, "a contributor watches", d.WatchWord(t.Context(), blog.Editor{Role: blog.Contributor}, "x", ""), blog.Forbidden)
}

// Comments from a range that staff refuse are not taken in, those from one that
// they watch are marked, and no address is written down with either.
func TestWatchedRanges(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	watch := func(text string, effect blog.RangeEffect) {
		t.Helper()
		if err := d.WatchRange(t.Context(), d.staff, text, effect, "a flood"); err != nil {
			t.Fatal(text, err)
		}
	}
	watch("203.0.113.77/24", blog.HoldRange)
	watch("203.0.113.128/25", blog.RefuseRange)
	watch("2001:db8::/32", blog.RefuseRange)
	watch("198.51.100.7", blog.RefuseRange)
	for address, want := range map[string]string{
		"203.0.113.5": "held", "203.0.113.200": "refused", "::ffff:203.0.113.200": "refused", "2001:db8:1::1": "refused",
		"2001:db9::1": "", "198.51.100.7": "refused", "198.51.100.8": "",
	} {
		s := d.submission("Hello from " + address)
		s.Address = netip.MustParseAddr(address)
		c, err := d.Submit(t.Context(), s)
		got := ""
		switch {
		case blog.KindOf(err) == blog.Forbidden:
			got = "refused"
		case err != nil:
			t.Fatal(err)
		case strings.Contains(c.Suspicion, "connection that staff watch (a flood)"):
			got = "held"
		}
		if got != want {
			t.Errorf("%s is %q, want %q (%s, %v)", address, got, want, c.Suspicion, err)
		}
		if strings.Contains(c.Suspicion, "203.0") {
			t.Errorf("the comment keeps an address: %s", c.Suspicion)
		}
	}
	for _, text := range []string{"0.0.0.0/0", "::/0", "10.0.0.0/7", "nonsense", "::ffff:203.0.113.0/120", ""} {
		wantKind(t, text, d.WatchRange(t.Context(), d.staff, text, blog.HoldRange, ""), blog.Invalid)
	}
	wantKind(t, "no effect", d.WatchRange(t.Context(), d.staff, "192.0.2.0/24", "", ""), blog.Invalid)
	if err := d.UnwatchRange(t.Context(), d.staff, "198.51.100.7/32"); err != nil {
		t.Fatal(err)
	}
	s := d.submission("Hello once more")
	s.Address = netip.MustParseAddr("198.51.100.7")
	if _, err := d.Submit(t.Context(), s); err != nil {
		t.Errorf("from a range that is watched no more: %v", err)
	}
}
