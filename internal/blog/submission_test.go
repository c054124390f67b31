package blog

import (
	"strings"
	"testing"
	"time"
)

func TestSubmitIsHeldToEverything(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		spoil func(*Post, *Submission)
		field string
	}{
		{"whole", func(*Post, *Submission) {}, ""},
		{"for today", func(_ *Post, s *Submission) { s.Due = noon.Truncate(24 * time.Hour) }, ""},
		{"no text", func(p *Post, _ *Submission) { p.Body = "" }, "body"},
		{"no author", func(p *Post, _ *Submission) { p.Author = Author{} }, "author"},
		{"long word", func(_ *Post, s *Submission) { s.Word = strings.Repeat("a", MaxWord+1) }, "word"},
		{"for last week", func(_ *Post, s *Submission) { s.Due = noon.AddDate(0, 0, -7) }, "due"},
	} {
		p, s := whole(StateDraft), Submission{At: noon}
		test.spoil(&p, &s)
		problems := ProblemsOf(p.Submit(s))
		if (test.field == "") != (len(problems) == 0) || test.field != "" && (problems[0].Field != test.field || p.State != StateDraft) {
			t.Errorf("%s: %v, now %s; want a problem with %q", test.name, problems, p.State, test.field)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		state State
		dates Dates
		field string
	}{
		{"none", StatePublished, Dates{}, ""},
		{"both", StatePublished, Dates{TakeDownAt: noon.Add(time.Hour), RecheckMonths: 6}, ""},
		{"past", StateDraft, Dates{TakeDownAt: noon}, "take_down_at"},
		{"before it goes out", StateScheduled, Dates{TakeDownAt: noon.Add(time.Hour)}, "take_down_at"},
		{"after it goes out", StateScheduled, Dates{TakeDownAt: noon.Add(2 * time.Hour)}, ""},
		{"never", StatePublished, Dates{RecheckMonths: -1}, "recheck"},
		{"too seldom", StatePublished, Dates{RecheckMonths: MaxRecheckMonths + 1}, "recheck"},
	} {
		p := whole(test.state)
		problems := ProblemsOf(p.Date(test.dates, noon))
		if (test.field == "") != (len(problems) == 0) || test.field != "" && problems[0].Field != test.field {
			t.Errorf("%s: %v, want a problem with %q", test.name, problems, test.field)
		}
	}
	p := whole(StatePublished)
	if err := p.Affirm(noon); KindOf(err) != Conflict {
		t.Errorf("affirmed what nobody asks about: %v", err)
	}
	if err := p.Date(Dates{RecheckMonths: 6}, noon); err != nil || !p.Dates.RecheckAt.Equal(noon.AddDate(0, 6, 0)) {
		t.Errorf("asked at %v, %v", p.Dates.RecheckAt, err)
	}
	later := noon.AddDate(0, 7, 0)
	if err := p.Affirm(later); err != nil || !p.Dates.RecheckAt.Equal(later.AddDate(0, 6, 0)) {
		t.Errorf("affirmed, asked at %v, %v", p.Dates.RecheckAt, err)
	}
	p.Dates.TakeDownAt = later
	if err := p.Withdraw(later); err != nil || p.Dates != (Dates{}) {
		t.Errorf("withdrawn, the dates are %+v, %v", p.Dates, err)
	}
	if err := p.Date(Dates{}, later); KindOf(err) != Conflict {
		t.Errorf("dated what is withdrawn: %v", err)
	}
	draft := whole(StateDraft)
	draft.Dates.TakeDownAt = noon
	if err := draft.Publish(noon); KindOf(err) != Invalid {
		t.Errorf("published at its end: %v", err)
	}
	if err := draft.Schedule(noon.Add(time.Hour), noon.Add(-time.Hour)); KindOf(err) != Invalid {
		t.Errorf("scheduled for after its end: %v", err)
	}
}
