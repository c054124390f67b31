package fediverse_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
)

// A list is fetched by the one client: what has not changed is not sent again,
// a redirect is followed as long as it is secure, and whatever goes wrong is told
// in words for staff.
func TestListIsFetched(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := make(chan string, 20)
	mux := http.NewServeMux()
	mux.HandleFunc("/blocks.csv", func(rw http.ResponseWriter, r *http.Request) {
		asked <- r.Header.Get("If-None-Match") + " " + r.Header.Get("If-Modified-Since") + " " + r.Header.Get("Signature")
		rw.Header().Set("ETag", `"one"`)
		rw.Header().Set("Last-Modified", "Thu, 26 Nov 2026 10:00:00 GMT")
		if r.Header.Get("If-None-Match") == `"one"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Header().Set("Content-Type", "text/csv")
		_, _ = rw.Write([]byte("#domain,#severity\nspam.example,suspend\n")) // who hangs up misses it
	})
	mux.HandleFunc("/page", func(rw http.ResponseWriter, _ *http.Request) {
		rw.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = rw.Write([]byte("spam.example\n"))
	})
	mux.HandleFunc("/long", func(rw http.ResponseWriter, _ *http.Request) {
		_, _ = rw.Write([]byte(strings.Repeat("a.example\n", 200_000)))
	})
	mux.HandleFunc("/broken", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusServiceUnavailable) })
	mux.HandleFunc("/odd", func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(http.StatusNotModified) })
	mux.Handle("/moved", http.RedirectHandler("https://lists.example/blocks.csv", http.StatusFound))
	mux.Handle("/insecure", http.RedirectHandler("http://lists.example/blocks.csv", http.StatusFound))
	mux.Handle("/inside", http.RedirectHandler("https://10.0.0.1/blocks.csv", http.StatusFound))
	_, err := w.network.Serve("lists.example", mux)
	check(t, err)

	list := blog.BlockList{URL: "https://lists.example/moved"}
	got, err := w.bridge.Edition(t.Context(), list)
	check(t, err)
	if got.Unchanged || !strings.Contains(string(got.Text), "spam.example") || got.Tag != `"one"` || got.Modified == "" {
		t.Errorf("the list is %+v", got)
	}
	if sent := <-asked; sent != "  " {
		t.Errorf("the first time is asked with %q", sent)
	}
	list.Tag, list.Modified = got.Tag, got.Modified
	got, err = w.bridge.Edition(t.Context(), list)
	check(t, err)
	if !got.Unchanged || len(got.Text) != 0 {
		t.Errorf("what has not changed is %+v", got)
	}
	if sent := <-asked; sent != `"one" Thu, 26 Nov 2026 10:00:00 GMT ` {
		t.Errorf("the second time is asked with %q", sent)
	}
	for address, words := range map[string]string{
		"https://lists.example/page": "a page at this address", "https://lists.example/long": "too long",
		"https://lists.example/broken": "503", "https://lists.example/never": "no list at this address (404)",
		"https://lists.example/insecure": "not secure", "https://lists.example/inside": "not public",
		"https://10.0.0.1/blocks.csv": "not public", "http://lists.example/blocks.csv": "not secure",
		"https://gone.invalid/blocks.csv": "does not answer", "https://lists.example/odd": "304",
	} {
		_, err := w.bridge.Edition(t.Context(), blog.BlockList{URL: address})
		if err == nil || !strings.Contains(blog.Message(err), words) {
			t.Errorf("%s: %v, want %q", address, err, words)
		}
	}
	if len(asked) != 0 {
		t.Errorf("the list was asked for %d times more", len(asked))
	}
}

// What the list says counts at the door, and a list that has not changed leaves
// everything as it is.
func TestListCountsAtTheDoor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.network.Serve("lists.example", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = rw.Write([]byte("spam.example\n")) // who hangs up misses it
	}))
	check(t, err)
	w.staff.Edition = w.bridge.Edition
	_, err = w.staff.FollowList(t.Context(), blog.Editor{Role: blog.Owner}, "https://lists.example/blocks.csv", comments.Daily)
	check(t, err)
	check(t, w.staff.LookAtLists(t.Context()))
	w.exec(`UPDATE block_lists SET next_at = now() - interval '1 second'`)
	check(t, w.staff.LookAtLists(t.Context()))
	lists, err := w.db.BlockLists(t.Context())
	check(t, err)
	if l := lists[0]; l.Problem != "" || l.Size != 1 || l.Decided != 1 || time.Until(l.NextAt) < 23*time.Hour || time.Since(l.TakenAt) > time.Minute {
		t.Errorf("the list stands as %+v", l)
	}
	w.guard.Forget()
	if err := w.guard.Host(t.Context(), "spam.example"); err == nil {
		t.Error("a server on the list is let in")
	}
}
