package view

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/template/parse"
	"time"
	"unicode"

	"inews/internal/tongue"
)

// sources are the Go files whose sentences readers may see: what they say by a
// tongue, and the words of the errors that they make.
var sources = []string{
	"../*.go", "../site/*.go", "*.go", "../../internal/tongue/*.go", "../../internal/calendar/ics.go",
	"../../internal/blog/error.go", "../../internal/blog/flood.go", "../../internal/fediverse/way.go", "../../internal/postgres/error.go", "../../internal/comments/submission.go",
	"../../internal/comments/comments.go", "../../internal/comments/complaint.go", "../../internal/comments/own.go", "../../internal/comments/wish.go",
	"../../internal/mailing/edition.go", "../../internal/mailing/message.go", "../../internal/mailing/sheet.go",
	"../../internal/mailing/subscription.go", "../../internal/mailing/update.go", "../../internal/mailing/updates.go",
}

// letters are files that write to readers, and whose errors staff alone see.
var letters = []string{"../../internal/mailing/answer.go", "../../internal/mailing/letterbox.go", "../../internal/newsroom/outcome.go"}

// found are the texts that readers may see, by the entries that they need.
type found struct {
	keys  []tongue.Key
	notes map[tongue.Key]string // where it stands, and what its marks are
	mute  []string              // titles that no tongue says
}

func (f *found) add(k tongue.Key, note string) {
	if !strings.ContainsFunc(k.Text, unicode.IsLetter) {
		return
	}
	if strings.HasPrefix(k.Text, "%") && !strings.ContainsFunc(strings.NewReplacer("%s", "", "%d", "", "%q", "").Replace(k.Text), unicode.IsLetter) {
		return
	}
	if _, twice := f.notes[k]; !twice {
		f.keys, f.notes[k] = append(f.keys, k), note
	}
}

// Everything that readers may see is in each catalogue, and nothing else. What is
// missing is printed as the catalogue wants it: put it there, translated.
func TestEveryWordIsTranslated(t *testing.T) {
	for _, language := range tongue.Languages() {
		if language == "en" {
			continue
		}
		in := tongue.All("en", []string{language})[1]
		f := &found{notes: make(map[tongue.Key]string)}
		for _, k := range tongue.Needed() {
			f.add(k, "every catalogue needs it")
		}
		f.templates(t, in)
		f.sources(t)
		for _, k := range f.keys {
			switch lacks := in.Lacks(k); lacks {
			case "":
			case "is missing":
				t.Errorf("words/%s.po lacks:\n#. %s\n%s", language, f.notes[k], in.Entry(k))
			default:
				t.Errorf("words/%s.po: %q %s", language, k.Text, lacks)
			}
		}
		for _, title := range f.mute {
			t.Errorf("%s is English on every page: use say", title)
		}
		for _, unused := range in.Beside(f.keys) {
			t.Errorf("words/%s.po: %s is used nowhere: take it out", language, unused)
		}
	}
}

// templates reads the templates of readers' pages.
func (f *found) templates(t *testing.T, in *tongue.Tongue) {
	t.Helper()
	turn := &turner{tongue: in, met: func(text string, run []piece) {
		note, n := "in a template", 0
		for _, p := range run {
			if p.kind == value {
				n++
				note += fmt.Sprintf("; {%d} is %s", n, p.nodes[0])
			}
		}
		f.add(tongue.Key{Text: text}, note)
	}}
	pages, err := parseReaders(time.UTC, func(name string) string { return name }, in, turn)
	if err != nil {
		t.Fatal(err)
	}
	for name, page := range pages.pages {
		tmpl, err := page()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, part := range tmpl.Templates() {
			if part.Tree != nil {
				f.node(t, part.Name(), part.Tree.Root)
			}
		}
	}
}

// node looks for the texts in the actions of a template.
func (f *found) node(t *testing.T, where string, n parse.Node) {
	switch n := n.(type) {
	case *parse.ListNode:
		if n != nil {
			for _, inner := range n.Nodes {
				f.node(t, where, inner)
			}
		}
	case *parse.IfNode:
		f.pipe(t, where, n.Pipe)
		f.node(t, where, n.List)
		f.node(t, where, n.ElseList)
	case *parse.WithNode:
		f.pipe(t, where, n.Pipe)
		f.node(t, where, n.List)
		f.node(t, where, n.ElseList)
	case *parse.RangeNode:
		f.pipe(t, where, n.Pipe)
		f.node(t, where, n.List)
		f.node(t, where, n.ElseList)
	case *parse.TemplateNode:
		f.pipe(t, where, n.Pipe)
	case *parse.ActionNode:
		f.pipe(t, where, n.Pipe)
	}
}

