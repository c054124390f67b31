package newsroom

import (
	"context"
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
	"inews/internal/richtext"
)

// advised is what is said of a draft whose text nobody is mentioned in that we know.
func advised(t *testing.T, d Draft) []blog.Advice {
	t.Helper()
	doc, err := richtext.Markdown(d.Body, richtext.Options{
		Site: "https://blog.example", Mention: func(string) (richtext.Mention, bool) { return richtext.Mention{}, false },
	})
	if err != nil {
		t.Fatal(err)
	}
	return advise(d, doc)
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	const picture = "/media/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.jpg"
	for name, tc := range map[string]struct {
		draft  Draft
		weight blog.Weight
		says   string
		mended string // the field after the press of the button
	}{
		"long title":          {Draft{Title: strings.Repeat("word ", 15)}, blog.Worry, "The title has 74 characters", ""},
		"stop after title":    {Draft{Title: "New bins from May."}, blog.Worry, "ends with a full stop", "New bins from May"},
		"loud title":          {Draft{Title: "NEW BINS"}, blog.Worry, "all in capitals", ""},
		"no summary":          {Draft{Title: "Bins"}, blog.Worry, "There is no summary", ""},
		"long summary":        {Draft{Summary: strings.Repeat("word ", 70)}, blog.Worry, "The summary has 349 characters", ""},
		"address in summary":  {Draft{Summary: "See https://x.example/bins for more."}, blog.Trouble, "an address in the summary", "See for more."},
		"no description":      {Draft{Picture: blog.Picture{Hash: "x"}}, blog.Trouble, "The picture has no description", ""},
		"it is a picture":     {Draft{Picture: blog.Picture{Hash: "x", Alt: "Photo of a green bin"}}, blog.Worry, "begins with “Photo of”", "A green bin"},
		"picture in the text": {Draft{Body: "![](" + picture + ")"}, blog.Trouble, "Picture 1 in the text has no description", ""},
		"picture of, in text": {
			Draft{Body: "![Picture of a bin](" + picture + ")"}, blog.Worry, "The description of picture 1 in the text begins", "![A bin](" + picture + ")",
		},
		"long description":    {Draft{Body: "![" + strings.Repeat("bin ", 80) + "](" + picture + ")"}, blog.Worry, "has a description of 319 characters", ""},
		"picture elsewhere":   {Draft{Body: "![A bin](https://x.example/bin.jpg)"}, blog.Worry, "is on another server", ""},
		"heading without one": {Draft{Body: "## \n\ntext"}, blog.Trouble, "a heading without words", ""},
		"heading left out":    {Draft{Body: "## One\n\n#### Two\n"}, blog.Trouble, "“Two” is 2 levels below", ""},
		"no headings":         {Draft{Body: strings.Repeat("Many words. ", 260)}, blog.Worry, "520 words and no heading", ""},
		"click here":          {Draft{Body: "[Click here](/pages/bins)"}, blog.Trouble, "“Click here” does not say", ""},
		"bare address":        {Draft{Body: "Look at https://x.example/bins now"}, blog.Worry, "shows its address", ""},
		"empty link":          {Draft{Body: "[](https://x.example/)"}, blog.Trouble, "has no words", ""},
		"same words":          {Draft{Body: "[Bins](/a) and [bins](/b)"}, blog.Worry, "lead to different pages", ""},
		"long word":           {Draft{Body: "Utilise `utilise` and [utilise](/utilise)."}, blog.Worry, "“utilise”: say “use”", "Use `utilise` and [use](/utilise)."},
		"long words":          {Draft{Body: "In order to win."}, blog.Worry, "“in order to”: say “to”", "To win."},
		"empty word":          {Draft{Body: "A holistic plan."}, blog.Worry, "“holistic” can mean anything", ""},
		"letters":             {Draft{Body: "The SEND team."}, blog.Worry, "“SEND” is not explained", ""},
		"long sentence":       {Draft{Body: strings.Repeat("word ", 30) + "."}, blog.Worry, "1 sentence has over 25 words", ""},
		"hard text": {
			Draft{Body: strings.Repeat("Organisational transformation necessitates comprehensive interdepartmental collaboration. ", 10)}, blog.Worry, "It takes a reader of", "",
		},
		"Welsh": {
			Draft{Language: "en-GB", Body: "Mae'r cyngor yn gwrando. Rydym wedi gwneud y gwaith gyda chi, ac mae hynny yn bwysig hefyd."},
			blog.Trouble, "reads as Welsh", "cy",
		},
		"Ukrainian":    {Draft{Body: "Рада слухає мешканців, і ми зробили це разом з вами."}, blog.Trouble, "reads as Ukrainian", "uk"},
		"many tags":    {Draft{Tags: []string{"a", "b", "c"}, Body: "#d #e #f"}, blog.Worry, "There are 6 tags", ""},
		"unknown name": {Draft{Body: "Thanks to @ann@x.example."}, blog.Worry, "Nobody is known here as @ann@x.example", ""},
		"long note":    {Draft{Form: blog.FormNote, Body: strings.Repeat("word ", 110)}, blog.Worry, "is folded on Mastodon", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said []string
			for _, a := range advised(t, tc.draft) {
				said = append(said, string(a.Weight)+": "+a.Says)
				if !strings.Contains(a.Says, tc.says) {
					continue
				}
				if a.Weight != tc.weight || a.Do == "" || a.Field == "" || a.Mended != tc.mended || (a.Mend == "") != (a.Mended == "") {
					t.Errorf("advice %+v, want %s, what to do, and the field %q", a, tc.weight, tc.mended)
				}
				return
			}
			t.Errorf("nothing says %q, but:\n%s", tc.says, strings.Join(said, "\n"))
		})
	}
}

