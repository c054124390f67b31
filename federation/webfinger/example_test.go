package webfinger_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"

	"inews/federation/webfinger"
)

func ExampleParseHandle() {
	for _, text := range []string{"@news@Council.example", "acct:news@council.example", "https://council.example/@news", "news"} {
		h, err := webfinger.ParseHandle(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(h, h.Resource())
	}
	// Output:
	// @news@council.example acct:news@council.example
	// @news@council.example acct:news@council.example
	// @news@council.example acct:news@council.example
	// "news" is not a handle such as @name@council.example: malformed document
}

func ExampleHandler() {
	news := webfinger.Describe(webfinger.Handle{Name: "news", Host: "council.example"}, "https://council.example/ap/actors/news")
	mux := http.NewServeMux()
	mux.Handle("/.well-known/webfinger", &webfinger.Handler{Directory: webfinger.Register{"acct:news@council.example": news}})
	mux.Handle("/.well-known/host-meta", &webfinger.HostMeta{Origin: "https://council.example"})

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/.well-known/webfinger?resource=acct:News@council.example", nil))
	fmt.Print(w.Code, " ", w.Body)
	// Output: 200 {"subject":"acct:news@council.example","aliases":["https://council.example/ap/actors/news"],"links":[{"rel":"self","type":"application/activity+json","href":"https://council.example/ap/actors/news"}]}
}
