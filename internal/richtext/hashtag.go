package richtext

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/unicode/norm"
)

// maxTag is the longest tag in runes. Mobilizon drops longer ones.
const maxTag = 40

// TagKey is the form under which a hashtag is found, the same as Mastodon's:
// NFKC, European letters without their accents, lower case; letters, digits,
// marks and underscores only. A leading # is ignored. It is empty for what is
// no tag: without a letter, or longer than 40 characters.
func TagKey(label string) string {
	var b strings.Builder
	letters, runes := 0, 0
	for _, r := range norm.NFKC.String(strings.TrimPrefix(strings.TrimSpace(label), "#")) {
		r = unaccented(unicode.ToLower(r))
		if !inTag(r) {
			continue
		}
		if unicode.IsLetter(r) {
			letters++
		}
		runes++
		b.WriteRune(r)
	}
	if letters == 0 || runes > maxTag {
		return ""
	}
	return b.String()
}

// unaccented folds the letters of the blocks Latin-1 and Latin Extended-A,
// the only ones that Mastodon folds: Vietnamese, for one, keeps its marks.
func unaccented(r rune) rune {
	if r < 0xc0 || r > 0x17f {
		return r
	}
	switch r {
	case 'đ', 'ð':
		return 'd'
	case 'ħ':
		return 'h'
	case 'ı':
		return 'i'
	case 'ĸ':
		return 'k'
	case 'ł', 'ŀ':
		return 'l'
	case 'ŋ', 'ŉ':
		return 'n'
	case 'ø':
		return 'o'
	case 'ŧ':
		return 't'
	}
	base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
	return base
}

func inTag(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) || unicode.Is(unicode.Pc, r) || r == '·'
}

// hashtagNode is a #word in Markdown.
type hashtagNode struct {
	ast.BaseInline
	label  string // as typed, without #
	linked bool   // to its page; not so within a link
}

var kindHashtag = ast.NewNodeKind("Hashtag")

// Kind tells goldmark which writer to use.
func (n *hashtagNode) Kind() ast.NodeKind { return kindHashtag }

// Dump is for goldmark's debugging output.
func (n *hashtagNode) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"label": n.label}, nil)
}

func (n *hashtagNode) href() string { return "/tags/" + url.PathEscape(TagKey(n.label)) }

// hashtagParser reads #word where a word may start.
type hashtagParser struct{}

// Trigger is the byte that may begin a hashtag.
func (hashtagParser) Trigger() []byte { return []byte{'#'} }

// Parse takes the longest tag that begins here, if any.
func (hashtagParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	if before == '&' {
		return reference(parent, block)
	}
	if !startsWord(before) {
		return nil
	}
	line, _ := block.PeekLine()
	end := 1
	for end < len(line) {
		r, size := utf8.DecodeRune(line[end:])
		if !inTag(r) || r == utf8.RuneError {
			break
		}
		end += size
	}
	label := string(line[1:end])
	if TagKey(label) == "" {
		return nil
	}
	block.Advance(end)
	return &hashtagNode{label: label}
}

var numericReference = regexp.MustCompile(`^#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});`)

// reference keeps a numeric character reference in one piece. That # is a
// trigger makes goldmark cut the text before it, and neither half of &#8217;
// means anything.
func reference(parent ast.Node, block text.Reader) ast.Node {
	line, segment := block.PeekLine()
	last, ok := parent.LastChild().(*ast.Text)
	found := numericReference.Find(line)
	if !ok || found == nil || last.Segment.Stop != segment.Start || escaped(block.Source(), segment.Start-1) {
		return nil
	}
	last.Segment = last.Segment.WithStop(segment.Start - 1)
	if last.Segment.IsEmpty() {
		parent.RemoveChild(parent, last)
	}
	block.Advance(len(found))
	return ast.NewTextSegment(text.NewSegment(segment.Start-1, segment.Start+len(found)))
}

// escaped reports whether a backslash takes the meaning of what stands at i.
func escaped(source []byte, i int) bool {
	start := i
	for start > 0 && source[start-1] == '\\' {
		start--
	}
	return (i-start)%2 == 1
}

// startsWord reports whether a # or @ after this character begins something
// new: it does not within a word, an address or an entity.
func startsWord(before rune) bool {
	return !unicode.IsLetter(before) && !unicode.IsDigit(before) && !strings.ContainsRune("/&_@#.-", before)
}