// What is well written is told so, part by part, and not nagged about.
func TestAdviceInOrder(t *testing.T) {
	t.Parallel()
	for _, a := range advised(t, Draft{
		Title: "New bins from May", Summary: "Every house gets a green bin for food. Yours comes in April.", Language: "en-GB",
		Tags: []string{"Bins"}, Picture: blog.Picture{Hash: "x", Alt: "A green bin in front of a house", Credit: blog.Credit{Creator: "Ana"}},
		Body: "We collect food from May. You need not do anything.\n\n## When it comes\n\nSee [the days for your street](/pages/days). " +
			"The waste partnership (WEP) brings it. WEP also takes the old one, e.g. a black one.\n\n### If it does not\n\nRing us.",
	}) {
		if a.Weight != blog.Fine {
			t.Errorf("%s: %s", a.About, a.Says)
		}
	}
	if got := len(advised(t, Draft{})); got < 9 {
		t.Errorf("%d parts are looked at, want 9", got)
	}
}

// Advice is given whenever the editor is opened: it goes by whom we know, and
// asks no other server.
func TestAdviceAsksNobody(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	_, err := r.DB.SQL().ExecContext(t.Context(), `
		INSERT INTO people (uri, host, handle, url, inbox)
		VALUES ('https://x.example/users/ann', 'x.example', '@ann@x.example', 'https://x.example/@ann', 'https://x.example/inbox')`)
	if err != nil {
		t.Fatal(err)
	}
	r.Resolve = func(_ context.Context, handle string) (richtext.Mention, bool) {
		t.Errorf("the server of %s is asked", handle)
		return richtext.Mention{}, false
	}
	all, err := r.Advise(t.Context(), Draft{Title: "Bins", Body: "Thanks to @ann@x.example and @bob@y.example."})
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for _, a := range all {
		if a.About == "Tags and mentions" {
			said = append(said, a.Says)
		}
	}
	if want := []string{"Nobody is known here as @bob@y.example."}; !slices.Equal(said, want) {
		t.Errorf("of mentions it says %q, want %q", said, want)
	}
}

func TestSyllables(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]int{"bin": 1, "bins": 1, "house": 1, "table": 2, "council,": 2, "organisation": 5, "7": 1} {
		if got := syllablesOf(word); got != want {
			t.Errorf("%s has %d syllables, want %d", word, got, want)
		}
	}
}
