package webfinger

import (
	"context"
	"strings"
)

// Relations of templates by which a server says where its people do something
// with an address of another server. Source: FEP-3b86, in any case.
const (
	Subscribe = "http://ostatus.org/schema/1.0/subscribe" // {uri}: whom to follow, and with most servers any object
	Create    = intent + "Create"                         // write a post with {content}
	Object    = intent + "Object"                         // open {object}, to answer or share it
	Follow    = intent + "Follow"
	Like      = intent + "Like"
	Announce  = intent + "Announce"

	intent = "https://w3id.org/fep/3b86/"
)

// takes are the placeholders of which a template of each relation needs one.
var takes = map[string][]string{
	Subscribe: {"uri"}, Create: {"content", "object"}, Object: {"object"}, Follow: {"object"}, Like: {"object"}, Announce: {"object"},
}

// Intents are the templates of somebody's own server, by relation.
type Intents map[string]Template

// Intents asks the server of a handle where its people follow, answer and share.
// A template becomes a link for whoever reads ours, so it counts only when the
// server to which it leads says so itself: the domain of the handle, or the
// server of its actor, once that has confirmed to be theirs. Errors are those
// of Lookup.
func (c *Client) Intents(ctx context.Context, h Handle) (Intents, error) {
	said, subject, actor, err := c.resolve(ctx, h)
	if err != nil {
		return nil, err
	}
	found := Intents{}
	found.take(said, subject.Host)
	if server := actor.Host(); server != subject.Host {
		own, err := c.askAt(ctx, server, subject)
		if err != nil {
			return found, nil // it keeps its templates to itself, and nobody else speaks for it
		}
		confirmed, errSubject := ParseHandle(own.Subject)
		same, errActor := own.Actor()
		if errSubject == nil && errActor == nil && confirmed.Same(subject) && same == actor {
			found.take(own, server)
		}
	}
	return found, nil
}

// take notes the templates of a document that stay on the host that serves it.
func (i Intents) take(d Document, host string) {
	for rel, names := range takes {
		for _, l := range d.Links {
			t := l.address()
			if strings.EqualFold(l.Rel, rel) && i[rel] == "" && t.on(host) && t.hasOne(names) {
				i[rel] = t
			}
		}
	}
}

// address is the template of a link: "template" as servers write it, or "href"
// as the FEP does.
func (l Link) address() Template {
	if l.Template != "" {
		return Template(l.Template)
	}
	return Template(l.Href)
}

func (t Template) hasOne(names []string) bool {
	for _, name := range names {
		if t.Has(name) {
			return true
		}
	}
	return false
}
