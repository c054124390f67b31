package interop

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	fed "inews/federation"
)

// Kinds of documents in the corpus.
var (
	actorTypes  = []string{"Person", "Group", "Organization", "Application", "Service"}
	objectTypes = []string{"Note", "Article", "Page", "Event", "Video", "Audio", "Album", "Question", "ChatMessage", "Place", "Tombstone", "Conversation"}
	// Names of vocabularies, which are addresses of nothing.
	vocabularies = []string{"www.w3.org", "w3id.org", "schema.org", "joinmastodon.org", "ostatus.org", "litepub.social"}
)

// rehearse reads a file and makes of it the acts that it is good for.
func (tr *troupe) rehearse(file string) []*act {
	tr.Helper()
	raw, err := os.ReadFile(file)
	check(tr.T, err)
	read := func() map[string]any {
		var document map[string]any
		check(tr.T, json.Unmarshal(raw, &document))
		return document
	}
	ways := []string{"inbox", "fetch"}
	switch kind := typeOf(read()); {
	case slices.Contains(actorTypes, kind):
		ways = []string{"fetch"}
	case slices.Contains(objectTypes, kind):
		ways = []string{"create", "fetch"}
	case read()["actor"] != nil:
		ways = []string{"inbox"}
	}
	var acts []*act
	for _, way := range ways {
		tr.acts++
		a := &act{file: filepath.Base(file), way: way, prefix: string(tr.server.ID(fmt.Sprintf("/f%04d", tr.acts)))}
		document := tr.rehost(read(), a)
		switch way {
		case "inbox":
			tr.play(a, document)
		case "create":
			tr.wrap(a, document)
		case "fetch":
			tr.show(a, document)
		}
		acts = append(acts, a)
	}
	return acts
}

// rehost moves a document onto the troupe's server: its own host below the
// act's prefix, every other host to elsewhere, and the blog to our own.
func (tr *troupe) rehost(document map[string]any, a *act) map[string]any {
	home := ""
	for _, key := range []string{"actor", "attributedTo", "id", "partOf"} {
		if id := idIn(document[key]); home == "" && id != "" {
			home = hostOf(id)
		}
	}
	var move func(key string, v any) any
	move = func(key string, v any) any {
		switch v := v.(type) {
		case string:
			return tr.moved(v, home, a.prefix)
		case []any:
			for i := range v {
				v[i] = move(key, v[i])
			}
		case map[string]any:
			for inner := range v {
				text, isText := v[inner].(string)
				switch {
				case inner == "@context" || inner == "publicKeyPem":
				case isText && text != "" && (inner == "content" || key == "contentMap"):
					// Two with the same text would be taken for spam.
					v[inner] = text + " <p>" + a.prefix[len(a.prefix)-5:] + "</p>"
				default:
					v[inner] = move(inner, v[inner])
				}
			}
		}
		return v
	}
	return move("", document).(map[string]any)
}

func (tr *troupe) moved(address, home, prefix string) string {
	host := hostOf(address)
	if host == "" || slices.Contains(vocabularies, host) {
		return address
	}
	_, path, _ := strings.Cut(address, "//")
	path = path[len(host):]
	switch {
	case host == home:
		return prefix + path
	case host == "inews.example" && strings.HasPrefix(path, "/posts/"):
		return string(tr.post)
	case host == "inews.example":
		return string(tr.node.actor())
	}
	return string(tr.elsewhere.ID("/" + host + path))
}

// play sends an activity as its actor, about things of ours where that gives it
// a meaning.
func (tr *troupe) play(a *act, activity map[string]any) {
	a.actor = fed.ID(idIn(activity["actor"]))
	if _, err := fed.ParseID(string(a.actor)); err != nil || hostOf(string(a.actor)) != tr.server.Host {
		a.actor = fed.ID(a.prefix + "/player") // the one named can sign nothing
	}
	tr.casts(a.actor)
	object, embedded := activity["object"].(map[string]any)
	kind := typeOf(activity)
	switch {
	case kind == "Undo" && embedded:
		tr.aim(object)
		tr.seed(a.actor, typeOf(object), idIn(object))
	case kind == "Undo":
		tr.seed(a.actor, "Like", idIn(activity["object"]))
	case kind == "Accept" || kind == "Reject":
		tr.asked(a.actor, activity)
	case (kind == "Create" || kind == "Update") && embedded && object["inReplyTo"] != nil:
		object["inReplyTo"] = tr.post
	case kind == "Delete" || kind == "Block" || kind == "Move":
		tr.aim(activity)
		tr.seed(a.actor, "", "")
	default:
		tr.aim(activity)
	}
	if kind == "Update" || kind == "Delete" {
		tr.said(a.actor, idIn(activity["object"]))
	}
	a.body = marshal(tr.T, activity)
}

// aim points an activity at the blog, or at its post.
func (tr *troupe) aim(activity map[string]any) {
	if _, embedded := activity["object"].(map[string]any); embedded {
		return
	}
	switch typeOf(activity) {
	case "Follow", "Block":
		activity["object"] = tr.node.actor()
	case "Like", "EmojiReact", "Announce", "Dislike":
		activity["object"] = tr.post
	}
}

// wrap sends a bare object in a Create by its author.
func (tr *troupe) wrap(a *act, object map[string]any) {
	a.actor = fed.ID(idIn(object["attributedTo"]))
	if a.actor == "" || hostOf(string(a.actor)) != tr.server.Host {
		a.actor = fed.ID(a.prefix + "/player")
	}
	tr.casts(a.actor)
	if object["inReplyTo"] != nil {
		object["inReplyTo"] = tr.post
	}
	a.body = marshal(tr.T, map[string]any{
		"@context": object["@context"], "id": a.prefix + "/create", "type": "Create", "actor": a.actor, "object": object,
		"to": object["to"], "cc": object["cc"],
	})
}

// show serves a document, and has a partner pass it on; an actor is shown by a
// note that they wrote.
func (tr *troupe) show(a *act, document map[string]any) {
	a.actor = fed.ID(a.prefix + "/player")
	tr.casts(a.actor)
	id := fed.ID(idIn(document))
	if hostOf(string(id)) != tr.server.Host {
		id = fed.ID(a.prefix + "/nameless")
	}
	tr.put(id, document)
	if slices.Contains(actorTypes, typeOf(document)) {
		note := fed.ID(a.prefix + "/note")
		tr.put(note, map[string]any{
			"@context": fed.Namespace, "id": note, "type": "Note", "attributedTo": id, "content": "<p>Hello</p>",
			"to": []any{fed.Public}, "published": "2026-11-20T10:00:00Z",
		})
		id = note
	} else if author := fed.ID(idIn(document["attributedTo"])); hostOf(string(author)) == tr.server.Host && author != a.actor {
		tr.casts(author)
	}
	a.body = marshal(tr.T, map[string]any{
		"@context": fed.Namespace, "id": a.prefix + "/announce", "type": "Announce", "actor": a.actor, "object": id, "to": []any{fed.Public},
	})
}

// idIn is the address in a value: itself, its id, or that of the first of a list.
func idIn(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		id, _ := v["id"].(string)
		return id
	case []any:
		if len(v) > 0 {
			return idIn(v[0])
		}
	}
	return ""
}

func typeOf(document map[string]any) string {
	if list, ok := document["type"].([]any); ok && len(list) > 0 {
		kind, _ := list[0].(string)
		return kind
	}
	kind, _ := document["type"].(string)
	return kind
}

// hostOf is the host of a web address, "" of anything else.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.Host
}
