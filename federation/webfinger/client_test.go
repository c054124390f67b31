package webfinger_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/webfinger"
)

// jrds is a host that answers WebFinger by resource and counts the questions.
type jrds struct {
	docs  map[string]string
	asked int
}

func (j *jrds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	j.asked++
	doc, ok := j.docs[r.URL.Query().Get("resource")]
	if r.URL.Path != "/.well-known/webfinger" {
		doc, ok = j.docs[r.URL.Path]
	}
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.Header.Get("Signature") != "" {
		http.Error(w, "WebFinger is not signed", http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", federation.JRDMediaType)
	fmt.Fprint(w, doc)
}

func jrd(subject, actor string) string {
	return fmt.Sprintf(`{"subject":%q,"links":[
		{"rel":"self","type":"text/html","href":"https://peer.example.com/page"},
		{"rel":"self","type":"application/activity+json","href":%q},
		{"rel":"http://webfinger.net/rel/profile-page","type":"text/html","href":"https://peer.example.com/@anna"},
		{"rel":"http://ostatus.org/schema/1.0/subscribe","template":"https://peer.example.com/authorize?uri={uri}"},
		{"rel":"https://w3id.org/fep/3b86/Create","template":"https://thief.example.com/share?text={content}"},
		{"rel":"https://w3id.org/fep/3b86/Object","template":"https://peer.example.com/open?uri={object}"}]}`, subject, actor)
}

const annaID = "https://peer.example.com/users/anna"

func TestLookup(t *testing.T) {
	c := newClient(t, map[string]http.Handler{"peer.example.com": &jrds{docs: map[string]string{
		"acct:anna@peer.example.com": jrd("acct:Anna@peer.example.com", annaID),
	}}})
	got, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "peer.example.com"})
	want := webfinger.Result{
		ActorID: annaID, Subject: webfinger.Handle{Name: "Anna", Host: "peer.example.com"}, Page: "https://peer.example.com/@anna",
	}
	if err != nil || got != want {
		t.Errorf("%+v, %v; want %+v", got, err, want)
	}
}

func TestLookupOfASubjectWithoutHost(t *testing.T) {
	c := newClient(t, map[string]http.Handler{"peer.example.com": &jrds{docs: map[string]string{
		"acct:anna@peer.example.com": `{"subject":"acct:anna","aliases":["acct:anna@peer.example.com"],"links":[{"rel":"self","type":"application/activity+json","href":"` + annaID + `"}]}`,
	}}})
	got, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "peer.example.com"})
	if err != nil || got.ActorID != annaID || got.Subject.String() != "@anna@peer.example.com" {
		t.Errorf("%+v, %v", got, err)
	}
}

// The handle's domain and the server's differ: one hop, and both must agree.
func TestLookupSplitDomain(t *testing.T) {
	const asked, real = "acct:anna@peer.example.com", "acct:anna@town.example.com"
	for name, test := range map[string]struct {
		peer, town string
		questions  int
		fails      bool
	}{
		"both agree":              {jrd(real, annaID), jrd(real, annaID), 2, false},
		"the second knows nobody": {jrd(real, annaID), "", 3, true}, // and it has no host-meta
		"the second hops again":   {jrd(real, annaID), jrd(asked, annaID), 2, true},
		"the second leads away":   {jrd(real, annaID), jrd(real, "https://town.example.com/users/anna"), 2, true},
		"the first is broken":     {`{"subject":"acct:anna"}`, jrd(real, annaID), 1, true},
	} {
		peer := &jrds{docs: map[string]string{asked: test.peer}}
		town := &jrds{docs: map[string]string{}}
		if test.town != "" {
			town.docs[real] = test.town
		}
		c := newClient(t, map[string]http.Handler{"peer.example.com": peer, "town.example.com": town})
		got, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "peer.example.com"})
		if (err != nil) != test.fails || err == nil && (got.ActorID != annaID || got.Subject.String() != "@anna@town.example.com") {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
		if peer.asked+town.asked != test.questions {
			t.Errorf("%s: %d questions, want %d", name, peer.asked+town.asked, test.questions)
		}
	}
}

