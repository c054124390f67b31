package fediverse

import (
	"cmp"
	"context"
	"errors"
	"html"
	"slices"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/richtext"
)

func isIgnored(err error) bool { return errors.Is(err, inbox.ErrIgnored) }

// take hands an object by a person who may say it to the comments, as what
// answers a post of ours or as a mention, and to the network when a partner
// publishes it, new or edited.
func (r *Receiver) take(ctx context.Context, object fed.Object, person blog.Person) error {
	if err := showable(object); err != nil {
		return err
	}
	if object.InReplyTo == "" {
		err := r.takeItem(ctx, object, person)
		if !r.mentions(object) || err != nil && !isIgnored(err) {
			return err
		}
		return r.takeMention(ctx, object, person)
	}
	known, err := r.DB.CommentByURI(ctx, string(object.ID))
	if err == nil {
		revised, err := r.remote(ctx, object, person, place{PostID: known.PostID, ParentID: known.ParentID})
		if err == nil {
			_, err = r.Comments.Revise(ctx, revised)
		}
		return err
	}
	if blog.KindOf(err) != blog.NotFound {
		return err
	}
	at, err := r.find(ctx, object.InReplyTo)
	if isIgnored(err) && r.mentions(object) && !r.Ours(object.InReplyTo) {
		return r.takeMention(ctx, object, person)
	}
	if err != nil {
		return err
	}
	comment, err := r.remote(ctx, object, person, at)
	if err == nil {
		_, err = r.Comments.Receive(ctx, comment)
	}
	return err
}

// showable tells why the blog can show no object like this, whoever says it.
func showable(object fed.Object) error {
	if !slices.Contains([]string{fed.NoteType, fed.ArticleType, fed.PageType, fed.QuestionType, fed.EventType}, object.Type) {
		return ignored("the blog shows no %s", object.Type)
	}
	if object.Content == "" && object.Name != "" && object.InReplyTo != "" {
		return ignored("it is a vote")
	}
	return nil
}

// remote translates an object into a comment, with what it quotes: whether the
// author of that agreed, and whether it is the very post above the comment.
func (r *Receiver) remote(ctx context.Context, object fed.Object, person blog.Person, at place) (comments.Remote, error) {
	c := remote(object, person, at)
	if object.Quote == "" {
		return c, nil
	}
	var err error
	c.Quote = string(object.Quote)
	if c.QuoteApproved, err = r.approved(ctx, object); err != nil {
		return c, err
	}
	quoted, err := r.quotable(ctx, object.Quote)
	c.QuotesPost = at.PostID != "" && quoted.PostID == at.PostID && quoted.CommentID == ""
	return c, err
}

// remote translates an object into a comment that came from another server.
func remote(object fed.Object, person blog.Person, at place) comments.Remote {
	c := comments.Remote{
		URI: string(object.ID), PostID: at.PostID, ParentID: at.ParentID, Person: person, HTML: object.Content,
		Language: object.Language, URL: string(object.ID), Audience: audience(object, person), Published: object.Published,
		Edited: object.Updated, Raw: object.Raw,
	}
	if fed.ID(object.URL).SameOrigin(object.ID) {
		c.URL = object.URL
	}
	if object.MediaType != "" && object.MediaType != "text/html" {
		c.HTML = richtext.Comment(object.Content).String()
	}
	if object.Type == fed.NoteType || object.Type == fed.QuestionType {
		c.Warning = richtext.PlainText(richtext.Remote(object.Summary))
	} else if object.Name != "" { // an Article or Page is read as its title and text
		c.HTML = "<p><strong>" + html.EscapeString(object.Name) + "</strong></p>" + c.HTML
	}
	for _, file := range object.Attachments {
		if blog.IsWebAddress(file.URL) && file.Type != "PropertyValue" {
			c.Attachments = append(c.Attachments, comments.Attachment{URL: file.URL, Alt: file.Name, MediaType: file.MediaType})
		}
	}
	return c
}

