package site

import (
	"cmp"
	"context"
	"net/netip"
	"net/url"
	"slices"

	"inews/internal/blog"
	"inews/internal/mailing"
	"inews/web/view"
)

// maxSubjects is how many tags the form offers, the most used.
const maxSubjects = 40

// Updates is the page at which readers ask for news by e-mail; a link from a tag or a
// series has it chosen.
func (s *Site) Updates(ctx context.Context, ask Ask) (Answer, error) {
	switch {
	case !s.sendsUpdates():
		return s.updates(ctx, "none", view.Updates{})
	case ask.Query.Get("sent") != "":
		return s.updates(ctx, "sent", view.Updates{})
	}
	form := view.UpdatesForm{Pace: blog.PaceWeekly, Everything: true}
	if err := s.subjects(ctx, &form, ask.Query["tag"], ask.Query["series"]); err != nil {
		return Answer{}, err
	}
	form.Some = anyOn(form.Tags) || anyOn(form.Series)
	form.Everything = !form.Some
	answer, err := s.askForUpdates(ctx, form)
	answer.Fleeting = form.Some
	return answer, err
}

func (s *Site) sendsUpdates() bool { return s.Options.Updates != nil && s.Options.Updates.Sends }

func (s *Site) askForUpdates(ctx context.Context, form view.UpdatesForm) (Answer, error) {
	form.Action, form.Consent = mailing.UpdatesPath, s.Options.Updates.Consent(s.Language)
	return s.updates(ctx, "ask", view.Updates{Form: form})
}

// updates makes the page for a stage.
func (s *Site) updates(ctx context.Context, stage string, page view.Updates) (Answer, error) {
	head := view.Head{Title: s.say("Updates by e-mail"), Description: s.say("Hear of what is new on %s by e-mail: at once or once a week.", s.Name)}
	if stage == "ask" || stage == "none" {
		head.Path = mailing.UpdatesPath
	} else {
		head.NoIndex, head.Private = true, cmp.Or(page.Form.Action, mailing.UpdatesPath)
	}
	var err error
	if page.Frame, err = s.frame(ctx, view.FollowSection, head); err != nil {
		return Answer{}, err
	}
	page.Stage = stage
	answer, err := s.page(page, head)
	answer.Err = page.Form.Problems.Err()
	return answer, err
}

// subjects fills in what may be chosen, and what is: tags by their key, series by
// their id.
func (s *Site) subjects(ctx context.Context, form *view.UpdatesForm, tags, series []string) error {
	used, err := s.db.TagsInUse(ctx, maxSubjects)
	if err != nil {
		return err
	}
	for _, key := range tags {
		if slices.ContainsFunc(form.Tags, func(c view.Choice) bool { return c.Value == key }) {
			continue
		}
		tag, err := s.db.TagByKey(ctx, key)
		if blog.KindOf(err) == blog.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		form.Tags = append(form.Tags, view.Choice{Value: tag.Key, Label: tag.Label, On: true})
	}
	for _, tag := range used {
		if !slices.Contains(tags, tag.Key) {
			form.Tags = append(form.Tags, view.Choice{Value: tag.Key, Label: tag.Label})
		}
	}
	all, err := s.db.AllSeries(ctx)
	for _, one := range all {
		form.Series = append(form.Series, view.Choice{Value: one.ID, Label: one.Title, On: slices.Contains(series, one.ID)})
	}
	return err
}

func anyOn(choices []view.Choice) bool {
	return slices.ContainsFunc(choices, func(c view.Choice) bool { return c.On })
}

func chosen(choices []view.Choice) []string {
	var values []string
	for _, c := range choices {
		if c.On {
			values = append(values, c.Value)
		}
	}
	return values
}

// filled is a form as somebody sent it, and the wish that it makes: of subjects only
// those that there are.
func (s *Site) filled(ctx context.Context, typed url.Values, from netip.Addr) (view.UpdatesForm, mailing.Wish, error) {
	form := view.UpdatesForm{
		Email: clip(typed.Get("email"), maxTypedEmail), Pace: blog.Pace(typed.Get("pace")),
		Everything: typed.Get("about") == "everything", Some: typed.Get("about") == "some",
	}
	err := s.subjects(ctx, &form, firstOf(typed["tag"]), firstOf(typed["series"]))
	return form, mailing.Wish{
		Email: form.Email, Pace: form.Pace, Everything: form.Everything, Tags: chosen(form.Tags), Series: chosen(form.Series),
		Language: s.Language, Trap: typed.Get("website"), Address: from,
	}, err
}

