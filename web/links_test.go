package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Every link of every page leads to something, in each language: readers and programs
// who follow all of them from the front page on meet no error and miss no part of a
// page.
func TestNoLinkIsBroken(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.tags = []string{"en-GB", "cy"}
	p.server = p.open(p.db)
	e := newEdition(p)
	type leaf struct{ path, part string }
	found := map[string]string{"/": "the front page", "/cy": "the front page"} // which page named them first
	parts := map[leaf]string{}
	pages := map[string]*markup{}
	for todo := []string{"/", "/cy"}; len(todo) > 0; todo = todo[1:] {
		path := todo[0]
		if len(found) > 2000 {
			t.Fatalf("there is no end of addresses; the last is %s, which %s names", path, found[path])
		}
		from, err := url.Parse(base + path)
		if err != nil {
			t.Fatal(err)
		}
		w := e.get(path)
		links := []string{w.Header().Get("Location")}
		if w.Code >= http.StatusBadRequest {
			t.Errorf("%s, which %s names, answers %d", path, found[path], w.Code)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			pages[path] = parse(t, w.Body.String())
			for element, named := range map[string]string{"a": "href", "link": "href", "img": "src"} {
				for _, attributes := range pages[path].elements[element] {
					links = append(links, attributes[named])
				}
			}
		}
		for _, link := range links {
			if link == "" {
				continue
			}
			to, err := url.Parse(link)
			if err != nil {
				t.Errorf("%s names %q: %v", path, link, err)
				continue
			}
			if to = from.ResolveReference(to); "https://"+to.Host != base {
				continue
			}
			at := to.RequestURI()
			if to.Fragment != "" {
				parts[leaf{at, to.Fragment}] = path
			}
			if found[at] == "" && !(to.RawQuery != "" && (strings.Contains(at, "/feedback") || strings.Contains(at, "/interact"))) { // a form for each page and deed
				found[at] = path
				todo = append(todo, at)
			}
		}
	}
	for l, path := range parts {
		if page := pages[l.path]; page != nil && page.ids[l.part] == 0 {
			t.Errorf("%s names %s#%s, which is no part of it", path, l.path, l.part)
		}
	}
	if len(pages) < 60 {
		t.Errorf("only %d pages were found", len(pages))
	}
	t.Logf("%d addresses, %d of them pages", len(found), len(pages))
}
