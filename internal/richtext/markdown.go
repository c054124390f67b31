package richtext

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxMarkdown bounds a post: half a mebibyte is a book.
const maxMarkdown = 512 << 10

// Options says what Markdown needs to know of the world. The zero value works.
type Options struct {
	// Site is our own address, such as "https://council.example". Links to it
	// are not marked as external, and pictures may be named with it.
	Site string
	// Mention finds the actor behind a handle (name@host). Without it, or when
	// it finds nobody, a mention stays text.
	Mention func(handle string) (Mention, bool)
	// Picture tells the measures and the credit of one of our pictures by its
	// path. Without it a picture has no measures and the page moves as it loads.
	Picture func(path string) (Picture, bool)
	// File tells what kind of file of ours is at a path, as "PDF", and its size
	// in bytes. Without it, or for a file that it does not know, a link to a
	// file is a link like any other.
	File func(path string) (kind string, size int64, ok bool)
}

// Picture is what is known of an uploaded picture.
type Picture struct {
	Width, Height int      // pixels
	Variants      []Source // smaller files of the same picture, any order
	Alt           string   // stands in where the text has no description
	Decorative    bool     // needs none
	Focus         string   // classes that keep what matters in sight
	Credit        string   // "Photo: A. Person": plain text
	CreditURL     string   // where the credit leads, or ""
	Licence       string   // by its name, or ""
	LicenceURL    string   // where it can be read, or ""
}

// Source is one file of a picture.
type Source struct {
	Path  string
	Width int
}

// Document is a post made from Markdown.
type Document struct {
	HTML     HTML
	Text     string    // what PlainText says of it
	Tags     []string  // hashtags as typed, without #, each once
	Mentions []Mention // each once
	Links    []Link    // in their order, without those that became embeds
	Embeds   []string  // addresses of videos and sounds that are shown as cards
	Images   []Image   // pictures of ours
	Headings []Heading
	Refused  []string // picture addresses that are not ours; they became links
	Unknown  []string // handles (name@host) behind which nobody was found
	Prose    []string // the paragraphs and list items, without code
}

// Link is a link as a reader sees it. Text is "" where a picture is the link.
type Link struct {
	Text    string
	Address string
}

// Image is a picture within a post. An empty Alt is for an editor to mend,
// unless the picture is decorative.
type Image struct {
	Path       string
	Alt        string
	Caption    string
	Decorative bool
	Credited   bool // there is a credit to show
}

// Heading is a place to jump to.
type Heading struct {
	Level int // 2 to 6
	Text  string
	ID    string // the fragment, without #
}

// engine reads and writes Markdown. It holds no state of a document.
var engine = newEngine()

func newEngine() goldmark.Markdown {
	md := goldmark.New(goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		extension.Strikethrough,
		extension.NewLinkify(extension.WithLinkifyAllowedProtocols([]string{"http:", "https:"})),
		extension.NewFootnote(extension.WithFootnoteBacklinkTitle("Back to the text")),
		extension.Typographer,
	))
	md.Parser().AddOptions(parser.WithInlineParsers(
		// Before the autolinks (999), which would take the host of a mention.
		util.Prioritized(hashtagParser{}, 500),
		util.Prioritized(mentionParser{}, 500),
	))
	md.Renderer().AddOptions(renderer.WithNodeRenderers(
		// Before goldmark's own (1000), which writes pictures without measures.
		util.Prioritized(nodeWriter{}, 100),
	))
	return md
}

// Markdown makes a post from what an editor wrote: CommonMark with tables,
// strikethrough, footnotes, typographic quotes, bare links, #hashtags and
// @name@host mentions. Raw HTML is left out. Headings are moved so that the
// highest is h2, below the title of the page. What stands alone in its paragraph
// stands out: a picture with a title or a credit becomes a figure, several
// pictures a gallery, a link to a file of ours a card with its size, and the bare
// address of a video or a sound a card that plays it once it is asked to. The
// only error is a source of more than 512 KiB.
func Markdown(source string, opts Options) (Document, error) {
	if len(source) > maxMarkdown {
		return Document{}, fmt.Errorf("markdown of %d bytes: the limit is %d", len(source), maxMarkdown)
	}
	src := []byte(clean(source))
	root := engine.Parser().Parse(text.NewReader(src))
	d := dresser{opts: opts, source: src}
	d.dress(root)
	var out bytes.Buffer
	if err := engine.Renderer().Render(&out, src, root); err != nil {
		return Document{}, fmt.Errorf("write markdown as html: %w", err)
	}
	d.doc.HTML = HTML{strings.TrimSpace(staffPolicy.SanitizeReader(&out).String())}
	d.doc.Text = PlainText(d.doc.HTML)
	return d.doc, nil
}

// textOf is the text below a node, as a reader sees it.
func textOf(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(written(n, source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(util.ResolveEntityNames(n.Value))
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *hashtagNode:
			b.WriteString("#" + n.label)
		case *mentionNode:
			b.WriteString("@" + n.handle)
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// written is the text of a node with its escapes and entities resolved, which
// have no meaning in code.
func written(n *ast.Text, source []byte) []byte {
	value := n.Value(source)
	if n.IsRaw() || n.Parent() != nil && n.Parent().Kind() == ast.KindCodeSpan {
		return value
	}
	return util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(value)))
}
