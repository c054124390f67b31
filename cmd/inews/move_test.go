package main

import (
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/fediverse"
)

// A rehearsal ends with what it comes to.
func TestRehearsalIsPrintedForPeople(t *testing.T) {
	r := fediverse.Rehearsal{Findings: []blog.Finding{
		{About: "target", Weight: blog.Fine, Says: "It exists."},
		{About: "alias", Weight: blog.Trouble, Says: "It does not name the blog.", Do: "Add the alias there."},
	}}
	want := `FINE     target  It exists.
TROUBLE  alias   It does not name the blog.
                 -> Add the alias there.
Nothing was sent and nothing was changed. The blog cannot move there as long as this is so.`
	if got := rehearsalWords(r); got != want {
		t.Errorf("printed\n%s\nwant\n%s", got, want)
	}
	r.Findings = r.Findings[:1]
	if got := rehearsalWords(r); !strings.HasSuffix(got, "The blog can move there.") || !rehearsed(r).Possible {
		t.Errorf("printed\n%s", got)
	}
}

// Nobody moves by pressing a key: only the blog's own handle is a yes.
func TestMoveIsConfirmed(t *testing.T) {
	for typed, want := range map[string]bool{
		"@inews@council.example\n": true, " inews@council.example \n": true, "@inews@council.example": true,
		"": false, "\n": false, "y\n": false, "yes\n": false, "@news@new.example\n": false, "@@inews@council.example\n": false,
	} {
		s := &streams{in: strings.NewReader(typed), err: &strings.Builder{}}
		if err := s.confirm("@inews@council.example"); (err == nil) != want {
			t.Errorf("typed %q: %v", typed, err)
		}
	}
}

// What contradicts itself is a wrong call.
func TestMoveIsAskedWhole(t *testing.T) {
	for _, c := range []moveCommand{{}, {Rehearse: true}, {Undo: true, Handle: "@a@b.example"}, {Undo: true, Rehearse: true}, {Undo: true, Force: true}} {
		if c.Validate() == nil {
			t.Errorf("%+v is taken", c)
		}
	}
	for _, c := range []moveCommand{{Undo: true}, {Undo: true, Yes: true}, {Handle: "@a@b.example", Rehearse: true, Force: true}} {
		if err := c.Validate(); err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