// audience tells to whom an object is addressed. Whatever does not name the
// public collection is private. Source: ActivityPub §5.6.
func audience(object fed.Object, person blog.Person) blog.Audience {
	switch {
	case object.IsQuiet():
		return blog.AudienceQuiet
	case object.IsPublic():
		return blog.AudiencePublic
	case person.Followers != "" && names(append(object.To, object.CC...), fed.ID(person.Followers)):
		return blog.AudienceFollowers
	}
	return blog.AudienceDirect
}

// takeItem keeps what a partner publishes; from anybody else, what answers
// nothing of ours does not concern the blog.
func (r *Receiver) takeItem(ctx context.Context, object fed.Object, person blog.Person) error {
	partner, err := r.DB.PartnerByPerson(ctx, person.URI)
	if blog.KindOf(err) == blog.NotFound || err == nil && partner.State != blog.FollowAccepted {
		return ignored("it answers nothing of ours, and we do not follow its author")
	}
	if err != nil {
		return err
	}
	if !object.IsPublic() {
		return ignored("it is not addressed to everybody")
	}
	_, err = r.Network.Keep(ctx, item(object, partner, person), object.Raw)
	return err
}

// takeBoost keeps somebody else's public post that a partner passes on, as its
// own server has it.
func (r *Receiver) takeBoost(ctx context.Context, activity fed.Activity) error {
	partner, err := r.DB.PartnerByPerson(ctx, string(activity.Actor()))
	if blog.KindOf(err) == blog.NotFound || err == nil && partner.State != blog.FollowAccepted {
		return ignored("we do not follow who passes it on")
	}
	if err != nil {
		return err
	}
	passedOn := activity.ObjectID
	if activity.Inner != nil { // groups pass on activities, FEP-1b12: what counts is their object
		passedOn = activity.Inner.ObjectID
	}
	if !partner.BlockedAt.IsZero() || passedOn == "" {
		return ignored("nothing is passed on")
	}
	object, err := r.fetch(ctx, passedOn)
	if err != nil {
		return err
	}
	if !object.IsPublic() || r.Ours(object.ID) {
		return ignored("it is not addressed to everybody")
	}
	relation, author, err := r.author(ctx, object)
	if err != nil {
		return err
	}
	if relation == Blocked || relation == Suspended {
		return ignored("its author is refused")
	}
	kept := item(object, partner, author)
	kept.Boosted = author.URI != partner.URI
	_, err = r.Network.Keep(ctx, kept, object.Raw)
	return err
}

// maxItemText is the length of an item's excerpt, in characters.
const maxItemText = 300

// item translates a partner's object: an excerpt and a link, never the whole.
func item(object fed.Object, partner blog.Partner, author blog.Person) blog.Item {
	text := richtext.PlainText(richtext.Remote(object.Content))
	if object.Summary != "" && object.Type != fed.NoteType {
		text = richtext.PlainText(richtext.Remote(object.Summary))
	}
	i := blog.Item{
		URI: string(object.ID), PartnerID: partner.ID, Partner: partner.Person, Form: blog.FormNote, Title: richtext.Name(object.Name, blog.MaxTitle),
		Excerpt: richtext.Excerpt(text, maxItemText), URL: string(object.ID),
		AuthorName: cmp.Or(author.Name, author.Handle), AuthorURI: author.URI,
		Published: object.Published, Language: object.Language,
	}
	if fed.ID(object.URL).SameOrigin(object.ID) {
		i.URL = object.URL
	}
	switch object.Type {
	case fed.EventType:
		i.Form = blog.FormEvent
	case fed.ArticleType, fed.PageType:
		i.Form = blog.FormArticle
	}
	if c := object.Calendar; c != nil {
		i.Starts, i.Ends, i.Zone = c.Start, c.End, c.Zone
		if c.Place != nil {
			i.Place = richtext.Name(c.Place.Name, blog.MaxTitle)
		}
	}
	return i
}
