package tongue

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Key names an entry of a catalogue.
type Key struct {
	Context string // tells texts of the same letters apart; mostly ""
	Text    string // in English
	Many    string // the English plural, of an entry that a number decides
}

// Needed are the entries that every catalogue needs: the language's own name,
// and what dates and times are made of.
func Needed() []Key {
	needed := []Key{{Context: languageContext, Text: "English"}}
	add := func(context string, texts ...string) {
		for _, text := range texts {
			needed = append(needed, Key{Context: context, Text: text})
		}
	}
	first := time.Date(2006, 1, 2, 0, 0, 0, 0, time.UTC) // a Monday
	for month := range 12 {
		at := first.AddDate(0, month, 0)
		add(monthContext, at.Month().String())
		add(shortMonthContext, at.Format("Jan"))
	}
	for day := range 7 {
		at := first.AddDate(0, 0, day)
		add(dayContext, at.Weekday().String())
		add(shortDayContext, at.Format("Mon"))
	}
	add(dateContext, dateForm, timeForm, longDateForm, monthForm, shortForm)
	add(clockContext, "midday", "midnight", "3am", "3pm", "3:04am", "3:04pm")
	return needed
}

// Lacks tells what is wrong with the entry of that key: "" when it is there and
// whole.
func (t *Tongue) Lacks(k Key) string {
	said, ok := t.catalogue.texts[key{k.Context, k.Text}]
	switch {
	case !ok:
		return "is missing"
	case k.Many != "" && len(said) != len(Forms(t.Tag)):
		return fmt.Sprintf("has %d forms for numbers, and its language has %d", len(said), len(Forms(t.Tag)))
	}
	for _, form := range said {
		if strings.Count(form, "%") != strings.Count(k.Text, "%") {
			return fmt.Sprintf("has other verbs than the English: %q", form)
		}
	}
	return ""
}

// Beside lists the entries that the catalogue has beside those keys.
func (t *Tongue) Beside(used []Key) []string {
	known := make(map[key]bool)
	for _, k := range used {
		known[key{k.Context, k.Text}] = true
	}
	var unused []string
	for k := range t.catalogue.texts {
		if !known[k] {
			unused = append(unused, strings.TrimSpace(k.context+" "+fmt.Sprintf("%q", k.text)))
		}
	}
	slices.Sort(unused)
	return unused
}

// Entry is an empty entry for that key, as a translator fills it in.
func (t *Tongue) Entry(k Key) string {
	var b strings.Builder
	if k.Context != "" {
		fmt.Fprintf(&b, "msgctxt %q\n", k.Context)
	}
	fmt.Fprintf(&b, "msgid %q\n", k.Text)
	if k.Many == "" {
		return b.String() + "msgstr \"\"\n"
	}
	fmt.Fprintf(&b, "msgid_plural %q\n", k.Many)
	for i := range Forms(t.Tag) {
		fmt.Fprintf(&b, "msgstr[%d] \"\"\n", i)
	}
	return b.String()
}
