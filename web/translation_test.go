package web_test

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/comments"
	"inews/internal/newsroom"
	"inews/web/site"
)

// pair is a site with pages in English and in Welsh, and a post in both.
type pair struct {
	*press
	room           *newsroom.Newsroom
	english, welsh *site.Site
	bins           blog.Post // in both
	alone          blog.Post // in English only
	ysgol          blog.Post // in Welsh only
	open           blog.Event
}

func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{press: newPress(t)}
	p.room = &newsroom.Newsroom{DB: p.db, Site: base}
	p.english, p.welsh = p.in("en-GB"), p.in("cy")
	p.bins = p.save(blog.Post{Title: "New bins", Summary: "They are green.", Body: "Put them out on Monday.", Tags: []string{"Waste"}})
	p.translate(p.bins, newsroom.Wording{Title: "Biniau newydd", Summary: "Maen nhw'n wyrdd.", Body: "Rhowch nhw allan ddydd Llun."})
	p.alone = p.save(blog.Post{Title: "Road works", Body: "On Station Road."})
	p.ysgol = p.save(blog.Post{Title: "Yr ysgol", Body: "Mae'r ysgol ar gau."})
	if _, err := p.db.SQL().Exec(`UPDATE posts SET language = 'cy' WHERE id = $1`, p.ysgol.ID); err != nil {
		t.Fatal(err)
	}
	soon := time.Now().Add(72 * time.Hour)
	p.open = p.saveEvent(blog.Event{Post: blog.Post{Title: "Open day", Body: "Come in."}, Starts: soon, Ends: soon.Add(time.Hour), Venue: blog.Venue{Name: "The Hall"}})
	p.translate(p.open.Post, newsroom.Wording{Title: "Diwrnod agored", Body: "Dewch i mewn."})
	return p
}

// in is the site in a language, as its readers in that language get it.
func (p *pair) in(language string) *site.Site {
	p.Helper()
	s, err := site.New(site.Options{
		DB: p.db, Comments: &comments.Comments{DB: p.db, Base: base + "/ap/comments/"}, BaseURL: base, Name: "iNews", Tagline: "New ideas",
		Language: language, Languages: []string{"en-GB", "cy"}, Handle: "inews", HandleDomain: "council.example",
		Zone: time.UTC, Asset: func(name string) string { return "/assets/" + name }, Now: time.Now,
	})
	if err != nil {
		p.Fatal(err)
	}
	return s
}

func (p *pair) translate(post blog.Post, w newsroom.Wording) {
	p.Helper()
	if _, err := p.room.Translate(p.Context(), blog.Editor{Role: blog.Managing}, post.ID, "cy", w); err != nil {
		p.Fatal(err)
	}
}

// read asks a page with parts of its path, and what it was asked for.
func (p *pair) read(reader site.Reader, param, query map[string]string) site.Answer {
	p.Helper()
	values := url.Values{}
	for name, value := range query {
		values.Set(name, value)
	}
	answer, err := reader(p.Context(), site.Ask{Param: func(name string) string { return param[name] }, Query: values})
	if err != nil {
		p.Fatal(err)
	}
	return answer
}

func (p *pair) post(s *site.Site, slug string) site.Answer {
	p.Helper()
	return p.read(s.Post, map[string]string{"slug": slug}, nil)
}

