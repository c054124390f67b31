package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"inews/internal/comments"
	"inews/internal/reach"
	"inews/web"
)

const browser = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

// counting is a press that counts its readers.
type counting struct {
	*edition
	readings *reach.Counter
	handler  http.Handler
}

func newCounting(t testing.TB) *counting {
	t.Helper()
	c := &counting{edition: newEdition(newPress(t))}
	c.readings = &reach.Counter{Map: reach.Map{Own: "inews.council.example"}, DB: c.db, Zone: time.UTC, Now: time.Now, Log: slog.New(slog.DiscardHandler)}
	var err error
	c.handler, err = web.New(web.Options{
		DB: c.db, Comments: &comments.Comments{DB: c.db, Base: base + "/ap/comments/"}, Media: c.folder, Federation: wire{}, Readings: c.readings,
		BaseURL: base, Name: "iNews", Handle: "inews", HandleDomain: "council.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// counted asks with the header, in pairs, and tells how many readings that was.
func (c *counting) counted(method, path string, header ...string) int {
	c.Helper()
	answer := ask(c.handler, method, path, "", header...)
	if answer.Header().Get("Set-Cookie") != "" {
		c.Errorf("%s sets a cookie", path)
	}
	if err := c.readings.Flush(c.Context()); err != nil {
		c.Fatal(err)
	}
	var n int
	if err := c.db.SQL().QueryRowContext(c.Context(), `SELECT COALESCE(sum(views), 0) FROM page_views`).Scan(&n); err != nil {
		c.Fatal(err)
	}
	if _, err := c.db.SQL().ExecContext(c.Context(), `DELETE FROM page_views`); err != nil {
		c.Fatal(err)
	}
	return n
}

// Who is a reader: a person with a browser, once for each page that they open,
// and nobody who asked not to be counted.
func TestWhoIsCounted(t *testing.T) {
	t.Parallel()
	c := newCounting(t)
	post := c.lead.Path()
	etag := ask(c.handler, "GET", post, "").Header().Get("Etag")
	for _, test := range []struct {
		what, method, path string
		header             []string
		want               int
	}{
		{"a reader", "GET", post, []string{"User-Agent", browser}, 1},
		{"a reader on the front page", "GET", "/", []string{"User-Agent", browser, "Sec-Fetch-Dest", "document"}, 1},
		{"a phone with a name like a robot's", "GET", post, []string{"User-Agent", "Mozilla/5.0 (Linux; Android 11; CUBOT X30) Chrome/140.0 Mobile Safari/537.36"}, 1},
		{"a page that the browser has, and asks about", "GET", post, []string{"User-Agent", browser, "If-None-Match", etag}, 1},
		{"an address with more to it", "GET", post + "?utm_source=y", []string{"User-Agent", browser}, 1},
		{"a look at the headers", "HEAD", post, []string{"User-Agent", browser}, 0},
		{"a search engine's robot", "GET", post, []string{"User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, 0},
		{"a link preview", "GET", post, []string{"User-Agent", "Mastodon/4.6.5 (http.rb/5.3.1; +https://social.example/) Bot"}, 0},
		{"a program", "GET", post, []string{"User-Agent", "curl/8.14.1"}, 0},
		{"a program without a name", "GET", post, nil, 0},
		{"a page fetched ahead", "GET", post, []string{"User-Agent", browser, "Sec-Purpose", "prefetch;prerender"}, 0},
		{"a page fetched ahead by an old browser", "GET", post, []string{"User-Agent", browser, "X-Moz", "prefetch"}, 0},
		{"a script of another page", "GET", post, []string{"User-Agent", browser, "Sec-Fetch-Dest", "empty"}, 0},
		{"who asked by Global Privacy Control", "GET", post, []string{"User-Agent", browser, "Sec-GPC", "1"}, 0},
		{"who asked by Do Not Track", "GET", post, []string{"User-Agent", browser, "DNT", "1"}, 0},
		{"another server", "GET", post, []string{"User-Agent", browser, "Accept", "application/activity+json"}, 0},
		{"a feed", "GET", "/feed.rss", []string{"User-Agent", browser}, 0},
		{"nothing", "GET", "/posts/nothing", []string{"User-Agent", browser}, 0},
		{"a picture", "GET", "/assets/style.css", []string{"User-Agent", browser}, 0},
	} {
		if n := c.counted(test.method, test.path, test.header...); n != test.want {
			t.Errorf("%s is counted %d times, want %d", test.what, n, test.want)
		}
	}
}

// All that is kept of a reading is its day, its page and the sort of place.
func TestNothingOfAReaderIsKept(t *testing.T) {
	t.Parallel()
	c := newCounting(t)
	ask(c.handler, "GET", c.lead.Path()+"?after=&secret=1", "", "User-Agent", browser, "Referer", "https://search.brave.com/search?q=illness",
		"X-Forwarded-For", "198.51.100.7", "Cookie", "id=4711")
	if err := c.readings.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	var row string
	if err := c.db.SQL().QueryRowContext(t.Context(), `SELECT to_jsonb(v)::text FROM page_views v`).Scan(&row); err != nil {
		t.Fatal(err)
	}
	want := `{"day": "` + time.Now().UTC().Format(time.DateOnly) + `", "path": "` + c.lead.Path() + `", "views": 1, "source": "search", "post_id": "` + c.lead.ID + `"}`
	if row != want {
		t.Errorf("kept is %s, want %s", row, want)
	}
}

// BenchmarkReading serves the warm page of a post to browsers, and beside it the
// same to those who asked not to be counted: the ratio is what counting costs.
func BenchmarkReading(b *testing.B) {
	c := newCounting(b)
	for _, reader := range []struct{ name, header, value string }{{"counted", "Sec-Fetch-Dest", "document"}, {"not", "Sec-Gpc", "1"}} {
		b.Run(reader.name, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest("GET", base+c.lead.Path(), nil)
			r.Header.Set("User-Agent", browser)
			r.Header.Set("Accept-Encoding", "gzip")
			r.Header.Set("Referer", "https://www.google.co.uk/")
			r.Header.Set(reader.header, reader.value)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					c.handler.ServeHTTP(&nobody{header: http.Header{}}, r)
				}
			})
		})
	}
}

// nobody takes an answer and looks at nothing.
type nobody struct{ header http.Header }

func (n *nobody) Header() http.Header          { return n.header }
func (*nobody) Write(body []byte) (int, error) { return len(body), nil }
func (*nobody) WriteHeader(int)                {}
