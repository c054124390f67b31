package richtext

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// dresser walks a parsed post once, prepares what the writer needs, and notes
// what the rest of the program wants to know.
type dresser struct {
	opts   Options
	source []byte
	doc    Document
	tags   map[string]bool
	ids    map[string]int
}

func (d *dresser) dress(root ast.Node) {
	d.tags, d.ids = map[string]bool{}, map[string]int{}
	shift := 2 - highestHeading(root)
	var images []*ast.Image
	// The walk cannot fail: no step returns an error.
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			d.heading(n, shift)
		case *ast.Link:
			n.Destination = []byte(rooted(string(n.Destination)))
			d.link(n, string(n.Destination))
		case *ast.AutoLink:
			address := string(n.URL(d.source))
			if n.AutoLinkType == ast.AutoLinkEmail {
				address = "mailto:" + address
			}
			d.link(n, address)
		case *ast.Image:
			images = append(images, n)
		case *ast.Paragraph, *ast.TextBlock:
			d.doc.Prose = append(d.doc.Prose, strings.TrimSpace(textOf(n, d.source)))
		case *hashtagNode:
			d.hashtag(n)
		case *mentionNode:
			d.mention(n)
		}
		return ast.WalkContinue, nil
	})
	for _, n := range images { // replacing nodes would disturb the walk
		d.image(n)
	}
	d.standOut(root)
}

// highestHeading is the level of the highest heading, 2 when there is none.
func highestHeading(root ast.Node) int {
	level := 0
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if h, ok := n.(*ast.Heading); ok && entering && (level == 0 || h.Level < level) {
			level = h.Level
		}
		return ast.WalkContinue, nil
	})
	if level == 0 {
		return 2
	}
	return level
}

// heading moves a heading and gives it a place to jump to. The prefix keeps
// the ids of a post apart from those of the page.
func (d *dresser) heading(n *ast.Heading, shift int) {
	n.Level = min(n.Level+shift, 6)
	words := strings.TrimSpace(textOf(n, d.source))
	id := "section-" + Slug(words)
	if d.ids[id]++; d.ids[id] > 1 || id == "section-" {
		id = strings.TrimSuffix(id, "-") + fmt.Sprintf("-%d", d.ids[id])
	}
	n.SetAttributeString("id", []byte(id))
	d.doc.Headings = append(d.doc.Headings, Heading{Level: n.Level, Text: words, ID: id})
}

// rooted makes an address independent of the page that it is on: a post is
// shown on several. It is "" for an address that cannot be read.
func rooted(address string) string {
	if strings.HasPrefix(address, "//") || strings.HasPrefix(address, "www.") {
		address = "https://" + strings.TrimPrefix(address, "//")
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.Scheme != "" || strings.HasPrefix(address, "#") {
		return address
	}
	return (&url.URL{Path: "/"}).ResolveReference(u).String()
}

func (d *dresser) link(n ast.Node, address string) {
	d.doc.Links = append(d.doc.Links, Link{strings.TrimSpace(textOf(n, d.source)), address})
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || d.ours(u) {
		return
	}
	n.SetAttributeString("rel", []byte("noopener"))
}

func (d *dresser) ours(u *url.URL) bool {
	site, err := url.Parse(d.opts.Site)
	return err == nil && site.Host != "" && strings.EqualFold(site.Host, u.Host)
}

// hashtag notes a tag, but not within a link: links do not nest.
func (d *dresser) hashtag(n *hashtagNode) {
	if withinLink(n) {
		return
	}
	n.linked = true
	if key := TagKey(n.label); !d.tags[key] {
		d.tags[key] = true
		d.doc.Tags = append(d.doc.Tags, n.label)
	}
}

func (d *dresser) mention(n *mentionNode) {
	if d.opts.Mention == nil || withinLink(n) {
		return
	}
	found, ok := d.opts.Mention(n.handle)
	if !ok {
		d.doc.Unknown = append(d.doc.Unknown, n.handle)
		return
	}
	l, ok := parseLink(found.URL)
	if !ok {
		return
	}
	found.Handle, found.URL = n.handle, l.href
	n.found, n.real = found, l.betrays("@"+n.handle)
	if !slices.Contains(d.doc.Mentions, found) {
		d.doc.Mentions = append(d.doc.Mentions, found)
	}
}

func withinLink(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		switch p.Kind() {
		case ast.KindLink, ast.KindImage:
			return true
		}
	}
	return false
}

// image turns a picture of ours into a node that knows its measures, and any
// other picture into a link: a picture from elsewhere would tell its server
// about each of our readers.
func (d *dresser) image(n *ast.Image) {
	address := string(n.Destination)
	alt := strings.TrimSpace(textOf(n, d.source))
	path, ok := d.ownPath(address)
	if !ok {
		d.doc.Refused = append(d.doc.Refused, address)
		d.linkInstead(n, address, alt)
		return
	}
	p := &pictureNode{path: path, alt: alt, caption: string(util.UnescapePunctuations(n.Title))}
	if d.opts.Picture != nil {
		if known, ok := d.opts.Picture(path); ok {
			p.known = known
		}
	}
	if p.alt == "" {
		p.alt = p.known.Alt
	}
	d.doc.Images = append(d.doc.Images, Image{
		Path: path, Alt: p.alt, Caption: p.caption, Decorative: p.known.Decorative, Credited: p.known.Credit != "",
	})
	parent := n.Parent()
	if grand := parent.Parent(); parent.Kind() == ast.KindParagraph && parent.ChildCount() == 1 && (p.caption != "" || p.known.credited()) {
		p.figure = true
		grand.ReplaceChild(grand, parent, p)
		return
	}
	parent.ReplaceChild(parent, n, p)
}

func (d *dresser) ownPath(address string) (string, bool) {
	u, err := url.Parse(address)
	if err != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", false
	}
	if u.Host != "" && !d.ours(u) || u.Host == "" && u.Scheme != "" || !ownPicture.MatchString(u.Path) {
		return "", false
	}
	return u.Path, true
}

func (d *dresser) linkInstead(n *ast.Image, address, alt string) {
	if alt == "" {
		alt = address
	}
	var replacement ast.Node = ast.NewString([]byte(alt))
	if l, ok := parseLink(address); ok && !withinLink(n) {
		a := ast.NewLink()
		a.Destination = []byte(l.href)
		a.AppendChild(a, replacement)
		d.link(a, l.href)
		replacement = a
	}
	n.Parent().ReplaceChild(n.Parent(), n, replacement)
}
