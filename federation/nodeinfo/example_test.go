package nodeinfo_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"inews/federation/nodeinfo"
)

func ExampleHandler() {
	h := &nodeinfo.Handler{
		Origin:      "https://council.example",
		Application: "https://council.example/ap/actors/instance",
		Describe: func(context.Context) (nodeinfo.Document, error) {
			return nodeinfo.Document{Software: nodeinfo.Software{Name: "inews", Version: "1.0.0"}}, nil
		},
	}
	mux := http.NewServeMux()
	mux.Handle("/.well-known/nodeinfo", h)
	mux.Handle("/nodeinfo/2.1", h)

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/nodeinfo/2.1", nil))
	fmt.Print(w.Code, " ", w.Body)
	// Output: 200 {"version":"2.1","software":{"name":"inews","version":"1.0.0"},"protocols":["activitypub"],"services":{"inbound":[],"outbound":[]},"openRegistrations":false,"usage":{"users":{}},"metadata":{}}
}
