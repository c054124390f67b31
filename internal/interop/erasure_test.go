package interop

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/mailing"
	"inews/internal/pgtest"
)

// receipt is what "inews privacy erase" and "receipts" print.
type receipt struct {
	Number  int
	State   string
	Servers []struct {
		Host, Activity, Answer string
		Code                   int
	}
	FinishedAt string `json:"finished_at"`
}

// receiptOf waits until an erasure has finished, and returns its receipt.
func (n *node) receiptOf(number int) (r receipt) {
	n.Helper()
	n.await("the erasure has finished", func() bool {
		var list []receipt
		n.inews(&list, "privacy", "receipts")
		at := slices.IndexFunc(list, func(r receipt) bool { return r.Number == number })
		if at < 0 || list[at].FinishedAt == "" {
			return false
		}
		r = list[at]
		return true
	})
	return r
}

// given is the file that a person gets, as text.
func (n *node) given(who string) (page, data string) {
	n.Helper()
	file := filepath.Join(n.TempDir(), "given.zip")
	var parts []any
	n.inews(&parts, "privacy", "export", who, file)
	return n.unpack(file)
}

// unpack reads such a file.
func (n *node) unpack(file string) (page, data string) {
	n.Helper()
	z, err := zip.OpenReader(file)
	check(n.T, err)
	defer func() { _ = z.Close() }()
	files := map[string]string{}
	for _, entry := range z.File {
		r, err := entry.Open()
		check(n.T, err)
		body, err := io.ReadAll(r)
		check(n.T, err)
		files[entry.Name] = string(body)
	}
	return files["index.html"], files["data.json"]
}

// saysOnSite fails the test unless readers and other servers are told the words just
// where they should be.
func (n *node) saysOnSite(p published, words string, want bool) {
	n.Helper()
	for _, path := range []string{
		strings.TrimPrefix(p.Page, n.base), "/search?q=warmer&kind=comment", "/", // the search says what was looked for
	} {
		if _, body := n.page(path); strings.Contains(body, words) != want && (want == false || path != "/") {
			n.Errorf("%s says %q: %t, want %t", path, words, !want, want)
		}
	}
	for _, path := range []string{"/feed.atom", "/feed.rss", "/feed.json", "/sitemap.xml"} {
		if _, body := n.page(path); strings.Contains(body, words) {
			n.Errorf("%s says %q", path, words)
		}
	}
}

// lists tells whether the collections of a post list a thing.
func (n *node) lists(p published, id fed.ID) bool {
	n.Helper()
	for _, part := range []fed.ID{"/replies?page=1", "/context?page=1", "/context"} {
		body, err := json.Marshal(n.object(p.Object + part))
		check(n.T, err)
		if strings.Contains(string(body), string(id)) {
			return true
		}
	}
	return false
}

