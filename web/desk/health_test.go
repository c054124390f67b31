package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
)

// The owner looks at the server and is told what is wrong and what to do.
func TestHealth(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.see(blog.Owner, "/desk/health", "Look now")
	answer := f.post(blog.Owner, "/desk/health", nil)
	if answer.Code != http.StatusOK {
		t.Fatalf("answered %d", answer.Code)
	}
	for _, words := range []string{"Something does not work.", "It leads nowhere.", "Mend the proxy.", "Look again"} {
		if !strings.Contains(answer.Body.String(), words) {
			t.Errorf("the page does not say %q", words)
		}
	}
	if code := f.get(blog.Managing, "/desk/health").Code; code != http.StatusForbidden {
		t.Errorf("an editor is answered %d, want 403", code)
	}
}
