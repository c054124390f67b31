package mailing

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/wneessen/go-mail"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/tongue"
)

// item is a post or an event in a message to subscribers.
type item struct {
	Title, Address string
	Language       string   // of the post, when it is not its reader's
	Meta           []string // who wrote it; when and where it is
	Picture        *picture
	Body           []paragraph
	Action         string // what the link to the page says
	text           string // all of it, plain
}

// picture stands in a message and comes from our site, which does not count it.
type picture struct {
	Address, Alt  string
	Width, Height int
	Credit        string
}

// How much a digest has: what is more stands on the site.
const (
	maxItems  = 20
	maxEvents = 5
)

// errNothingLeft says that there is nothing to tell any more: what a message was
// about is withdrawn, or its reader has stopped it.
var errNothingLeft = errors.New("there is nothing left to tell")

// edition makes a message to a subscriber of what is public now.
func (p *Postbox) edition(ctx context.Context, m blog.Mail) (*mail.Msg, error) {
	s, err := p.DB.SubscriptionByID(ctx, m.Subscription)
	if blog.KindOf(err) == blog.NotFound || (err == nil && !s.Stands()) {
		return nil, errNothingLeft
	}
	if err != nil {
		return nil, err
	}
	m.Language = s.Language
	page, text, t := sheet{}, "", p.Composer.tongue(m)
	if m.Post != "" {
		page, text, err = p.aboutPost(ctx, t, m.Post)
	} else {
		page, text, err = p.digest(ctx, t, m)
	}
	if err != nil {
		return nil, err
	}
	m.Address, m.Subject = s.Email, page.Subject
	m.Leave, m.Why = UpdatesList+"-"+s.ID, why(t, s)
	return p.Composer.compose(m, page, text)
}

// why says why a subscriber gets a message.
func why(t *tongue.Tongue, s blog.Subscription) string {
	if s.Pace == blog.PaceWeekly {
		return t.Say("You asked on %s for a weekly message with what is new.", t.Date(s.ConfirmedAt))
	}
	return t.Say("You asked on %s to hear of new posts at once.", t.Date(s.ConfirmedAt))
}

// aboutPost is a message about one post.
func (p *Postbox) aboutPost(ctx context.Context, t *tongue.Tongue, id string) (sheet, string, error) {
	post, err := p.DB.PostByID(ctx, id)
	if blog.KindOf(err) == blog.NotFound || (err == nil && !post.Visible()) {
		return sheet{}, "", errNothingLeft
	}
	if err != nil {
		return sheet{}, "", err
	}
	if post, err = p.DB.PostIn(ctx, post, t.Tag); err != nil {
		return sheet{}, "", err
	}
	events, err := p.DB.EventsAmong(ctx, []string{id})
	if err != nil {
		return sheet{}, "", err
	}
	it := p.item(t, post, eventOf(events, id))
	return sheet{Subject: it.Title, Items: []item{it}}, it.text, nil
}

func eventOf(events []blog.Event, postID string) *blog.Event {
	if i := slices.IndexFunc(events, func(e blog.Event) bool { return e.ID == postID }); i >= 0 {
		return &events[i]
	}
	return nil
}

// digest is a message about all that a subscriber has not heard of yet.
func (p *Postbox) digest(ctx context.Context, t *tongue.Tongue, m blog.Mail) (sheet, string, error) {
	posts, err := p.DB.PostsForSubscriber(ctx, m.Subscription, m.From, m.Until, maxItems)
	if err != nil {
		return sheet{}, "", err
	}
	if len(posts) == 0 {
		return sheet{}, "", errNothingLeft
	}
	if posts, err = p.DB.PostsIn(ctx, posts, t.Tag); err != nil {
		return sheet{}, "", err
	}
	ids := make([]string, len(posts))
	for i, post := range posts {
		ids[i] = post.ID
	}
	events, err := p.DB.EventsAmong(ctx, ids)
	if err != nil {
		return sheet{}, "", err
	}
	page := sheet{Heading: t.Say("New from %s", p.Composer.site(t))}
	text := []string{page.Heading}
	for _, post := range posts {
		it := p.item(t, post, eventOf(events, post.ID))
		page.Items = append(page.Items, it)
		text = append(text, it.text)
	}
	page.Subject = digestSubject(t, page.Items, p.Composer.site(t))
	coming, err := p.coming(ctx, t, &page)
	if err == nil && coming != "" {
		text = append(text, coming)
	}
	return page, strings.Join(text, "\n\n* * *\n\n"), err
}