// Everything that is kept of a person on another server is given out, and erased:
// from pages, search, feeds, caches and documents, at once; their server is told that
// they follow no more, what others answered stays, and it does not come back.
func TestErasureOfHandle(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node("INEWS_NAME=Open Desk").start()
	anna, bob := i.peer("anna"), i.peer("bob")
	for _, p := range []*fedtest.Peer{anna, bob} {
		_, err := p.Follow(within(t), n.actor())
		check(t, err)
	}
	n.await("both follow", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 2 })
	post := n.publish("post", "---\ntitle: Benches\n---\nSix of them.\n")
	said, err := anna.Reply(within(t), post.Object, "Zanzibar has warmer benches", n.actor())
	check(t, err)
	n.desk.approve(n.desk.held("Zanzibar has warmer benches"))
	comment, err := n.desk.db.CommentByURI(context.Background(), string(said))
	check(t, err)
	n.desk.answer(comment.ID, "Thank you for that.")
	_, err = bob.Reply(within(t), said, "I have sat on them", n.actor())
	check(t, err)
	n.desk.approve(n.desk.held("@anna @inews I have sat on them"))
	_, err = anna.Like(within(t), post.Object)
	check(t, err)
	n.await("she likes it", func() bool { return n.desk.count(`SELECT count(*) FROM reactions`) == 1 })
	n.saysOnSite(post, "Zanzibar", true) // which every cache has now
	if !n.lists(post, said) {
		t.Error("the thread does not list her reply")
	}

	who := "@" + anna.Handle()
	page, data := n.given(who)
	for _, words := range []string{"Zanzibar has warmer benches", string(anna.Actor()), "That they follow the blog", "Likes and shares"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page that is given out does not say %q", words)
		}
	}
	if !json.Valid([]byte(data)) || !strings.Contains(data, "Zanzibar has warmer benches") || !strings.Contains(data, string(said)) {
		t.Errorf("the data that are given out are %.500s", data)
	}
	var dry []struct{ Part, Fate string }
	n.inews(&dry, "privacy", "erase", who, "--dry-run")
	if len(dry) < 6 || n.desk.count(`SELECT count(*) FROM erasures`) != 0 {
		t.Errorf("a rehearsal tells %d parts, and began something", len(dry))
	}

	var begun []receipt
	n.inews(&begun, "privacy", "erase", who)
	n.await("the page is made anew", func() bool {
		_, body := n.page(strings.TrimPrefix(post.Page, n.base))
		return !strings.Contains(body, "Zanzibar")
	})
	n.saysOnSite(post, "Zanzibar", false)
	if _, body := n.page(strings.TrimPrefix(post.Page, n.base)); !strings.Contains(body, "I have sat on them") || !strings.Contains(body, "a comment that was removed at its author’s request") {
		t.Error("what Bob answered does not stand, or not with what happened above it")
	}
	if n.lists(post, said) {
		t.Error("the thread lists what was erased")
	}
	_, err = anna.Wait(within(t), fed.RejectType, "")
	check(t, err)
	done := n.receiptOf(begun[0].Number)
	if done.State != "Done; 1 of 1 server has confirmed" || len(done.Servers) != 1 || done.Servers[0].Activity != "Reject" || done.Servers[0].Code/100 != 2 {
		t.Errorf("the receipt is %+v", done)
	}
	// What Bob wrote is his, and names whom he answers by the handle.
	left := pgtest.Remains(t, n.desk.db, string(anna.Actor()), anna.Handle(), "Zanzibar")
	for _, column := range left {
		if !slices.Contains([]string{"comments.html", "comments.plain"}, column) {
			t.Errorf("she is left in %s", column)
		}
	}
	n.comesBack(anna, bob, post, said)
	n.noTrouble()
}

// comesBack has what was erased sent again, and led to by somebody else.
func (n *node) comesBack(anna, bob *fedtest.Peer, post published, said fed.ID) {
	n.Helper()
	check(n.T, anna.Update(within(n.T), said, "Zanzibar has warmer benches still"))
	_, err := bob.Reply(within(n.T), said, "Does anybody remember?", n.actor())
	check(n.T, err)
	n.await("what Bob says stands where it was", func() bool { // its place is there
		return n.desk.count(`SELECT count(*) FROM comments c JOIN comments p ON p.id = c.parent_id WHERE c.plain LIKE '%Does anybody remember?' AND p.verdict = 'removed'`) == 1
	})
	n.await("her update is seen", func() bool {
		return n.desk.count(`SELECT count(*) FROM inbox_items WHERE actor = $1 AND state NOT IN ('waiting', 'held')`, string(anna.Actor())) == 1
	})
	if left := n.desk.count(`SELECT count(*) FROM comments WHERE plain LIKE '%Zanzibar%'`); left != 0 {
		n.Error("what was erased came back")
	}
	if known, err := n.desk.db.IsKnown(context.Background(), string(anna.Actor())); err != nil || known {
		n.Errorf("she is known again: %v", err)
	}
	n.saysOnSite(post, "Zanzibar", false)
}

