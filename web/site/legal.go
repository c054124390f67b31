package site

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
	"inews/web/view"
)

// The pages that the law asks for. Their sentences are in the templates, and their
// facts are what the program does: the table of what is kept for how long, the list
// of personal data, the cookies of the desk, and what is public now.

// body is the name of the body whose site it is.
func (s *Site) body(l blog.Legal) string { return cmp.Or(l.Organisation, s.Organisation, s.Name) }

// written is the page of that slug which staff wrote themselves, if there is one.
func (s *Site) written(ctx context.Context, slug string) (*view.Link, error) {
	page, err := s.db.PageBySlug(ctx, slug)
	if blog.KindOf(err) == blog.NotFound {
		return nil, nil
	}
	return &view.Link{Label: page.Title, Path: "/pages/" + page.Slug}, err
}

// Accessibility is the accessibility statement.
func (s *Site) Accessibility(ctx context.Context, _ Ask) (Answer, error) {
	page := view.Accessibility{}
	var err error
	if page.Legal, err = s.db.Legal(ctx); err != nil {
		return Answer{}, err
	}
	counts, err := s.db.Inaccessible(ctx)
	if err != nil {
		return Answer{}, err
	}
	page.Comments, page.Documents, page.Players, page.Body = counts.Comments, counts.Documents, counts.Players, s.body(page.Legal)
	if page.Earlier, err = s.written(ctx, "accessibility"); err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: s.say("Accessibility statement"), Path: "/accessibility", Modified: page.Legal.ReviewedOn}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// Privacy is the privacy notice.
func (s *Site) Privacy(ctx context.Context, _ Ask) (Answer, error) {
	page := view.Privacy{}
	var err error
	if page.Legal, err = s.db.Legal(ctx); err != nil {
		return Answer{}, err
	}
	chosen, err := s.db.RetentionChoices(ctx)
	if err != nil {
		return Answer{}, err
	}
	kept := blog.KeptFor(chosen)
	for _, data := range blog.PersonalColumns {
		record := view.Record{PersonalData: data}
		if at := slices.IndexFunc(kept, func(r blog.Retention) bool { return r.Class == data.Class }); at >= 0 {
			record.Kept = kept[at]
		}
		switch {
		case data.Staff:
			page.Staff = append(page.Staff, record)
		case data.Elsewhere:
			page.Remote = append(page.Remote, record)
		default:
			page.Readers = append(page.Readers, record)
		}
	}
	page.Body = s.body(page.Legal)
	if page.Earlier, err = s.written(ctx, "privacy"); err != nil {
		return Answer{}, err
	}
	head := view.Head{Title: s.say("Privacy notice"), Path: "/privacy", Modified: page.Legal.ReviewedOn}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// Cookies is the page about cookies.
func (s *Site) Cookies(ctx context.Context, _ Ask) (Answer, error) {
	page := view.Cookies{List: blog.Cookies, Secure: strings.HasPrefix(s.BaseURL, "https://")}
	if page.Secure {
		page.Prefix = blog.CookiePrefix
	}
	head := view.Head{Title: s.say("Cookies"), Path: "/cookies"}
	var err error
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// Rules are the rules for comments: those that staff wrote, or else the usual ones.
// They are said at one address alone.
func (s *Site) Rules(ctx context.Context, _ Ask) (Answer, error) {
	rules, err := s.written(ctx, blog.RulesPage)
	if err != nil {
		return Answer{}, err
	}
	if rules != nil {
		return Answer{Status: seeOther, Location: rules.Path}, nil
	}
	legal, err := s.db.Legal(ctx)
	if err != nil {
		return Answer{}, err
	}
	page := view.Rules{Names: comments.Rules, Body: s.body(legal), Email: legal.Email, Days: legal.ComplaintDays}
	head := view.Head{Title: s.say("Rules for comments"), Path: "/rules"}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}

// PreElection says what is different before an election, and why.
func (s *Site) PreElection(ctx context.Context, _ Ask) (Answer, error) {
	page := view.PreElection{}
	var err error
	if page.Election, err = s.db.ElectionAt(ctx, s.Now()); err != nil {
		return Answer{}, err
	}
	page.On = page.Election.ID != ""
	head := view.Head{Title: s.say("Before an election"), Path: "/pre-election", NoIndex: true, Description: richtext.Excerpt(page.Election.Reason, excerptLength)}
	if page.Frame, err = s.frame(ctx, "", head); err != nil {
		return Answer{}, err
	}
	return s.page(page, head)
}
