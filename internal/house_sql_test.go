package internal_test

import (
	"go/ast"
	"go/token"
	"slices"
)

// Check 42: "static check finds no string-built SQL". Two rules of
// house_calls_test.go stand on what is below: text that begins a statement may
// be added to constants only, and what is handed to the database is a constant,
// or came to the function that hands it on as a parameter, whose callers are
// looked at in their turn.

// drivers are the methods of database/sql and sqlx that take a query, with the
// place of it among their arguments.
var drivers = map[string]int{
	"QueryContext": 1, "QueryRowContext": 1, "ExecContext": 1, "QueryxContext": 1, "QueryRowxContext": 1, "GetContext": 2, "SelectContext": 2,
	"PrepareContext": 1, "PreparexContext": 1, "NamedExecContext": 1, "NamedQueryContext": 1, "Exec": 0, "MustExec": 0, "Queryx": 0,
}

// askedBefore is the one file that hands on what it did not get as a parameter:
// it prepares the queries that were asked often.
const askedBefore = "internal/postgres/prepared.go"

// askers are the drivers' methods, and the functions of internal/postgres that
// take a query, which they all call so.
func (h *house) askers() map[string]int {
	askers := map[string]int{}
	for name, place := range drivers {
		askers[name] = place
	}
	for _, f := range h.files {
		for _, decl := range f.syntax.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || f.test || f.folder != "internal/postgres" {
				continue
			}
			place := 0
			for _, field := range fn.Type.Params.List {
				for _, parameter := range field.Names {
					if parameter.Name == "query" {
						askers[fn.Name.Name] = place
					}
					place++
				}
			}
		}
	}
	return askers
}

// constants are the names of package constants, by folder.
func (h *house) constants() map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, f := range h.files {
		if found[f.folder] == nil {
			found[f.folder] = map[string]bool{}
		}
		ast.Inspect(f.syntax, func(node ast.Node) bool {
			decl, ok := node.(*ast.GenDecl)
			if !ok || decl.Tok != token.CONST {
				return true
			}
			for _, spec := range decl.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					found[f.folder][name.Name] = true
				}
			}
			return true
		})
	}
	return found
}

// constant tells whether an expression is text that the compiler knows.
func constant(e ast.Expr, names map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return names[e.Name]
	case *ast.ParenExpr:
		return constant(e.X, names)
	case *ast.BinaryExpr:
		return e.Op == token.ADD && constant(e.X, names) && constant(e.Y, names)
	}
	return false
}

// beginsStatement tells whether a sum's first part is the beginning of SQL.
func beginsStatement(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return statement.MatchString(text(e))
	case *ast.ParenExpr:
		return beginsStatement(e.X)
	case *ast.BinaryExpr:
		return beginsStatement(e.X)
	}
	return false
}

// queryOf is the query among the arguments of a call, nil when it asks nothing.
func queryOf(call *ast.CallExpr, askers map[string]int) ast.Expr {
	name := last(call.Fun)
	place, ok := askers[name]
	if selects(call.Fun, "sqlx") { // as functions, they take the database before
		place++
	}
	if !ok || len(call.Args) <= place {
		return nil
	}
	return call.Args[place]
}

// listed tells whether an expression is the variable of a loop over statements
// that stand in the loop's head.
func listed(f file, e ast.Expr, constants map[string]bool) bool {
	name, ok := e.(*ast.Ident)
	found := false
	ast.Inspect(f.syntax, func(node ast.Node) bool {
		loop, isLoop := node.(*ast.RangeStmt)
		if !ok || !isLoop || e.Pos() < loop.Pos() || e.Pos() > loop.End() {
			return true
		}
		value, named := loop.Value.(*ast.Ident)
		list, written := loop.X.(*ast.CompositeLit)
		if named && written && value.Name == name.Name {
			found = !slices.ContainsFunc(list.Elts, func(e ast.Expr) bool { return !constant(e, constants) })
		}
		return true
	})
	return found
}

// passedOn tells whether the query is a parameter of a function of the file,
// by the name at which its callers are found.
func passedOn(f file, query ast.Expr) bool {
	name, ok := query.(*ast.Ident)
	if !ok || name.Name != "query" {
		return false
	}
	return slices.ContainsFunc(f.syntax.Decls, func(decl ast.Decl) bool {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || query.Pos() < fn.Pos() || query.Pos() > fn.End() {
			return false
		}
		return slices.ContainsFunc(fn.Type.Params.List, func(field *ast.Field) bool {
			return slices.ContainsFunc(field.Names, func(parameter *ast.Ident) bool { return parameter.Name == name.Name })
		})
	})
}
