package desk

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Every verb and every subject that a Change may have is told in words: none
// shows as it is stored.
func TestTrailSaysEveryVerbInWords(t *testing.T) {
	t.Parallel()
	for _, verb := range constants(t, "Verb") {
		words := verbs[blog.Verb(verb)]
		if words == "" || words == verb+" *" {
			t.Errorf("the verb %q has no words", verb)
		}
		for _, subject := range constants(t, "Subject") {
			if subjects[blog.Subject(subject)] == "" {
				t.Errorf("the subject %q has no words", subject)
			}
			said := deed(postgres.TrailRow{Change: blog.Change{Verb: blog.Verb(verb), Subject: blog.Subject(subject), SubjectID: "x"}, Title: "Benches"})
			if said == "" || strings.Contains(said, "*") || strings.Contains(said, "_") {
				t.Errorf("%s of a %s is told as %q", verb, subject, said)
			}
		}
	}
}

// constants are the values of a type that package blog declares.
func constants(t *testing.T, of string) (values []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../../internal/blog/change.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == of {
			value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			values = append(values, value)
		}
		return true
	})
	if len(values) < 15 {
		t.Fatalf("%d constants of %s", len(values), of)
	}
	return values
}

func TestTrailSentences(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		row  postgres.TrailRow
		want string
	}{
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Published, Subject: blog.PostSubject}, Who: "Chioma", Title: "Benches"}, "Chioma published “Benches”"},
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Submitted, Subject: blog.EventSubject}, Who: "Ravi (guest)", Title: "Fair"}, "Ravi (guest) submitted the event “Fair” for review"},
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Withdrawn, Subject: blog.PostSubject}}, "iNews withdrew an untitled post"},
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Submitted, Subject: blog.CommentSubject}, Title: "Benches"}, "Somebody outside sent in a comment on “Benches”"},
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Added, Subject: blog.GuestSubject}, Who: "Dev", Name: "Ravi"}, "Dev invited the guest Ravi to write by a link"},
		{postgres.TrailRow{Change: blog.Change{Verb: blog.Noted, Subject: blog.CommentSubject}, Who: "Dev"}, "Dev marked a mention as seen"},
		{postgres.TrailRow{Change: blog.Change{Editor: "1", Verb: blog.SignedOut, Subject: blog.EditorSubject, SubjectID: "1"}, Who: "Dev", Name: "Dev"}, "Dev signed themselves out"},
	} {
		if got := doer(test.row) + " " + deed(test.row); got != test.want {
			t.Errorf("told as %q, want %q", got, test.want)
		}
	}
}