// dumb are the functions whose texts nobody reads.
var dumb = []string{"asset", "eq", "index", "ne"}

func (f *found) pipe(t *testing.T, where string, p *parse.PipeNode) {
	if p == nil {
		return
	}
	for _, c := range p.Cmds {
		var texts []string
		for _, arg := range c.Args {
			switch arg := arg.(type) {
			case *parse.PipeNode:
				f.pipe(t, where, arg)
			case *parse.StringNode:
				texts = append(texts, arg.Text)
			}
		}
		name := ""
		if id, ok := c.Args[0].(*parse.IdentifierNode); ok {
			name = id.Ident
		}
		_, method := c.Args[0].(*parse.FieldNode)
		_, variable := c.Args[0].(*parse.VariableNode)
		switch {
		case name == "count" && len(texts) == 2:
			f.add(tongue.Key{Text: "%d " + texts[0], Many: "%d " + texts[1]}, "a number of things")
		case name == "say" && len(texts) > 0:
			f.add(tongue.Key{Text: texts[0]}, "in a template, to be filled in")
		case method || variable || slices.Contains(dumb, name):
		case slices.ContainsFunc(texts, func(s string) bool { return strings.ContainsFunc(s, unicode.IsLetter) }):
			t.Errorf("%s: the text in {{%s}} cannot be translated: use say, or let it stand between the actions", where, c)
		}
	}
}

// sources reads the Go files.
func (f *found) sources(t *testing.T) {
	t.Helper()
	set := token.NewFileSet()
	for _, pattern := range append(letters, sources...) {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files, %v", pattern, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") || pattern == "*.go" && name == "desk.go" {
				continue
			}
			file, err := parser.ParseFile(set, name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if _, call := n.(*ast.CallExpr); !call || !slices.Contains(letters, pattern) || callee(n) == "Say" {
					f.expression(filepath.Clean(name), n)
				}
				return true
			})
		}
	}
}

// place says which argument of a function is a sentence.
var place = map[string]int{"Say": 0, "say": 0, "Errorf": 1, "InvalidField": 1, "Add": 1}

// callee is the name of the function that is called.
func callee(n ast.Node) string {
	if call, ok := n.(*ast.CallExpr); ok {
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
			return selector.Sel.Name
		}
	}
	return ""
}

func (f *found) expression(where string, n ast.Node) {
	add := func(e ast.Expr) {
		if text, ok := literal(e); ok {
			f.add(tongue.Key{Text: text}, where)
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		selector, method := n.Fun.(*ast.SelectorExpr)
		if !method {
			break
		}
		name := selector.Sel.Name
		at, ok := place[name]
		if x, _ := selector.X.(*ast.Ident); ok && len(n.Args) > at && (x == nil || x.Name != "fmt") {
			add(n.Args[at])
		}
		if name == "Count" && len(n.Args) == 3 {
			one, ok := literal(n.Args[1])
			many, also := literal(n.Args[2])
			if ok && also {
				f.add(tongue.Key{Text: "%d " + one, Many: "%d " + many}, where)
			}
		}
	case *ast.KeyValueExpr:
		name, ok := n.Key.(*ast.Ident)
		if ok && name.Name == "Msg" {
			add(n.Value)
		}
		if title, said := literal(n.Value); ok && said && (name.Name == "Title" || name.Name == "Description") && strings.ContainsFunc(title, unicode.IsLetter) {
			f.mute = append(f.mute, where+": "+title)
		}
	case *ast.CompositeLit:
		if speaks(n.Type) {
			ast.Inspect(n, func(inner ast.Node) bool {
				if e, ok := inner.(*ast.BasicLit); ok {
					add(e)
				}
				return true
			})
		}
	case *ast.ValueSpec: // a sentence that is a constant
		for _, v := range n.Values {
			if text, ok := literal(v); ok && strings.HasSuffix(text, ".") && strings.Contains(text, " ") {
				add(v)
			}
		}
	}
}

// speaks tells whether a composite holds tongue.Words.
func speaks(e ast.Expr) bool {
	told := false
	if e != nil {
		ast.Inspect(e, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == "Words" {
				told = true
			}
			return true
		})
	}
	return told
}

// literal is a text, also one in several parts.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also
	}
	return "", false
}
