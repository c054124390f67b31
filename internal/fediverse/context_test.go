package fediverse_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/internal/blog"
)

// forum is a server that owns conversations, and knows what it was asked for.
type forum struct {
	*fedtest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	asked map[string]int
}

func (w *world) forum(host string) *forum {
	w.Helper()
	f := &forum{pages: map[string]http.HandlerFunc{}, asked: map[string]int{}}
	var err error
	f.Server, err = w.network.Serve(host, http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		f.asked[r.URL.RequestURI()]++
		page := f.pages[r.URL.Path]
		f.mu.Unlock()
		if page == nil {
			http.NotFound(rw, r)
			return
		}
		page(rw, r)
	}))
	check(w.T, err)
	return f
}

// shows serves a document at a path: the members given, with an id and a type.
func (f *forum) shows(path, kind string, members map[string]any) fed.ID {
	document := map[string]any{"@context": fed.Namespace, "id": f.ID(path), "type": kind}
	maps.Copy(document, members)
	f.pages[path] = func(rw http.ResponseWriter, _ *http.Request) { writeJSON(rw, document) }
	return f.ID(path)
}

// topic serves a conversation whole, owned by somebody on the forum.
func (f *forum) topic(path string, entries ...any) fed.ID {
	return f.shows(path, "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "orderedItems": entries})
}

// requests is how many the forum has had.
func (f *forum) requests() (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, times := range f.asked {
		n += times
	}
	return n
}

// saidIn has a peer comment on the post, in a conversation; readers see it.
func (w *world) saidIn(p *fedtest.Peer, path string, conversation fed.ID) fed.ID {
	w.Helper()
	activity := w.reply(p, path, w.post)
	activity["object"].(map[string]any)["context"] = conversation
	if state, reason := w.sends(p, activity); state != "done" {
		w.Fatalf("%s: %s", state, reason)
	}
	w.approve(p.ID(path))
	return p.ID(path)
}

// silent counts what our own server is asked for, which must be nothing.
func (w *world) silent() (asked func() int) {
	var mu sync.Mutex
	n, site := 0, w.front
	w.front = http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		mu.Lock()
		n++
		mu.Unlock()
		site.ServeHTTP(rw, r)
	})
	return func() int { mu.Lock(); defer mu.Unlock(); return n }
}

// What a conversation lists and nobody sent us joins the thread: by pages, by
// ids, embedded or as the activity that created it. Each is taken as its own
// server has it, below what it answers, and waits for staff as any stranger's
// comment does; whom staff trust is shown at once, unless their server is
// silenced.
func TestContextBringsWhatNobodySent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, bob, cyn, dan := w.peer("ann@a.example"), w.peer("bob@b.example"), w.peer("cyn@c.example"), w.peer("dan@d.example")
	for _, p := range []*fedtest.Peer{cyn, dan} {
		w.sends(p, w.reply(p, "/notes/first", w.post))
		w.approve(p.ID("/notes/first"))
	}
	check(t, w.staff.DecideHost(t.Context(), blog.Editor{Role: blog.Owner}, "d.example", blog.Silence, "loud"))
	f := w.forum("f.example")
	first := ann.ID("/notes/1")
	carried := w.reply(bob, "/notes/2", first)["object"].(map[string]any)
	forged := maps.Clone(carried)
	forged["content"] = "<p>Bob has never said this</p>"
	w.reply(cyn, "/notes/3", bob.ID("/notes/2"))
	created := w.reply(dan, "/notes/4", first)
	page2 := f.shows("/topic/1/2", "OrderedCollectionPage", map[string]any{"partOf": f.ID("/topic/1"), "orderedItems": []any{created, w.post}})
	topic := f.shows("/topic/1", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "first": map[string]any{
		"type": "OrderedCollectionPage", "partOf": f.ID("/topic/1"), "next": page2, "orderedItems": []any{cyn.ID("/notes/3"), forged},
	}})
	w.saidIn(ann, "/notes/1", topic)
	asked := w.silent()

	w.later(6 * time.Minute)
	for path, want := range map[fed.ID]string{
		bob.ID("/notes/2"): "held below " + string(first) + ": From bob@b.example at /notes/2",
		cyn.ID("/notes/3"): "approved below " + string(bob.ID("/notes/2")) + ": From cyn@c.example at /notes/3",
		dan.ID("/notes/4"): "held below " + string(first) + ": From dan@d.example at /notes/4",
	} {
		comment, err := w.db.CommentByURI(t.Context(), string(path))
		if err != nil {
			t.Errorf("%s was not taken in: %v", path, err)
			continue
		}
		if got := fmt.Sprintf("%s below %s: %s", comment.Verdict, comment.ParentURI, comment.Text); got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if n := asked(); n != 0 {
		t.Errorf("our own server was asked %d times", n)
	}
}

