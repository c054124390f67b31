package newsroom

import (
	"slices"
	"strings"
	"testing"

	"inews/internal/blog"
)

func TestDraft(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.draft(t, Draft{
		Title: "  Maps   for everybody ", Body: "Hello **there** #LocalGov #maps",
		Tags: []string{"open data", "#LOCALGOV", " "}, Series: "Seminar 2026", Thanks: "With thanks to all.",
		Guest: &blog.Author{Name: "Dr Grace Guest", Handle: "grace@uni.example", Bio: "Lecturer"},
	})
	if p.Title != "Maps for everybody" || p.Slug != "maps-for-everybody" || p.Form != blog.FormArticle {
		t.Errorf("title, slug, form = %q, %q, %q", p.Title, p.Slug, p.Form)
	}
	p, err := r.DB.PostByID(t.Context(), p.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"OpenData", "LOCALGOV", "maps"}; !slices.Equal(p.Tags, want) {
		t.Errorf("tags = %q, want %q", p.Tags, want)
	}
	if !strings.Contains(p.HTML, "<strong>there</strong>") || !strings.Contains(p.Text, "Hello there") {
		t.Errorf("html = %q, text = %q", p.HTML, p.Text)
	}
	if p.Author.Name != "Dr Grace Guest" || !p.Author.Guest || p.Author.Handle != "@grace@uni.example" {
		t.Errorf("author = %+v", p.Author)
	}
	if p.Series != "Seminar 2026" || p.Language != "en-GB" || p.State != blog.StateDraft || p.Comments != blog.CommentsOpen {
		t.Errorf("series, language, state, comments = %q, %q, %q, %q", p.Series, p.Language, p.State, p.Comments)
	}
	again := r.draft(t, Draft{Title: "Maps for everybody", Guest: &blog.Author{Name: "dr grace guest", Bio: "Professor"}})
	if again.Slug != "maps-for-everybody-2" {
		t.Errorf("second slug = %q", again.Slug)
	}
	if again.Author.ID != p.Author.ID || again.Author.Bio != "Professor" || again.Author.Handle == "" {
		t.Errorf("the same guest came back as %+v", again.Author)
	}
}

func TestDraftRefuses(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	for _, test := range []struct {
		name  string
		draft Draft
		field string
	}{
		{"nothing", Draft{}, "title"},
		{"event", Draft{Form: blog.FormEvent, Title: "x"}, "form"},
		{"unknown form", Draft{Form: "poem", Title: "x"}, "form"},
		{"language", Draft{Title: "x", Language: "English please"}, "language"},
		{"slug", Draft{Title: "x", Slug: "No Spaces"}, "slug"},
		{"comments", Draft{Title: "x", Comments: "maybe"}, "comments"},
		{"tag", Draft{Title: "x", Tags: []string{"123"}}, "tags"},
		{"link in summary", Draft{Title: "x", Summary: "see https://council.example"}, "summary"},
		{"picture", Draft{Title: "x", Picture: blog.Picture{Hash: strings.Repeat("a", 64), Alt: "x"}}, "image"},
		{"author", Draft{Title: "x", AuthorID: "00000000-0000-0000-0000-000000000001"}, "author"},
		{"handle", Draft{Title: "x", Guest: &blog.Author{Name: "A", Handle: "nowhere"}}, "handle"},
		{"guest without name", Draft{Title: "x", Guest: &blog.Author{}}, "guest"},
		{"long", Draft{Title: "x", Body: strings.Repeat("a", blog.MaxBody+1)}, "body"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := r.Draft(t.Context(), chief, test.draft)
			wantKind(t, err, blog.Invalid, test.field)
		})
	}
}

