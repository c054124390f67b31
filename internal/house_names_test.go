package internal_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
)

var (
	words    = regexp.MustCompile(`[A-Z]+[a-z0-9]*|[a-z0-9]+`)
	empty    = []string{"Manager", "Helper", "Helpers", "Util", "Utils", "Service", "Processor"}
	ofTheAP  = []string{"federation", "internal/fediverse"} // they speak the protocol's words
	excepted = map[string]string{
		"driver.GetListener":     "River's interface asks for it",
		"webfinger.Service":      "a type of actor (AS vocabulary §3.1)",
		"federation.ServiceType": "a type of actor (AS vocabulary §3.1)",
	}
)

// avoided are the words that the design (§4) wants said otherwise, with the
// folders where they mean something else.
var avoided = map[string][]string{
	"Account":    {"internal/accounts", "web/desk"}, // an editor's sign-in, by the design's own name
	"Activity":   {"internal/postgres"},             // its rows hold the protocol's documents
	"Admin":      {},
	"Profile":    {},
	"Status":     {"web"}, // HTTP's
	"Subscriber": {"internal/blog", "internal/mailing", "internal/postgres", "web/desk"},
	"Toot":       {},
	"User":       {},
}

var nameRules = []rule{
	{"every exported name has a comment", func(h *house, offend offend) {
		for _, f := range h.files {
			if f.test {
				continue
			}
			for _, bare := range undocumented(f.syntax) {
				offend(h.at(bare), bare.Name)
			}
		}
	}},
	{"no name begins with Get", func(h *house, offend offend) {
		h.names(func(f file, owner string, name *ast.Ident) {
			if rest, ok := strings.CutPrefix(name.Name, "Get"); ok && rest != "" && ast.IsExported(rest) && !isExcepted(f, owner, name) {
				offend(h.at(name), name.Name)
			}
		})
	}},
	{"no name is a Manager, Helper, Util, Service or Processor", func(h *house, offend offend) {
		h.names(func(f file, owner string, name *ast.Ident) {
			if has(name.Name, empty) && !isExcepted(f, owner, name) {
				offend(h.at(name), name.Name)
			}
		})
	}},
	{"an exported name outside of federation uses the product's words (design §4)", func(h *house, offend offend) {
		h.names(func(f file, owner string, name *ast.Ident) {
			if f.test || below(f.folder, ofTheAP...) || !name.IsExported() || isExcepted(f, owner, name) {
				return
			}
			for word, folders := range avoided {
				plurals := []string{word, word + "s", word + "es", strings.TrimSuffix(word, "y") + "ies"}
				if has(name.Name, plurals) && !below(f.folder, folders...) {
					offend(h.at(name), name.Name)
				}
			}
		})
	}},
	{"there is no init function", func(h *house, offend offend) {
		h.names(func(_ file, owner string, name *ast.Ident) {
			if name.Name == "init" && owner == "func" {
				offend(h.at(name), "")
			}
		})
	}},
}

// has tells whether one of the words is a word of the name.
func has(name string, unwanted []string) bool {
	return slices.ContainsFunc(words.FindAllString(name, -1), func(word string) bool {
		return slices.Contains(unwanted, strings.ToUpper(word[:1])+word[1:])
	})
}

func isExcepted(f file, owner string, name *ast.Ident) bool {
	for _, full := range []string{name.Name, owner + "." + name.Name, f.syntax.Name.Name + "." + name.Name} {
		if excepted[full] != "" {
			return true
		}
	}
	return false
}

// names visits what is declared for more than one function: functions
// ("func"), methods (their type), types, fields, constants and variables.
func (h *house) names(visit func(f file, owner string, name *ast.Ident)) {
	for _, f := range h.files {
		for _, decl := range f.syntax.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				owner := "func"
				if decl.Recv != nil {
					owner = receiver(decl)
				}
				visit(f, owner, decl.Name)
			case *ast.GenDecl:
				ast.Inspect(decl, func(node ast.Node) bool {
					switch node := node.(type) {
					case *ast.TypeSpec:
						visit(f, "", node.Name)
					case *ast.ValueSpec:
						for _, name := range node.Names {
							visit(f, "", name)
						}
					case *ast.Field:
						for _, name := range node.Names {
							visit(f, "", name)
						}
					case *ast.FuncLit:
						return false
					}
					return true
				})
			}
		}
	}
}

func receiver(fn *ast.FuncDecl) string {
	t := fn.Recv.List[0].Type
	for {
		switch inner := t.(type) {
		case *ast.StarExpr:
			t = inner.X
		case *ast.IndexExpr:
			t = inner.X
		case *ast.IndexListExpr:
			t = inner.X
		case *ast.Ident:
			return inner.Name
		default:
			return ""
		}
	}
}

// undocumented are the exported names without a comment. A comment over a
// group of constants or variables serves all of it.
func undocumented(f *ast.File) []*ast.Ident {
	var bare []*ast.Ident
	for _, decl := range f.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if decl.Doc == nil && decl.Name.IsExported() && (decl.Recv == nil || ast.IsExported(receiver(decl))) {
				bare = append(bare, decl.Name)
			}
		case *ast.GenDecl:
			for _, spec := range decl.Specs {
				bare = append(bare, bareNames(decl, spec)...)
			}
		}
	}
	return bare
}

func bareNames(decl *ast.GenDecl, spec ast.Spec) []*ast.Ident {
	var bare []*ast.Ident
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		if spec.Name.IsExported() && spec.Doc == nil && (decl.Doc == nil || decl.Lparen != token.NoPos) {
			bare = append(bare, spec.Name)
		}
	case *ast.ValueSpec:
		for _, name := range spec.Names {
			if name.IsExported() && spec.Doc == nil && spec.Comment == nil && decl.Doc == nil {
				bare = append(bare, name)
			}
		}
	}
	return bare
}