// The conversation about a partner's item is looked through, too, and only what
// answers something in a thread of ours is kept of it.
func TestContextOfAPartnersItem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bob, cyn, partner := w.peer("bob@b.example"), w.peer("cyn@c.example"), w.peer("news@p.example")
	w.follows(partner)
	f := w.forum("f.example")
	w.reply(bob, "/notes/ours", w.post)
	w.reply(bob, "/notes/theirs", partner.ID("/notes/1"))
	w.reply(cyn, "/notes/deeper", bob.ID("/notes/theirs"))
	topic := f.topic("/topic/1", partner.ID("/notes/1"), bob.ID("/notes/theirs"), cyn.ID("/notes/deeper"), bob.ID("/notes/ours"))
	published := w.reply(partner, "/notes/1", "")
	note := published["object"].(map[string]any)
	delete(note, "inReplyTo")
	note["context"] = topic
	if state, reason := w.sends(partner, published); state != "done" {
		t.Fatalf("%s: %s", state, reason)
	}
	w.later(6 * time.Minute)
	if n := w.count(`SELECT count(*) FROM comments`); n != 1 || !w.holdsComment(bob.ID("/notes/ours")) {
		t.Errorf("there are %d comments, want the one that answers the post", n)
	}
	if n := w.count(`SELECT count(*) FROM network_items`); n != 1 {
		t.Errorf("there are %d items, want the partner's own", n)
	}
	for n := range 20 {
		w.later(time.Duration(n+1) * 100 * time.Hour)
	}
	if n := f.requests(); n != 5 {
		t.Errorf("the conversation was looked through %d times, want 5", n)
	}

	muted := w.peer("news@m.example")
	w.follows(muted)
	w.exec(`UPDATE partners SET trust = 'muted' WHERE person_uri = $1`, muted.Actor())
	published["id"], note["id"], note["attributedTo"] = muted.ID("/notes/1/activity"), muted.ID("/notes/1"), muted.Actor()
	note["context"] = f.topic("/topic/2")
	delete(published, "actor")
	w.sends(muted, published)
	w.later(6 * time.Minute)
	if f.asked["/topic/2"] != 0 {
		t.Error("the conversation about an item that readers do not see was looked through")
	}
}

