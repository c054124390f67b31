package interop

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/fetch"
	"inews/internal/localpg"
)

// back bounds the recovery: the check's ten seconds, and as much again for a
// machine that is busy with other tests.
const back = 20 * time.Second

// Check 56: Postgres stopped 30 s: pages served stale, inbox 503 with
// Retry-After, no 202, recovery without restart in ≤ 10 s; failover to
// read-only primary detected.
//
// It is stopped for a few seconds only: nothing on the way counts to thirty.
func TestCheck56DatabaseAway(t *testing.T) {
	t.Parallel()
	o := newOutage(t)
	kept, unseen := o.publish("post", "---\ntitle: Kept\n---\nText.\n"), o.publish("post", "---\ntitle: Unseen\n---\nText.\n")
	o.await("both are delivered", func() bool { return o.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'delivered'`) >= 3 })
	o.stop()
	o.start() // a program that has not been asked for anything yet
	_, page := o.page(kept.Page)
	o.ready(http.StatusOK)
	o.desk.exec(`SELECT pg_notify('inews_changes', 'like 1 ')`) // makes the page stale

	check(t, o.cluster.Stop(context.Background()))
	o.ready(http.StatusServiceUnavailable)
	if code, body := o.page(kept.Page); code != http.StatusOK || body != page {
		t.Errorf("a page that we have answers %d in the outage", code)
	}
	if code, _ := o.page(unseen.Page); code != http.StatusServiceUnavailable {
		t.Errorf("a page that we do not have answers %d in the outage, want 503", code)
	}
	o.actorsAnswer()
	o.inboxRefuses(kept.Object)

	o.cluster = o.startCluster()
	begun := time.Now()
	o.ready(http.StatusOK)
	o.await("the page that we did not have is there", func() bool { code, _ := o.page(unseen.Page); return code == http.StatusOK })
	o.inboxTakes(kept.Object)
	fresh := o.publish("post", "---\ntitle: Back\n---\nText.\n")
	_, err := o.alice.Wait(within(t), fed.CreateType, fresh.Object)
	check(t, err)
	if took := time.Since(begun); took > back {
		t.Errorf("it took %s to recover, want less than %s", took, back)
	}

	o.takesNoWrites(kept)
	o.await("everything that was ever answered 202 is applied, once", func() bool {
		return o.desk.count(`SELECT count(*) FROM comments`) == o.sent && o.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0
	})
}

// outage is a server on a database that can be stopped.
type outage struct {
	*node
	folder, private string
	cluster         *localpg.Cluster
	alice, stranger *fedtest.Peer
	sent            int // replies that were answered 202 in the end
}

func newOutage(t *testing.T) *outage {
	t.Helper()
	i := newInternet(t)
	folder, err := os.MkdirTemp("", "inews-outage-")
	check(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(folder) })
	check(t, os.Chmod(folder, 0o755)) // root's server runs as somebody else
	o := &outage{folder: folder, private: "127.0.0.1:" + i.freePort(), alice: i.peer("alice"), stranger: i.peer("stranger")}
	o.node = &node{T: t}
	o.cluster = o.startCluster()
	database := o.cluster.URL(localpg.Database)
	t.Cleanup(func() { _ = o.cluster.Stop(context.Background()) })
	o.node = i.node("INEWS_DATABASE_URL="+database, "INEWS_PRIVATE_LISTEN="+o.private)
	out, err := o.command("migrate").CombinedOutput()
	if err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	o.desk = newDesk(o.node, database)
	o.start()
	follow, err := o.alice.Follow(within(t), o.actor())
	check(t, err)
	_, err = o.alice.Wait(within(t), fed.AcceptType, follow)
	check(t, err)
	return o
}

func (o *outage) startCluster() *localpg.Cluster {
	o.Helper()
	cluster, err := localpg.Start(context.Background(), localpg.Options{Dir: filepath.Join(o.folder, "postgres")})
	check(o.T, err)
	return cluster
}

// ready waits for what /readyz says. The program lives all the time.
func (o *outage) ready(want int) {
	o.Helper()
	o.await(fmt.Sprintf("/readyz answers %d", want), func() bool {
		if live, _ := o.ask("http://"+o.private+"/livez", ""); live != http.StatusOK {
			o.Errorf("/livez answers %d", live)
		}
		code, _ := o.ask("http://"+o.private+"/readyz", "")
		return code == want
	})
}

// actorsAnswer checks that both actors, with their keys, are told from memory.
func (o *outage) actorsAnswer() {
	o.Helper()
	for _, name := range []string{"inews", "instance"} {
		id := o.base + "/ap/actors/" + name
		code, body := o.ask(id, fed.MediaType)
		if code != http.StatusOK || !strings.Contains(body, `"publicKeyPem"`) || !strings.Contains(body, `"`+id+`#main-key"`) {
			o.Errorf("actor %s answers %d in the outage: %s", name, code, body)
		}
	}
	account := "acct:inews@" + strings.TrimPrefix(o.base, "https://")
	if code, _ := o.ask("/.well-known/webfinger?resource="+url.QueryEscape(account), "application/jrd+json"); code != http.StatusOK {
		o.Errorf("WebFinger answers %d in the outage", code)
	}
}

// inboxRefuses sends a reply of a follower, one of a stranger and the farewell
// of somebody whom nobody knows: each must be told to come again.
func (o *outage) inboxRefuses(post fed.ID) {
	o.Helper()
	for what, send := range map[string]func() error{
		"a follower's reply": func() error { return o.reply(o.alice, post, "/notes/1") },
		"a stranger's reply": func() error { return o.reply(o.stranger, post, "/notes/1") },
		"a farewell": func() error {
			return o.stranger.Post(within(o.T), fed.ID(o.base+"/ap/inbox"), map[string]any{
				"@context": fed.Namespace, "id": o.stranger.ID("/users/nobody#delete"), "type": "Delete",
				"actor": o.stranger.ID("/users/nobody"), "object": o.stranger.ID("/users/nobody"),
			})
		},
	} {
		var status *fetch.StatusError
		if err := send(); !errors.As(err, &status) || status.Code != http.StatusServiceUnavailable || status.RetryAfter <= 0 {
			o.Errorf("%s is answered %v, want 503 with Retry-After", what, err)
		}
	}
}

// inboxTakes sends the replies again that were refused, as their servers would.
func (o *outage) inboxTakes(post fed.ID) {
	o.Helper()
	for _, peer := range []*fedtest.Peer{o.alice, o.stranger} {
		o.await("the reply is answered 202", func() bool { return o.reply(peer, post, "/notes/1") == nil })
		o.sent++
	}
}

func (o *outage) reply(from *fedtest.Peer, post fed.ID, path string) error {
	note := map[string]any{
		"@context": fed.Namespace, "id": from.ID(path), "type": "Note", "attributedTo": from.Actor(), "inReplyTo": post,
		"to": []any{fed.Public}, "content": "<p>From " + path + "</p>", "published": "2026-11-20T10:00:00Z",
	}
	from.Put(path, note)
	return from.Post(within(o.T), fed.ID(o.base+"/ap/inbox"), map[string]any{
		"@context": fed.Namespace, "id": from.ID(path + "/activity"), "type": "Create", "actor": from.Actor(), "to": []any{fed.Public}, "object": note,
	})
}

// takesNoWrites makes the database read-only, as a primary is that has become a
// copy, and then lets it take writes again.
func (o *outage) takesNoWrites(post published) {
	o.Helper()
	o.await("nothing waits", func() bool { return o.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0 })
	o.readOnly("on")
	o.ready(http.StatusServiceUnavailable)
	if code, _ := o.page(post.Page); code != http.StatusOK {
		o.Errorf("a page answers %d while the database takes no writes", code)
	}
	o.actorsAnswer()
	var status *fetch.StatusError
	if err := o.reply(o.alice, post.Object, "/notes/2"); !errors.As(err, &status) || status.Code != http.StatusServiceUnavailable || status.RetryAfter <= 0 {
		o.Errorf("a reply is answered %v while the database takes no writes, want 503 with Retry-After", err)
	}
	form := url.Values{"name": {"Peggy"}, "text": {"A civil remark"}, "opened": {fmt.Sprint(time.Now().Add(-time.Minute).Unix())}}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, post.Page+"/comments", strings.NewReader(form.Encode()))
	check(o.T, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.Header.Set("Origin", o.base)
	response, err := o.client.Do(request)
	check(o.T, err)
	_ = response.Body.Close()
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" {
		o.Errorf("a reader's comment is answered %d while the database takes no writes, want 503", response.StatusCode)
	}
	o.readOnly("off")
	o.ready(http.StatusOK)
	o.await("the reply is answered 202", func() bool { return o.reply(o.alice, post.Object, "/notes/2") == nil })
	o.sent++
}

func (o *outage) readOnly(value string) {
	o.Helper()
	ctx := context.Background()
	conn, err := o.desk.db.SQL().Conn(ctx)
	check(o.T, err)
	defer func() { check(o.T, conn.Close()) }()
	for _, statement := range slices.Concat([]string{`SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE`},
		[]string{`ALTER SYSTEM SET default_transaction_read_only = ` + value, `SELECT pg_reload_conf()`}) {
		_, err = conn.ExecContext(ctx, statement)
		check(o.T, err)
	}
	_, err = conn.ExecContext(ctx, `RESET default_transaction_read_only`)
	check(o.T, err)
}
