package richtext

import (
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/net/html"
)

// galleryNode is several pictures that share a paragraph.
type galleryNode struct {
	ast.BaseBlock
	pictures []*pictureNode
}

// fileNode is a link to a file of ours that stands alone.
type fileNode struct {
	ast.BaseBlock
	path, name, facts string
}

var (
	kindGallery = ast.NewNodeKind("Gallery")
	kindFile    = ast.NewNodeKind("File")
)

// Kind tells goldmark which writer to use.
func (n *galleryNode) Kind() ast.NodeKind { return kindGallery }

// Dump is for goldmark's debugging output.
func (n *galleryNode) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// Kind tells goldmark which writer to use.
func (n *fileNode) Kind() ast.NodeKind { return kindFile }

// Dump is for goldmark's debugging output.
func (n *fileNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"path": n.path}, nil)
}

// standOut replaces the paragraphs that hold nothing but pictures, a file or an
// embed. Within a list or a quotation they stay as they are.
func (d *dresser) standOut(root ast.Node) {
	var paragraphs []ast.Node
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindParagraph {
			paragraphs = append(paragraphs, n)
		}
	}
	for _, p := range paragraphs {
		held := d.heldBy(p)
		var standing ast.Node
		switch {
		case len(held) > 1:
			standing = galleryOf(held)
		case len(held) == 1:
			standing = d.alone(held[0])
		}
		if standing != nil {
			root.ReplaceChild(root, p, standing)
		}
	}
}

// heldBy is what a paragraph holds beside space.
func (d *dresser) heldBy(p ast.Node) []ast.Node {
	var held []ast.Node
	for n := p.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok && strings.TrimSpace(string(t.Value(d.source))) == "" {
			continue
		}
		held = append(held, n)
	}
	return held
}

// galleryOf is nil unless all of them are pictures.
func galleryOf(held []ast.Node) ast.Node {
	g := &galleryNode{}
	for _, n := range held {
		p, ok := n.(*pictureNode)
		if !ok {
			return nil
		}
		g.pictures = append(g.pictures, p)
	}
	for _, p := range g.pictures {
		p.figure, p.narrow = true, true
	}
	return g
}

// alone is what a link becomes that has a paragraph to itself, nil when that is
// a link.
func (d *dresser) alone(n ast.Node) ast.Node {
	var address string
	switch n := n.(type) {
	case *ast.Link:
		address = string(n.Destination)
	case *ast.AutoLink:
		address = string(n.URL(d.source))
	default:
		return nil
	}
	words := strings.TrimSpace(textOf(n, d.source))
	if file := d.file(address, words); file != nil {
		return file
	}
	player, ok := playerOf(address)
	if words != address || !ok {
		return nil
	}
	d.doc.Embeds = append(d.doc.Embeds, address)
	for i, l := range d.doc.Links {
		if l.Address == address && l.Text == words {
			d.doc.Links = append(d.doc.Links[:i], d.doc.Links[i+1:]...)
			break
		}
	}
	return &embedNode{player: player, address: address, name: fmt.Sprintf("embed-%d", len(d.doc.Embeds))}
}

func (d *dresser) file(address, words string) ast.Node {
	at, ok := d.ownPath(address)
	if !ok || !ownFile.MatchString(at) || d.opts.File == nil {
		return nil
	}
	kind, size, ok := d.opts.File(at)
	if !ok {
		return nil
	}
	if words == "" {
		words = path.Base(at)
	}
	return &fileNode{path: at, name: words, facts: kind + ", " + FileSize(size)}
}

// FileSize writes a number of bytes as people read it: "340 KB", "1.2 MB".
func FileSize(bytes int64) string {
	switch {
	case bytes < 1000:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < 999_500:
		return fmt.Sprintf("%d KB", (bytes+500)/1000)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
}

func (w nodeWriter) gallery(node ast.Node) string {
	var b strings.Builder
	b.WriteString(`<div class="gallery">` + "\n")
	for _, p := range node.(*galleryNode).pictures {
		b.WriteString(w.picture(p))
	}
	b.WriteString("</div>\n")
	return b.String()
}

func (nodeWriter) file(node ast.Node) string {
	n := node.(*fileNode)
	return `<p class="file"><a href="` + html.EscapeString(n.path) + `">` + html.EscapeString(n.name) + `</a> <small>(` +
		html.EscapeString(n.facts) + `)</small></p>` + "\n"
}