// A conversation counts only where its own server says whose it is; and of what
// it lists, only what every other comment must be.
func TestContextTakesOnlyWhatBelongs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann, bob, eve, fay := w.peer("ann@a.example"), w.peer("bob@b.example"), w.peer("eve@e.example"), w.peer("fay@h.example")
	first := ann.ID("/notes/1")
	change := func(p *fedtest.Peer, path string, to fed.ID, members map[string]any) fed.ID {
		note := w.reply(p, path, to)["object"].(map[string]any)
		maps.Copy(note, members)
		p.Put(path, note)
		return p.ID(path)
	}
	good := change(bob, "/notes/good", first, nil)
	check(t, w.staff.BlockHost(t.Context(), blog.Editor{Role: blog.Owner}, "h.example", "spam"))
	f := w.forum("f.example")
	carriedOnly := map[string]any{"id": bob.ID("/notes/nowhere"), "type": "Note", "attributedTo": bob.Actor(), "inReplyTo": w.post, "content": "<p>Never said</p>", "to": []any{fed.Public}}
	entries := map[string]any{
		"private":               change(bob, "/notes/private", first, map[string]any{"to": []any{bob.Actor() + "/followers"}}),
		"of another thread":     change(bob, "/notes/elsewhere", eve.ID("/notes/other"), nil),
		"no reply":              change(bob, "/notes/top", "", nil),
		"of another's author":   change(eve, "/notes/forged", first, map[string]any{"attributedTo": bob.Actor()}),
		"of a blocked server":   change(fay, "/notes/blocked", first, nil),
		"a vote":                change(bob, "/notes/vote", first, map[string]any{"content": "", "name": "Yes"}),
		"a picture":             change(bob, "/notes/picture", first, map[string]any{"type": "Image"}),
		"a copy of nothing":     carriedOnly,
		"the forum's word only": map[string]any{"id": f.ID("/notes/1"), "type": "Note", "attributedTo": bob.Actor(), "inReplyTo": w.post, "content": "<p>Never said</p>", "to": []any{fed.Public}},
		"ours":                  w.post,
		"no address":            "tag:f.example,2026:1",
	}
	var conversations []fed.ID
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		conversations = append(conversations, f.topic(fmt.Sprintf("/topic/%d", len(conversations)), entries[name]))
	}
	listing := map[string]any{"orderedItems": []any{good}}
	owned := func(by any) map[string]any { return map[string]any{"orderedItems": []any{good}, "attributedTo": by} }
	f.pages["/home"] = func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, string(w.post)+"/context", http.StatusFound)
	}
	f.pages["/text"] = func(rw http.ResponseWriter, _ *http.Request) { fmt.Fprint(rw, "A page for people") }
	conversations = append(conversations,
		f.shows("/nobody", "OrderedCollection", listing), f.shows("/else", "OrderedCollection", owned(eve.Actor())),
		f.shows("/note", "Note", owned(f.ID("/owner"))), f.shows("/other", "OrderedCollection", map[string]any{"id": f.ID("/topic/0"), "attributedTo": f.ID("/owner"), "items": []any{good}}),
		f.ID("/home"), f.ID("/text"), f.ID("/missing"), "tag:f.example,2026:2", w.post+"/context", "https://gone.example/topic/1", fay.ID("/topic/1"),
	)
	for n, conversation := range conversations {
		w.saidIn(ann, fmt.Sprintf("/notes/%d", n), conversation)
	}
	asked := w.silent()
	for n := range 5 {
		w.later(time.Duration(n+1) * 100 * time.Hour)
	}
	var strange string
	w.one(`SELECT COALESCE(string_agg(uri, ' '), '') FROM comments WHERE uri NOT LIKE 'https://a.example/%'`).into(&strange)
	if strange != "" {
		t.Errorf("taken in: %s", strange)
	}
	if n := asked(); n != 0 {
		t.Errorf("our own server was asked %d times", n)
	}
	if f.requests() < len(entries) {
		t.Errorf("the forum was asked %d times: the conversations were not looked through", f.requests())
	}
}