func TestPairOnItsPages(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	english, welsh := base+"/posts/new-bins", base+"/cy/posts/biniau-newydd"
	for _, page := range []struct {
		answer                         site.Answer
		canonical, title, words, other string
	}{
		{p.post(p.english, "new-bins"), "/posts/new-bins", "New bins", "Darllenwch yn Gymraeg", welsh},
		{p.post(p.welsh, "biniau-newydd"), "/posts/biniau-newydd", "Biniau newydd", "Read in English", english},
	} {
		body := string(page.answer.Body)
		for _, want := range []string{
			`>` + page.title + `</h1>`, `hreflang="en-GB" href="` + english + `"`, `hreflang="cy" href="` + welsh + `"`, `hreflang="x-default" href="` + english + `"`,
			`<a href="` + page.other + `" hreflang=`, ">" + page.words + "</a>", page.canonical + `">`,
		} {
			if !strings.Contains(body, want) {
				t.Errorf("%s has no %s:\n%s", page.title, want, body)
			}
		}
		if strings.Contains(body, "exists only") {
			t.Errorf("%s says that it exists in one language", page.title)
		}
		if page.answer.PostID != p.bins.ID || page.answer.Object != base+"/ap/posts/"+p.bins.ObjectID {
			t.Errorf("%s is the page of %s, %s", page.title, page.answer.PostID, page.answer.Object)
		}
	}
	m := parse(t, string(p.post(p.welsh, "biniau-newydd").Body))
	var article struct {
		URL, Language string
		Original      struct{ URL, Name, InLanguage string } `json:"translationOfWork"`
		InLanguage    string
	}
	if err := json.Unmarshal([]byte(m.scripts[0]), &article); err != nil {
		t.Fatal(err)
	}
	if article.URL != welsh || article.InLanguage != "cy" || article.Original.URL != english || article.Original.InLanguage != "en-GB" || article.Original.Name != "New bins" {
		t.Errorf("machines are told %+v", article)
	}
}

// An address leads to the text in the language of the pages, under whichever name
// the post was asked for.
func TestPairAddresses(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	editor := blog.Editor{Role: blog.Managing}
	if _, err := p.room.Translate(p.Context(), editor, p.bins.ID, "cy", newsroom.Wording{Title: "Biniau", Body: "Llun.", Slug: "biniau", Version: 1}); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		in   *site.Site
		slug string
		want string
	}{
		{p.english, "new-bins", ""}, {p.welsh, "biniau", ""}, {p.welsh, "new-bins", "/posts/biniau"}, {p.welsh, "biniau-newydd", "/posts/biniau"},
		{p.english, "biniau", "/cy/posts/biniau"}, {p.english, "biniau-newydd", "/cy/posts/biniau"}, {p.welsh, "road-works", ""}, {p.english, "yr-ysgol", ""},
		{p.welsh, "yr-ysgol", ""}, {p.english, "diwrnod-agored", "/cy/events/diwrnod-agored"}, {p.welsh, "open-day", "/events/diwrnod-agored"},
	} {
		if got := p.post(test.in, test.slug); got.Location != test.want {
			t.Errorf("%s in %s leads to %q, want %q", test.slug, test.in.Language, got.Location, test.want)
		}
	}
	if got := p.read(p.welsh.Event, map[string]string{"slug": "open-day"}, nil); got.Location != "/events/diwrnod-agored" {
		t.Errorf("an event leads to %q", got.Location)
	}
	if err := p.room.DropTranslation(p.Context(), editor, p.bins.ID, "cy", 2); err != nil {
		t.Fatal(err)
	}
	if got := p.post(p.welsh, "biniau"); got.Location != "/posts/new-bins" {
		t.Errorf("the address of a text that was removed leads to %q", got.Location)
	}
	for _, nowhere := range []string{"dim-byd", "biniau-arall"} {
		_, err := p.welsh.Post(p.Context(), site.Ask{Param: func(string) string { return nowhere }})
		if blog.KindOf(err) != blog.NotFound {
			t.Errorf("%s: %v", nowhere, err)
		}
	}
}

// What is not translated is shown as it was written, in its own language, and says
// so; machines are told where it belongs.
func TestWithoutTranslation(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	body := string(p.post(p.welsh, "road-works").Body)
	for _, want := range []string{"Dim ond yn Saesneg mae’r dudalen hon ar gael.", "On Station Road.", `lang="en-GB"`, `<link rel="canonical" href="` + base + `/posts/road-works">`} {
		if !strings.Contains(body, want) {
			t.Errorf("in Welsh it has no %s", want)
		}
	}
	body = string(p.post(p.english, "yr-ysgol").Body)
	for _, want := range []string{"This page exists only in Welsh.", `lang="cy"`, `<link rel="canonical" href="` + base + `/cy/posts/yr-ysgol">`} {
		if !strings.Contains(body, want) {
			t.Errorf("in English it has no %s", want)
		}
	}
	if body := string(p.post(p.english, "road-works").Body); strings.Contains(body, "exists only") || strings.Contains(body, `rel="alternate" hreflang`) {
		t.Error("in its own language it speaks of languages")
	}
}

