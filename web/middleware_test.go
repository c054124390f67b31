package web_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"inews/internal/comments"
	"inews/internal/pgtest"
	"inews/web"
)

// faulty is a federation with a fault in it.
type faulty struct{ wire }

func (faulty) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/half") {
		_, _ = io.WriteString(w, "half an ans")
	}
	panic("secret detail")
}

func TestRecover(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var log bytes.Buffer
	server, err := web.New(web.Options{
		DB: db, Comments: &comments.Comments{DB: db}, Federation: faulty{}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		BaseURL: base, Name: "iNews", Handle: "inews", HandleDomain: "council.example",
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := ask(server, "GET", "/ap/actors/inews", "")
	id := w.Header().Get("X-Request-Id")
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), id) {
		t.Errorf("status %d, and the page must quote %s and tell nothing else: %s", w.Code, id, w.Body)
	}
	checkMarkup(t, w.Body.String())
	if !strings.Contains(log.String(), "secret detail") || !strings.Contains(log.String(), "request="+id) {
		t.Errorf("the log does not tell what happened: %s", log.String())
	}
	func() {
		defer func() {
			if p := recover(); p != http.ErrAbortHandler {
				t.Errorf("half an answer ended with %v, want the connection cut", p)
			}
		}()
		ask(server, "GET", "/ap/half", "")
	}()
}

// The log holds neither what somebody searched for nor where they sit.
func TestAccessLog(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var log bytes.Buffer
	server, err := web.New(web.Options{
		DB: db, Comments: &comments.Comments{DB: db}, Federation: wire{}, Log: slog.New(slog.NewTextHandler(&log, nil)),
		BaseURL: base, Name: "iNews", Handle: "inews", HandleDomain: "council.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	ask(server, "GET", "/search?q=private+matter", "")
	ask(server, "GET", "/assets/style.css", "")
	line := log.String()
	if !strings.Contains(line, `msg="GET /search"`) || !strings.Contains(line, `outcome="200, `) {
		t.Errorf("log: %s", line)
	}
	if strings.Contains(line, "private") || strings.Contains(line, "192.0.2.1") || strings.Contains(line, "/assets/") {
		t.Errorf("the log says too much: %s", line)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]web.Options{
		"zone":     {BaseURL: base, Zone: "Kent/Maidstone", Federation: wire{}},
		"base URL": {BaseURL: "inews.council.example", Federation: wire{}},
	} {
		if _, err := web.New(o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("a wrong %s: %v", name, err)
		}
	}
}
