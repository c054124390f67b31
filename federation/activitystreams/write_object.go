package activitystreams

import (
	"encoding/json"

	"inews/federation"
)

// objectJSON is an Article, a Note or another object; with eventJSON an Event.
// A list is nil where the kind of document has no such property, and otherwise
// written, also when it is empty: Gancio fails where tag or attachment is
// missing or not a list.
type objectJSON struct {
	Context      json.RawMessage `json:"@context,omitempty"`
	ID           federation.ID   `json:"id,omitempty"`
	Type         string          `json:"type"`
	AttributedTo any             `json:"attributedTo,omitempty"`
	To           []federation.ID `json:"to,omitzero"`
	CC           []federation.ID `json:"cc,omitzero"`
	Published    string          `json:"published,omitempty"`
	Updated      string          `json:"updated,omitempty"`
	URL          string          `json:"url,omitempty"`
	InReplyTo    federation.ID   `json:"inReplyTo,omitempty"`
	Thread       string          `json:"context,omitempty"`
	Conversation string          `json:"conversation,omitempty"`
	Name         string          `json:"name,omitempty"`
	NameMap      inLanguages     `json:"nameMap,omitempty"`
	Summary      string          `json:"summary,omitempty"`
	SummaryMap   inLanguages     `json:"summaryMap,omitempty"`
	Content      string          `json:"content,omitempty"`
	ContentMap   inLanguages     `json:"contentMap,omitempty"`
	MediaType    string          `json:"mediaType,omitempty"`
	Sensitive    *bool           `json:"sensitive,omitempty"`
	*eventJSON
	Image        *imageJSON       `json:"image,omitempty"`
	Icon         *imageJSON       `json:"icon,omitempty"`
	Attachment   []attachmentJSON `json:"attachment,omitzero"`
	Tag          []tagJSON        `json:"tag,omitzero"`
	Quote        federation.ID    `json:"quote,omitempty"`
	QuoteURI     federation.ID    `json:"quoteUri,omitempty"`
	MisskeyQuote federation.ID    `json:"_misskey_quote,omitempty"`
	Replies      any              `json:"replies,omitempty"`
	Likes        any              `json:"likes,omitempty"`
	Shares       any              `json:"shares,omitempty"`
	Policy       *policyJSON      `json:"interactionPolicy,omitempty"`
	Preview      json.RawMessage  `json:"preview,omitempty"`
}

// WriteObject writes an object, from its fields and never from Raw. A Note has
// no name, whatever Name says: Misskey would count it as a vote. The language
// stands as the first key of contentMap, whose value is the content to the byte,
// as GoToSocial asks, and those of translations follow; name and summary have
// such a map where there are translations. A Calendar is written on an Event only. The error wraps
// federation.ErrMalformed: a number that cannot be written.
func WriteObject(o federation.Object) ([]byte, error) {
	return writeObject(o, contextOf(o.Type))
}

func writeObject(o federation.Object, context json.RawMessage) (json.RawMessage, error) {
	switch {
	case o.Type == federation.TombstoneType:
		return writeTombstone(federation.Tombstone{ID: o.ID, FormerType: o.FormerType, Deleted: o.Deleted}, context)
	case isStamp(o.Type):
		return encode(objectJSON{Context: context, ID: o.ID, Type: o.Type, AttributedTo: one(o.AttributedTo)}, o.Extra)
	}
	document, err := newObjectJSON(o)
	if err != nil {
		return nil, err
	}
	document.Context = context
	document.To, document.CC = listed(o.To), listed(o.CC)
	document.Sensitive = &o.Sensitive
	document.Attachment, document.Tag = listed(document.Attachment), listed(document.Tag)
	if o.Type == federation.EventType && o.Calendar != nil {
		document.addCalendar(o)
	}
	return encode(document, o.Extra)
}

func newObjectJSON(o federation.Object) (objectJSON, error) {
	document := objectJSON{
		ID: o.ID, Type: o.Type, AttributedTo: one(o.AttributedTo),
		Published: stamp(o.Published), Updated: stamp(o.Updated), URL: o.URL,
		InReplyTo: o.InReplyTo, Thread: o.Context, Conversation: o.Conversation,
		Name: o.Name, Summary: o.Summary, Content: o.Content, MediaType: o.MediaType,
		Image: newImage(o.Image), Icon: newImage(o.Icon),
		Attachment: newAttachments(o.Attachments), Tag: newTags(o.Tags),
		Quote: o.Quote, QuoteURI: o.Quote, MisskeyQuote: o.Quote,
		Policy: newPolicy(o.Policy),
	}
	if o.Type == federation.NoteType {
		document.Name = ""
	}
	addLanguages(&document, o)
	document.Replies, document.Likes, document.Shares = mention(o.Replies), mention(o.Likes), mention(o.Shares)
	if o.Preview == nil {
		return document, nil
	}
	preview, err := newObjectJSON(*o.Preview)
	if err != nil {
		return document, err
	}
	document.Preview, err = encode(preview, o.Preview.Extra)
	return document, err
}

type policyJSON struct {
	Quote    *approvalJSON `json:"canQuote,omitempty"`
	Reply    *approvalJSON `json:"canReply,omitempty"`
	Like     *approvalJSON `json:"canLike,omitempty"`
	Announce *approvalJSON `json:"canAnnounce,omitempty"`
}

// approvalJSON names who needs not ask, and who may ask: nobody, since a server
// that answers every request by itself has nothing to decide.
type approvalJSON struct {
	Automatic []federation.ID `json:"automaticApproval"`
	Manual    []federation.ID `json:"manualApproval"`
}

func newPolicy(p *federation.InteractionPolicy) *policyJSON {
	if p == nil {
		return nil
	}
	return &policyJSON{newApproval(p.Quote), newApproval(p.Reply), newApproval(p.Like), newApproval(p.Announce)}
}

func newApproval(who []federation.ID) *approvalJSON {
	if who == nil {
		return nil
	}
	return &approvalJSON{Automatic: who, Manual: []federation.ID{}}
}
