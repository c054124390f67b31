package internal_test

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	logKeys  = []string{"request", "editor", "post", "activity", "actor", "inbox", "host", "attempt", "outcome", "err"}
	logVerbs = []string{"Debug", "Info", "Warn", "Error", "With", "DebugContext", "InfoContext", "WarnContext", "ErrorContext"}
	logAttrs = []string{"String", "Int", "Int64", "Uint64", "Bool", "Float64", "Time", "Duration", "Any", "Group"}
	loggers  = regexp.MustCompile(`^(slog|.*[lL]og|.*[lL]ogger)$`)
	clients  = []string{"DefaultClient", "DefaultTransport", "Get", "Head", "Post", "PostForm"}
	tests    = []string{"federation/fedtest", "internal/pgtest", "internal/interop"} // as good as test files
	// statement is how SQL begins; prose does not shout two words.
	statement = regexp.MustCompile(`^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH|CREATE|ALTER|DROP|TRUNCATE)\s`)
	sqlOwners = []string{"internal/postgres", "internal/pgtest",
		"internal/jobs",    // River's tables, which postgres does not know
		"internal/localpg", // creates the database
		"migrations"}
)

var callRules = []rule{
	{"no test sleeps: wait for what happens, or use testing/synctest", func(h *house, offend offend) {
		for _, f := range h.files {
			// In a bubble of synctest, sleeping takes no time.
			bubbles := slices.ContainsFunc(f.syntax.Imports, func(i *ast.ImportSpec) bool { return text(i.Path) == "testing/synctest" })
			if !f.test || bubbles {
				continue
			}
			ast.Inspect(f.syntax, func(node ast.Node) bool {
				if selects(node, "time", "Sleep") {
					offend(h.at(node), "")
				}
				return true
			})
		}
	}},
	{"no test is skipped", func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			for _, t := range []string{"t", "b", "f", "tb"} {
				if selects(node, t, "Skip", "Skipf", "SkipNow") {
					offend(h.at(node), "")
				}
			}
		})
	}},
	{"nobody uses net/http's own client", func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			if !f.test && selects(node, "http", clients...) {
				offend(h.at(node), "")
			}
		})
	}},
	{"only federation/fetch builds an http.Client or http.Transport", func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			if f.test || below(f.folder, tests...) || below(f.folder, "federation/fetch") {
				return
			}
			if built := builds(node); built != nil && selects(built, "http", "Client", "Transport") {
				offend(h.at(node), "")
			}
		})
	}},
	{"only cmd reads flags and the environment", func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			if f.test || below(f.folder, append(tests, "cmd")...) {
				return
			}
			if selects(node, "os", "Getenv", "LookupEnv", "Environ", "ExpandEnv", "Args") || selects(node, "flag") {
				offend(h.at(node), "")
			}
		})
	}},
	{"SQL is put together from constants alone", func(h *house, offend offend) {
		constants := h.constants()
		h.inspect(func(f file, node ast.Node) {
			if sum, ok := node.(*ast.BinaryExpr); ok && !f.test && !below(f.folder, tests...) && sum.Op == token.ADD && beginsStatement(sum) && !constant(sum, constants[f.folder]) {
				offend(h.at(node), "")
			}
		})
	}},
	{"what is asked of the database is written where it is asked", func(h *house, offend offend) {
		constants, askers := h.constants(), h.askers()
		h.inspect(func(f file, node ast.Node) {
			call, ok := node.(*ast.CallExpr)
			if !ok || f.test || f.path == askedBefore || !below(f.folder, "internal/postgres", "internal/jobs") {
				return
			}
			query := queryOf(call, askers)
			if query != nil && !constant(query, constants[f.folder]) && !passedOn(f, query) && !listed(f, query, constants[f.folder]) {
				offend(h.at(query), "")
			}
		})
	}},
	{"SQL is never built with Sprintf", func(h *house, offend offend) {
		h.inspect(func(_ file, node ast.Node) {
			if call, ok := node.(*ast.CallExpr); ok && selects(call.Fun, "fmt", "Sprintf") && len(call.Args) > 0 && statement.MatchString(text(call.Args[0])) {
				offend(h.at(node), "")
			}
		})
	}},
	{"SQL stands in internal/postgres", func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			if e, ok := node.(*ast.BasicLit); ok && !f.test && !below(f.folder, sqlOwners...) && statement.MatchString(text(e)) {
				offend(h.at(node), "")
			}
		})
	}},
	{"a query lists its columns", func(h *house, offend offend) {
		// What unnest makes has only the columns that the same line lists.
		all := regexp.MustCompile(`SELECT\s+(\w+\.)?\*(\s+FROM\s+[^u\s]|,|$)`)
		h.inspect(func(f file, node ast.Node) {
			if e, ok := node.(*ast.BasicLit); ok && all.MatchString(text(e)) && f.folder != "internal" {
				offend(h.at(node), "")
			}
		})
		for name, content := range h.texts {
			if strings.HasSuffix(name, ".sql") && all.MatchString(content) {
				offend(name, "")
			}
		}
	}},
	{"a log's keys are " + strings.Join(logKeys, " "), func(h *house, offend offend) {
		h.inspect(func(f file, node ast.Node) {
			if call, ok := node.(*ast.CallExpr); ok && !f.test {
				for _, key := range keys(call) {
					if name := text(key); name != "" && !slices.Contains(logKeys, name) {
						offend(h.at(key), name)
					}
				}
			}
		})
	}},
}

// inspect visits every node of every file.
func (h *house) inspect(visit func(f file, node ast.Node)) {
	for _, f := range h.files {
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			if node != nil {
				visit(f, node)
			}
			return true
		})
	}
}

// selects tells whether the node is one of the names of a package or value;
// without names, any.
func selects(node ast.Node, of string, names ...string) bool {
	selector, ok := node.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := selector.X.(*ast.Ident)
	return ok && x.Name == of && (len(names) == 0 || slices.Contains(names, selector.Sel.Name))
}

// builds answers the type of a value that the node makes: T{…}, new(T) or var x T.
func builds(node ast.Node) ast.Node {
	switch node := node.(type) {
	case *ast.CompositeLit:
		return node.Type
	case *ast.CallExpr:
		if fn, ok := node.Fun.(*ast.Ident); ok && fn.Name == "new" && len(node.Args) == 1 {
			return node.Args[0]
		}
	case *ast.ValueSpec:
		return node.Type
	}
	return nil
}

// text is a string constant's, or "".
func text(e ast.Expr) string {
	if s, ok := e.(*ast.BasicLit); ok && s.Kind == token.STRING {
		if value, err := strconv.Unquote(s.Value); err == nil {
			return value
		}
	}
	return ""
}

// keys are the arguments of a call to a logger that name a value.
func keys(call *ast.CallExpr) []ast.Expr {
	selector, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !loggers.MatchString(last(selector.X)) {
		return nil
	}
	verb := selector.Sel.Name
	if selects(selector, "slog", logAttrs...) && len(call.Args) > 0 {
		return call.Args[:1]
	}
	if !slices.Contains(logVerbs, verb) {
		return nil
	}
	first := 1 // behind the message
	switch {
	case verb == "With":
		first = 0
	case strings.HasSuffix(verb, "Context"):
		first = 2
	}
	var keys []ast.Expr
	for i := first; i < len(call.Args); i += 2 {
		keys = append(keys, call.Args[i])
	}
	return keys
}

// last is the last name of an expression: Log of s.options.Log.
func last(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