// Lists, feeds and the calendar are in the language of the pages, as far as there
// is a text in it.
func TestPairInLists(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	month := map[string]string{"year": p.bins.PublishedAt.UTC().Format("2006"), "month": p.bins.PublishedAt.UTC().Format("01")}
	for name, page := range map[string]func(s *site.Site) site.Answer{
		"the front page": func(s *site.Site) site.Answer { return p.read(s.Home, nil, nil) },
		"a tag":          func(s *site.Site) site.Answer { return p.read(s.Tag, map[string]string{"tag": "waste"}, nil) },
		"an author": func(s *site.Site) site.Answer {
			return p.read(s.Author, map[string]string{"author": p.author.Slug}, nil)
		},
		"a month":   func(s *site.Site) site.Answer { return p.read(s.Month, month, nil) },
		"RSS":       func(s *site.Site) site.Answer { return p.read(s.RSS, nil, nil) },
		"Atom":      func(s *site.Site) site.Answer { return p.read(s.Atom, nil, nil) },
		"JSON Feed": func(s *site.Site) site.Answer { return p.read(s.JSONFeed, nil, nil) },
	} {
		english, welsh := string(page(p.english).Body), string(page(p.welsh).Body)
		if !strings.Contains(english, "New bins") || strings.Contains(english, "Biniau") {
			t.Errorf("%s in English:\n%s", name, english)
		}
		if !strings.Contains(welsh, "Biniau newydd") || strings.Contains(welsh, "New bins") || !strings.Contains(welsh, "/posts/biniau-newydd") {
			t.Errorf("%s in Welsh:\n%s", name, welsh)
		}
		if name != "a tag" && !strings.Contains(welsh, "Road works") {
			t.Errorf("%s in Welsh leaves out what is in English only", name)
		}
	}
	for name, page := range map[string]func(s *site.Site) site.Reader{
		"the events": func(s *site.Site) site.Reader { return s.Events }, "the calendar": func(s *site.Site) site.Reader { return s.Calendar },
	} {
		english, welsh := string(p.read(page(p.english), nil, nil).Body), string(p.read(page(p.welsh), nil, nil).Body)
		if !strings.Contains(english, "Open day") || !strings.Contains(welsh, "Diwrnod agored") || strings.Contains(welsh, "Open day") {
			t.Errorf("%s in Welsh:\n%s", name, welsh)
		}
	}
	one := p.read(p.welsh.CalendarOfEvent, map[string]string{"slug": "diwrnod-agored"}, nil)
	if !strings.Contains(string(one.Body), "SUMMARY:Diwrnod agored") {
		t.Errorf("the calendar of one event:\n%s", one.Body)
	}
}

// A search finds a post by what it says in either language, and shows what the
// reader can read.
func TestSearchInBothLanguages(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	unmarked := strings.NewReplacer("<mark>", "", "</mark>", "")
	for _, words := range []string{"ddydd Llun", "Monday", "biniau", "bins", "binia newydd"} {
		english := unmarked.Replace(string(p.read(p.english.Search, nil, map[string]string{"q": words}).Body))
		welsh := unmarked.Replace(string(p.read(p.welsh.Search, nil, map[string]string{"q": words}).Body))
		if !strings.Contains(english, ">New bins</a>") || strings.Contains(english, "Biniau newydd") {
			t.Errorf("%q in English:\n%s", words, english)
		}
		if !strings.Contains(welsh, ">Biniau newydd</a>") || strings.Contains(welsh, "New bins") {
			t.Errorf("%q in Welsh:\n%s", words, welsh)
		}
	}
	welsh := string(p.read(p.welsh.Search, nil, map[string]string{"q": "llun"}).Body)
	if !strings.Contains(welsh, "<mark>Llun</mark>") {
		t.Errorf("the passage that matched is not shown:\n%s", welsh)
	}
	welsh = string(p.read(p.welsh.Search, nil, map[string]string{"q": "biniau"}).Body)
	if !strings.Contains(welsh, "><mark>Biniau</mark> newydd</a>") {
		t.Errorf("the title that matched is not shown:\n%s", welsh)
	}
}

