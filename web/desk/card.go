package desk

import (
	"slices"
	"strings"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// commentCard is a comment with what an editor needs to decide about it.
type commentCard struct {
	blog.Comment
	Body     richtext.HTML
	Answers  *commentCard // that it answers; nil for the post itself
	Indent   int          // how deep it stands, for the eye
	Who      string       // wrote it
	Signed   string       // the editor who wrote it as the blog
	Past     postgres.Past
	Here     bool           // it is the one that the page is about
	Typed    string         // a reply that was not taken
	Rule     string         // address of the rule for which it is hidden, when readers can look it up
	Requests []blog.Request // as which it is treated
}

// requestHint is what sort of request a comment looks like, and by which words.
type requestHint struct {
	Kind blog.RequestKind
	By   string
}

// Hint is what sort of request the comment looks like, nil for none.
func (c commentCard) Hint() *requestHint {
	if c.Origin == blog.FromBlog || c.Verdict == blog.VerdictSpam {
		return nil
	}
	kind, by := blog.RequestIn(c.Text)
	if kind == "" {
		return nil
	}
	return &requestHint{kind, by}
}

// Decidable tells whether a verdict can be given: not on the blog's own
// answers, nor on what its author took back.
func (c commentCard) Decidable() bool {
	return c.Origin != blog.FromBlog && c.Verdict != blog.VerdictRemoved
}

// Answerable tells whether the blog may answer in public, perhaps by approving
// it in the same go.
func (c commentCard) Answerable() bool {
	if c.Mention() {
		return c.Origin != blog.FromBlog && !c.Private() && (c.Verdict == blog.VerdictHeld || c.Verdict == blog.VerdictNoted)
	}
	return c.Visible() || c.Approvable() && c.Verdict == blog.VerdictHeld
}

// Approvable tells whether it can be shown and is not.
func (c commentCard) Approvable() bool {
	return c.Decidable() && !c.Mention() && c.Verdict != blog.VerdictApproved && !c.Private() && c.Person.BlockedAt.IsZero()
}

// Notable tells whether staff can say that they are done with it.
func (c commentCard) Notable() bool {
	return c.Decidable() && c.Mention() && c.Verdict != blog.VerdictNoted
}

// Stranger tells whether its author has never been approved.
func (c commentCard) Stranger() bool { return c.Past.Approved+c.Past.Hidden+c.Past.Spam == 0 }

// Waits says why it waits for staff.
func (c commentCard) Waits() string {
	switch {
	case c.Verdict != blog.VerdictHeld:
		return ""
	case c.Private():
		return "It waits because it was written to the blog alone."
	case c.Mention():
		return "It waits until you say that it is done with: no page shows it."
	case c.Suspicion != "":
		return "It waits because something in it looks like spam, whoever wrote it."
	case c.Origin == blog.FromWeb:
		return "It waits because every comment from our own form does."
	case !c.Person.Trusted():
		return "It waits because its author was not approved before."
	}
	return "It waits because of what you decided about its server, or because its author changed it."
}

// Ours tells whether it is the blog's own answer, still there.
func (c commentCard) Ours() bool {
	return c.Origin == blog.FromBlog && c.Verdict != blog.VerdictRemoved
}

// cards adds to comments what an editor needs to decide about them.
func (d *Desk) cards(v *visit, list []blog.Comment) ([]commentCard, error) {
	var people, ids []string
	names := map[string]string{}
	for _, c := range list {
		ids = append(ids, c.ID)
		if c.Person.URI != "" {
			people = append(people, c.Person.URI)
		}
		if c.EditorID != "" && len(names) == 0 {
			var err error
			if names, err = d.names(v); err != nil {
				return nil, err
			}
		}
	}
	pasts, err := d.DB.PastsOf(v.ctx(), people)
	if err != nil {
		return nil, err
	}
	rules, err := d.rulesFor(v, list)
	if err != nil {
		return nil, err
	}
	cards := make([]commentCard, len(list))
	for i, c := range list {
		cards[i] = commentCard{
			Comment: c, Body: richtext.Trusted(c.HTML), Who: d.who(c), Signed: names[c.EditorID], Past: besides(pasts[c.Person.URI], c), Rule: rules[c.Reason],
		}
		if c.ParentID == "" {
			continue
		}
		parent, err := d.DB.CommentByID(v.ctx(), c.ParentID)
		if err != nil {
			return nil, err
		}
		cards[i].Answers = &commentCard{Comment: parent, Who: d.who(parent)}
	}
	asked, err := d.DB.RequestsAmong(v.ctx(), ids)
	for i := range cards {
		for _, r := range asked {
			if r.CommentID == cards[i].ID {
				cards[i].Requests = append(cards[i].Requests, r)
			}
		}
	}
	return cards, err
}

// rulesFor are the addresses of the rules for which comments of the list are
// hidden, by their reasons. There are none until staff have published the rules.
func (d *Desk) rulesFor(v *visit, list []blog.Comment) (map[string]string, error) {
	addresses := map[string]string{}
	for _, c := range list {
		name, _, _ := strings.Cut(c.Reason, ": ")
		if slices.Contains(comments.Rules, name) {
			addresses[c.Reason] = "/pages/" + blog.RulesPage + "#section-" + richtext.Slug(name)
		}
	}
	if len(addresses) == 0 {
		return nil, nil
	}
	_, err := d.DB.PageBySlug(v.ctx(), blog.RulesPage)
	if blog.KindOf(err) == blog.NotFound {
		return nil, nil
	}
	return addresses, err
}

// besides is the past of a comment's author without the comment itself.
func besides(p postgres.Past, c blog.Comment) postgres.Past {
	switch c.Verdict {
	case blog.VerdictApproved, blog.VerdictNoted:
		p.Approved--
	case blog.VerdictHidden:
		p.Hidden--
	case blog.VerdictSpam:
		p.Spam--
	}
	return p
}

// who wrote a comment, in a name: the blog's own answers have the site's.
func (d *Desk) who(c blog.Comment) string {
	if c.Origin == blog.FromBlog {
		return d.Name
	}
	return c.Byline()
}
