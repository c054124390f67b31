package tongue

import (
	"errors"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
)

var welsh = All("en-GB", []string{"en-GB", "cy"})[1]

func TestEveryCatalogueHasWhatDatesAreMadeOf(t *testing.T) {
	for _, language := range Languages() {
		if in := In(language); !in.IsEnglish() {
			for _, k := range Needed() {
				if lacks := in.Lacks(k); lacks != "" {
					t.Errorf("%s: %q %s", language, k.Text, lacks)
				}
			}
		}
	}
}

func TestNumbersOfThings(t *testing.T) {
	for _, test := range []struct {
		n       int
		english string
		want    string
	}{
		{0, "comment", "0 sylw"}, {1, "comment", "1 sylw"}, {2, "comment", "2 sylw"}, {3, "comment", "3 sylw"}, {1200, "comment", "1200 sylw"},
		{0, "post", "0 postiad"}, {1, "post", "1 postiad"}, {2, "post", "2 bostiad"}, {3, "post", "3 phostiad"},
		{4, "post", "4 postiad"}, {5, "post", "5 postiad"}, {6, "post", "6 phostiad"}, {7, "post", "7 postiad"},
		{12, "post", "12 postiad"}, {100, "post", "100 postiad"}, {2_000_000_000, "post", "2000000000 postiad"},
		{2, "result", "2 ganlyniad"}, {3, "result", "3 chanlyniad"}, {6, "result", "6 chanlyniad"}, {26, "result", "26 canlyniad"},
		{2, "word without an entry", "2 words"},
	} {
		if got := welsh.Count(test.n, test.english, "words"); got != test.want {
			t.Errorf("%d %s: %q, want %q", test.n, test.english, got, test.want)
		}
	}
	if got := In("en").Count(1, "comment", "comments") + In("en").Count(0, "comment", "comments"); got != "1 comment0 comments" {
		t.Error(got)
	}
}

func TestDates(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	thursday := time.Date(2026, 11, 26, 18, 0, 0, 0, zone)
	monday := time.Date(2027, 1, 4, 9, 30, 0, 0, zone)
	may := time.Date(2026, 5, 2, 12, 2, 0, 0, zone)
	english := In("en-GB")
	for _, test := range []struct {
		name        string
		form        func(*Tongue, time.Time) string
		at          time.Time
		en, welshly string
	}{
		{"date", (*Tongue).Date, thursday, "26 November 2026", "26 Tachwedd 2026"},
		{"date", (*Tongue).Date, may, "2 May 2026", "2 Mai 2026"},
		{"time", (*Tongue).Time, monday, "4 January 2027, 09:30", "4 Ionawr 2027, 09:30"},
		{"time", (*Tongue).Time, may, "2 May 2026, 12:02", "2 Mai 2026, 12:02"},
		{"long date", (*Tongue).LongDate, thursday, "Thursday 26 November 2026", "dydd Iau 26 Tachwedd 2026"},
		{"long date", (*Tongue).LongDate, monday, "Monday 4 January 2027", "dydd Llun 4 Ionawr 2027"},
		{"month", (*Tongue).MonthOf, thursday, "November 2026", "Tachwedd 2026"},
		{"short", (*Tongue).ShortTime, thursday, "Thu 26 Nov 2026, 18:00", "Iau 26 Tach 2026, 18:00"},
		{"short", (*Tongue).ShortTime, may, "Sat 2 May 2026, 12:02", "Sad 2 Mai 2026, 12:02"},
		{"short month", (*Tongue).ShortMonth, monday, "Jan", "Ion"},
		{"short day", (*Tongue).ShortDay, monday, "Mon", "Llun"},
	} {
		if got := test.form(english, test.at); got != test.en {
			t.Errorf("%s in English: %q, want %q", test.name, got, test.en)
		}
		if got := test.form(welsh, test.at); got != test.welshly {
			t.Errorf("%s in Welsh: %q, want %q", test.name, got, test.welshly)
		}
	}
}

