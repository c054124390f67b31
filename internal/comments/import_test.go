package comments

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

const list = `#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
social.example,suspend,TRUE,TRUE,"Spam, and more",FALSE
Bücher.example,silence,FALSE,FALSE,,FALSE
s***m.example,suspend,FALSE,FALSE,hidden name,TRUE
council.example,suspend,FALSE,FALSE,a joke,FALSE
partner.example,suspend,FALSE,FALSE,politics,FALSE
pictures.example,noop,TRUE,FALSE,,FALSE
strict.example,silence,FALSE,FALSE,,FALSE
not a host,suspend,FALSE,FALSE,,FALSE
`

// A block list is surveyed before it is imported: what would be lost is said,
// what cannot or must not be decided is refused in words. Importing does just
// that, and importing again does nothing.
func TestBlockListImport(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	a := d.person(t, ann)
	partner := d.person(t, "https://news.partner.example/actor")
	d.approve(t, d.receive(t, d.remote(a, ann+"/1", "<p>One</p>")))
	err := d.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		if _, err := tx.AddFollower(t.Context(), ann, ann+"/follow"); err != nil {
			return err
		}
		_, err := tx.SavePartner(t.Context(), partner.URI, "https://council.example/ap/activities/1")
		return err
	})
	if err == nil {
		err = d.DecideHost(t.Context(), d.staff, "strict.example", blog.Suspend, "ours")
	}
	if err != nil {
		t.Fatal(err)
	}
	entries, err := ReadBlockList(strings.NewReader(list))
	if err != nil || len(entries) != 8 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	before := d.changes(t)
	survey, err := d.Survey(t.Context(), d.staff, entries, false)
	if err != nil || d.changes(t) != before {
		t.Fatalf("the dry run recorded %d changes, %v", d.changes(t)-before, err)
	}
	says := func(p Proposal) string {
		return fmt.Sprintf("%d %s %s %s %v", p.Line, p.Host, p.Severity, p.Step, p.Lost)
	}
	want := []string{
		"2 social.example suspend decide {1 1 1 0 1 0}", "3 xn--bcher-kva.example silence decide {0 0 0 0 0 0}",
		"4 s***m.example suspend refuse {0 0 0 0 0 0}", "5 council.example suspend refuse {0 0 0 0 0 0}",
		"6 partner.example suspend refuse {0 0 0 0 0 0}", "7 pictures.example  refuse {0 0 0 0 0 0}",
		"8 strict.example silence keep {0 0 0 0 0 0}", "9 not a host suspend refuse {0 0 0 0 0 0}",
	}
	reasons := []string{"", "", "obfuscated", "the server of this blog", "follows somebody there", "noop", "decided about already", "not the name"}
	for i, p := range survey {
		if says(p) != want[i] || !strings.Contains(p.Why, reasons[i]) {
			t.Errorf("line %q (%s), want %q (%s)", says(p), p.Why, want[i], reasons[i])
		}
	}
	done, err := d.Import(t.Context(), d.staff, entries, false)
	if err != nil || !slices.EqualFunc(done, survey, func(a, b Proposal) bool { return says(a) == says(b) }) {
		t.Errorf("the import did %v, %v", done, err)
	}
	if c := d.byURI(t, ann+"/1"); c.Verdict != blog.VerdictHidden {
		t.Errorf("a comment from a server of the list is %s", c.Verdict)
	}
	if s, _ := d.DB.SeverityOf(t.Context(), "strict.example"); s != blog.Suspend {
		t.Errorf("the list loosened a decision to %s", s)
	}
	before = d.changes(t)
	again, err := d.Import(t.Context(), d.staff, entries, false)
	if err != nil || d.changes(t) != before {
		t.Errorf("importing again recorded %d changes, %v", d.changes(t)-before, err)
	}
	for _, p := range again {
		if p.Step == Decide {
			t.Errorf("importing again decides about %s", p.Host)
		}
	}
	told, err := d.Survey(t.Context(), d.staff, entries, true)
	if err != nil || told[4].Step != Decide || told[4].Lost.Partners != 1 {
		t.Errorf("when told to touch partners: %+v, %v", told[4], err)
	}
	_, err = d.Survey(t.Context(), blog.Editor{Role: blog.Contributor}, entries, false)
	wantKind(t, "a contributor surveys a list", err, blog.Forbidden)
}

// What is exported can be imported, and reads as Mastodon's own.
func TestBlockListRoundTrip(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	for host, severity := range map[string]blog.Severity{"a.example": blog.Silence, "b.example": blog.Hold, "c.example": blog.Suspend} {
		if err := d.DecideHost(t.Context(), d.staff, host, severity, "=1+1, as \"they\" say"); err != nil {
			t.Fatal(err)
		}
	}
	hosts, err := d.DB.DecidedHosts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := WriteBlockList(&file, hosts); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(file.String(), "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate") ||
		!strings.Contains(file.String(), "b.example,silence,") {
		t.Errorf("the file begins %q", file.String())
	}
	if strings.Contains(file.String(), ",=") || strings.Contains(file.String(), `"=`) {
		t.Errorf("a spreadsheet computes a reason: %q", file.String())
	}
	entries, err := ReadBlockList(&file)
	if err != nil || len(entries) != len(hosts) {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, h := range hosts {
		if e := entries[i]; e.Host != h.Name || e.Severity != h.Severity || e.Reason != h.BlockReason || e.Problem != "" {
			t.Errorf("came back as %+v, was %+v", e, h)
		}
	}
}

func TestReadBlockList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file string
		want string // host and severity of the first entry
	}{
		"no #":          {"domain,severity\nspam.example,silence\n", "spam.example silence"},
		"no header":     {"spam.example,silence,false,false,x,false\n", "spam.example silence"},
		"names alone":   {"spam.example\nother.example\n", "spam.example suspend"},
		"other order":   {"#severity,#domain\nsilence,spam.example\n", "spam.example silence"},
		"a comment":     {"#domain\n# kept by Ada\nspam.example\n", "spam.example suspend"},
		"a mark, CRLF":  {"\ufeff#domain,#severity\r\nspam.example,suspend\r\n", "spam.example suspend"},
		"dot at end":    {"#domain\nSpam.Example.\n", "spam.example suspend"},
		"our own hold":  {"#domain,#severity,#hold\nspam.example,silence,true\n", "spam.example hold"},
		"strange words": {"#domain,#severity\nspam.example,delete\n", "spam.example "},
	} {
		entries, err := ReadBlockList(strings.NewReader(test.file))
		if err != nil || len(entries) == 0 {
			t.Errorf("%s: %v, %v", name, entries, err)
			continue
		}
		if got := entries[0].Host + " " + string(entries[0].Severity); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	for name, file := range map[string]string{
		"empty": "", "only a header": "#domain,#severity\n", "too long": strings.Repeat("a.example\n", maxBlockList/9),
	} {
		_, err := ReadBlockList(strings.NewReader(file))
		wantKind(t, name, err, blog.Invalid)
	}
}