func TestEdit(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p := r.published(t, example(1))
	d := Draft{Title: "Another title", Body: "New words.", Slug: "new-place", Version: p.Version}
	edited, err := r.Edit(t.Context(), chief, p.ID, d)
	if err != nil {
		t.Fatal(err)
	}
	if edited.Slug != "new-place" || !edited.EditedAt.Equal(noon) || edited.Version <= p.Version {
		t.Errorf("slug %q, edited at %v, version %d", edited.Slug, edited.EditedAt, edited.Version)
	}
	if !edited.PublishedAt.Equal(p.PublishedAt) || edited.ObjectID != p.ObjectID {
		t.Error("an edit moved the publication date or the wire id")
	}
	if old, err := r.DB.PostByOldSlug(t.Context(), "post-1"); err != nil || old.ID != p.ID {
		t.Errorf("the old address finds %q, %v", old.ID, err)
	}
	_, err = r.Edit(t.Context(), chief, p.ID, d)
	wantKind(t, err, blog.Conflict, "")

	d.Version = edited.Version
	same, err := r.Edit(t.Context(), chief, p.ID, d)
	if err != nil || same.Version != edited.Version {
		t.Errorf("saving the same again made version %d of %d, %v", same.Version, edited.Version, err)
	}
	if want := []string{"draft", "publish", "edit"}; !slices.Equal(r.trail(t, p), want) {
		t.Errorf("changes = %q, want %q", r.trail(t, p), want)
	}
	d.Title = ""
	_, err = r.Edit(t.Context(), chief, p.ID, d)
	wantKind(t, err, blog.Invalid, "title")
	d.Title, d.Form = "x", blog.FormNote
	_, err = r.Edit(t.Context(), chief, p.ID, d)
	wantKind(t, err, blog.Invalid, "form")
}

// A contributor edits drafts of their own, and nothing else of anybody's.
func TestEditRights(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	mine, other := r.staff(t, "kim", blog.Contributor), r.staff(t, "lee", blog.Contributor)
	moderator := r.staff(t, "moira", blog.Moderator)
	p, err := r.Draft(t.Context(), mine, example(1))
	if err != nil {
		t.Fatal(err)
	}
	if p.Author.Name != "kim" {
		t.Errorf("byline = %q", p.Author.Name)
	}
	edit := func(by blog.Editor) error {
		now, err := r.DB.PostByID(t.Context(), p.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := example(1)
		d.Body, d.Version = "Changed by "+by.Name, now.Version
		_, err = r.Edit(t.Context(), by, p.ID, d)
		return err
	}
	for _, test := range []struct {
		by   blog.Editor
		kind blog.Kind
	}{
		{mine, ""}, {other, blog.Forbidden}, {moderator, blog.Forbidden},
		{blog.Editor{Role: blog.Contributor}, blog.Forbidden}, {chief, ""},
	} {
		if err := edit(test.by); blog.KindOf(err) != test.kind {
			t.Errorf("%s (%s) edits a draft: %v, want %q", test.by.Name, test.by.Role, err, test.kind)
		}
	}
	_, err = r.Publish(t.Context(), mine, p.ID)
	wantKind(t, err, blog.Forbidden, "")
	if _, err = r.Publish(t.Context(), chief, p.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, edit(mine), blog.Forbidden, "")
	_, err = r.Draft(t.Context(), moderator, example(2))
	wantKind(t, err, blog.Forbidden, "")
}

func TestPreviewSavesNothing(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	p, err := r.Preview(t.Context(), chief, Draft{
		Title: "Look", Body: "First sentence. #Preview", Guest: &blog.Author{Name: "Nobody Yet"}, Series: "None yet",
	})
	if err != nil {
		t.Fatal(err)
	}
	if p.Summary == "" || p.HTML == "" || p.Author.Name != "Nobody Yet" || len(p.Tags) != 1 {
		t.Errorf("preview = %+v", p)
	}
	authors, _ := r.DB.Authors(t.Context())
	series, _ := r.DB.AllSeries(t.Context())
	posts, _ := r.DB.PostsOnDesk(t.Context(), "", "", 10)
	if len(authors)+len(series)+len(posts) != 0 {
		t.Errorf("a preview saved %d authors, %d series, %d posts", len(authors), len(series), len(posts))
	}
}