// What somebody left with an e-mail address is given out and erased; the servers that
// could have what they said are told to delete it, and the receipt has their answers.
func TestErasureOfAddress(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node("INEWS_NAME=Open Desk").start()
	bob, carol := i.peer("bob"), i.peer("carol")
	_, err := bob.Follow(within(t), n.actor())
	check(t, err)
	follow, err := carol.Follow(within(t), n.actor())
	check(t, err)
	n.await("both follow", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 2 })
	post := n.publish("post", "---\ntitle: Benches\n---\nSix of them.\n")
	said, held := n.jeanSays(post, "Zanzibar has warmer benches"), n.jeanSays(post, "Zanzibar, nobody saw this")
	n.desk.approve(said.ID)
	_, err = n.desk.comments.EditOwn(context.Background(), said.Link, "Zanzibar has warmer bemches")
	check(t, err)
	update, err := bob.Wait(within(t), fed.UpdateType, fed.ID(said.URI)) // so that he has a copy
	check(t, err)
	_, err = carol.Wait(within(t), fed.UpdateType, fed.ID(said.URI))
	check(t, err)
	check(t, carol.Undo(within(t), follow)) // she has a copy, and follows no more
	n.await("Carol follows no more", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 1 })
	n.jeanWrites()
	n.saysOnSite(post, "Zanzibar", true)
	if !n.lists(post, fed.ID(said.URI)) {
		t.Error("the thread does not list the comment")
	}

	page, _ := n.given("jean@home.example")
	for _, words := range []string{"Zanzibar has warmer bemches", "Zanzibar, nobody saw this", "Benches as in Zanzibar", "E-mails to them"} {
		if !strings.Contains(page, words) {
			t.Errorf("the page that is given out does not say %q", words)
		}
	}
	var begun []receipt
	n.inews(&begun, "privacy", "erase", "jean@home.example", "--asked-by", "person", "--by", "letter")
	for _, p := range []*fedtest.Peer{bob, carol} {
		_, err = p.Wait(within(t), fed.DeleteType, fed.ID(said.URI))
		check(t, err)
	}
	n.await("the page is made anew", func() bool {
		_, body := n.page(strings.TrimPrefix(post.Page, n.base))
		return !strings.Contains(body, "Zanzibar")
	})
	n.saysOnSite(post, "Zanzibar", false)
	n.neverWas(said.URI, said.URI+"/replies", held.URI, string(update.ID))
	if n.lists(post, fed.ID(said.URI)) {
		t.Error("the thread lists what was erased")
	}
	done := n.receiptOf(begun[0].Number)
	if done.State != "Done; 2 of 2 servers have confirmed" || len(done.Servers) != 2 {
		t.Errorf("the receipt is %+v", done)
	}
	for _, server := range done.Servers {
		if server.Activity != "Delete" || server.Code/100 != 2 || server.Answer != "confirmed" {
			t.Errorf("the receipt says of %s: %+v", server.Host, server)
		}
	}
	if left := pgtest.Remains(t, n.desk.db, "jean@home.example", "Jean Extraordinary", "Zanzibar"); len(left) > 0 {
		t.Errorf("left in %q", left)
	}
	for _, r := range bob.Received() { // and nobody hears of what nobody saw
		body, err := json.Marshal(r.Activity)
		check(t, err)
		if bytes.Contains(body, []byte(held.URI)) {
			t.Errorf("Bob was told of what waited: %s", body)
		}
	}
	if gone, err := n.desk.comments.Own(context.Background(), said.Link); blog.KindOf(err) != blog.NotFound {
		t.Errorf("the private link leads to %+v, %v", gone, err)
	}
	n.noTrouble()
}

// jeanSays sends a comment by the form of the site.
func (n *node) jeanSays(p published, words string) blog.Comment {
	n.Helper()
	said, err := n.desk.comments.Submit(context.Background(), comments.Submission{
		PostID: p.ID, Name: "Jean Extraordinary", Email: "jean@home.example", Text: words,
		Opened: time.Now().Add(-time.Minute), Address: netip.MustParseAddr("198.51.100.7"),
	})
	check(n.T, err)
	return said
}

// jeanWrites sends an idea, of which staff are told on the desk and by mail.
func (n *node) jeanWrites() {
	n.Helper()
	box := &mailing.Letterbox{DB: n.desk.db, Site: n.base, Tell: n.desk.newsroom.Tell, Mailbox: "box@council.example"}
	_, _, err := box.Send(context.Background(), mailing.Sent{
		Kind: blog.IdeaMessage, Title: "Benches as in Zanzibar", Words: "Zanzibar has them.", Name: "Jean Extraordinary", Email: "Jean@Home.example",
		Opened: time.Now().Add(-time.Minute), Address: netip.MustParseAddr("198.51.100.7"),
	})
	check(n.T, err)
}

