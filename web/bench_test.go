package web_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"
)

// BenchmarkPage serves the warm page of a post, and beside it a bare Gin
// handler that writes the same bytes: the ratio is what counts.
func BenchmarkPage(b *testing.B) {
	e := newEdition(newPress(b))
	w := e.ask("GET", e.lead.Path(), "Accept-Encoding", "gzip")
	body := w.Body.Bytes()
	gin.SetMode(gin.ReleaseMode)
	bare := gin.New()
	bare.GET("/posts/:slug", func(c *gin.Context) { c.Data(http.StatusOK, "text/html; charset=utf-8", body) })
	for _, server := range []struct {
		name    string
		handler http.Handler
	}{{"inews", e.server}, {"gin", bare}} {
		b.Run(server.name, func(b *testing.B) {
			s := httptest.NewServer(server.handler)
			defer s.Close()
			client := s.Client()
			client.Transport.(*http.Transport).MaxIdleConnsPerHost = 16
			b.SetParallelism(8)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					read(b, client, s.URL+e.lead.Path())
				}
			})
		})
	}
}

// BenchmarkCold renders the page anew each time.
func BenchmarkCold(b *testing.B) {
	e := newEdition(newPress(b))
	for b.Loop() {
		e.server.ForgetAll()
		if w := e.get(e.lead.Path()); w.Code != 200 {
			b.Fatal(w.Code)
		}
	}
}

func read(b *testing.B, client *http.Client, address string) {
	r, err := http.NewRequest("GET", address, nil)
	if err != nil {
		b.Error(err)
		return
	}
	r.Header.Set("Accept-Encoding", "gzip") // set by hand, so that nothing unpacks it
	answer, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	if _, err := answer.Body.Read(make([]byte, 64<<10)); err != nil && answer.StatusCode != 200 {
		b.Error(answer.Status)
	}
	_ = answer.Body.Close()
}
