package newsroom

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJoinText(t *testing.T) {
	t.Parallel()
	const base = "The bins are black.\n\nThey come on Monday.\n\nAsk us."
	for name, tc := range map[string]struct {
		base, mine, theirs, want string // want "" where it cannot be joined
	}{
		"nobody changed it":           {base, base, base, base},
		"only I did":                  {base, "Mine.", base, "Mine."},
		"only they did":               {base, base, "Theirs.", "Theirs."},
		"both in the same way":        {base, strings.Replace(base, "black", "green", 1), strings.Replace(base, "black", "green", 1), strings.Replace(base, "black", "green", 1)},
		"one word each":               {base, strings.Replace(base, "black", "green", 1), strings.Replace(base, "Monday", "Friday", 1), "The bins are green.\n\nThey come on Friday.\n\nAsk us."},
		"one sentence, two words":     {"The old bins are black.", "The new bins are black.", "The old bins are green.", "The new bins are green."},
		"the same word":               {base, strings.Replace(base, "black", "green", 1), strings.Replace(base, "black", "blue", 1), ""},
		"both added at the end":       {"One.", "One.\n\nMine.", "One.\n\nTheirs.", "One.\n\nTheirs.\n\nMine."},
		"both began":                  {"", "Mine.", "Theirs.", "Theirs.Mine."},
		"I took out what they mended": {base, "The bins are black.\n\nAsk us.", strings.Replace(base, "Monday", "Friday", 1), ""},
		"I took out, they elsewhere":  {base, "The bins are black.\n\nAsk us.", base + " Soon.", "The bins are black.\n\nAsk us. Soon."},
		"not a word is left":          {base, "", base + " Soon.", ""},
		"with accents":                {"Café à Paris et Nice", "Café à Rome et Nice", "Café à Paris et Lyon", "Café à Rome et Lyon"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, whole := JoinText(tc.base, tc.mine, tc.theirs)
			if got != tc.want || whole != (tc.want != "" || tc.base == "" && tc.want == "") {
				t.Errorf("got %q, %v; want %q", got, whole, tc.want)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	t.Parallel()
	base := map[string]string{"title": "Bins", "body": "Old text here.", "tags": "Waste", "slug": "", "language": "en-GB"}
	with := func(pairs ...string) map[string]string {
		all := map[string]string{}
		for name, value := range base {
			all[name] = value
		}
		for i := 0; i < len(pairs); i += 2 {
			all[pairs[i]] = pairs[i+1]
		}
		return all
	}
	for name, tc := range map[string]struct {
		base, mine, theirs map[string]string
		want               Joined
	}{
		"a field each": {base, with("title", "New bins"), with("tags", "Waste, Green"), Joined{Fields: with("title", "New bins", "tags", "Waste, Green"), Whole: true}},
		"a clash": {
			base, with("tags", "A", "body", "Old text there."), with("tags", "B", "title", "Green bins"),
			Joined{Fields: with("tags", "A", "title", "Green bins", "body", "Old text there."), Clashes: []Clash{{"tags", "A", "B"}}, Whole: true},
		},
		"the text clashes": {
			base, with("body", "My text here."), with("body", "Their text here."),
			Joined{Fields: with("body", "My text here."), Clashes: []Clash{{"body", "My text here.", "Their text here."}}},
		},
		"the base is not known": {
			map[string]string{"body": base["body"]}, with("tags", "A"), with("body", "Older text here."),
			Joined{Fields: with("tags", "A", "body", "Older text here."), Clashes: []Clash{{"tags", "A", "Waste"}}, Whole: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tc.want, Join(tc.base, tc.mine, tc.theirs)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
