package interop

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/signature"
)

// What Fedify says when it refuses: that the signature does not fit, and that it
// fits but is another's.
const (
	unproven = "Failed to verify the request signature."
	notTheir = "The signer and the actor do not match."
)

// The blog follows anna, and eve gets hold of the signed request. Whatever she
// changes in it, Fedify refuses it and anna has no follower; last, she hands over
// the request as it was, and anna has one.
func TestFedifyRefusesTampering(t *testing.T) {
	for _, scheme := range []signature.Scheme{signature.Cavage, signature.RFC9421} {
		t.Run(string(scheme), func(t *testing.T) {
			t.Parallel()
			i := newInternet(t)
			a := &tampering{eve: i.eve(scheme), node: i.node().start(), scheme: scheme}
			a.node.desk.follow("@anna@" + a.host)
			a.genuine = a.takes()
			a.refused("a byte of the body", a.newID(), unproven)
			a.refused("the body and its digest", a.newDigest(a.newID()), unproven)
			a.refused("the time of the signature", a.later(), unproven)
			a.refused("the inbox", a.otherInbox(), unproven)
			a.refused("the actor (signed by the blog)", a.inAnothersName(), notTheir)
			a.accepted()
			a.node.noTrouble()
		})
	}
}

// tampering is what eve makes of a request of the blog's.
type tampering struct {
	*eve
	node    *node
	scheme  signature.Scheme
	genuine letter
}

// refused hands a changed letter over and checks that nothing comes of it.
func (a *tampering) refused(changed string, l letter, reason string) {
	a.Helper()
	status, told := a.hands(l)
	if status != http.StatusUnauthorized || told.Reason != reason {
		a.Errorf("%s changed: answered %d %q, want 401 %q", changed, status, told.Reason, reason)
	}
	if told.Heard != nil || told.Error != "" {
		a.Errorf("%s changed: Fedify passed on %+v %s", changed, told.Heard, told.Error)
	}
	if followers := a.followers(); len(followers) != 0 {
		a.Errorf("%s changed: anna is followed by %v", changed, followers)
	}
	if posted := a.anna.posted(); len(posted) != 0 {
		a.Errorf("%s changed: anna has answered with %+v", changed, posted)
	}
}

// accepted hands over the request as the blog sent it: it has the effect that
// none of the changed ones had.
func (a *tampering) accepted() {
	a.Helper()
	status, told := a.hands(a.genuine)
	if status != http.StatusAccepted || told.Heard == nil || told.Heard.Type != fed.FollowType || told.Error != "" {
		a.Fatalf("nothing changed: answered %d %q, Fedify passed on %+v %s", status, told.Reason, told.Heard, told.Error)
	}
	if followers := a.followers(); len(followers) != 1 || followers[0] != a.node.actor() {
		a.Errorf("nothing changed: anna is followed by %v", followers)
	}
	a.node.await("the blog hears that it may follow", func() bool {
		return a.node.desk.count(`SELECT count(*) FROM partners WHERE state = 'accepted'`) == 1
	})
}

// followers are anna's, as her server shows them.
func (a *tampering) followers() []fed.ID {
	a.Helper()
	var list fedifyThing
	a.anna.have("list", map[string]any{"id": a.anna.actor + "/followers"}, &list)
	return list.ids()
}

// newID changes the last letter of the activity's id: to a server that knows it,
// it is a new activity.
func (a *tampering) newID() letter {
	a.Helper()
	id, ok := a.activity()["id"].(string)
	if !ok || strings.Count(a.genuine.body, id) != 1 {
		a.Fatalf("the activity has no id of its own: %s", a.genuine.body)
	}
	last := "0"
	if strings.HasSuffix(id, last) {
		last = "1"
	}
	l := a.copy()
	l.body = strings.Replace(l.body, id, id[:len(id)-1]+last, 1)
	return l
}

// newDigest has the digest fit the body again.
func (a *tampering) newDigest(l letter) letter {
	a.Helper()
	name, form := "Digest", "SHA-256=%s"
	if a.scheme == signature.RFC9421 {
		name, form = "Content-Digest", "sha-256=:%s:"
	}
	digest := func(body string) string {
		sum := sha256.Sum256([]byte(body))
		return fmt.Sprintf(form, base64.StdEncoding.EncodeToString(sum[:]))
	}
	if got := l.header.Get(name); got != digest(a.genuine.body) {
		a.Fatalf("%s is %q, want that of the body", name, got)
	}
	l.header.Set(name, digest(l.body))
	return l
}

// later is a second after the request was signed, well within what Fedify allows.
func (a *tampering) later() letter {
	a.Helper()
	l := a.copy()
	if a.scheme == signature.Cavage {
		date, err := http.ParseTime(l.header.Get("Date"))
		check(a.T, err)
		l.header.Set("Date", date.Add(time.Second).Format(http.TimeFormat))
		return l
	}
	created := regexp.MustCompile(`;created=(\d+)`)
	found := created.FindStringSubmatch(l.header.Get("Signature-Input"))
	if found == nil {
		a.Fatalf("no time in %q", l.header.Get("Signature-Input"))
	}
	seconds, err := strconv.Atoi(found[1])
	check(a.T, err)
	l.header.Set("Signature-Input", strings.Replace(l.header.Get("Signature-Input"), found[0], fmt.Sprintf(";created=%d", seconds+1), 1))
	return l
}

// otherInbox takes the letter to the inbox of all who live at anna's, or to hers.
func (a *tampering) otherInbox() letter {
	l := a.copy()
	l.path = "/inbox"
	if a.genuine.path == l.path {
		l.path = "/people/anna/inbox"
	}
	return l
}

// inAnothersName is a request that the blog has truly signed, in which somebody
// else follows.
func (a *tampering) inAnothersName() letter {
	a.Helper()
	mallory := a.peer("mallory")
	activity := a.activity()
	activity["id"], activity["actor"] = mallory.Actor()+"/follow", mallory.Actor()
	body, err := json.Marshal(activity)
	check(a.T, err)
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://"+a.host+a.genuine.path, nil)
	check(a.T, err)
	request.Header.Set("Content-Type", a.genuine.header.Get("Content-Type"))
	check(a.T, signature.Sign(request, body, a.blogsKey(), a.scheme, time.Now()))
	return letter{path: a.genuine.path, header: request.Header, body: string(body)}
}

// blogsKey is the key that the server signs with in the blog's name.
func (a *tampering) blogsKey() signature.Key {
	a.Helper()
	keys, err := a.node.desk.db.ActorKeys(context.Background())
	check(a.T, err)
	for _, key := range keys {
		if key.Actor == "inews" {
			signer, err := signature.ParsePrivateKeyPEM(key.PrivateKey)
			check(a.T, err)
			return signature.Key{ID: fed.ID(key.KeyID), Signer: signer}
		}
	}
	a.Fatal("the blog has no key")
	return signature.Key{}
}

func (a *tampering) activity() map[string]any {
	a.Helper()
	var activity map[string]any
	check(a.T, json.Unmarshal([]byte(a.genuine.body), &activity))
	return activity
}

func (a *tampering) copy() letter {
	return letter{path: a.genuine.path, header: a.genuine.header.Clone(), body: a.genuine.body}
}
