package web_test

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// markup is a parsed page and what the checks below collect from it.
type markup struct {
	title, h1 string
	text      string
	ids       map[string]int
	labelled  map[string]bool
	inputs    []map[string]string
	elements  map[string][]map[string]string
	scripts   []string // JSON-LD
}

func parse(t *testing.T, body string) *markup {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	m := &markup{ids: map[string]int{}, labelled: map[string]bool{}, elements: map[string][]map[string]string{}}
	m.walk(root)
	return m
}

func (m *markup) walk(n *html.Node) {
	if n.Type == html.TextNode && n.Parent.Data != "script" {
		m.text += n.Data
	}
	if n.Type == html.ElementNode {
		m.element(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c)
	}
}

func (m *markup) element(n *html.Node) {
	attributes := map[string]string{}
	for _, a := range n.Attr {
		attributes[a.Key] = a.Val
	}
	m.elements[n.Data] = append(m.elements[n.Data], attributes)
	if id := attributes["id"]; id != "" {
		m.ids[id]++
	}
	switch n.Data {
	case "title":
		if n.Namespace == "" {
			m.title = content(n)
		}
	case "h1":
		m.h1 = content(n)
	case "label":
		m.labelled[attributes["for"]] = true
	case "input", "textarea", "select":
		m.inputs = append(m.inputs, attributes)
	case "script":
		if attributes["src"] != "" {
			return
		}
		m.scripts = append(m.scripts, content(n))
	}
}

func content(n *html.Node) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			b.WriteString(n.Data)
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(strings.Fields(b.String()), " ")
}

// meta is the content of the meta element with that name or property.
func (m *markup) meta(name string) string {
	for _, a := range m.elements["meta"] {
		if a["name"] == name || a["property"] == name {
			return a["content"]
		}
	}
	return ""
}

// editions are the addresses of the page in the site's other languages, as readers
// are offered them.
func (m *markup) editions() []string {
	var all []string
	for _, a := range m.elements["a"] {
		if a["hreflang"] != "" && a["lang"] != "" {
			all = append(all, a["href"])
		}
	}
	return all
}

// link is the address of the link element with that relation and type.
func (m *markup) link(rel, mediaType string) string {
	for _, a := range m.elements["link"] {
		if a["rel"] == rel && a["type"] == mediaType {
			return a["href"]
		}
	}
	return ""
}

// checkMarkup holds a page to what every page must keep.
func checkMarkup(t *testing.T, body string) *markup {
	t.Helper()
	m := parse(t, body)
	if n := len(m.elements["h1"]); n != 1 || m.h1 == "" {
		t.Errorf("has %d h1, the last %q", n, m.h1)
	}
	if m.title == "" || len(m.elements["main"]) != 1 || m.elements["html"][0]["lang"] == "" {
		t.Errorf("lacks a title (%q), one main or a language", m.title)
	}
	for id, n := range m.ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for _, image := range m.elements["img"] {
		if _, ok := image["alt"]; !ok {
			t.Errorf("picture %s has no alt", image["src"])
		}
		if image["width"] == "" || image["height"] == "" {
			t.Errorf("picture %s has no measures", image["src"])
		}
	}
	for _, input := range m.inputs {
		if input["type"] != "hidden" && !m.labelled[input["id"]] {
			t.Errorf("field %q has no label", input["name"])
		}
	}
	checkSelfContained(t, m)
	return m
}

// checkSelfContained: a reader's browser asks nobody but us, and runs nothing.
func checkSelfContained(t *testing.T, m *markup) {
	t.Helper()
	for element, attribute := range map[string]string{"img": "src", "source": "src", "link": "href", "form": "action"} {
		for _, a := range m.elements[element] {
			address := a[attribute]
			loads := element != "link" || a["rel"] == "stylesheet" || strings.Contains(a["rel"], "icon")
			if loads && address != "" && (!strings.HasPrefix(address, "/") || strings.HasPrefix(address, "//")) {
				t.Errorf("%s leads away: %s", element, address)
			}
		}
	}
	for _, script := range m.elements["script"] {
		if script["type"] != "application/ld+json" && !(script["type"] == "module" && strings.HasPrefix(script["src"], "/assets/share.")) {
			t.Errorf("has a script: %v", script)
		}
	}
	for name, all := range m.elements {
		for _, a := range all {
			for key := range a {
				if key == "style" || strings.HasPrefix(key, "on") {
					t.Errorf("%s has the attribute %s, which the policy forbids", name, key)
				}
			}
		}
	}
}
