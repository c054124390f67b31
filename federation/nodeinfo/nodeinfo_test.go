package nodeinfo_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"inews/federation"
	"inews/federation/fetch"
	"inews/federation/nodeinfo"
)

const council = "https://council.example.com"

func handler() *nodeinfo.Handler {
	return &nodeinfo.Handler{Origin: council, Application: council + "/ap/actors/instance", Describe: func(context.Context) (nodeinfo.Document, error) {
		posts := 12
		return nodeinfo.Document{
			Software: nodeinfo.Software{Name: "inews", Version: "1.0.0"},
			Usage:    nodeinfo.Usage{LocalPosts: &posts},
		}, nil
	}}
}

// newClient reaches one host, which may bear any name that resolves to its
// address; every other name is private.
func newClient(t *testing.T, h http.Handler) *nodeinfo.Client {
	t.Helper()
	s := httptest.NewTLSServer(h)
	t.Cleanup(s.Close)
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c := &fetch.Client{RootCAs: roots, Resolver: resolver{}, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, s.Listener.Addr().String())
	}}
	t.Cleanup(c.CloseIdleConnections)
	return &nodeinfo.Client{Fetch: c}
}

type resolver struct{}

func (resolver) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host == "council.example.com" {
		return []netip.Addr{netip.MustParseAddr("81.2.69.1")}, nil
	}
	return []netip.Addr{netip.MustParseAddr("fd00::1")}, nil
}

func TestHandler(t *testing.T) {
	for _, test := range []struct {
		method, path string
		code         int
		contentType  string
		body         string
	}{
		{"GET", "/.well-known/nodeinfo", 200, "application/json",
			`{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":"https://council.example.com/nodeinfo/2.1"},{"rel":"https://www.w3.org/ns/activitystreams#Application","href":"https://council.example.com/ap/actors/instance"}]}`},
		{"GET", "/nodeinfo/2.1", 200, `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/2.1#"`,
			`{"version":"2.1","software":{"name":"inews","version":"1.0.0"},"protocols":["activitypub"],"services":{"inbound":[],"outbound":[]},"openRegistrations":false,"usage":{"users":{},"localPosts":12},"metadata":{}}`},
		{"GET", "/nodeinfo/2.0", 404, federation.ProblemJSONType, `{"detail":"there is no such document here","status":404,"title":"Not Found"}`},
		{"POST", "/nodeinfo/2.1", 405, federation.ProblemJSONType, `{"detail":"this address can only be read","status":405,"title":"Method Not Allowed"}`},
	} {
		w := httptest.NewRecorder()
		handler().ServeHTTP(w, httptest.NewRequest(test.method, test.path, nil))
		if w.Code != test.code || strings.TrimSpace(w.Body.String()) != test.body || w.Header().Get("Content-Type") != test.contentType {
			t.Errorf("%s %s: %d %s\n%s", test.method, test.path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s %s: header %v", test.method, test.path, w.Header())
		}
	}
}

func TestHandlerWithoutNumbers(t *testing.T) {
	h := &nodeinfo.Handler{Origin: council, Describe: func(context.Context) (nodeinfo.Document, error) {
		return nodeinfo.Document{}, errors.New("database is down")
	}}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/nodeinfo/2.1", nil))
	if w.Code != 503 || w.Header().Get("Retry-After") == "" || strings.Contains(w.Body.String(), "database") {
		t.Errorf("%d, header %v, %s", w.Code, w.Header(), w.Body)
	}
}

func TestLookupReadsOurOwn(t *testing.T) {
	s, err := newClient(t, handler()).Lookup(t.Context(), "council.example.com")
	if err != nil || s.Software.Name != "inews" || s.Application != council+"/ap/actors/instance" || s.Usage.LocalPosts == nil || *s.Usage.LocalPosts != 12 {
		t.Errorf("%+v, %v", s, err)
	}
}

func TestLookup(t *testing.T) {
	links := func(rel, href, application string) string {
		raw, err := json.Marshal(nodeinfo.Discovery{Links: []nodeinfo.Link{{Rel: rel, Href: href}, {Rel: nodeinfo.Application, Href: application}}})
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	good := links(nodeinfo.Schema20, council+"/doc", council+"/actor")
	for _, test := range []struct {
		name, discovery, doc string
		software             string // "": refused
		application          federation.ID
	}{
		{"2.0", good, `{"version":"2.0","software":{"name":"wordpress","version":"6.4"},"metadata":[],"usage":{"users":{"total":"many"},"localPosts":3}}`, "wordpress", council + "/actor"},
		{"foreign application", links(nodeinfo.Schema21, council+"/doc", "https://thief.example.com/actor"), `{"software":{"name":"a"}}`, "a", ""},
		{"null usage", good, `{"software":{"name":"a"},"usage":null,"protocols":{"inbound":[]},"services":[]}`, "a", council + "/actor"},
		{"no software", good, `{"version":"2.0"}`, "", ""},
		{"not JSON", good, `<html>`, "", ""},
		{"old schema", links("http://nodeinfo.diaspora.software/ns/schema/1.0", council+"/doc", ""), `{"software":{"name":"a"}}`, "", ""},
		{"document at a private host", links(nodeinfo.Schema21, "https://private.example.com/doc", ""), `{"software":{"name":"a"}}`, "", ""},
		{"discovery not JSON", "[", "", "", ""},
	} {
		mux := http.NewServeMux()
		mux.HandleFunc("/.well-known/nodeinfo", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(test.discovery)) })
		mux.HandleFunc("/doc", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(test.doc)) })
		s, err := newClient(t, mux).Lookup(t.Context(), "council.example.com")
		if s.Software.Name != test.software || (err == nil) != (test.software != "") || s.Application != test.application {
			t.Errorf("%s: %+v, %v", test.name, s, err)
		}
	}
}

// Check 25, for NodeInfo: a host at a private address is refused.
func TestCheck25Lookup(t *testing.T) {
	for _, host := range []string{"private.example.com", "127.0.0.1", "[::1]", "169.254.169.254"} {
		_, err := newClient(t, handler()).Lookup(t.Context(), host)
		if !errors.Is(err, federation.ErrForbidden) {
			t.Errorf("%s: %v", host, err)
		}
	}
}