func TestClock(t *testing.T) {
	for text, want := range map[string][2]string{
		"00:00": {"midnight", "hanner nos"}, "09:00": {"9am", "9yb"}, "12:00": {"midday", "hanner dydd"},
		"12:30": {"12:30pm", "12:30yh"}, "18:05": {"6:05pm", "6:05yh"}, "03:04": {"3:04am", "3:04yb"}, "15:00": {"3pm", "3yh"},
	} {
		at, err := time.Parse("15:04", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := [2]string{In("en").Clock(at), welsh.Clock(at)}; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestErrors(t *testing.T) {
	err := blog.InvalidField("text", "Your comment has %d characters; %d is the most. Could you shorten it?", 5001, 5000)
	if got, want := welsh.Message(err), "Mae gan eich sylw 5001 o nodau; 5000 yw’r mwyaf. Allech chi ei fyrhau?"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := welsh.Message(errors.New("x")), "Aeth rhywbeth o’i le ar ein hochr ni. Rhowch gynnig arall arni ymhen ychydig funudau."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	var bad blog.Problems
	bad.Add("text", "Write something first.")
	bad.Add("name", "Your name may have at most %d characters.", 80)
	if got := welsh.Problems(bad.Err()); len(got) != 2 || got[0].Msg != "Ysgrifennwch rywbeth yn gyntaf." || got[1].Field != "name" ||
		got[1].Msg != "Caiff eich enw fod â 80 o nodau ar y mwyaf." {
		t.Errorf("%v", got)
	}
}

func TestPaths(t *testing.T) {
	for path, want := range map[string]string{
		"/": "/cy", "/posts/x": "/cy/posts/x", "/?a=b": "/cy?a=b", "/#x": "/cy#x", "/search?q=x": "/cy/search?q=x",
		"/feed.rss": "/cy/feed.rss", "/cymru": "/cy/cymru", "/cy": "/cy", "/cy/posts/x": "/cy/posts/x", "/apple": "/cy/apple",
		"/media/x.png": "/media/x.png", "/assets/x.css": "/assets/x.css", "/ap/posts/1": "/ap/posts/1", "/desk/": "/desk/",
		"/sitemap.xml": "/sitemap.xml", "//evil.example": "//evil.example", "https://a.example/": "https://a.example/",
		"#here": "#here", "posts": "posts", "mailto:a@b.example": "mailto:a@b.example", "?after=1": "?after=1",
	} {
		if got := welsh.Path(path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if got := In("en").Path(path); got != path {
			t.Errorf("%s in the site's own language: %s", path, got)
		}
	}
}

func TestTongues(t *testing.T) {
	all := All("cy", []string{"cy", "en-GB", "en-US"})
	if len(all) != 2 || all[0].Name != "Cymraeg" || all[0].Prefix != "" || all[1].Prefix != "/en" || all[1].Tag != "en-GB" {
		t.Errorf("%+v", all)
	}
	if Among(all, "en-IE") != all[1] || Among(all, "fr") != all[0] || Among(all, "") != all[0] {
		t.Error("the wrong tongue")
	}
	for tag, want := range map[string]string{"en-GB": "en_GB", "cy": "cy_GB", "en": "en", "cy-GB": "cy_GB"} {
		if got := In(tag).Locale(); got != want {
			t.Errorf("%s: %s, want %s", tag, got, want)
		}
	}
	if fr := In("fr"); fr.Name != "fr" || fr.Say("Events") != "Events" || Spoken("fr") {
		t.Errorf("%+v", fr)
	}
}

func TestCataloguesThatAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"": "twice",
		"msgid \"a\"\nmsgstr \"b\"\nmsgid \"c\"\nmsgstr \"d\"":   "an empty line",
		"msgid \"a\"\nmsgstr \"\"":                               "not translated",
		"msgid \"a\"":                                            "translations that it needs",
		"msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[0] \"b\"":      "translations that it needs",
		"msgid \"a\"\nmsgstr[1] \"b\"":                           "unknown",
		"msgid a":                                                "quotation marks",
		"msgfoo \"a\"":                                           "unknown",
		"\"a\"":                                                  "belongs to nothing",
	} {
		if _, err := readPO(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	c, err := readPO("# a comment\nmsgctxt \"x\"\nmsgid \"\"\n\"a \"\n\"b\"\nmsgstr \"c\\\"\"\n\"d\"")
	if err != nil || c.texts[key{"x", "a b"}][0] != `c"d` {
		t.Errorf("%v, %v", c, err)
	}
}
