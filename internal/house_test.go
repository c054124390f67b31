// Package internal_test holds the house rules that a program can check: the
// design's picture of who imports whom, lengths, names and what may not be
// written. All offences are told at once, each with the rule that it breaks.
package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// house is the whole tree, read once.
type house struct {
	files []file            // of Go
	texts map[string]string // every tracked text, by its path
	set   *token.FileSet
	found []string
}

// file is one Go file.
type file struct {
	path   string // from the root of the repository
	folder string // which is the package, since each has its own
	test   bool
	lines  int
	syntax *ast.File
}

// rule is a sentence and what finds offences against it.
type rule struct {
	says  string
	check func(h *house, offend offend)
}

// offend reports an offence at a place; what says whose it is, and may be "".
type offend func(at, what string)

// rules are all of them; each has a sample in house_samples_test.go that it
// must find.
func rules() []rule {
	return slices.Concat(importRules, shapeRules, nameRules, callRules, textRules)
}

func TestHouse(t *testing.T) {
	h, err := readHouse("..")
	if err != nil {
		t.Fatal(err)
	}
	if len(h.files) == 0 {
		t.Fatal("no Go file was found: the rules were checked against nothing")
	}
	for _, offence := range h.offences(rules()...) {
		t.Error(offence)
	}
}

func (h *house) offences(rules ...rule) []string {
	h.found = nil
	for _, r := range rules {
		r.check(h, func(at, what string) {
			if what != "" {
				what = " (" + what + ")"
			}
			h.found = append(h.found, fmt.Sprintf("%s: %s%s", at, r.says, what))
		})
	}
	slices.Sort(h.found)
	return slices.Compact(h.found)
}

// readHouse reads what git tracks and what it would: a file that is just being
// written is under the rules too.
func readHouse(root string) (*house, error) {
	list := exec.Command("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	list.Dir = root
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("list the files of the repository: %w", err)
	}
	texts := map[string]string{}
	for _, name := range strings.Split(strings.TrimRight(string(out), "\x00"), "\x00") {
		content, err := os.ReadFile(filepath.Join(root, name))
		if err != nil || strings.ContainsRune(string(content), 0) {
			continue // removed and not yet committed, or no text
		}
		texts[name] = string(content)
	}
	return newHouse(texts)
}

func newHouse(texts map[string]string) (*house, error) {
	h := &house{texts: texts, set: token.NewFileSet()}
	for name, content := range texts {
		if !strings.HasSuffix(name, ".go") || strings.Contains(name, "testdata/") {
			continue
		}
		syntax, err := parser.ParseFile(h.set, name, content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		h.files = append(h.files, file{
			path: name, folder: path.Dir(name), test: strings.HasSuffix(name, "_test.go"),
			lines: strings.Count(content, "\n"), syntax: syntax,
		})
	}
	slices.SortFunc(h.files, func(a, b file) int { return strings.Compare(a.path, b.path) })
	return h, nil
}

// at is where a node stands, as an editor opens it.
func (h *house) at(node ast.Node) string {
	p := h.set.Position(node.Pos())
	return fmt.Sprintf("%s:%d", p.Filename, p.Line)
}

// below tells whether the path is the folder or in it.
func below(path string, folders ...string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool {
		return path == folder || strings.HasPrefix(path, folder+"/")
	})
}
