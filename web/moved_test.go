package web_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Readers learn on the front page and on the page that explains how to follow
// where the blog has gone, and are no longer sent to follow it here.
func TestReadersAreToldOfMove(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.save(blog.Post{Title: "Bins", Body: "Words."})
	const link = `<a href="https://new.example/@news" rel="noopener">@news@new.example</a>`
	look := func(moved bool) {
		t.Helper()
		p.server = p.open(p.db) // one that keeps no page yet
		for _, path := range []string{"/", "/follow"} {
			page := p.get(path).Body.String()
			if strings.Contains(page, link) != moved || strings.Contains(page, `action="/follow"`) == moved {
				t.Errorf("moved %v, and %s says\n%s", moved, path, page)
			}
		}
		if page := p.get("/posts/bins").Body.String(); strings.Contains(page, "We have moved") || !strings.Contains(page, "Bins") {
			t.Errorf("moved %v, and the page of a post says\n%s", moved, page)
		}
	}
	look(false)
	house := blog.Person{URI: "https://new.example/users/news", Handle: "@news@new.example", URL: "https://new.example/@news", Host: "new.example"}
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		if err := tx.SavePerson(ctx, house, nil, nil); err != nil {
			return err
		}
		return tx.Move(ctx, house.URI, time.Now())
	})
	look(true)
	p.tx(func(ctx context.Context, tx *postgres.Tx) error {
		_, err := tx.EndMove(ctx, time.Now())
		return err
	})
	look(false)
}
