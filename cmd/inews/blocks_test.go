package main

import (
	"testing"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/postgres"
)

// What an import would do is said for people, with what goes with it.
func TestImportIsPrintedForPeople(t *testing.T) {
	got := importWords([]comments.Proposal{
		{
			Entry: comments.Entry{Line: 2, Host: "spam.example", Severity: blog.Suspend}, Step: comments.Decide,
			Lost: postgres.Traces{Followers: 3, Comments: 2, Partners: 1},
		},
		{Entry: comments.Entry{Line: 3, Host: "loud.example", Severity: blog.Silence}, Step: comments.Decide},
		{Entry: comments.Entry{Line: 4, Host: "old.example", Severity: blog.Silence}, Before: blog.Hold, Step: comments.Keep},
		{Entry: comments.Entry{Line: 5, Host: "x**.example"}, Step: comments.Refuse, Why: "The name is obfuscated."},
	}, "would be")
	want := `spam.example would be blocked; followers 3, comments 2, partners 1 go with it
loud.example would be silenced
old.example stays on hold
line 5, x**.example: refused. The name is obfuscated.
2 decided, 1 kept, 1 refused; followers 3, comments 2, partners 1 go with it.`
	if got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
}