// maxTypedEmail is how much of what was typed for an address is looked at and shown.
const maxTypedEmail = 300

func firstOf(values []string) []string { return values[:min(len(values), maxSubjects)] }

// Subscribe takes the form in.
func (s *Site) Subscribe(ctx context.Context, typed url.Values, from netip.Addr) (Answer, error) {
	if !s.sendsUpdates() {
		return s.updates(ctx, "none", view.Updates{})
	}
	form, wish, err := s.filled(ctx, typed, from)
	if err != nil {
		return Answer{}, err
	}
	err = s.Options.Updates.Subscribe(ctx, wish)
	if form.Problems = s.Tongue.Problems(err); len(form.Problems) > 0 {
		return s.askForUpdates(ctx, form)
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: seeOther, Location: mailing.UpdatesPath + "?sent=1"}, nil
}

const seeOther = 303

// ConfirmUpdates is the page that a link in the first message leads to. Only the
// button on it confirms: programs that look at links in mail press none.
func (s *Site) ConfirmUpdates(ctx context.Context, token string, pressed bool) (Answer, error) {
	if s.Options.Updates == nil {
		return Answer{}, errNothing
	}
	asked, err := s.Options.Updates.Asked(ctx, token)
	if err == nil && !pressed && !asked.Stands() {
		form := view.UpdatesForm{Action: mailing.UpdatesPath + "/confirm/" + token}
		return s.updates(ctx, "confirm", view.Updates{Email: asked.Email, Form: form})
	}
	manage := ""
	if err == nil {
		asked, manage, err = s.Options.Updates.Confirm(ctx, token)
	}
	if err != nil {
		return s.lost(ctx, err)
	}
	return s.updates(ctx, "confirmed", view.Updates{
		Pace: asked.Pace, Form: view.UpdatesForm{Action: mailing.UpdatesPath + "/" + manage},
	})
}

// lost is the page of a link that led somewhere once.
func (s *Site) lost(ctx context.Context, err error) (Answer, error) {
	if blog.KindOf(err) != blog.Gone {
		return Answer{}, err
	}
	answer, fault := s.updates(ctx, "old", view.Updates{})
	answer.Err = err
	return answer, fault
}

// ManageUpdates is the page at which a subscriber changes what comes.
func (s *Site) ManageUpdates(ctx context.Context, token string) (Answer, error) {
	if s.Options.Updates == nil {
		return Answer{}, errNothing
	}
	sub, err := s.Options.Updates.Managed(ctx, token)
	if err != nil {
		return s.lost(ctx, err)
	}
	form := view.UpdatesForm{Pace: sub.Pace, Everything: sub.Everything, Some: !sub.Everything}
	if err := s.subjects(ctx, &form, sub.Tags, sub.Series); err != nil {
		return Answer{}, err
	}
	return s.managed(ctx, "manage", token, sub, form)
}

func (s *Site) managed(ctx context.Context, stage, token string, sub blog.Subscription, form view.UpdatesForm) (Answer, error) {
	form.Action = mailing.UpdatesPath + "/" + token
	return s.updates(ctx, stage, view.Updates{Email: sub.Email, Form: form})
}

// ChangeUpdates keeps what a subscriber chose, or stops it all.
func (s *Site) ChangeUpdates(ctx context.Context, token string, typed url.Values) (Answer, error) {
	if s.Options.Updates == nil {
		return Answer{}, errNothing
	}
	sub, err := s.Options.Updates.Managed(ctx, token)
	if err != nil {
		return s.lost(ctx, err)
	}
	if typed.Get("do") == "stop" {
		if err := s.Options.Updates.End(ctx, sub.ID); err != nil && blog.KindOf(err) != blog.Gone {
			return Answer{}, err
		}
		return s.updates(ctx, "stopped", view.Updates{})
	}
	form, wish, err := s.filled(ctx, typed, netip.Addr{})
	if err != nil {
		return Answer{}, err
	}
	_, err = s.Options.Updates.Change(ctx, token, wish)
	if form.Problems = s.Tongue.Problems(err); len(form.Problems) > 0 {
		return s.managed(ctx, "manage", token, sub, form)
	}
	if err != nil {
		return s.lost(ctx, err)
	}
	return s.managed(ctx, "changed", token, sub, view.UpdatesForm{})
}
