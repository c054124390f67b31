package interop

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/federation/activitystreams"
	"inews/federation/signature"
)

// Check 7 with software that shares no line with ours: Fedify believes the proof
// in each kind of activity that we prove, and we believe the one that it puts
// into its own; a letter that is changed, and neither does. Also after both
// kinds of our keys were replaced.
func TestCheck07FedifyProofs(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	talk := &fedifyTalk{node: i.node().start(), anna: i.fedify(signature.RFC9421)}
	talk.follows()
	talk.receives()
	talk.desk.edit(talk.post, "Bins, again")
	shared := talk.shares()
	_, err := talk.desk.newsroom.Withdraw(context.Background(), talk.desk.editor, talk.event.ID, "moved")
	check(t, err)
	talk.rotates("rsa", "#main-key-2")
	for activity, object := range map[string]fed.ID{
		fed.CreateType: talk.post.Object, "Create of an event": talk.event.Object, fed.UpdateType: talk.post.Object,
		fed.DeleteType: talk.event.Object, fed.AnnounceType: shared, "Update of the actor": talk.actor(),
	} {
		kind, _, _ := strings.Cut(activity, " ")
		talk.isBelieved(activity, talk.anna.hears(kind, object).Body)
	}

	reply := talk.anna.says("reply", map[string]any{"to": talk.post.Object, "words": "Which street?"})
	talk.believes(reply)

	var retired []struct{ ID fed.ID }
	talk.desk.exec(`UPDATE actor_keys SET replaced_at = replaced_at - INTERVAL '8 days' WHERE state = 'replaced'`)
	talk.inews(&retired, "keys", "rotate", "--retire")
	if len(retired) != 1 || retired[0].ID != talk.actor()+"#main-key" {
		t.Errorf("retired are %v", retired)
	}
	talk.rotates("ed25519", "#ed25519-key-2")
	later := talk.publish("post", "---\ntitle: Later\n---\nUnder another key.\n")
	heard := talk.anna.hears(fed.CreateType, later.Object)
	if !strings.Contains(heard.Headers["signature-input"], `#main-key-2"`) || !strings.Contains(heard.Body, `#ed25519-key-2"`) {
		t.Errorf("after the rotations it is signed %s, in %s", heard.Headers["signature-input"], heard.Body)
	}
	talk.isBelieved("Create after two rotations", heard.Body)
	talk.noTrouble()
	talk.anna.noTrouble()
}

// rotates replaces a key of the blog's by the command line, and waits until anna
// has been told.
func (c *fedifyTalk) rotates(algorithm string, name fed.ID) {
	c.Helper()
	var made struct{ ID fed.ID }
	c.inews(&made, "keys", "rotate", "--algorithm", algorithm)
	if made.ID != c.actor()+name {
		c.Errorf("the new key is %s, want %s", made.ID, name)
	}
	c.anna.await("anna hears of "+string(name), func() bool {
		return slices.ContainsFunc(c.anna.deliveries, func(d fedifyDelivery) bool {
			return d.Heard != nil && d.Heard.Type == fed.UpdateType && strings.Contains(d.Body, `"`+string(made.ID)+`"`)
		})
	})
}

// shares has the blog follow anna and share what she publishes.
func (c *fedifyTalk) shares() fed.ID {
	c.Helper()
	posted := len(c.anna.posted())
	c.desk.follow("@anna@" + c.anna.host)
	// Her server notes it as sent when it has our answer, which may be later than
	// what we make of it.
	c.await("anna's Accept has come", func() bool {
		return c.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1 && len(c.anna.posted()) > posted
	})
	article := c.anna.says("publish", map[string]any{"form": "Article", "name": "Elms", "words": "Ten of them."})
	c.await("the blog has it", func() bool { return c.desk.count(`SELECT count(*) FROM network_items`) == 1 })
	item, err := c.desk.db.ItemByURI(context.Background(), string(article))
	check(c.T, err)
	_, err = c.desk.network.Share(context.Background(), c.desk.editor, item.ID)
	check(c.T, err)
	return article
}

// isBelieved has Fedify check the proof in an activity of ours, as it is and
// with a letter changed.
func (c *fedifyTalk) isBelieved(what, body string) {
	c.Helper()
	changed := strings.Replace(body, `"published":"2`, `"published":"1`, 1)
	for text, want := range map[string]bool{body: true, changed: false} {
		var believed bool
		c.anna.have("believe", map[string]any{"document": json.RawMessage(text)}, &believed)
		if believed != want {
			c.Errorf("%s: Fedify believes the proof %t, want %t, in %s", what, believed, want, text)
		}
	}
}

// believes checks Fedify's proof in the Create of a note, as it came and with a
// letter changed, against the key that anna's actor lists.
func (c *fedifyTalk) believes(note fed.ID) {
	c.Helper()
	var body []byte
	check(c.T, c.desk.db.SQL().QueryRowContext(context.Background(),
		`SELECT body FROM inbox_items WHERE object_id = $1 AND type = 'Create'`, note).Scan(&body))
	proof, ok, err := signature.ReadProof(body)
	check(c.T, err)
	if !ok {
		c.Fatalf("anna's Create has no proof: %s", body)
	}
	_, document := c.ask(string(c.anna.actor), fed.MediaType)
	anna, err := activitystreams.ReadActor([]byte(document))
	check(c.T, err)
	var key fed.PublicKey
	for _, listed := range anna.Keys {
		if listed.ID == proof.Method && listed.Asserts {
			key = listed
		}
	}
	if err := signature.VerifyProof(body, key); err != nil {
		c.Errorf("Fedify's proof: %v, by %+v, in %s", err, key, body)
	}
	changed := strings.Replace(string(body), "Which street?", "Whose street?", 1)
	if err := signature.VerifyProof([]byte(changed), key); err == nil || changed == string(body) {
		c.Errorf("Fedify's proof fits other words, too")
	}
}
