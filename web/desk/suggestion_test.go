package desk_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// offers is what the editor is offered for what is typed.
func (f *floor) offers(path, typed string) string {
	f.Helper()
	answer := f.script(blog.Contributor, http.MethodGet, path+"?q="+url.QueryEscape(typed), nil, http.StatusOK)
	var texts []string
	for _, found := range answer["found"].([]any) {
		texts = append(texts, found.(map[string]any)["text"].(string))
	}
	return strings.Join(texts, " ")
}

// People and tags that the blog knows are offered, whoever is blocked is not;
// what is typed is never a pattern.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	f := newFloor(t)
	f.check(f.options.DB.InTx(f.Context(), func(tx *postgres.Tx) error {
		for _, p := range []blog.Person{
			{URI: "https://a.example/u/ana", Handle: "@ana@a.example", Name: "Ana Ruiz", Host: "a.example"},
			{URI: "https://b.example/u/anton", Handle: "@anton@b.example", Name: "Anton", Host: "b.example"},
			{URI: "https://b.example/u/bad", Handle: "@anbad@b.example", Name: "An Bad", Host: "b.example"},
		} {
			if err := tx.SavePerson(f.Context(), p, nil, nil); err != nil {
				return err
			}
		}
		return tx.BlockPerson(f.Context(), "https://b.example/u/bad", "spam")
	}))
	for typed, want := range map[string]string{
		"an": "@ana@a.example @anton@b.example", "@AN": "@ana@a.example @anton@b.example", "ruiz": "@ana@a.example",
		"%": "", "_na": "", "nobody": "", strings.Repeat("a", 200): "",
	} {
		if got := f.offers("/desk/mentions", typed); got != want {
			t.Errorf("for %q are offered %q, want %q", typed, got, want)
		}
	}
	if got := f.offers("/desk/tags", "%"); got != "" {
		t.Errorf("for a pattern the tags %q are offered", got)
	}
}