// coming adds the next events to a digest, and returns them as plain text.
func (p *Postbox) coming(ctx context.Context, t *tongue.Tongue, page *sheet) (string, error) {
	events, err := p.DB.EventsFrom(ctx, p.now(), maxEvents)
	if err != nil || len(events) == 0 {
		return "", err
	}
	posts := make([]blog.Post, len(events))
	for i, e := range events {
		posts[i] = e.Post
	}
	if posts, err = p.DB.PostsIn(ctx, posts, t.Tag); err != nil {
		return "", err
	}
	page.Events = t.Say("Coming events")
	lines := []string{page.Events, ""}
	for i, e := range events {
		c := p.entry(t, posts[i])
		c.Meta = []string{t.Facts(e)}
		page.Coming = append(page.Coming, c)
		lines = append(lines, c.Title, c.Meta[0], c.Address, "")
	}
	return strings.TrimSpace(strings.Join(lines, "\n")), nil
}

func digestSubject(t *tongue.Tongue, items []item, site string) string {
	subject := site + ": " + items[0].Title
	if more := len(items) - 1; more > 0 {
		subject = t.Say("%s, and %d more", subject, more)
	}
	if runes := []rune(subject); len(runes) > maxSubject {
		subject = string(runes[:maxSubject-1]) + "…"
	}
	return subject
}

// entry is a post in a list: its title, which leads to it.
func (p *Postbox) entry(t *tongue.Tongue, post blog.Post) item {
	e := item{Title: tidy(post.Title), Address: p.Composer.BaseURL + t.Path(post.Path())}
	if tongue.Primary(post.Language) != tongue.Primary(t.Tag) {
		e.Language = post.Language
	}
	return e
}

func (p *Postbox) item(t *tongue.Tongue, post blog.Post, e *blog.Event) item {
	it := p.entry(t, post)
	it.Picture, it.Action = p.picture(t, post.Picture), lead(t, post)
	it.text = tidyLines(NewUpdate(t, post, e, p.Composer.BaseURL).Text)
	if post.Author.Name != "" {
		it.Meta = append(it.Meta, t.Say("By %s", post.Author.Name))
	}
	if e != nil {
		it.Meta = append(it.Meta, t.Facts(*e))
	}
	body := post.Summary
	if post.Form == blog.FormNote || body == "" {
		body = post.Text
	}
	it.Body = textOnly(paragraphs(body))
	return it
}

// textOnly is what a post says: it makes no buttons.
func textOnly(all []paragraph) []paragraph {
	for i, p := range all {
		if p.Button.Address != "" {
			all[i] = paragraph{Lines: [][]piece{pieces(p.Button.Text + ": " + p.Button.Address)}}
		}
	}
	return all
}

// wideEnough is how many pixels a picture in a message has across: twice what is
// shown, for screens that show two for one.
const wideEnough = 1000

func (p *Postbox) picture(t *tongue.Tongue, of blog.Picture) *picture {
	if of.Hash == "" {
		return nil
	}
	shown := &picture{Address: p.Composer.BaseURL + of.Path(), Alt: of.Alt, Width: of.Width, Height: of.Height}
	if of.Decorative {
		shown.Alt = ""
	}
	for _, width := range slices.Sorted(slices.Values(of.Widths)) {
		if width >= wideEnough && width < of.Width {
			shown.Address = p.Composer.BaseURL + "/media/" + of.Hash + "-" + strconv.Itoa(width) + "." + of.Ext
			shown.Width, shown.Height = width, of.Height*width/of.Width
			break
		}
	}
	var credit []string
	for _, word := range []string{of.Credit.Title, of.Credit.Creator, of.Credit.Licence} {
		if word != "" {
			credit = append(credit, word)
		}
	}
	if credit != nil {
		shown.Credit = t.Say("Picture: %s", strings.Join(credit, ", "))
	}
	return shown
}

// tidy is a text on one line that may stand in a header.
func tidy(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
}

// tidyLines is a text without control characters.
func tidyLines(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}

// suppressed tells whether nothing goes to an address any more.
func (p *Postbox) suppressed(ctx context.Context, address string) (bool, error) {
	if address == "" || len(p.Composer.Tokens.Key) < minKey {
		return false, nil
	}
	return p.DB.Suppressed(ctx, p.Composer.Tokens.hash("address", address))
}

// compose makes the message that a mail is sent as now.
func (p *Postbox) compose(ctx context.Context, m blog.Mail) (*mail.Msg, error) {
	switch m.Kind {
	case blog.MailSubscriber:
		return p.edition(ctx, m)
	case blog.MailReader:
		gone, err := p.suppressed(ctx, m.Address)
		if err == nil && gone {
			err = errNothingLeft
		}
		if err != nil {
			return nil, err
		}
	}
	return p.Composer.message(m)
}

// settle notes what came of a message to a subscriber, or one that bounced at once.
func (p *Postbox) settle(ctx context.Context, tx *postgres.Tx, m blog.Mail, sent bool, refused *refusal) error {
	if m.Post != "" {
		if err := tx.CountMailAbout(ctx, m.Post, sent); err != nil {
			return err
		}
	}
	if refused == nil || !refused.nobody() {
		return nil
	}
	return bounced(ctx, tx, p.Composer.Tokens, m, p.now())
}