// neverWas fails the test unless the addresses answer everybody as if nothing had
// ever been there: see FEDERATION.md.
func (n *node) neverWas(addresses ...string) {
	n.Helper()
	for _, address := range addresses {
		for _, accept := range []string{fed.MediaType, "text/html"} {
			if code, body := n.ask(address, accept); code != http.StatusNotFound || strings.Contains(body, "Zanzibar") {
				n.Errorf("%s answers %d to who asks for %s: %s", address, code, accept, body)
			}
		}
	}
}

// A rehearsal changes nothing. An erasure whose process is killed in the middle of it
// is gone on with by the server that starts next, and misses nothing.
func TestErasureCutOff(t *testing.T) {
	t.Parallel()
	i := newInternet(t)
	n := i.node("INEWS_NAME=Open Desk").start()
	bob := i.peer("bob")
	_, err := bob.Follow(within(t), n.actor())
	check(t, err)
	n.await("Bob follows", func() bool { return n.desk.count(`SELECT count(*) FROM followers`) == 1 })
	post := n.publish("post", "---\ntitle: Benches\n---\nSix of them.\n")
	said := n.jeanSays(post, "Zanzibar has warmer benches")
	n.desk.approve(said.ID)
	n.desk.exec(`
		INSERT INTO comments (uri, post_id, path, origin, name, email, html, plain, verdict)
		SELECT $1 || '/ap/comments/' || n, $2, '/' || lpad((1000 + n)::text, 19, '0'), 'web', 'Jean Extraordinary', 'jean@home.example', 'Zanzibar', 'Zanzibar ' || n, 'held'
		FROM generate_series(1, 300) AS n`, n.base, post.ID)
	n.stop()

	before := n.sums(n.desk.db)
	var dry []struct {
		Part  string
		Count int
	}
	n.inews(&dry, "privacy", "erase", "jean@home.example", "--dry-run")
	if len(dry) == 0 || dry[0].Count != 301 {
		t.Errorf("a rehearsal tells %+v", dry)
	}
	for table, rows := range n.sums(n.desk.db) {
		if rows != before[table] {
			t.Errorf("a rehearsal has changed %s", table)
		}
	}

	n.erasureIsKilled("jean@home.example")
	if left := n.desk.count(`SELECT count(*) FROM comments WHERE plain LIKE 'Zanzibar%'`); left == 0 || left == 301 {
		t.Fatalf("%d comments are left: it was not cut off midway", left)
	}
	n.start()
	done := n.receiptOf(1)
	if done.State != "Done; 1 of 1 server has confirmed" || done.Servers[0].Activity != "Delete" {
		t.Errorf("the receipt is %+v", done)
	}
	_, err = bob.Wait(within(t), fed.DeleteType, fed.ID(said.URI))
	check(t, err)
	if left := pgtest.Remains(t, n.desk.db, "jean@home.example", "Jean Extraordinary", "Zanzibar"); len(left) > 0 {
		t.Errorf("left in %q", left)
	}
	n.saysOnSite(post, "Zanzibar", false)
	n.noTrouble()
}

// erasureIsKilled begins an erasure that gets no further than to the last comment,
// which somebody else holds, and kills it there.
func (n *node) erasureIsKilled(who string) {
	n.Helper()
	holder, err := n.desk.db.SQL().BeginTx(context.Background(), nil)
	check(n.T, err)
	defer func() { check(n.T, holder.Rollback()) }()
	_, err = holder.ExecContext(context.Background(), `SELECT id FROM comments ORDER BY seq DESC LIMIT 1 FOR UPDATE`)
	check(n.T, err)
	command := n.command("privacy", "erase", who)
	check(n.T, command.Start())
	n.await("much of it is gone", func() bool { return n.desk.count(`SELECT count(*) FROM comments WHERE verdict = 'removed'`) == 300 })
	check(n.T, command.Process.Kill())
	if err := command.Wait(); err == nil {
		n.Error("it has ended by itself")
	}
}
