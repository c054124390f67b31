package richtext

import "testing"

func TestFold(t *testing.T) {
	for text, want := range map[string]string{
		"Casino":                         "casino",
		"  CAFÉ, naïve—Straße! ":         "cafe naive strasse",
		"ca\u200bsi\u00adno":             "casino",
		"d'accord":                       "daccord",
		"Ελλάδα 24/7":                    "ελλαδα 24 7",
		"ｆｕｌｌ ｗｉｄｔｈ":                     "full width",
		"...":                            "",
		"Łódź":                           "lodz",
		"line\nbreak\tand  more   space": "line break and more space",
	} {
		if got := Fold(text); got != want {
			t.Errorf("Fold(%q) = %q, want %q", text, got, want)
		}
	}
	for _, test := range []struct {
		text, words string
		want        bool
	}{
		{"The CASINO is open.", "casino", true}, {"Casinos are closed.", "casino", false}, {"Buy acme—widgets", "Acme Widgets", true},
		{"widgets by acme", "Acme Widgets", false}, {"anything", "...", false},
	} {
		if got := HasWords(Fold(test.text), Fold(test.words)); got != test.want {
			t.Errorf("%q has %q: %v", test.text, test.words, got)
		}
	}
}
