package desk_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"inews/web"
)

// The log holds no address that lets in whoever has it: more people read it than
// the link is for, and a guest's works for months.
func TestAccessLogKeepsNoSecret(t *testing.T) {
	f := newFloor(t)
	var log bytes.Buffer
	server, err := web.New(web.Options{
		DB: f.db, Comments: f.options.Comments, Media: f.options.Uploads.Folder, Federation: wire{}, Desk: &f.options,
		BaseURL: base, Name: "iNews", Handle: "inews", HandleDomain: "council.example", Log: slog.New(slog.NewTextHandler(&log, nil)),
	})
	f.check(err)
	const secret = "K7Q2M4XC9PBATTEH"
	var paths []string
	for _, r := range f.routes() {
		if strings.Contains(r.Path, ":token") {
			path := strings.Replace(r.Path, ":token", secret, 1)
			paths = append(paths, path, path+"/", path+"/more", "/"+path) // as links are copied, with too much
		}
	}
	if len(paths) < 8*4 {
		t.Fatalf("of routes with a secret there are only %d addresses", len(paths))
	}
	for _, path := range append(paths, "/unsubscribe/"+secret, "/updates/"+secret+"/more", "/desk/sign-in/code") {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := httptest.NewRequest(method, base+"/", nil)
			r.URL = &url.URL{Scheme: "https", Host: "inews.council.example", Path: path}
			r.Header.Set("Sec-Fetch-Site", "same-origin")
			server.ServeHTTP(httptest.NewRecorder(), r)
		}
	}
	if strings.Contains(log.String(), secret) {
		t.Errorf("the log tells a secret:\n%s", log.String())
	}
	for _, want := range []string{`msg="GET /desk/drafts/:token"`, `msg="GET /desk/sign-in/code"`, `msg="GET /updates/…"`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %s", want)
		}
	}
}
