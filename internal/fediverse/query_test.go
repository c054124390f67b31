package fediverse_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	fed "inews/federation"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/pgtest"
)

// wireParameters are all that an address of the fediverse is read for, found in
// the source so that a new one is tried as well.
func wireParameters(t *testing.T) (names []string) {
	t.Helper()
	named := regexp.MustCompile(`[qQ]uery(?:\(\))?(?:\.Get\(|\[)"([a-z_]+)"`)
	for _, folder := range []string{".", "../../federation/actor", "../../federation/webfinger", "../../federation/nodeinfo", "../../federation/inbox"} {
		files, err := filepath.Glob(folder + "/*.go")
		check(t, err)
		for _, file := range files {
			source, err := os.ReadFile(file)
			check(t, err)
			for _, m := range named.FindAllStringSubmatch(string(source), -1) {
				if !strings.HasSuffix(file, "_test.go") && !slices.Contains(names, m[1]) {
					names = append(names, m[1])
				}
			}
		}
	}
	if len(names) < 3 {
		t.Fatalf("only %q were found, want page, rel and resource among them", names)
	}
	return names
}

// wireAddresses are one of each sort that the blog serves to other servers, with
// everything below it.
func (w *world) wireAddresses() []string {
	w.Helper()
	var event, activity, stamp string
	w.one(`
		INSERT INTO posts (form, state, slug, title, published_at) VALUES ('event', 'published', 'talk', 'Talk', now())
		RETURNING object_id`).into(&event)
	w.exec(`INSERT INTO events (post_id, starts_at, zone) SELECT id, now(), 'Europe/London' FROM posts WHERE slug = 'talk'`)
	w.one(`
		INSERT INTO outbox_activities (id, uri, type, sender, object_id, post_id, public, body)
		VALUES (gen_random_uuid(), 'https://blog.example/ap/activities/1', 'Create', 'inews', $1, $2, true, '{}')
		RETURNING id`, w.post, w.postID).into(&activity)
	w.one(`SELECT gen_random_uuid()`).into(&stamp)
	comment, err := w.staff.Submit(w.Context(), comments.Submission{PostID: w.postID, Name: "Peggy", Text: "Well"})
	check(w.T, err)
	_, err = w.staff.Approve(w.Context(), blog.Editor{Role: blog.Owner}, comment.ID)
	check(w.T, err)

	base := w.bridge.Base
	addresses := []string{"/.well-known/webfinger", "/.well-known/host-meta", "/.well-known/host-meta.json", "/.well-known/nodeinfo",
		"/nodeinfo/2.1", "/ap/activities/" + activity, "/ap/stamps/" + stamp}
	for object, parts := range map[string]string{
		"/ap/actors/inews":                       "inbox outbox followers following featured tags",
		"/ap/actors/instance":                    "inbox outbox followers following featured tags",
		strings.TrimPrefix(string(w.post), base): "replies likes shares context",
		"/ap/events/" + event:                    "replies likes shares context",
		"/ap/comments/" + comment.URI[len(base)+len("/ap/comments/"):]: "replies likes shares",
	} {
		addresses = append(addresses, object)
		for part := range strings.FieldsSeq(parts) {
			addresses = append(addresses, object+"/"+part)
		}
	}
	return addresses
}

// Check 42 for other servers: "SQL: every sort/filter/search parameter fuzzed
// with quotes and slug:[": each parameter that WebFinger, the collections and
// the rest read, at each address, and the key within the address, with each
// nasty value: the answer is never a fault of ours, to a server or to a browser.
func TestCheck42WireParameters(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	names, addresses := wireParameters(t), w.wireAddresses()
	answers := map[int]int{}
	try := func(address string) {
		for _, accept := range []string{fed.MediaType, "text/html"} {
			r := httptest.NewRequest(http.MethodGet, "https://blog.example/", nil)
			target, err := url.Parse("https://blog.example" + address)
			if err != nil {
				t.Fatal(err)
			}
			r.URL, r.RequestURI = target, target.RequestURI()
			r.Header.Set("Accept", accept)
			answer := httptest.NewRecorder()
			w.site.ServeHTTP(answer, r)
			answers[answer.Code]++
			if answer.Code >= 500 {
				t.Errorf("GET %.200q (%s) answers %d", address, accept, answer.Code)
			}
		}
	}
	for _, address := range addresses {
		try(address)
		for _, value := range pgtest.Nasty {
			for _, name := range names {
				try(address + "?" + url.Values{name: {value}}.Encode())
			}
			// What is read when another parameter is right, and cursors of two parts.
			try(address + "?" + url.Values{"resource": {"acct:inews@blog.example"}, "rel": {value}}.Encode())
			try(address + "?" + url.Values{"resource": {"acct:" + value + "@blog.example"}}.Encode())
			try(address + "?" + url.Values{"resource": {"https://blog.example/ap/posts/" + value}}.Encode())
			try(address + "?" + url.Values{"page": {"1_" + value}}.Encode())
			try(address + "?" + url.Values{"page": {value + "_00000000-0000-4000-8000-000000000000"}}.Encode())
			try(address + "?page='&resource=%zz&" + url.QueryEscape(value))
			if kind, rest, ok := strings.Cut(strings.TrimPrefix(address, "/ap/"), "/"); ok && strings.HasPrefix(address, "/ap/") {
				_, part, _ := strings.Cut(rest, "/")
				try("/ap/" + kind + "/" + url.PathEscape(value) + "/" + part)
				try("/ap/" + kind + "/" + url.PathEscape(value))
			}
		}
	}
	if answers[http.StatusOK] == 0 || answers[http.StatusNotFound] == 0 || answers[http.StatusBadRequest] == 0 {
		t.Errorf("answers by their status: %v; something was not asked for", answers)
	}
}
