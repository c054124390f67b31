package blog

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 12, 3, 12, 0, 0, 0, time.UTC)

// whole is a post that lacks nothing, in the given state.
func whole(state State) Post {
	p := Post{State: state, Title: "A title", Body: "Words.", Author: Author{ID: "1"}, ObjectID: "old", Form: FormArticle}
	switch state {
	case StateReview:
		p.Submission = Submission{At: noon.Add(-time.Hour), By: "1", Word: "Please."}
	case StateScheduled:
		p.ScheduledAt = noon.Add(time.Hour)
	case StatePublished, StateWithdrawn:
		p.PublishedAt = noon.Add(-time.Hour)
	}
	return p
}

// The whole state machine: each verb in each state goes where the table says,
// or is a Conflict and changes nothing.
func TestTransitions(t *testing.T) {
	t.Parallel()
	verbs := map[string]func(*Post) error{
		"submit":     func(p *Post) error { return p.Submit(Submission{At: noon, By: "1"}) },
		"return":     func(p *Post) error { return p.Return() },
		"schedule":   func(p *Post) error { return p.Schedule(noon.Add(2*time.Hour), noon) },
		"unschedule": func(p *Post) error { return p.Unschedule() },
		"publish":    func(p *Post) error { return p.Publish(noon) },
		"withdraw":   func(p *Post) error { return p.Withdraw(noon) },
		"reopen":     func(p *Post) error { return p.Reopen("new") },
	}
	table := map[State]map[string]State{
		StateReview:    {"return": StateDraft, "schedule": StateScheduled, "publish": StatePublished},
		StateDraft:     {"submit": StateReview, "schedule": StateScheduled, "publish": StatePublished},
		StateScheduled: {"schedule": StateScheduled, "unschedule": StateDraft, "publish": StatePublished},
		StatePublished: {"withdraw": StateWithdrawn},
		StateWithdrawn: {"reopen": StateDraft},
	}
	for from, moves := range table {
		for name, verb := range verbs {
			p := whole(from)
			err := verb(&p)
			to, allowed := moves[name]
			if !allowed {
				to = from
			}
			if (KindOf(err) == Conflict) == allowed || allowed && err != nil || p.State != to {
				t.Errorf("%s a %s post: now %s, %v", name, from, p.State, err)
			}
			if (p.State == StateScheduled) != !p.ScheduledAt.IsZero() || p.Visible() && p.PublishedAt.IsZero() {
				t.Errorf("%s a %s post: scheduled at %v, published at %v", name, from, p.ScheduledAt, p.PublishedAt)
			}
			if (p.State == StateReview) != (p.Submission != Submission{}) {
				t.Errorf("%s a %s post: submission %+v", name, from, p.Submission)
			}
		}
	}
}

func TestTransitionFacts(t *testing.T) {
	t.Parallel()
	p := whole(StateDraft)
	if err := p.Schedule(noon, noon); KindOf(err) != Invalid || p.State != StateDraft {
		t.Errorf("scheduled for now: %v, %s", err, p.State)
	}
	p.PublishedAt = noon.AddDate(-2, 0, 0)
	if err := p.Publish(noon); err != nil || !p.PublishedAt.Equal(noon.AddDate(-2, 0, 0)) {
		t.Errorf("back-dated: %v, %v", p.PublishedAt, err)
	}
	if p.Edit(noon); !p.EditedAt.Equal(noon) {
		t.Errorf("edited at %v", p.EditedAt)
	}
	draft := whole(StateDraft)
	if draft.Edit(noon); !draft.EditedAt.IsZero() {
		t.Error("saving a draft marked it as edited")
	}
	if err := p.Withdraw(noon); err != nil || p.Visible() {
		t.Errorf("withdrawn: %s, %v", p.State, err)
	}
	if err := p.Reopen("new"); err != nil || p.ObjectID != "new" || !p.PublishedAt.IsZero() || !p.EditedAt.IsZero() || !p.WithdrawnAt.IsZero() {
		t.Errorf("reopened = %+v, %v", p, err)
	}
}

func TestPostCheck(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name       string
		spoil      func(*Post)
		publishing bool
		field      string
	}{
		{"whole", func(*Post) {}, true, ""},
		{"half a draft", func(p *Post) { p.Title = "" }, false, ""},
		{"title", func(p *Post) { p.Title = " " }, true, "title"},
		{"nothing", func(p *Post) { p.Title, p.Body = "", "" }, false, "title"},
		{"body", func(p *Post) { p.Body = "\n" }, true, "body"},
		{"author", func(p *Post) { p.Author.ID = "" }, true, "author"},
		{"link", func(p *Post) { p.Summary = "See https://x.example" }, false, "summary"},
		{"alt", func(p *Post) { p.Picture = Picture{Hash: "x"} }, false, "alt"},
		{"decorative", func(p *Post) { p.Picture = Picture{Hash: "x", Decorative: true} }, true, ""},
		{"source", func(p *Post) { p.Picture = Picture{Hash: "x", Alt: "y", Credit: Credit{Source: "javascript:x"}} }, false, "credit_source"},
		{"tags", func(p *Post) { p.Tags = make([]string, MaxTags+1) }, false, "tags"},
	} {
		p := whole(StateDraft)
		test.spoil(&p)
		problems := ProblemsOf(p.Check(test.publishing))
		if (test.field == "") != (len(problems) == 0) || test.field != "" && problems[0].Field != test.field {
			t.Errorf("%s: %v, want a problem with %q", test.name, problems, test.field)
		}
	}
}
