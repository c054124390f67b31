package webfinger_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/webfinger"
)

// links is a document with the given templates by relation.
func links(subject, actor string, templates map[string]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"subject":%q,"links":[{"rel":"self","type":"application/activity+json","href":%q}`, subject, actor)
	for rel, template := range templates {
		fmt.Fprintf(&b, `,{"rel":%q,"template":%q}`, rel, template)
	}
	b.WriteString("]}")
	return b.String()
}

// Templates as servers publish them: Mastodon from 4.6 on, older ones, those
// that write the address as the FEP does or the relation in another case, and
// GoToSocial, which has none.
func TestIntents(t *testing.T) {
	const anna, at = "acct:anna@peer.example.com", "https://peer.example.com"
	for name, test := range map[string]struct {
		doc  string
		want webfinger.Intents
	}{
		"Mastodon 4.6": {links(anna, annaID, map[string]string{
			webfinger.Subscribe: at + "/authorize_interaction?uri={uri}", webfinger.Create: at + "/share?text={content}", webfinger.Object: at + "/authorize_interaction?uri={object}",
		}), webfinger.Intents{
			webfinger.Subscribe: at + "/authorize_interaction?uri={uri}", webfinger.Create: at + "/share?text={content}", webfinger.Object: at + "/authorize_interaction?uri={object}",
		}},
		"OStatus":   {links(anna, annaID, map[string]string{webfinger.Subscribe: at + "/ostatus_subscribe?acct={uri}"}), webfinger.Intents{webfinger.Subscribe: at + "/ostatus_subscribe?acct={uri}"}},
		"lower":     {links(anna, annaID, map[string]string{"https://w3id.org/fep/3b86/like": at + "/like?{object}"}), webfinger.Intents{webfinger.Like: at + "/like?{object}"}},
		"href":      {strings.Replace(links(anna, annaID, map[string]string{webfinger.Follow: at + "/f?{object}"}), `"template"`, `"href"`, 1), webfinger.Intents{webfinger.Follow: at + "/f?{object}"}},
		"none":      {links(anna, annaID, nil), webfinger.Intents{}},
		"no place":  {links(anna, annaID, map[string]string{webfinger.Follow: at + "/follow", webfinger.Create: at + "/share?url={uri}"}), webfinger.Intents{}},
		"elsewhere": {links(anna, annaID, map[string]string{webfinger.Follow: "https://thief.example.com/?{object}"}), webfinger.Intents{}},
	} {
		c := newClient(t, map[string]http.Handler{"peer.example.com": &jrds{docs: map[string]string{anna: test.doc}}})
		got, err := c.Intents(t.Context(), webfinger.Handle{Name: "anna", Host: "peer.example.com"})
		if err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, test.want)
		}
	}
}

// Where the domain of the handle is not the server's, the server speaks for
// itself: nobody leads readers to a third party by naming it.
func TestIntentsOfASplitDomain(t *testing.T) {
	const anna, actor = "acct:anna@town.example.com", "https://peer.example.com/users/anna"
	handle := webfinger.Handle{Name: "anna", Host: "town.example.com"}
	claimed := links(anna, actor, map[string]string{webfinger.Follow: "https://peer.example.com/logout?{object}"})
	own := links(anna, actor, map[string]string{webfinger.Follow: "https://peer.example.com/follow?{object}"})
	for name, test := range map[string]struct {
		peer string
		want webfinger.Intents
	}{
		"the server agrees":        {own, webfinger.Intents{webfinger.Follow: "https://peer.example.com/follow?{object}"}},
		"the server knows nobody":  {"", webfinger.Intents{}},
		"it is another's handle":   {links("acct:bert@town.example.com", actor, map[string]string{webfinger.Follow: "https://peer.example.com/follow?{object}"}), webfinger.Intents{}},
		"it leads to another":      {links(anna, annaID+"2", map[string]string{webfinger.Follow: "https://peer.example.com/follow?{object}"}), webfinger.Intents{}},
		"the server names a third": {links(anna, actor, map[string]string{webfinger.Follow: "https://thief.example.com/follow?{object}"}), webfinger.Intents{}},
	} {
		peer := &jrds{docs: map[string]string{}}
		if test.peer != "" {
			peer.docs[anna] = test.peer
		}
		c := newClient(t, map[string]http.Handler{"town.example.com": &jrds{docs: map[string]string{anna: claimed}}, "peer.example.com": peer})
		if got, err := c.Intents(t.Context(), handle); err != nil || !maps.Equal(got, test.want) {
			t.Errorf("%s: %v, %v; want %v", name, got, err, test.want)
		}
	}
	c := newClient(t, nil)
	if _, err := c.Intents(t.Context(), webfinger.Handle{Name: "anna", Host: "private.example.com"}); !errors.Is(err, federation.ErrForbidden) {
		t.Errorf("a private address: %v", err)
	}
}