// An opinion is of the post, in whichever language it was read.
func TestOpinionOfTranslation(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	for path, want := range map[string]string{
		"/posts/biniau-newydd":    `<a href="/cy/posts/biniau-newydd">Biniau newydd</a>`,
		"/posts/new-bins":         `<a href="/cy/posts/biniau-newydd">Biniau newydd</a>`,
		"/posts/road-works":       `<a lang="en-GB" href="/cy/posts/road-works">Road works</a>`,
		"/events/diwrnod-agored":  `<a href="/cy/events/diwrnod-agored">Diwrnod agored</a>`,
		"/posts/biniau-newydd/x":  "Beth yw eich barn am y wefan hon?",
		"/posts/nothing-of-that":  "Beth yw eich barn am y wefan hon?",
		"//posts/biniau-newydd":   "Beth yw eich barn am y wefan hon?",
		"/events/biniau-newydd?a": `<a href="/cy/posts/biniau-newydd">Biniau newydd</a>`,
	} {
		if body := string(p.read(p.welsh.Feedback, nil, map[string]string{"page": path}).Body); !strings.Contains(body, want) {
			_, body, _ = strings.Cut(body, "<main")
			t.Errorf("of %s is said:\n%s", path, body)
		}
	}
}

// A comment belongs to the post, in whichever language it was read.
func TestCommentOnTranslation(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	p.say(blog.Comment{PostID: p.bins.ID, Name: "Gwen", Text: "Da iawn!"})
	for in, path := range map[*site.Site]string{p.english: "/posts/new-bins", p.welsh: "/cy/posts/biniau-newydd"} {
		if body := string(p.post(in, path[strings.LastIndex(path, "/")+1:]).Body); !strings.Contains(body, "Da iawn!") || !strings.Contains(body, `action="`+path+`/comments"`) {
			t.Errorf("the page in %s has no comments, or no form", in.Language)
		}
	}
	answer, err := p.welsh.Comment(context.Background(), site.Ask{Param: func(string) string { return "biniau-newydd" }}, site.Typed{Text: "Diolch", Opened: "1"})
	if err != nil || !strings.HasPrefix(answer.Location, "/comments/edit/") {
		t.Errorf("sent to %q, %v", answer.Location, err)
	}
	answer, err = p.welsh.Comment(context.Background(), site.Ask{Param: func(string) string { return "diwrnod-agored" }}, site.Typed{Text: " ", Opened: "1"})
	if err != nil || answer.Err == nil || !strings.Contains(string(answer.Body), "Diwrnod agored") {
		t.Errorf("an empty comment: %v, %v", answer.Err, err)
	}
}

func TestPairInSitemap(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	body := string(p.read(p.english.Sitemap, nil, nil).Body)
	english, welsh := base+"/posts/new-bins", base+"/cy/posts/biniau-newydd"
	links := `<xhtml:link rel="alternate" hreflang="en-GB" href="` + english + `"></xhtml:link>`
	if strings.Count(body, links) != 2 || !strings.Contains(body, "<loc>"+english+"</loc>") || !strings.Contains(body, "<loc>"+welsh+"</loc>") {
		t.Errorf("the pair is not in the sitemap:\n%s", body)
	}
	if !strings.Contains(body, "<loc>"+base+"/cy/posts/yr-ysgol</loc>") || strings.Contains(body, "/cy/posts/road-works") {
		t.Errorf("what is in one language is not where it belongs:\n%s", body)
	}
}
