package actor_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
)

func ExampleHandler() {
	h := handler() // its Library is shelf, its Base https://council.example
	for _, accept := range []string{"application/activity+json", "text/html"} {
		r := httptest.NewRequest(http.MethodGet, "/ap/posts/1", nil)
		r.Header.Set("Accept", accept)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		fmt.Println(accept, w.Code, w.Body.Len(), w.Header().Get("Location")+".")
	}
	// Output:
	// application/activity+json 200 18 .
	// text/html 303 64 https://council.example/2026/11/story.
}
