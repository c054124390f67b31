package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	fed "inews/federation"
)

// Check 23: "Drafts, scheduled, deleted, held comments: absent from HTML, AP
// object, outbox, replies, context, feeds, search, sitemap, NodeInfo, e-mail;
// response bytes equal those for a never-existing id." A whole server is asked,
// as readers and as other servers ask. There is no e-mail yet: what sends one
// will have to read what readers may see, through the same queries.
func TestCheck23HiddenIsAbsent(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node().start()
	s := n.secrets()
	n.await("the change has come through", func() bool {
		code, _ := n.ask(s.late.path, "text/html")
		object, _ := n.ask(string(s.late.object), fed.MediaType)
		return code == http.StatusNotFound && object == http.StatusNotFound
	})
	n.listsNothing(s)
	n.countsNothing()
	for _, twin := range s.twins() {
		n.asNever(twin.hidden, twin.never)
	}
	n.takesNoComment(s)
	n.noTrouble()
}

// uuid and slug of what never was.
const (
	neverID   = "0b0e0b0e-0b0e-4b0e-8b0e-0b0e0b0e0b0e"
	neverSlug = "what-never-was"
)

// listsNothing looks for the hidden things wherever something is listed, and
// for the one public post, so that it is known that something is listed.
func (n *node) listsNothing(s *secrets) {
	n.Helper()
	marks := s.marks()
	for _, address := range s.listings() {
		for _, accept := range []string{"text/html", fed.MediaType, "*/*"} {
			code, body := n.ask(address, accept)
			if code == http.StatusSeeOther {
				continue // a browser is sent from an object to its page
			}
			if code != http.StatusOK {
				n.Errorf("%s answers %d: nothing can be looked for", address, code)
			}
			for name, mark := range marks {
				if strings.Contains(body, mark) {
					n.Errorf("%s shows %s: %q", address, name, mark)
				}
			}
		}
	}
	for _, address := range []string{"/", "/archive", "/feed.rss", "/feed.atom", "/feed.json", "/sitemap.xml", "/search?q=lamps", "/tags/open", "/ap/actors/inews/outbox?page=1"} {
		if _, body := n.ask(address, "*/*"); !strings.Contains(body, "lamps") && !strings.Contains(body, "open") {
			n.Errorf("%s does not list the public post: it proves nothing", address)
		}
	}
}

// countsNothing holds every number that anybody may see to what is public: one
// post with two comments.
func (n *node) countsNothing() {
	n.Helper()
	_, body := n.ask("/nodeinfo/2.1", "application/json")
	var info struct {
		Usage struct{ LocalPosts, LocalComments int }
	}
	check(n.T, json.Unmarshal([]byte(body), &info))
	if info.Usage.LocalPosts != 1 || info.Usage.LocalComments != 2 {
		n.Errorf("NodeInfo counts %+v, and one post and two comments are public", info.Usage)
	}
	lead := n.desk.one(`SELECT object_id::text FROM posts WHERE slug = 'lamps'`)
	for address, want := range map[string]float64{
		"/ap/actors/inews/outbox": 1, "/ap/posts/" + lead + "/replies": 2, "/ap/posts/" + lead + "/context": 3,
	} {
		if total := n.object(fed.ID(n.base + address))["totalItems"]; total != nil && total != want {
			n.Errorf("%s counts %v, want %v", address, total, want)
		}
	}
	for _, address := range []string{"/", "/posts/lamps"} {
		if _, page := n.page(address); !strings.Contains(page, "2 comments") {
			n.Errorf("%s does not say that there are two comments", address)
		}
	}
}

// asNever compares the answers for what is hidden and what never was.
func (n *node) asNever(hidden, never string) {
	n.Helper()
	for _, method := range []string{http.MethodGet, http.MethodHead} {
		for _, accept := range []string{"text/html", fed.MediaType, "*/*"} {
			for _, encoding := range []string{"identity", "gzip"} {
				header := http.Header{"Accept": {accept}, "Accept-Encoding": {encoding}}
				a, b := n.whole(method, hidden, header, ""), n.whole(method, never, header, "")
				if a != b {
					n.Errorf("%s %s, for %s: what is hidden is told from what never was (%s):\n%s\n---\n%s", method, hidden, accept, never, a, b)
					return
				}
				if !strings.HasPrefix(b, "404 ") {
					n.Errorf("%s %s answers %.20s: it is not what never was", method, never, b)
				}
			}
		}
	}
}

// takesNoComment posts readers' comments to what is hidden.
func (n *node) takesNoComment(s *secrets) {
	n.Helper()
	header := http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {n.base}}
	never := n.whole(http.MethodPost, "/posts/"+neverSlug+"/comments", header, "text=words")
	for _, hidden := range s.hidden {
		if got := n.whole(http.MethodPost, "/posts/"+hidden.slug+"/comments", header, "text=words"); got != never {
			n.Errorf("a comment on %s is answered otherwise than on what never was:\n%s\n---\n%s", hidden.slug, got, never)
		}
	}
	never = n.whole(http.MethodPost, "/posts/lamps/comments", header, "text=words&parent="+neverID)
	if got := n.whole(http.MethodPost, "/posts/lamps/comments", header, "text=words&parent="+s.held[0]); got != never {
		n.Errorf("an answer to a held comment is answered otherwise than to what never was:\n%s\n---\n%s", got, never)
	}
}

// whole is a whole answer as text: status, headers without the date and the
// request's id, bytes.
func (n *node) whole(method, address string, header http.Header, body string) string {
	n.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, n.base+strings.TrimPrefix(address, n.base), strings.NewReader(body))
	check(n.T, err)
	request.Header = header.Clone()
	response, err := n.client.Do(request)
	check(n.T, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	check(n.T, err)
	var all bytes.Buffer
	fmt.Fprintf(&all, "%d %s\n", response.StatusCode, response.Proto)
	response.Header.Del("Date")
	response.Header.Del("X-Request-Id")
	check(n.T, response.Header.Write(&all))
	fmt.Fprintf(&all, "\n%s", content)
	return all.String()
}
