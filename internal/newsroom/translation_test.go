package newsroom

import (
	"slices"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

var biniau = Wording{Title: "Biniau newydd ym mis Mai", Body: "Maen nhw'n wyrdd. #Gwastraff"}

func (r *room) translate(t *testing.T, p blog.Post, w Wording) blog.Translation {
	t.Helper()
	translation, err := r.Translate(t.Context(), chief, p.ID, "cy", w)
	if err != nil {
		t.Fatal(err)
	}
	return translation
}

func TestTranslate(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, Draft{Title: "New bins in May", Body: "They are green. #Waste"})
	w := biniau
	w.OfVersion = p.Version
	first := r.translate(t, p, w)
	if first.Version != 1 || first.Slug != "biniau-newydd-ym-mis-mai" || !strings.Contains(first.HTML, "wyrdd") || first.Older || !first.EditedAt.IsZero() {
		t.Errorf("saved as %+v", first)
	}
	if again := r.translate(t, p, Wording{Title: w.Title, Body: w.Body, Version: 1}); again.Version != 1 {
		t.Errorf("saving what is there makes version %d", again.Version)
	}
	_, err := r.Translate(t.Context(), chief, p.ID, "cy", Wording{Title: "Eto", Version: 0})
	wantKind(t, err, blog.Conflict, "")
	w.Version, w.Body, w.Slug = 1, "Maen nhw'n las. #Gwastraff", "biniau"
	second := r.translate(t, p, w)
	if second.Version != 2 || second.Slug != "biniau" {
		t.Errorf("edited to %+v", second)
	}
	if p, err = r.DB.PostByID(t.Context(), p.ID); err != nil || !slices.Equal(p.Tags, []string{"Waste", "Gwastraff"}) {
		t.Errorf("the post has the tags %q, %v", p.Tags, err)
	}
	d := Draft{Title: p.Title, Body: p.Body, Tags: []string{"Waste"}, Version: p.Version}
	if p, err = r.Edit(t.Context(), chief, p.ID, d); err != nil {
		t.Fatal(err)
	}
	if p, err = r.DB.PostByID(t.Context(), p.ID); err != nil || !slices.Equal(p.Tags, []string{"Waste", "Gwastraff"}) {
		t.Errorf("after an edit the post has the tags %q, %v", p.Tags, err)
	}
	if got := r.trail(t, p); !slices.Equal(got, []string{"draft", "draft", "draft", "draft"}) {
		t.Errorf("recorded %q", got)
	}
	for revision, want := range map[int]string{1: "Maen nhw'n wyrdd. #Gwastraff", 2: "Maen nhw'n las. #Gwastraff"} {
		if kept, err := r.DB.TranslationRevision(t.Context(), p.ID, "cy", revision); err != nil || kept.Body != want {
			t.Errorf("revision %d says %q, %v", revision, kept.Body, err)
		}
	}
}

func TestTranslateRefuses(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, example(1))
	for name, test := range map[string]struct {
		language string
		w        Wording
		kind     blog.Kind
		field    string
	}{
		"its own language": {"en", biniau, blog.Invalid, "language"},
		"no language":      {"../x", biniau, blog.Invalid, "language"},
		"no title":         {"cy", Wording{Body: "Helo."}, blog.Invalid, "title"},
		"an address":       {"cy", Wording{Title: "Helo", Slug: "Dim Slug"}, blog.Invalid, "slug"},
		"an endless text":  {"cy", Wording{Title: "Helo", Body: strings.Repeat("a", blog.MaxBody+1)}, blog.Invalid, "body"},
		"a version unseen": {"cy", Wording{Title: "Helo", Version: 7}, blog.Conflict, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := r.Translate(t.Context(), chief, p.ID, test.language, test.w)
			wantKind(t, err, test.kind, test.field)
		})
	}
	r.translate(t, p, biniau)
	_, err := r.Translate(t.Context(), chief, p.ID, "cy-GB", biniau)
	wantKind(t, err, blog.Invalid, "language")
	d := example(1)
	d.Version, d.Language = p.Version, "cy"
	_, err = r.Edit(t.Context(), chief, p.ID, d)
	wantKind(t, err, blog.Invalid, "language")
	writer := r.staff(t, "wyn", blog.Contributor)
	_, err = r.Translate(t.Context(), writer, p.ID, "cy", Wording{Title: "Fi", Version: 1})
	wantKind(t, err, blog.Forbidden, "")
	wantKind(t, r.DropTranslation(t.Context(), writer, p.ID, "cy", 1), blog.Forbidden, "")
	other := r.draft(t, example(2))
	if same := r.translate(t, other, biniau); same.Slug != "biniau-newydd-ym-mis-mai-2" {
		t.Errorf("two posts at one Welsh address: %q", same.Slug)
	}
	if taken := r.draft(t, Draft{Title: biniau.Title, Body: "x"}); taken.Slug != "biniau-newydd-ym-mis-mai-3" {
		t.Errorf("a post stands at the address of another's translation: %q", taken.Slug)
	}
}

