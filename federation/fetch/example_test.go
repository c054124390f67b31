package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"

	"inews/federation"
	"inews/federation/fetch"
)

// The zero Client reaches public addresses only.
func ExampleClient_Document() {
	var c fetch.Client
	_, err := c.Document(context.Background(), "https://127.0.0.1/users/anna")
	fmt.Println(errors.Is(err, federation.ErrForbidden))
	fmt.Println(err)
	// Output:
	// true
	// fetch https://127.0.0.1/users/anna: 127.0.0.1 is not a public address: forbidden
}

// A test network is allowed by its range.
func ExampleClient_JSON() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"links":[]}`)
	}))
	defer server.Close()
	c := &fetch.Client{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, AllowHTTP: true}
	raw, contentType, err := c.JSON(context.Background(), server.URL+"/.well-known/nodeinfo")
	fmt.Println(string(raw), contentType, err)
	// Output: {"links":[]} application/json <nil>
}

// One activity may cause so many requests, however its author chains things.
func ExampleWithBudget() {
	ctx := fetch.WithBudget(context.Background(), 1)
	c := &fetch.Client{}
	for range 2 {
		_, err := c.Object(ctx, "https://10.0.0.1/notes/1")
		fmt.Println(errors.Is(err, federation.ErrBudget), fetch.BudgetOf(ctx).Left())
	}
	// Output:
	// false 0
	// true 0
}
