package internal_test

import (
	"fmt"
	"strings"
	"testing"
)

// samples break one rule each: the files of a small repository, and the word
// that the offence must hold. Every rule has one that it must find.
var samples = []struct {
	rule  string // the beginning of what it says
	name  string
	text  string
	finds string
}{
	{"a package stands in", "internal/extra/a.go", "package extra", "internal/extra"},
	{"an import of ours", "federation/fetch/a.go", "package fetch\nimport _ \"inews/internal/blog\"", "a.go:2"},
	{"an import of ours", "internal/newsroom/a.go", "package newsroom\nimport _ \"inews/internal/pgtest\"", "internal/pgtest"},
	{"an import of ours", "federation/inbox/a_test.go", "package inbox\nimport _ \"inews/internal/postgres\"", "internal/postgres"},
	{"an import of ours", "web/site/a.go", "package site\nimport _ \"inews/internal/fediverse\"", "fediverse"},
	{"a module from outside", "web/a.go", "package web\nimport _ \"github.com/lib/pq\"", "lib/pq"},
	{"a module from outside", "internal/blog/a.go", "package blog\nimport _ \"new.example/thing\"", "new.example"},
	{"the federation library", "federation/a.go", "package federation\nimport _ \"log/slog\"", "slog"},
	{"a dependency is never", "go.mod", "require github.com/go-fed/activity v1.0.1", "v1.0.1"},
	{"a dependency is never", "go.mod", "replace a => b v1.0.0", "replace"},
	{"top-level folders", "pkg/a.txt", "", "pkg/"},
	{"a file at the root", "notes.txt", "", "notes.txt"},
	{"no file is over", "web/a.go", "package web\n" + strings.Repeat("\n", 500), "501"},
	{"half of the files", "web/a.go", "package web\n" + strings.Repeat("\n", 120), "121"},
	{"no function is over", "web/a.go", "package web\nfunc f() {" + strings.Repeat("\n", 80) + "}", "81"},
	{"nine in ten functions", "web/a.go", "package web\nfunc f() {" + strings.Repeat("\n", 45) + "}", "46"},
	{"a package has exactly", "web/a.go", "package web", "0"},
	{"a package has exactly", "web/a.go", "// It is good.\npackage web", "otherwise"},
	{"migrations are", "migrations/002_b.sql", "", "NNNN_words.sql"},
	{"every exported name", "web/a.go", "package web\nfunc (p *Page) Show() {}", "Show"},
	{"every exported name", "web/a.go", "package web\nvar A, b int", "A"},
	{"every exported name", "web/a.go", "package web\n// Types.\ntype (\n\tA int\n)", "a.go:4"},
	{"no name begins with Get", "web/a.go", "package web\nfunc GetPost() {}", "GetPost"},
	{"no name is a Manager", "web/a.go", "package web\ntype postManager int", "postManager"},
	{"no name is a Manager", "web/a.go", "package web\ntype a struct { helper int }", "helper"},
	{"an exported name outside", "internal/blog/a.go", "package blog\ntype UserName string", "UserName"},
	{"an exported name outside", "internal/blog/a.go", "package blog\ntype A struct { Status string }", "Status"},
	{"there is no init", "web/a.go", "package web\nfunc init() {}", "a.go:2"},
	{"no test sleeps", "web/a_test.go", "package web\nvar _ = func() { time.Sleep(1) }", "a_test.go:2"},
	{"no test is skipped", "web/a_test.go", "package web\nfunc f(t *testing.T) { t.Skip() }", "a_test.go:2"},
	{"nobody uses", "web/a.go", "package web\nvar _ = http.DefaultClient", "a.go:2"},
	{"nobody uses", "federation/fetch/a.go", "package fetch\nfunc f() { http.Get(\"\") }", "a.go:2"},
	{"only federation/fetch", "web/a.go", "package web\nvar _ = &http.Client{}", "a.go:2"},
	{"only federation/fetch", "web/a.go", "package web\nvar _ http.Transport", "a.go:2"},
	{"only federation/fetch", "web/a.go", "package web\nvar _ = new(http.Client)", "a.go:2"},
	{"only cmd reads", "web/a.go", "package web\nvar _ = os.Getenv(\"A\")", "a.go:2"},
	{"only cmd reads", "web/a.go", "package web\nvar _ = flag.Bool", "a.go:2"},
	{"SQL is put together", "internal/postgres/a.go", "package postgres\nvar _ = `SELECT a FROM b ORDER BY ` + order", "a.go:2"},
	{"SQL is put together", "internal/postgres/a.go", "package postgres\nfunc f(w string) { _ = `SELECT a FROM b WHERE ` + w + ` LIMIT 1` }", "a.go:2"},
	{"what is asked", "internal/postgres/a.go", "package postgres\nfunc one(a, query string) {}\nfunc f() { one(a, strings.Replace(q, `x`, order, 1)) }", "a.go:3"},
	{"what is asked", "internal/postgres/a.go", "package postgres\nfunc f() { query := build(); db.QueryContext(ctx, query) }", "a.go:2"},
	{"SQL is never", "internal/postgres/a.go", "package postgres\nvar _ = fmt.Sprintf(\"SELECT %s\", a)", "a.go:2"},
	{"SQL stands", "web/a.go", "package web\nvar _ = `\n\tDELETE FROM posts`", "a.go:2"},
	{"a query lists", "internal/postgres/a.go", "package postgres\nvar _ = `SELECT p.* FROM posts p`", "a.go:2"},
	{"a query lists", "migrations/0001_a.sql", "CREATE VIEW a AS SELECT * FROM b", "0001_a.sql"},
	{"a log's keys", "web/a.go", "package web\nfunc f() { s.log.WarnContext(ctx, \"m\", \"err\", e, \"user\", u) }", "user"},
	{"a log's keys", "web/a.go", "package web\nfunc f() { slog.String(\"path\", p) }", "path"},
	{"no path of", "README.md", "see /" + "home/me/inews", "README.md:1"},
	{"no host of", "README.md", "registry" + ".npmjs.org", "README.md:1"},
	{"work that is left", "web/a.go", "package web\n\n// TO" + "DO: all of it", "a.go:3"},
}

func TestEveryRuleFindsItsOffence(t *testing.T) {
	sampled := map[string]bool{}
	for _, sample := range samples {
		h, err := newHouse(map[string]string{sample.name: sample.text})
		if err != nil {
			t.Fatalf("%s: %v", sample.rule, err)
		}
		for _, r := range rules() {
			if !strings.HasPrefix(r.says, sample.rule) {
				continue
			}
			sampled[r.says] = true
			if got := strings.Join(h.offences(r), "\n"); !strings.Contains(got, r.says) || !strings.Contains(got, sample.finds) {
				t.Errorf("%q in %s breaks the rule that %s, which found %q", sample.text, sample.name, r.says, got)
			}
		}
	}
	for _, r := range rules() {
		if !sampled[r.says] {
			t.Errorf("no sample breaks the rule that %s", r.says)
		}
	}
}

// A table may be as long as it likes: it is read, not followed.
func TestTablesAreNoLongFunctions(t *testing.T) {
	table := "package web\nfunc f() {\n\tuse([]int{" + strings.Repeat("\n\t\t1,", 200) + "\n\t})\n}\n"
	h, err := newHouse(map[string]string{"web/a.go": table})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(h.functions()); !strings.Contains(got, "f 2}") {
		t.Errorf("a function of two lines around a table is measured as %s", got)
	}
}
