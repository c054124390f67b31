package web_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/mailing"
	"inews/internal/pgtest"
	"inews/web"
)

// The way out of our mail is a whole page, and takes one press from anywhere: a
// mail program sends it without Origin, or with its own.
func TestUnsubscribe(t *testing.T) {
	t.Parallel()
	tokens := mailing.Tokens{Key: bytes.Repeat([]byte("k"), 32)}
	ended := 0
	db := pgtest.New(t)
	server, err := web.New(web.Options{
		DB: db, Comments: &comments.Comments{DB: db}, Federation: wire{}, BaseURL: base, Languages: []string{"cy"}, Name: "iNews", Handle: "inews", HandleDomain: "council.example",
		Unsubscribe: mailing.Unsubscribe{Tokens: tokens, Lists: map[string]func(context.Context, string) error{
			"answers": func(_ context.Context, id string) error {
				if ended++; ended > 2 || id != "1-2" {
					return blog.Errorf(blog.Gone, "No more.")
				}
				return nil
			},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	token, err := tokens.Sign(mailing.ToLeave, "answers-1-2")
	if err != nil {
		t.Fatal(err)
	}
	leave := mailing.UnsubscribePath + token
	for i, try := range []struct {
		method, path, body, origin string
		code                       int
		says                       string
	}{
		{"GET", leave, "", "", 200, "Stop these messages?"},
		{"GET", leave + "x", "", "", 404, "This link does not work"},
		{"POST", leave, "", "", 422, "Stop these messages?"},
		{"POST", leave, "List-Unsubscribe=One-Click", "", 200, "You will get no more of these messages"},
		{"POST", leave, "List-Unsubscribe=One-Click", "https://mail.example", 200, "You will get no more of these messages"},
		{"POST", leave, "List-Unsubscribe=One-Click", "", 410, "These messages were stopped before"},
		{"PUT", leave, "", base, 405, "takes no such request"},
		{"GET", "/cy" + leave, "", "", 200, "Atal y negeseuon hyn?"},
		{"POST", "/cy" + leave, "List-Unsubscribe=One-Click", "null", 410, "Cafodd y negeseuon hyn eu hatal o’r blaen"},
		{"GET", "/cy" + leave + "x", "", "", 404, "Nid yw’r ddolen hon yn gweithio"},
	} {
		r := httptest.NewRequest(try.method, base+try.path, strings.NewReader(try.body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if try.origin != "" {
			r.Header.Set("Origin", try.origin)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
			if try.origin == base {
				r.Header.Set("Sec-Fetch-Site", "same-origin")
			}
		}
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != try.code || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Set-Cookie") != "" {
			t.Errorf("%d: %s answers %d, %v", i, try.method, w.Code, w.Header())
		}
		m := checkMarkup(t, w.Body.String())
		if !strings.Contains(m.text, try.says) {
			t.Errorf("%d: the page does not say %q: %s", i, try.says, m.text)
		}
		other := "/cy" + leave
		if strings.HasPrefix(try.path, "/cy") {
			other = leave
		}
		if got := m.editions(); try.code != http.StatusNotFound && !slices.Equal(got, []string{other}) {
			t.Errorf("%d: in the other language it is at %v, want %s", i, got, other)
		}
	}
	if ended != 4 {
		t.Errorf("it was to end %d times, want 4", ended)
	}
}
