package fedtest

import (
	"context"
	"fmt"
	"html"
	"strings"

	"inews/federation"
)

// Publish writes a public note, sends it to the followers and to the actors
// mentioned, and returns its id. Content is plain text.
func (p *Peer) Publish(ctx context.Context, content string, mention ...federation.ID) (federation.ID, error) {
	return p.write(ctx, "", content, mention)
}

// Reply writes a public note that answers an object, mentions its author and
// the others named, sends it to them and to the followers, and returns its id.
func (p *Peer) Reply(ctx context.Context, to federation.ID, content string, mention ...federation.ID) (federation.ID, error) {
	author, err := p.author(ctx, to)
	if err != nil {
		return "", err
	}
	return p.write(ctx, to, content, append([]federation.ID{author}, mention...))
}

// Update changes the text of a note that the peer wrote and tells everybody who
// was sent it.
func (p *Peer) Update(ctx context.Context, note federation.ID, content string) error {
	p.mu.Lock()
	old, ok := p.documents[pathOf(note)].(document)
	inboxes := p.sent[note]
	p.mu.Unlock()
	if !ok {
		return fmt.Errorf("update %s: %w", note, federation.ErrNotFound)
	}
	changed := document{}
	for name, value := range old {
		changed[name] = value
	}
	text := paragraph(content)
	changed["content"], changed["contentMap"], changed["updated"] = text, document{"en": text}, now()
	p.Put(pathOf(note), changed)
	id := note + p.mint("#updates/%d")[len(p.Actor()):]
	return p.send(ctx, document{
		"id": id, "type": federation.UpdateType, "object": changed, "published": now(),
		"to": changed["to"], "cc": changed["cc"],
	}, inboxes)
}

// Delete deletes a note that the peer wrote, or the person with all they wrote
// when it is their id, and tells everybody who was sent it; of the person, the
// actors named.
func (p *Peer) Delete(ctx context.Context, id federation.ID, tell ...federation.ID) error {
	p.mu.Lock()
	_, known := p.documents[pathOf(id)]
	inboxes := p.sent[id]
	p.mu.Unlock()
	remove := document{"id": id + "#delete", "type": federation.DeleteType, "to": []any{federation.Public}}
	if id == p.Actor() {
		remove["object"] = id
		p.Put(pathOf(id), nil)
		return p.tell(ctx, remove, tell...)
	}
	if !known {
		return fmt.Errorf("delete %s: %w", id, federation.ErrNotFound)
	}
	remove["object"] = document{"id": id, "type": federation.TombstoneType}
	p.Put(pathOf(id), nil)
	return p.send(ctx, remove, inboxes)
}

// write makes a note as Mastodon does, serves it, and sends its Create.
func (p *Peer) write(ctx context.Context, to federation.ID, content string, mention []federation.ID) (federation.ID, error) {
	id := p.mint("/statuses/%d")
	text, tags, cc := "", []any{}, []any{p.Actor() + "/followers"}
	for _, actor := range mention {
		found, err := p.look(ctx, actor)
		if err != nil {
			return "", err
		}
		name, _ := found["preferredUsername"].(string)
		text += fmt.Sprintf(`<span class="h-card"><a href="%s" class="u-url mention">@<span>%s</span></a></span> `, actor, html.EscapeString(name))
		tags = append(tags, document{"type": "Mention", "href": actor, "name": "@" + name + "@" + actor.Host()})
		cc = append(cc, actor)
	}
	text = "<p>" + text + html.EscapeString(content) + "</p>"
	note := document{
		"@context": jsonContext, "id": id, "type": federation.NoteType, "attributedTo": p.Actor(),
		"summary": nil, "inReplyTo": nil, "published": now(), "url": p.ID("/@" + p.name + "/" + pathOf(id)[strings.LastIndex(pathOf(id), "/")+1:]),
		"to": []any{federation.Public}, "cc": cc, "sensitive": false,
		"content": text, "contentMap": document{"en": text}, "attachment": []any{}, "tag": tags,
	}
	if to != "" {
		note["inReplyTo"] = to
	}
	create := document{
		"id": id + "/activity", "type": federation.CreateType, "published": note["published"],
		"to": note["to"], "cc": cc, "object": note,
	}
	p.Put(pathOf(id), note)
	p.publish(create)
	err := p.tell(ctx, create, append(p.Followers(), mention...)...)
	p.mu.Lock()
	p.sent[id] = p.sent[id+"/activity"]
	p.mu.Unlock()
	return id, err
}

// paragraph is plain text as Mastodon writes it.
func paragraph(text string) string { return "<p>" + html.EscapeString(text) + "</p>" }

func pathOf(id federation.ID) string { return strings.TrimPrefix(string(id), id.Origin()) }
