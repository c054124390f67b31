package main

import (
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestFindingsArePrintedForPeople(t *testing.T) {
	var out strings.Builder
	err := writeFindings(&out, []blog.Finding{
		{About: "handle", Weight: blog.Fine, Says: "It leads to the blog."},
		{About: "certificate", Weight: blog.Worry, Says: "It ends on Tuesday.", Do: "Renew it."},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `FINE   handle       It leads to the blog.
WORRY  certificate  It ends on Tuesday.
                    -> Renew it.
`
	if out.String() != want {
		t.Errorf("printed\n%s\nwant\n%s", out.String(), want)
	}
}
