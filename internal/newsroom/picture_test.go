package newsroom

import (
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// upload lists a picture in the library, of which this is known.
func (r *room) upload(t *testing.T, letter string, known blog.Picture) blog.Picture {
	t.Helper()
	known.Hash, known.Ext, known.MediaType = strings.Repeat(letter, 64), "jpg", "image/jpeg"
	known.Width, known.Height, known.Widths = 900, 600, []int{480}
	err := r.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		if err := tx.InsertPicture(t.Context(), known, ""); err != nil {
			return err
		}
		return tx.DescribePicture(t.Context(), known)
	})
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// What each picture lacks keeps a post from going out, at its head and in its
// text, and says where to mend it.
func TestPicturesHoldBackAPost(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	ready := r.upload(t, "a", blog.Picture{Alt: "A bench", Credit: blog.Credit{Creator: "Ana"}})
	bare := r.upload(t, "b", blog.Picture{})
	lead := r.upload(t, "e", blog.Picture{})
	plain := r.upload(t, "c", blog.Picture{Decorative: true, Credit: blog.Credit{Creator: "Ana"}})
	for name, tc := range map[string]struct {
		draft  Draft
		fields []string
	}{
		"all is said":             {Draft{Body: "![](" + ready.Path() + ") ![](" + plain.Path() + ")", Picture: ready}, nil},
		"described in the text":   {Draft{Body: "![Words](" + bare.Path() + ")"}, []string{blog.PictureField(bare.Hash)}},
		"nothing is said":         {Draft{Body: "![](" + bare.Path() + ")\n\n![](" + bare.Path() + ")"}, []string{blog.PictureField(bare.Hash), blog.PictureField(bare.Hash)}},
		"no such picture":         {Draft{Body: "![x](/media/" + strings.Repeat("d", 64) + ".jpg)"}, []string{"body"}},
		"no credit at the head":   {Draft{Body: "Words", Picture: blog.Picture{Hash: lead.Hash, Alt: "x"}}, []string{"credit"}},
		"a variant is the same":   {Draft{Body: "![x](/media/" + ready.Hash + "-480.jpg)"}, nil},
		"from elsewhere: a link":  {Draft{Body: "![x](https://x.example/a.jpg)"}, nil},
		"together with the title": {Draft{Title: " ", Body: "![](" + bare.Path() + ")"}, []string{"title", blog.PictureField(bare.Hash), blog.PictureField(bare.Hash)}},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.draft.Title = strings.TrimSpace(tc.draft.Title + name); name == "together with the title" {
				tc.draft.Title = ""
			}
			p := r.draft(t, tc.draft)
			_, err := r.Publish(t.Context(), chief, p.ID)
			_, scheduling := r.Schedule(t.Context(), chief, p.ID, noon.Add(time.Hour))
			var fields []string
			for _, problem := range blog.ProblemsOf(err) {
				fields = append(fields, problem.Field)
			}
			if strings.Join(fields, " ") != strings.Join(tc.fields, " ") || err == nil != (tc.fields == nil) {
				t.Errorf("publishing says %v, want problems with %q", err, tc.fields)
			}
			if tc.fields != nil && scheduling == nil {
				t.Error("it can be scheduled")
			}
		})
	}
}

// A post that was let out when less was asked stays editable, and goes out when
// its time comes; what an edit adds is held to the rules.
func TestPicturesOfWhatIsOut(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	old := r.upload(t, "a", blog.Picture{Alt: "A bench", Credit: blog.Credit{Creator: "Ana"}})
	bare := r.upload(t, "b", blog.Picture{})
	d := Draft{Title: "Old", Body: "![](" + old.Path() + ")", Picture: old}
	p := r.published(t, d)
	d.Title = "Later"
	later, err := r.Schedule(t.Context(), chief, r.draft(t, d).ID, noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	// As if nothing had been asked: the library forgets, and so do the posts.
	err = r.DB.InTx(t.Context(), func(tx *postgres.Tx) error {
		for _, post := range []*blog.Post{&p, &later} {
			post.Picture.Credit = blog.Credit{}
			if *post, err = tx.UpdatePost(t.Context(), *post); err != nil {
				return err
			}
		}
		return tx.DescribePicture(t.Context(), blog.Picture{Hash: old.Hash})
	})
	if err != nil {
		t.Fatal(err)
	}
	edit := Draft{Title: "Old and new", Body: d.Body + "\n\nMore.", Picture: p.Picture, Version: p.Version}
	if p, err = r.Edit(t.Context(), chief, p.ID, edit); err != nil {
		t.Fatalf("an edit of what is out already: %v", err)
	}
	edit.Version, edit.Body = p.Version, edit.Body+"\n\n![x]("+bare.Path()+")"
	_, err = r.Edit(t.Context(), chief, p.ID, edit)
	wantKind(t, err, blog.Invalid, blog.PictureField(bare.Hash))
	edit.Body, edit.Picture = d.Body, blog.Picture{Hash: bare.Hash, Alt: "x"}
	_, err = r.Edit(t.Context(), chief, p.ID, edit)
	wantKind(t, err, blog.Invalid, "credit")
	r.clock = noon.Add(2 * time.Hour)
	if n, err := r.PublishDue(t.Context()); n != 1 || err != nil {
		t.Errorf("%d went out at their time (%v), want 1", n, err)
	}
}

// The library learns from the first use of a picture, and each later use begins
// with what it knows.
func TestLibraryLearns(t *testing.T) {
	t.Parallel()
	r := newRoom(t)
	bare := r.upload(t, "b", blog.Picture{})
	said := blog.Credit{Creator: "Ana", Title: "Bench", Source: "https://a.example/", Licence: "CC BY 4.0"}
	r.draft(t, Draft{Title: "First", Body: "x", Picture: blog.Picture{Hash: bare.Hash, Alt: "A bench", Credit: said}})
	p := r.draft(t, Draft{Title: "Second", Body: "![](" + bare.Path() + ")", Picture: blog.Picture{Hash: bare.Hash}})
	if p.Picture.Alt != "A bench" || p.Picture.Credit != said {
		t.Errorf("the second use has %+v", p.Picture)
	}
	for _, want := range []string{`alt="A bench"`, `srcset="/media/`, `<a href="https://a.example/" rel="noopener">Bench by Ana</a>, <a href="https://creativecommons.org/licenses/by/4.0/" rel="license noopener">CC BY 4.0</a>`} {
		if !strings.Contains(p.HTML, want) {
			t.Errorf("the text has no %s: %s", want, p.HTML)
		}
	}
	own := r.draft(t, Draft{Title: "Third", Body: "x", Picture: blog.Picture{Hash: bare.Hash, Decorative: true, Credit: blog.Credit{Creator: "Bert"}}})
	u, err := r.DB.UploadByHash(t.Context(), bare.Hash)
	if err != nil || own.Picture.Credit.Creator != "Bert" || !own.Picture.Decorative || u.Credit != said || u.Decorative {
		t.Errorf("what another use says: %+v; in the library: %+v, %v", own.Picture, u.Picture, err)
	}
}
