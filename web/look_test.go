package web_test

import (
	"context"
	"image/color"
	"net/http"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// What an owner chooses is in a style sheet of its own, which is kept for ever
// under the name of what is in it. Whoever comes with an old name gets the new
// colours, and keeps them not.
func TestLook(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	if page := p.get("/").Body.String(); strings.Contains(page, "/assets/theme.") {
		t.Error("a site of which nobody said anything has a sheet for that")
	}
	logo := p.upload(color.RGBA{20, 60, 120, 255}, color.RGBA{200, 220, 230, 255})
	choose := func(look blog.Look) string {
		p.tx(func(ctx context.Context, tx *postgres.Tx) error { return tx.SaveLook(ctx, look, "") })
		p.server.ForgetAll()
		page := p.get("/").Body.String()
		_, rest, found := strings.Cut(page, `href="/assets/theme.`)
		if !found {
			t.Fatalf("the page names no sheet:\n%s", page)
		}
		name, _, _ := strings.Cut(rest, `"`)
		return "/assets/theme." + name
	}
	first := choose(blog.Look{Accent: "#8a1538", Letters: blog.LettersOwn, Logo: logo})
	w := p.get(first)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/css; charset=utf-8" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
		t.Errorf("the sheet: status %d, %v", w.Code, w.Header())
	}
	if !strings.Contains(w.Body.String(), "--accent:#8a1538;") {
		t.Errorf("the sheet is %s", w.Body)
	}
	if page := p.get("/").Body.String(); !strings.Contains(page, `class="logo" src="`+logo.Path()+`"`) || strings.Contains(page, `rel="preload"`) {
		t.Errorf("the page lacks the logo, or asks for letters that it does not use:\n%s", page)
	}
	second := choose(blog.Look{Accent: "#1d4f91"})
	w = p.get(first)
	if first == second || w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "--accent:#1d4f91;") || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the old name: status %d, %v: %s", w.Code, w.Header(), w.Body)
	}
	if w := p.get("/posts/nothing"); !strings.Contains(w.Body.String(), second) {
		t.Error("the page for what is not there looks otherwise")
	}
}