// What the database refuses by itself, whoever writes.
func TestTranslationIsInAnotherLanguage(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, example(1))
	r.translate(t, p, biniau)
	for _, harm := range []string{
		`UPDATE posts SET language = 'cy-GB'`,
		`INSERT INTO translations (post_id, language, post_language, slug, title, of_version) SELECT id, 'en-US', language, 'x', 'X', 1 FROM posts`,
		`INSERT INTO translations (post_id, language, post_language, slug, title, of_version) SELECT id, 'fr', 'de', 'x', 'X', 1 FROM posts`,
		`INSERT INTO translations (post_id, language, post_language, slug, title, of_version) SELECT id, 'cy-GB', language, 'x', 'X', 1 FROM posts`,
		`UPDATE translations SET title = ''`,
	} {
		if _, err := r.DB.SQL().ExecContext(t.Context(), harm); err == nil {
			t.Errorf("stored: %s", harm)
		}
	}
	if _, err := r.DB.SQL().ExecContext(t.Context(), `UPDATE posts SET language = 'fr'`); err != nil {
		t.Errorf("a post cannot become French: %v", err)
	}
}

func TestTranslationGrowsOlder(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, example(1)) // without a summary, which publishing writes
	r.translate(t, p, biniau)
	older := func(when string, want bool) blog.Translation {
		t.Helper()
		got, err := r.DB.TranslationIn(t.Context(), p.ID, "cy")
		if err != nil || got.Older != want {
			t.Errorf("%s the translation is older: %v, %v", when, got.Older, err)
		}
		return got
	}
	older("at first", false)
	p, err := r.Publish(t.Context(), chief, p.ID)
	if err != nil || p.Summary == "" {
		t.Fatalf("%v, summary %q", err, p.Summary)
	}
	older("after publishing", false)
	r.clock = r.clock.Add(time.Hour)
	d := Draft{Title: p.Title, Summary: p.Summary, Body: "Now they are blue.", Version: p.Version}
	if p, err = r.Edit(t.Context(), chief, p.ID, d); err != nil {
		t.Fatal(err)
	}
	now := older("after an edit", true)
	w := Wording{Title: "Biniau", Body: "Gair newydd.", Version: now.Version, OfVersion: p.Version}
	if saved := r.translate(t, p, w); !saved.Older || !saved.EditedAt.Equal(r.clock) || saved.Slug != now.Slug {
		t.Errorf("a slip of the pen mended: %+v", saved)
	}
	w.Version, w.Body, w.Whole = now.Version+1, "Maen nhw'n las nawr.", true
	if saved := r.translate(t, p, w); saved.Older {
		t.Errorf("brought up to date: %+v", saved)
	}
	states, err := r.DB.TranslationStates(t.Context(), []string{p.ID})
	if err != nil || len(states) != 1 || states[0] != (postgres.TranslationState{PostID: p.ID, Language: "cy"}) {
		t.Errorf("the list says %v, %v", states, err)
	}
}

// A pair goes out whole, or not at all.
func TestPairIsPublishedWhole(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, example(1))
	r.translate(t, p, Wording{Title: "Dim testun eto"})
	_, err := r.Publish(t.Context(), chief, p.ID)
	wantKind(t, err, blog.Invalid, "translations")
	_, err = r.Schedule(t.Context(), chief, p.ID, noon.Add(time.Hour))
	wantKind(t, err, blog.Invalid, "translations")
	r.translate(t, p, Wording{Title: "Dyma'r testun", Body: "Helo.", Version: 1})
	if p, err = r.Publish(t.Context(), chief, p.ID); err != nil {
		t.Fatal(err)
	}
	_, err = r.Translate(t.Context(), chief, p.ID, "cy", Wording{Title: "Gwag", Version: 2})
	wantKind(t, err, blog.Invalid, "body")
	read, err := r.DB.PostByTranslatedSlug(t.Context(), "cy", "dymar-testun")
	if err != nil || read.ID != p.ID {
		t.Errorf("at its Welsh address: %v, %v", read.ID, err)
	}
	if _, err = r.Withdraw(t.Context(), chief, p.ID, ""); err != nil {
		t.Fatal(err)
	}
	_, err = r.DB.PostByTranslatedSlug(t.Context(), "cy", "dymar-testun")
	wantKind(t, err, blog.NotFound, "")
	_, err = r.Translate(t.Context(), chief, p.ID, "cy", Wording{Title: "Ie", Body: "x", Version: 2})
	wantKind(t, err, blog.Conflict, "")
}

func TestDropTranslation(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.published(t, example(1))
	first := r.translate(t, p, biniau)
	r.clock = r.clock.Add(time.Hour)
	wantKind(t, r.DropTranslation(t.Context(), chief, p.ID, "cy", 7), blog.Conflict, "")
	if err := r.DropTranslation(t.Context(), chief, p.ID, "cy", 1); err != nil {
		t.Fatal(err)
	}
	wantKind(t, r.DropTranslation(t.Context(), chief, p.ID, "cy", 1), blog.NotFound, "")
	after, err := r.DB.PostByTranslatedSlug(t.Context(), "cy", first.Slug)
	if err != nil || after.ID != p.ID || !after.EditedAt.Equal(r.clock) || after.Version != p.Version {
		t.Errorf("the old address leads to %v, edited %v, version %d: %v", after.ID, after.EditedAt, after.Version, err)
	}
	if again := r.translate(t, p, biniau); again.Version != 2 || again.Slug != first.Slug {
		t.Errorf("begun anew: %+v", again)
	}
	if got, want := r.trail(t, p), []string{"draft", "publish", "translate", "drop", "translate"}; !slices.Equal(got, want) {
		t.Errorf("recorded %q", got)
	}
	if kept, err := r.DB.TranslationRevisions(t.Context(), p.ID, "cy"); err != nil || len(kept) != 2 {
		t.Errorf("%d revisions, %v", len(kept), err)
	}
}
