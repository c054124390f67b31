package desk_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Staff may go on publishing after a move, and are told who still gets it.
func TestStaffAreToldOfMove(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	const warning = "only to the followers who have stayed"
	pages := []string{"/desk", "/desk/posts/new", "/desk/events/new", "/desk/posts/" + h.post}
	for _, path := range pages {
		if body := h.see(blog.Managing, path); strings.Contains(body, warning) {
			t.Errorf("%s tells of a move that nobody made", path)
		}
	}
	house := h.person("news", "new.example")
	h.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.Move(ctx, house.URI, time.Now()) })
	for _, path := range pages {
		h.see(blog.Managing, path, warning, house.Called())
	}
	form := text("Out all the same")
	form.Set("do", "publish")
	h.done(blog.Managing, "/desk/posts", form)
	h.see("", "/posts/out-all-the-same", "Out all the same")
}

// Staff see on the page of the network as whom a partner goes on.
func TestStaffSeeWherePartnersMoved(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	next := h.person("news", "new.example")
	old, err := h.db.PartnerByID(t.Context(), h.partner)
	h.check(err)
	h.check(h.options.Network.Moved(t.Context(), old.URI, next.URI))
	h.see(blog.Managing, "/desk/network", "Moved here from "+old.Called()+", and is followed instead.", "Has moved to "+next.Called()+".")
}
