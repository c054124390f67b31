package activitystreams

import (
	"inews/federation"
)

// ReadObject reads an object: an Article, a Note, an Event, a Question, a
// Tombstone, or of a type that nobody has heard of. A vote in a poll is a Note
// with a Name and no Content. Raw shares raw's memory. The error wraps
// federation.ErrMalformed (also: not an object) or ErrTooLarge.
func ReadObject(raw []byte) (federation.Object, error) {
	d, typ, err := open(raw, ObjectKind)
	if err != nil {
		return federation.Object{}, err
	}
	return readObject(d, typ)
}

func readObject(d *dict, typ string) (federation.Object, error) {
	id, err := d.id()
	if err != nil {
		return federation.Object{}, err
	}
	o := federation.Object{
		ID:           id,
		Type:         typ,
		AttributedTo: references(d.take("attributedTo"), maxAuthors),
		MediaType:    d.line("mediaType"),
		URL:          webURL(d.take("url")),
		InReplyTo:    reference(d.take("inReplyTo")),
		Context:      thread(d.take("context")),
		Conversation: thread(d.take("conversation")),
		To:           references(d.take("to"), maxList),
		CC:           references(d.take("cc"), maxList),
		Published:    d.time("published"),
		Updated:      d.time("updated"),
		Sensitive:    boolean(d.take("sensitive")),
		Quote:        readQuote(d),
		Tags:         readTags(d.take("tag")),
		Attachments:  readAttachments(d.take("attachment")),
		Image:        readImage(d.take("image")),
		Icon:         readImage(d.take("icon")),
		Replies:      readMention(d.take("replies")),
		Likes:        readMention(d.take("likes")),
		Shares:       readMention(d.take("shares")),
		Policy:       readPolicy(d.take("interactionPolicy")),
		FormerType:   d.line("formerType"),
		Deleted:      d.time("deleted"),
		Raw:          d.raw,
	}
	readWords(d, &o)
	if typ == federation.EventType {
		readCalendar(d, &o)
	}
	if o.Preview, err = readEmbedded(d.take("preview")); err != nil {
		return federation.Object{}, err
	}
	o.Extra = d.extra()
	return o, nil
}

// readWords reads the text. The language is that of the content, or of the
// other texts when the content names none.
func readWords(d *dict, o *federation.Object) {
	var ofName, ofSummary string
	o.Name, ofName = d.natural("name")
	o.Summary, ofSummary = d.natural("summary")
	o.Content, o.Language = d.natural("content")
	o.Name = cut(o.Name, maxLine)
	spare := tag(text(d.take("inLanguage")))
	for _, language := range []string{ofName, ofSummary, spare} {
		if o.Language == "" {
			o.Language = language
		}
	}
}

// readQuote is the object quoted: FEP-044f's name for it first, then those of
// Fedibird, Misskey and older servers.
func readQuote(d *dict) federation.ID {
	var quote federation.ID
	for _, name := range []string{"quote", "quoteUri", "quoteUrl", "quoteURL", "_misskey_quote"} {
		if id := reference(d.take(name)); quote == "" {
			quote = id
		}
	}
	return quote
}

// thread is the name of a thread: an address, or another kind of URI. Source:
// FEP-7888, the ostatus conversation.
func thread(v any) string {
	if d, ok := v.(*dict); ok {
		v = d.values["id"]
	}
	return cut(text(v), maxLine)
}

// readEmbedded reads an object that stands inside another document: the short
// form of a post (FEP-b2b8), the note of a QuoteRequest. Of anything else it is
// nil.
func readEmbedded(v any) (*federation.Object, error) {
	d := only(v)
	if d == nil {
		return nil, nil
	}
	kind, typ := kindOf(d)
	if kind != ObjectKind {
		return nil, nil
	}
	o, err := readObject(d, typ)
	return &o, err
}

// readPolicy reads who needs not ask, under the present names and those that
// GoToSocial used before. Source: FEP-044f.
func readPolicy(v any) *federation.InteractionPolicy {
	d := only(v)
	if d == nil {
		return nil
	}
	return &federation.InteractionPolicy{
		Quote:    unasked(d, "canQuote"),
		Reply:    unasked(d, "canReply"),
		Like:     unasked(d, "canLike"),
		Announce: unasked(d, "canAnnounce"),
	}
}

// unasked is nil when nothing is said, and empty when nobody may.
func unasked(d *dict, name string) []federation.ID {
	rule := only(d.take(name))
	if rule == nil {
		return nil
	}
	who := rule.values["automaticApproval"]
	if who == nil {
		who = rule.values["always"]
	}
	if ids := references(who, maxList); ids != nil {
		return ids
	}
	return []federation.ID{}
}
