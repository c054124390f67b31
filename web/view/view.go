// Package view turns typed pages into HTML: one struct per page, one template
// per struct, and a frame around all of them.
//
// Templates are embedded and parsed once. They print nothing unescaped but
// richtext.HTML, need no script and load nothing from other servers, so that
// the content security policy can forbid both.
package view

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"time"
)

//go:embed templates
var files embed.FS

// Page is a page that this package can render: its template's name.
type Page interface{ template() string }

// Templates are all pages, ready to be filled. They are safe for use by
// several goroutines.
type Templates struct {
	pages map[string]*template.Template
}

// Parse reads the templates. Times are shown in zone; asset maps the name of
// an asset to its address.
func Parse(zone *time.Location, asset func(name string) string) (*Templates, error) {
	base := template.New("layout").Funcs(functions(zone, asset))
	base, err := base.ParseFS(files, "templates/layout.html", "templates/partials/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse layout: %w", err)
	}
	names, err := fs.Glob(files, "templates/pages/*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	t := &Templates{pages: make(map[string]*template.Template)}
	for _, name := range names {
		page, err := base.Clone()
		if err != nil {
			return nil, fmt.Errorf("copy layout: %w", err)
		}
		if page, err = page.ParseFS(files, name); err != nil {
			return nil, fmt.Errorf("parse page: %w", err)
		}
		t.pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	return t, nil
}

// Render returns the page's bytes.
func (t *Templates) Render(page Page) ([]byte, error) {
	tmpl := t.pages[page.template()]
	if tmpl == nil {
		return nil, fmt.Errorf("render: there is no template %q", page.template())
	}
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, "layout", page); err != nil {
		return nil, fmt.Errorf("render %s: %w", page.template(), err)
	}
	return b.Bytes(), nil
}
