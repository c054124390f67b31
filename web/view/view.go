// Package view turns typed pages into HTML: one struct per page, one template
// per struct, and a frame around all of them.
//
// Templates are embedded and parsed once. They print nothing unescaped but
// richtext.HTML, need no script and load nothing from other servers, so that
// the content security policy can forbid both.
package view

import (
	"embed"
	"fmt"
	"time"

	"inews/internal/tongue"
)

//go:embed templates
var files embed.FS

// Page is a page that this package can render: its template's name.
type Page interface{ template() string }

// Templates are all pages of readers. They are safe for use by several
// goroutines.
type Templates struct{ set }

// Parse reads the templates, in the language of t. Times are shown in zone; asset
// maps the name of an asset to its address.
func Parse(zone *time.Location, asset func(name string) string, t *tongue.Tongue) (*Templates, error) {
	pages, err := parseReaders(zone, asset, t, newTurner(t))
	if err != nil {
		return nil, fmt.Errorf("readers' templates: %w", err)
	}
	return &Templates{pages}, nil
}

func parseReaders(zone *time.Location, asset func(string) string, t *tongue.Tongue, turn *turner) (set, error) {
	return parseSet(functions(zone, asset, t), turn, "templates/pages", "", "templates/layout.html", "templates/partials/*.html")
}

// Render returns the page's bytes.
func (t *Templates) Render(page Page) ([]byte, error) { return t.render(page.template(), page) }
