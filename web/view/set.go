package view

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// set is a frame and the pages that go into it. A page is put together when it
// is first asked for: with all of them together, copies of the frame would be
// most of what an idle server holds in memory.
type set struct {
	pages map[string]func() (*template.Template, error)
}

// parseSet reads a frame, called "layout", and finds the pages: each defines
// "main", and is named by its file without the prefix. t puts them into another
// language, unless it is nil.
func parseSet(words template.FuncMap, t *turner, folder, prefix string, frame ...string) (set, error) {
	base, err := template.New("layout").Funcs(words).ParseFS(files, frame...)
	if err != nil {
		return set{}, fmt.Errorf("parse frame: %w", err)
	}
	if err := t.templates(base, nil); err != nil {
		return set{}, err
	}
	names, err := fs.Glob(files, folder+"/"+prefix+"*.html")
	if err != nil {
		return set{}, fmt.Errorf("list pages: %w", err)
	}
	s := set{pages: make(map[string]func() (*template.Template, error))}
	for _, name := range names {
		s.pages[strings.TrimSuffix(strings.TrimPrefix(path.Base(name), prefix), ".html")] = sync.OnceValues(func() (*template.Template, error) {
			page, err := base.Clone()
			if err != nil {
				return nil, err
			}
			before := trees(page)
			if page, err = page.ParseFS(files, name); err != nil {
				return nil, err
			}
			return page, t.templates(page, before)
		})
	}
	return s, nil
}

// render returns the bytes of a page, filled from data.
func (s set) render(name string, data any) ([]byte, error) {
	page := s.pages[name]
	if page == nil {
		return nil, fmt.Errorf("render: there is no template %q", name)
	}
	tmpl, err := page()
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", name, err)
	}
	var b bytes.Buffer
	if err := tmpl.ExecuteTemplate(&b, "layout", data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}
