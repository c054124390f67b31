package desk_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/pgtest"
)

// parameterNames are all that the packages in these folders read from an address,
// found in their source so that a new one is tried as well.
func parameterNames(t *testing.T, folders ...string) []string {
	t.Helper()
	named := regexp.MustCompile(`Query(?:\(\))?(?:\.Get)?\("([a-z_]+)"\)|s\.site\.\w+((?:, "[a-z_]+")+)\)`)
	found := map[string]bool{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllStringSubmatch(string(source), -1) {
				for name := range strings.FieldsFuncSeq(m[1]+m[2], func(r rune) bool { return r == '"' || r == ',' || r == ' ' }) {
					found[name] = true
				}
			}
		}
	}
	var names []string
	for name := range found {
		names = append(names, name)
	}
	if len(names) < 12 {
		t.Fatalf("only %q were found in %q", names, folders)
	}
	return names
}

// Check 42: "SQL: every sort/filter/search parameter fuzzed with quotes and
// slug:[": each parameter of each GET route, and each part of its path, with
// each nasty value: the answer is never a fault of ours.
func TestCheck42Parameters(t *testing.T) {
	t.Parallel()
	h := furnish(newFloor(t))
	atDesk, atSite := parameterNames(t, "."), parameterNames(t, "..", "../site")
	part := regexp.MustCompile(`:[a-z]+`)
	try := func(route, address string) {
		if w := h.get(blog.Owner, address); w.Code >= 500 {
			t.Errorf("GET %s answers %d at %.200q", route, w.Code, address)
		}
	}
	h.everyRoute(func(method, route, path string) {
		if method != http.MethodGet || !mountsForms(route) {
			return
		}
		names := atSite
		if strings.HasPrefix(route, "/desk") {
			names = atDesk
		}
		for _, value := range pgtest.Nasty {
			for _, name := range names {
				try(route, path+"?"+url.Values{name: {value}}.Encode())
			}
			// A cursor has two parts, which are read when both are there.
			try(route, path+"?"+url.Values{"at": {"2026-01-01T00:00:00Z"}, "id": {value}}.Encode())
			try(route, path+"?"+url.Values{"after": {"1." + value}}.Encode())
			try(route, path+"?after='&q=%zz&"+url.QueryEscape(value))
			for _, parameter := range part.FindAllString(route, -1) {
				filled := strings.Replace(route, parameter, url.PathEscape(value), 1)
				try(route, h.real(filled))
			}
		}
	})
}
