package internal_test

import (
	"cmp"
	"fmt"
	"go/ast"
	"path"
	"slices"
	"strings"
)

var shapeRules = []rule{
	{"top-level folders are cmd, federation, internal, web and migrations", func(h *house, offend offend) {
		for name := range h.texts {
			if top, _, deep := strings.Cut(name, "/"); deep && !strings.HasPrefix(top, ".") &&
				!slices.Contains([]string{"cmd", "federation", "internal", "web", "migrations"}, top) {
				offend(top+"/", "")
			}
		}
	}},
	{"a file at the root is one that convention wants there", func(h *house, offend offend) {
		wanted := []string{"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "FEDERATION.md", "CHANGELOG.md",
			"CONTRIBUTING.md", "SECURITY.md", "Dockerfile"}
		for name := range h.texts {
			if !strings.Contains(name, "/") && !strings.HasPrefix(name, ".") && !slices.Contains(wanted, name) {
				offend(name, "")
			}
		}
	}},
	{"no file is over 500 lines", func(h *house, offend offend) {
		for _, f := range h.files {
			if f.lines > 500 {
				offend(f.path, fmt.Sprint(f.lines))
			}
		}
	}},
	{"half of the files are under 120 lines and nine in ten under 300", func(h *house, offend offend) {
		lines := func(f file) int { return f.lines }
		shares(h.files, lines, func(f file) string { return f.path }, offend, share{0.5, 120}, share{0.9, 300})
	}},
	{"no function is over 80 lines", func(h *house, offend offend) {
		for _, f := range h.functions() {
			if f.lines > 80 {
				offend(f.at, fmt.Sprintf("%s has %d", f.name, f.lines))
			}
		}
	}},
	{"nine in ten functions are under 45 lines", func(h *house, offend offend) {
		lines := func(f function) int { return f.lines }
		shares(h.functions(), lines, func(f function) string { return f.at }, offend, share{0.9, 45})
	}},
	{"a package has exactly one comment, which begins with its name", func(h *house, offend offend) {
		for folder, comments := range h.packageComments() {
			if len(comments) != 1 {
				offend(folder, fmt.Sprintf("%d: %s", len(comments), strings.Join(comments, ", ")))
			}
		}
	}},
	{"migrations are NNNN_words.sql, numbered from 0001 without gaps", func(h *house, offend offend) {
		var names []string
		for name := range h.texts {
			if path.Dir(name) == "migrations" && path.Ext(name) == ".sql" {
				names = append(names, path.Base(name))
			}
		}
		slices.Sort(names)
		for i, name := range names {
			if !strings.HasPrefix(name, fmt.Sprintf("%04d_", i+1)) {
				offend("migrations/"+name, fmt.Sprintf("%04d_… is expected", i+1))
				return
			}
		}
	}},
}

// share is a part of all that must be within a number of lines.
type share struct {
	part  float64
	lines int
}

// shares offends with the longest when fewer than a share's part are within
// its lines.
func shares[T any](all []T, lines func(T) int, at func(T) string, offend offend, wanted ...share) {
	all = slices.SortedFunc(slices.Values(all), func(a, b T) int { return cmp.Compare(lines(b), lines(a)) })
	for _, s := range wanted {
		over := 0
		for over < len(all) && lines(all[over]) > s.lines {
			over++
		}
		if float64(over) <= float64(len(all))*(1-s.part) {
			continue
		}
		for _, longest := range all[:min(over, 10)] {
			offend(at(longest), fmt.Sprintf("%d lines; %d of %d are over %d", lines(longest), over, len(all), s.lines))
		}
	}
}

// function is one with a name, and its length without its table.
type function struct {
	at, name string
	lines    int
}

func (h *house) functions() []function {
	var all []function
	for _, f := range h.files {
		for _, decl := range f.syntax.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Body != nil {
				lines := h.span(fn)
				if table := h.largestTable(fn); 2*table >= lines {
					lines -= table
				}
				all = append(all, function{at: h.at(fn), name: fn.Name.Name, lines: lines})
			}
		}
	}
	return all
}

func (h *house) span(node ast.Node) int {
	return h.set.Position(node.End()).Line - h.set.Position(node.Pos()).Line + 1
}

func (h *house) largestTable(fn *ast.FuncDecl) int {
	largest := 0
	ast.Inspect(fn, func(node ast.Node) bool {
		if table, ok := node.(*ast.CompositeLit); ok {
			largest = max(largest, h.span(table))
		}
		return true
	})
	return largest
}

// packageComments are, by folder, the files that comment the package, with a
// mark behind a comment that begins wrongly.
func (h *house) packageComments() map[string][]string {
	found := map[string][]string{}
	for _, f := range h.files {
		if f.test {
			continue
		}
		found[f.folder] = append(found[f.folder], nil...)
		if f.syntax.Doc == nil {
			continue
		}
		text, name := f.syntax.Doc.Text(), f.syntax.Name.Name
		if strings.HasPrefix(text, "Package "+name+" ") || name == "main" && strings.HasPrefix(text, "Command ") {
			found[f.folder] = append(found[f.folder], f.path)
		} else {
			found[f.folder] = append(found[f.folder], f.path, f.path+" begins otherwise")
		}
	}
	return found
}
