package richtext

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// Mention is somebody on another server who is named in a post.
type Mention struct {
	Handle  string // name@host, without the leading @
	URL     string // the page about them
	ActorID string // where to address them
}

// mentionNode is @name@host in Markdown. Without a found actor it is text.
type mentionNode struct {
	ast.BaseInline
	handle string
	found  Mention
	real   string // host of the link, when the handle names another
}

var kindMention = ast.NewNodeKind("Mention")

// Kind tells goldmark which writer to use.
func (n *mentionNode) Kind() ast.NodeKind { return kindMention }

// Dump is for goldmark's debugging output.
func (n *mentionNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"handle": n.handle}, nil)
}

// handleShape is a name as servers allow it, and a host with a dot.
var handleShape = regexp.MustCompile(`^@([A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?(?::[0-9]{1,5})?)`)

// mentionParser reads @name@host where a word may start.
type mentionParser struct{}

// Trigger is the byte that may begin a mention.
func (mentionParser) Trigger() []byte { return []byte{'@'} }

// Parse takes a whole handle. A name without a host is not a mention: a
// council's own blog has nobody else to mention.
func (mentionParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	if !startsWord(block.PrecendingCharacter()) {
		return nil
	}
	line, _ := block.PeekLine()
	m := handleShape.FindSubmatch(line)
	if m == nil {
		return nil
	}
	if _, host, _ := strings.Cut(string(m[1]), "@"); !strings.ContainsAny(host, ".:") {
		return nil
	}
	block.Advance(len(m[0]))
	return &mentionNode{handle: string(m[1])}
}
