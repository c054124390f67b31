package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"inews/internal/blog"
	"inews/web/site"
)

// printer renders pages with a number that counts how often it did.
type printer struct {
	sync.Mutex
	printed int
	err     error
}

func (p *printer) print(context.Context) (site.Answer, error) {
	p.Lock()
	defer p.Unlock()
	p.printed++
	return site.Answer{Type: "text/plain", Body: []byte(strings.Repeat("x", p.printed))}, p.err
}

// A page that is made behind a request's back is made of that request, also when
// the router has long used its context for another.
func TestCacheRendersWhatWasAsked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const first, behind = 1, 2
		calls, hold := 0, make(chan struct{})
		s := &Server{cache: newCache(1<<20, time.Now)}
		engine := gin.New()
		engine.GET("/posts/:slug", s.page(func(_ context.Context, ask site.Ask) (site.Answer, error) {
			if calls++; calls == behind {
				<-hold
			}
			return site.Answer{Type: "text/plain", Body: []byte(fmt.Sprintf("%t %s", calls > first, ask.Param("slug")))}, nil
		}))
		read := func(path, want string) {
			t.Helper()
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
			if got := w.Body.String(); got != want {
				t.Errorf("%s is %q, want %q", path, got, want)
			}
		}
		read("/posts/bins", "false bins")
		<-time.After(keepFor)
		read("/posts/bins", "false bins")
		synctest.Wait()
		read("/posts/benches", "true benches")
		close(hold)
		synctest.Wait()
		read("/posts/bins", "true bins")
	})
}

// A page is kept for a minute. For another one the old page is given out while
// a new one is made, once for all; whoever comes later waits for the new one.
func TestCacheKeepsForAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := newCache(1<<20, time.Now), &printer{}
		read := func(want int) {
			t.Helper()
			k, err := c.page(t.Context(), "/", p.print)
			if err != nil {
				t.Fatal(err)
			}
			if got := len(k.answer.Body); got != want {
				t.Errorf("got print %d, want %d", got, want)
			}
		}
		passes := func(d time.Duration) { <-time.After(d) } // on the clock of the bubble
		read(1)
		passes(keepFor - 1)
		read(1)
		passes(1)
		read(1)
		synctest.Wait()
		read(2)
		passes(keepFor + staleFor)
		read(3)
		if c.made.Load() != 3 {
			t.Errorf("made %d times, want 3", c.made.Load())
		}
	})
}

// What a change has made old is not given out while a new one is made.
func TestCacheWaitsAfterAChange(t *testing.T) {
	c, p := newCache(1<<20, time.Now), &printer{}
	for want := range 3 {
		k, err := c.page(t.Context(), "/", p.print)
		if err != nil || len(k.answer.Body) != want+1 {
			t.Fatalf("got print %d, %v, want %d", len(k.answer.Body), err, want+1)
		}
		c.forget("comment 1 2")
	}
}

// A number may be late, so that a storm of likes costs one print every two
// seconds and not one each; in the end it is right. What takes something back
// counts at once, also in the middle of the storm, and what was begun before a
// like does not pass for what was begun after it.
func TestCacheTakesLikesTogether(t *testing.T) {
	now := time.Now()
	c, p := newCache(1<<20, func() time.Time { return now }), &printer{}
	likes, during := 0, func() {}
	print := func(ctx context.Context) (site.Answer, error) {
		answer, err := p.print(ctx)
		answer.Body = fmt.Append(nil, likes)
		during()
		return answer, err
	}
	read := func(wantPrints, wantLikes int) {
		t.Helper()
		k, err := c.page(t.Context(), "/", print)
		if err != nil || p.printed != wantPrints || string(k.answer.Body) != fmt.Sprint(wantLikes) {
			t.Fatalf("%d prints, %s likes, %v; want %d and %d", p.printed, k.answer.Body, err, wantPrints, wantLikes)
		}
	}
	like := func() { likes++; c.forget("like 1 2") }
	read(1, 0)
	for range 1000 {
		like()
		read(1, 0)
	}
	c.forget("comment 1 2")
	read(2, 1000)
	like()
	read(2, 1000)
	now = now.Add(blog.TallyLate)
	during = like // while the page is made
	read(3, 1001)
	during = func() {}
	read(3, 1001)
	now = now.Add(blog.TallyLate)
	read(4, 1002)
	now = now.Add(keepFor - 1)
	read(4, 1002)
}

