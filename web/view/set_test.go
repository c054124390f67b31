package view

import (
	"testing"
	"time"
)

// A page that cannot be read is found here, not by the first who asks for it.
func TestEveryPageCanBePutTogether(t *testing.T) {
	asset := func(name string) string { return "/assets/" + name }
	site, err := Parse(time.UTC, asset, english)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := ParseDesk(time.UTC, asset)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []set{site.set, desk.set} {
		if len(s.pages) < 10 {
			t.Errorf("there are only %d pages", len(s.pages))
		}
		for name, page := range s.pages {
			tmpl, err := page()
			if err != nil {
				t.Errorf("%s: %v", name, err)
			} else if tmpl.Lookup("main") == nil {
				t.Errorf("%s defines no main part", name)
			}
		}
	}
}
