package desk

import (
	"strings"

	"inews/internal/blog"
)

// Drafts of what every blog of a public body begins with. What is in square
// brackets is for staff to complete.

// pageDraft is a page that the law asks for, or that staff stand on when they hide
// what somebody said.
type pageDraft struct{ slug, title, body string }

var pageDrafts = []pageDraft{{blog.RulesPage, "Rules for comments", rulesDraft}}

// pageDraft is the draft with that name, filled with what is known of the site,
// or an empty page.
func (d *Desk) pageDraft(slug string) blog.Page {
	for _, draft := range pageDrafts {
		if draft.slug == slug {
			return blog.Page{Slug: draft.slug, Title: draft.title, Body: d.fill(draft.body)}
		}
	}
	return blog.Page{}
}

func (d *Desk) fill(text string) string {
	organisation := d.Organisation
	if organisation == "" {
		organisation = "[name of the organisation]"
	}
	day := d.Now().In(d.Zone).Format("2 January 2006")
	return strings.NewReplacer("{organisation}", organisation, "{site}", d.Name, "{address}", d.BaseURL, "{handle}", d.Handle, "{day}", day).Replace(text)
}

func (d *Desk) helloBody() string { return d.fill(helloDraft) }

const helloDraft = `This is the blog of {organisation}. We write here about what we try, what works and what does not.

## Follow us

You can follow ` + "`{handle}`" + ` from Mastodon or any other server of the fediverse, [as we explain here]({address}/follow).

## Talk to us

Reply from your own server, or with the form below each post. A person reads every comment before it appears.
`

// rulesDraft has a heading for each of the rules that a comment is hidden for, by
// the same name: a reason leads to it.
const rulesDraft = `Everybody may comment, here or from their own server, in any language, and with or without a name. **We do not hide criticism**, of us or of anybody else. We hide what breaks one of these rules, and write down which.

## Abuse or hate

Argue with the idea and not with the person. No insults, no threats, nothing that runs people down for who they are or what they believe. Swearing at somebody counts.

## Advertising

Nothing for sale and no links that only promote something. The same words under many posts are advertising, too.

## Off topic

Talk about the subject of the post, or about what somebody said of it. To report a fault or ask about your own case, write to [e-mail address].

## Personal data

No addresses, telephone numbers, health or case details of other people, and think twice about your own: what is public is copied.

## Against the law

Nothing that defames, breaks copyright or a court’s order, or calls for a crime.

## Party politics

{organisation} has to stay neutral. Say what you think of a policy; do not campaign here for or against a party or a candidate.

## Other

Now and then something else stands in the way, such as a comment that was sent twice. We say what it was.

## What happens to your comment

A person reads it before it appears. From the fediverse, your first reply waits for that; after it your replies appear at once, unless something in them looks like spam. We never change your words.

## If you think that we were wrong

Write to [e-mail address] and name the post. Somebody else looks at it and answers you within [number] working days.
`