func TestLookupThroughHostMeta(t *testing.T) {
	const handle = "acct:anna@town.example.com"
	for name, meta := range map[string]string{
		"XRD":  `<?xml version="1.0"?><XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template="https://peer.example.com/.well-known/webfinger?resource={uri}"/></XRD>`,
		"JSON": `{"links":[{"rel":"lrdd","template":"https://peer.example.com/.well-known/webfinger?resource={uri}"}]}`,
	} {
		c := newClient(t, map[string]http.Handler{
			"town.example.com": &jrds{docs: map[string]string{"/.well-known/host-meta": meta}},
			"peer.example.com": &jrds{docs: map[string]string{handle: jrd(handle, annaID)}},
		})
		got, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "town.example.com"})
		if err != nil || got.ActorID != annaID {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
	for name, meta := range map[string]string{
		"private":     `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"><Link rel="lrdd" template="https://127.0.0.1/?resource={uri}"/></XRD>`,
		"no template": `<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0"></XRD>`,
		"HTML":        `<!DOCTYPE html><p>Hello`,
	} {
		c := newClient(t, map[string]http.Handler{"town.example.com": &jrds{docs: map[string]string{"/.well-known/host-meta": meta}}})
		if got, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "town.example.com"}); err == nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestLookupRefuses(t *testing.T) {
	for name, doc := range map[string]string{
		"no subject":       strings.Replace(jrd("", annaID), `"subject":"",`, "", 1),
		"no self link":     `{"subject":"acct:anna@peer.example.com","links":[{"rel":"self","type":"text/html","href":"https://peer.example.com/"}]}`,
		"self of no type":  `{"subject":"acct:anna@peer.example.com","links":[{"rel":"self","href":"https://peer.example.com/users/anna"}]}`,
		"self of a scheme": jrd("acct:anna@peer.example.com", "javascript:alert(1)"),
		"HTML":             "<html>",
		"list":             "[]",
	} {
		c := newClient(t, map[string]http.Handler{"peer.example.com": &jrds{docs: map[string]string{"acct:anna@peer.example.com": doc}}})
		_, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: "peer.example.com"})
		if !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Check 25, for WebFinger: a host at a private address is refused.
func TestCheck25Lookup(t *testing.T) {
	c := newClient(t, nil)
	for _, host := range []string{"localhost", "private.example.com", "127.0.0.1", "[::1]", "①②⑦.⓪.⓪.①"} {
		_, err := c.Lookup(t.Context(), webfinger.Handle{Name: "anna", Host: host})
		if !errors.Is(err, federation.ErrForbidden) && !errors.Is(err, federation.ErrMalformed) {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestVerifyProvesBothDirections(t *testing.T) {
	const zoe = "https://peer.example.com/users/zoe"
	peer := &jrds{docs: map[string]string{
		"acct:anna@peer.example.com": jrd("acct:anna@peer.example.com", annaID),
		"acct:ned@peer.example.com":  jrd("acct:ned@town.example.com", "https://peer.example.com/users/ned"),
	}}
	town := &jrds{docs: map[string]string{
		"acct:ned@town.example.com": jrd("acct:ned@town.example.com", "https://peer.example.com/users/ned"),
	}}
	c := newClient(t, map[string]http.Handler{"peer.example.com": peer, "town.example.com": town})
	for _, test := range []struct {
		name, want string // "": not proven
		actor      federation.Actor
	}{
		{"name on the host of the id", "@anna@peer.example.com", federation.Actor{ID: annaID, PreferredUsername: "anna"}},
		{"claim", "@anna@peer.example.com", federation.Actor{ID: annaID, PreferredUsername: "x", WebFinger: "anna@peer.example.com"}},
		{"split domain, by hop", "@ned@town.example.com", federation.Actor{ID: "https://peer.example.com/users/ned", PreferredUsername: "ned"}},
		{"split domain, by claim", "@ned@town.example.com", federation.Actor{ID: "https://peer.example.com/users/ned", PreferredUsername: "ned", WebFinger: "ned@town.example.com"}},
		{"claims another's handle", "", federation.Actor{ID: zoe, PreferredUsername: "zoe", WebFinger: "anna@peer.example.com"}},
		{"bears another's name", "", federation.Actor{ID: zoe, PreferredUsername: "anna"}},
		{"other spelling of the id", "", federation.Actor{ID: "https://peer.example.com:443/users/anna", PreferredUsername: "anna"}},
		{"unknown", "", federation.Actor{ID: zoe, PreferredUsername: "zoe"}},
		{"no name", "", federation.Actor{ID: zoe}},
		{"name that leads elsewhere", "", federation.Actor{ID: zoe, PreferredUsername: "anna@town.example.com/x?"}},
	} {
		h, err := c.Verify(t.Context(), test.actor)
		if test.want == "" && err == nil || test.want != "" && (err != nil || h.String() != test.want) {
			t.Errorf("%s: %s, %v; want %s", test.name, h, err, test.want)
		}
	}
}