// Whatever a conversation claims about its pages, looking through it ends.
func TestContextIsBounded(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		pages func(f *forum, bob []fed.ID) // of the conversation /topic; another forum has a /page
		most  int                          // requests that the forum may get
		least int
		wait  time.Duration // for each; 0: long
	}{
		"a page that is its own next": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "first": f.ID("/page")})
			f.shows("/page", "OrderedCollectionPage", map[string]any{"next": f.ID("/page")})
		}, 2, 2, 0},
		"pages in a circle": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "first": f.ID("/1")})
			f.shows("/1", "OrderedCollectionPage", map[string]any{"next": f.ID("/2")})
			f.shows("/2", "OrderedCollectionPage", map[string]any{"next": f.ID("/topic")})
		}, 3, 3, 0},
		"empty pages without end": {func(f *forum, _ []fed.ID) {
			n := 0
			next := func(rw http.ResponseWriter, r *http.Request) {
				n++
				writeJSON(rw, map[string]any{"@context": fed.Namespace, "id": f.ID(r.URL.RequestURI()), "type": "OrderedCollection",
					"attributedTo": f.ID("/owner"), "next": f.ID(fmt.Sprintf("/topic?page=%d", n))})
			}
			f.pages["/topic"] = next
		}, 20, 20, 0},
		"a page that never comes": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "first": f.ID("/hangs")})
			f.pages["/hangs"] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
		}, 2, 2, time.Second},
		"pages on another server": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "next": "https://g.example/page"})
		}, 1, 1, 0},
		"pages on our own server": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "next": "https://blog.example/ap/actors/inews/outbox"})
		}, 1, 1, 0},
		"a page within the network": {func(f *forum, _ []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "first": "http://169.254.169.254/latest"})
		}, 1, 1, 0},
		"more entries than can be fetched": {func(f *forum, bob []fed.ID) {
			f.shows("/topic", "OrderedCollection", map[string]any{"attributedTo": f.ID("/owner"), "orderedItems": bob})
		}, 1, 1, 0},
		"entries that hang": {func(f *forum, _ []fed.ID) {
			var entries []any
			for n := range 100 {
				path := fmt.Sprintf("/hangs/%d", n)
				f.pages[path] = func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
				entries = append(entries, f.ID(path))
			}
			f.topic("/topic", entries...)
		}, 20, 2, time.Second / 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.bridge.Client.Timeout = test.wait
			ann, bob := w.peer("ann@a.example"), w.peer("bob@b.example")
			var many []fed.ID
			for n := range 60 {
				path := fmt.Sprintf("/notes/%d", n)
				w.reply(bob, path, ann.ID("/notes/1"))
				many = append(many, bob.ID(path))
			}
			f, other := w.forum("f.example"), w.forum("g.example")
			other.shows("/page", "OrderedCollectionPage", map[string]any{"orderedItems": many[:1]})
			test.pages(f, many)
			w.saidIn(ann, "/notes/1", f.ID("/topic"))
			asked := w.silent()
			w.later(6 * time.Minute)
			if n := f.requests(); n > test.most || n < test.least {
				t.Errorf("the forum was asked %d times, want from %d to %d", n, test.least, test.most)
			}
			if n := other.requests(); n != 0 {
				t.Errorf("another forum was asked %d times for pages of this one", n)
			}
			if n := w.count(`SELECT count(*) FROM comments`); n > 20 {
				t.Errorf("one look has brought %d comments, more than there were requests", n-1)
			}
			if n := asked(); n != 0 {
				t.Errorf("our own server was asked %d times", n)
			}
		})
	}
}

// However many comments name a conversation, and however many nodes there are,
// it is looked through at most once in a quarter of an hour.
func TestContextRests(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ann := w.peer("ann@a.example")
	f := w.forum("f.example")
	topic := f.topic("/topic")
	for n := range 20 {
		w.saidIn(ann, fmt.Sprintf("/notes/%d", n), topic)
	}
	w.bridge.Now = func() time.Time { return time.Now().Add(6 * time.Minute) }
	var nodes sync.WaitGroup
	for range 4 {
		nodes.Go(func() {
			if err := w.receiver.WalkThreads(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	nodes.Wait()
	if n := f.requests(); n != 1 {
		t.Errorf("the forum was asked %d times at once, want once", n)
	}
	again := func() { w.exec(`UPDATE comments SET walks = 0, walked_at = NULL`) }
	again()
	w.later(20 * time.Minute)
	if n := f.requests(); n != 1 {
		t.Errorf("the forum was asked %d times within a quarter of an hour, want once", n)
	}
	again()
	w.later(22 * time.Minute)
	if n := f.requests(); n != 2 {
		t.Errorf("the forum was asked %d times after a quarter of an hour, want twice", n)
	}
}
