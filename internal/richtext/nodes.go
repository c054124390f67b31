package richtext

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"
)

// pictureNode is a picture of ours, within a line or as a figure of its own.
type pictureNode struct {
	ast.BaseBlock
	path, alt, caption string
	known              Picture
	figure             bool
	narrow             bool // one of several in a gallery
}

var kindPicture = ast.NewNodeKind("Picture")

// Kind tells goldmark which writer to use.
func (n *pictureNode) Kind() ast.NodeKind { return kindPicture }

// Dump is for goldmark's debugging output.
func (n *pictureNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"path": n.path}, nil)
}

// nodeWriter writes our own nodes, and leaves raw HTML out without a trace.
type nodeWriter struct{}

// RegisterFuncs joins the nodes to their writers.
func (w nodeWriter) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindHashtag, leaf(w.hashtag))
	reg.Register(kindMention, leaf(w.mention))
	reg.Register(kindPicture, leaf(w.picture))
	reg.Register(kindGallery, leaf(w.gallery))
	reg.Register(kindFile, leaf(w.file))
	reg.Register(kindEmbed, leaf(w.embed))
	nothing := leaf(func(ast.Node) string { return "" })
	reg.Register(ast.KindHTMLBlock, nothing)
	reg.Register(ast.KindRawHTML, nothing)
}

// leaf makes a renderer of a function that writes a whole node at once.
func leaf(write func(ast.Node) string) renderer.NodeRendererFunc {
	return func(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		_, err := w.WriteString(write(n))
		return ast.WalkSkipChildren, err
	}
}

// hashtag marks the link as Mastodon expects it; without the classes the link
// could become the preview card of the post.
func (nodeWriter) hashtag(node ast.Node) string {
	n := node.(*hashtagNode)
	label := "#" + html.EscapeString(n.label)
	if !n.linked {
		return label
	}
	return `<a href="` + html.EscapeString(n.href()) + `" class="mention hashtag" rel="tag">` + label + `</a>`
}

// mention shows the whole handle, and the host of the link where that is
// another: a reader should see on which server somebody is.
func (nodeWriter) mention(node ast.Node) string {
	n := node.(*mentionNode)
	handle := "@" + html.EscapeString(n.handle)
	if n.found.URL == "" {
		return handle
	}
	if n.real != "" {
		handle += " (" + html.EscapeString(n.real) + ")"
	}
	return `<span class="h-card"><a href="` + html.EscapeString(n.found.URL) +
		`" class="u-url mention" rel="noopener">` + handle + `</a></span>`
}

func (w nodeWriter) picture(node ast.Node) string {
	n := node.(*pictureNode)
	if !n.figure {
		return imgTag(n)
	}
	parts := []string{}
	if n.caption != "" {
		parts = append(parts, html.EscapeString(n.caption))
	}
	if credit := creditLine(n.known); credit != "" {
		parts = append(parts, credit)
	}
	if len(parts) == 0 {
		return "<figure>" + imgTag(n) + "</figure>\n"
	}
	return "<figure>" + imgTag(n) + "<figcaption>" + strings.Join(parts, " ") + "</figcaption></figure>\n"
}

// credited tells whether there is a credit to show.
func (p Picture) credited() bool { return p.Credit != "" || p.Licence != "" }

func creditLine(p Picture) string {
	if !p.credited() {
		return ""
	}
	var parts []string
	if p.Credit != "" {
		parts = append(parts, leading(p.Credit, p.CreditURL, "noopener"))
	}
	if p.Licence != "" {
		parts = append(parts, leading(p.Licence, p.LicenceURL, "license noopener"))
	}
	return `<small class="credit">` + strings.Join(parts, ", ") + `</small>`
}

// leading is text that leads somewhere, when the address is one.
func leading(text, address, rel string) string {
	text = html.EscapeString(text)
	if l, ok := parseLink(address); ok {
		return `<a href="` + html.EscapeString(l.href) + `" rel="` + rel + `">` + text + `</a>`
	}
	return text
}

func imgTag(n *pictureNode) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<img src="%s" alt="%s"`, html.EscapeString(n.path), html.EscapeString(n.alt))
	if n.narrow && focusShape.MatchString(n.known.Focus) {
		fmt.Fprintf(&b, ` class="%s"`, n.known.Focus)
	}
	if n.known.Width > 0 && n.known.Height > 0 {
		if set := srcset(n); set != "" {
			// The column of a post is about 45rem wide on a large screen.
			sizes := "(min-width: 48rem) 45rem, 100vw"
			if n.narrow {
				sizes = "(min-width: 48rem) 22rem, 50vw"
			}
			fmt.Fprintf(&b, ` srcset="%s" sizes="%s"`, html.EscapeString(set), sizes)
		}
		fmt.Fprintf(&b, ` width="%d" height="%d"`, n.known.Width, n.known.Height)
	}
	b.WriteString(` loading="lazy" decoding="async">`)
	return b.String()
}

func srcset(n *pictureNode) string {
	if len(n.known.Variants) == 0 {
		return ""
	}
	sources := slices.Clone(n.known.Variants)
	sources = append(sources, Source{Path: n.path, Width: n.known.Width})
	slices.SortFunc(sources, func(a, b Source) int { return cmp.Compare(a.Width, b.Width) })
	var parts []string
	for _, s := range sources {
		if ownPicture.MatchString(s.Path) && s.Width > 0 {
			parts = append(parts, fmt.Sprintf("%s %dw", s.Path, s.Width))
		}
	}
	return strings.Join(parts, ", ")
}