func TestCacheForgets(t *testing.T) {
	away := &blog.Error{Kind: blog.Unavailable}
	for _, test := range []struct {
		name, change string
		err          error
		want         int // print; 0 for an error
	}{
		{"nothing changed, database away", "-", away, 1},
		{"a like", "like 1 2", nil, 2},
		{"a share", "share 1 2", nil, 2},
		{"a follower", "follower 1 ", nil, 2},
		{"a like, database away: the old page has a number too few", "like 1 2", away, 1},
		{"a comment", "comment 1 2", nil, 2},
		// A page from before a change may show what was taken back since.
		{"a comment, database away", "comment 1 2", away, 0},
		{"a post, database away", "post 1 ", away, 0},
		{"notices missed, database away", "", away, 0},
		{"a comment, and a fault of ours", "comment 1 2", errors.New("fault"), 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := time.Now()
			c, p := newCache(1<<20, func() time.Time { return now }), &printer{}
			if _, err := c.page(t.Context(), "/", p.print); err != nil {
				t.Fatal(err)
			}
			p.err, now = test.err, now.Add(blog.TallyLate)
			if test.change != "-" {
				c.forget(test.change)
			}
			k, err := c.page(t.Context(), "/", p.print)
			switch {
			case test.want == 0 && err == nil:
				t.Errorf("got print %d, want an error", len(k.answer.Body))
			case test.want > 0 && err != nil:
				t.Errorf("got %v, want print %d", err, test.want)
			case test.want > 0 && len(k.answer.Body) != test.want:
				t.Errorf("got print %d, want %d", len(k.answer.Body), test.want)
			}
		})
	}
}

func TestCacheRendersOnceForAll(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, p := newCache(1<<20, time.Now), &printer{}
		slow := func(ctx context.Context) (site.Answer, error) {
			<-time.After(time.Second) // the clock of the bubble
			return p.print(ctx)
		}
		impatient, leave := context.WithCancel(t.Context())
		var readers sync.WaitGroup
		readers.Go(func() {
			if _, err := c.page(impatient, "/", slow); !errors.Is(err, context.Canceled) {
				t.Errorf("the reader who left got %v", err)
			}
		})
		synctest.Wait()
		for range 50 {
			readers.Go(func() {
				if _, err := c.page(t.Context(), "/", slow); err != nil {
					t.Errorf("a reader who waited got %v", err)
				}
			})
		}
		synctest.Wait()
		leave()
		readers.Wait()
		if p.printed != 1 {
			t.Errorf("rendered %d times for 51 readers, want once", p.printed)
		}
	})
}

// What was begun before a change must not be kept, nor given to who asks after it.
func TestCacheDropsWhatAChangeOvertook(t *testing.T) {
	c := newCache(1<<20, time.Now)
	_, err := c.page(t.Context(), "/", func(context.Context) (site.Answer, error) {
		c.forget("post 1 ")
		return site.Answer{Body: []byte("old")}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	k, err := c.page(t.Context(), "/", func(context.Context) (site.Answer, error) {
		return site.Answer{Body: []byte("new")}, nil
	})
	if err != nil || string(k.answer.Body) != "new" {
		t.Errorf("got %q, %v, want the new page", k.answer.Body, err)
	}
}

func TestCacheSurvivesAPanic(t *testing.T) {
	c := newCache(1<<20, time.Now)
	_, err := c.page(t.Context(), "/", func(context.Context) (site.Answer, error) { panic("at the printer's") })
	if err == nil || blog.KindOf(err) != blog.Internal {
		t.Errorf("got %v, want an internal error", err)
	}
}

func TestCacheIsBounded(t *testing.T) {
	c := newCache(100<<10, time.Now)
	for i := range 100 {
		_, err := c.page(t.Context(), strings.Repeat("k", i+1), func(context.Context) (site.Answer, error) {
			return site.Answer{Body: make([]byte, 10<<10)}, nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	c.pages.CleanUp()
	if size := c.pages.WeightedSize(); size > 100<<10 {
		t.Errorf("holds %d bytes, want at most %d", size, 100<<10)
	}
}

func TestStatus(t *testing.T) {
	want := map[blog.Kind]int{
		"": 200, blog.Invalid: 422, blog.NotFound: 404, blog.Gone: 410, blog.Conflict: 409, blog.Unauthorized: 401,
		blog.Forbidden: 403, blog.TooMany: 429, blog.Unavailable: 503, blog.Internal: 500, "unheard of": 500,
	}
	for kind, code := range want {
		if got := status(kind); got != code {
			t.Errorf("status(%q) = %d, want %d", kind, got, code)
		}
	}
}

func TestTakesGzip(t *testing.T) {
	for accept, want := range map[string]bool{
		"": false, "gzip": true, "br, gzip;q=0.8": true, "GZIP": true, "gzip;q=0": false, "gzip; q=0.000": false, "identity": false,
	} {
		if got := acceptsGzip(accept); got != want {
			t.Errorf("acceptsGzip(%q) = %v, want %v", accept, got, want)
		}
	}
}
