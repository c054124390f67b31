package desk_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"inews/internal/blog"
	"inews/internal/tongue"
)

func (f *floor) public(path string) int { return f.get("", path).Code }

func (f *floor) version(id string) string {
	f.Helper()
	p, err := f.db.PostByID(f.Context(), id)
	f.check(err)
	return strconv.Itoa(p.Version)
}

func TestDraftPreviewPublishEditWithdraw(t *testing.T) {
	f := newFloor(t)
	form := text("Future of care")

	// A preview saves nothing.
	preview := text("Future of care")
	preview.Set("do", "preview")
	w := f.post(blog.Managing, "/desk/posts", preview)
	if body := w.Body.String(); w.Code != http.StatusOK || !strings.Contains(body, "On Mastodon") || !strings.Contains(body, "Nothing is saved yet") {
		t.Fatalf("preview answers %d:\n%s", w.Code, body)
	}
	if posts, _ := f.db.PostsOnDesk(t.Context(), "", "", 10); len(posts) != 0 {
		t.Fatalf("a preview saved %d posts", len(posts))
	}

	id := id(f.done(blog.Managing, "/desk/posts", form))
	edit := "/desk/posts/" + id
	f.see(blog.Managing, edit, "Future of care", "Six free talks", "Save draft")
	f.see(blog.Managing, edit+"/preview", "On the site", "By e-mail", "Read it, and reply: ", "@inews@council.example")
	if code := f.public("/posts/future-of-care"); code != http.StatusNotFound {
		t.Errorf("the draft's page answers %d", code)
	}

	form.Set("do", "publish")
	form.Set("version", f.version(id))
	if to := f.done(blog.Managing, edit, form); !strings.HasSuffix(to, "done=published") {
		t.Errorf("publishing leads to %s", to)
	}
	f.server.ForgetAll()
	if code := f.public("/posts/future-of-care"); code != http.StatusOK {
		t.Errorf("the published page answers %d", code)
	}

	form.Set("do", "save")
	form.Set("title", "Future of caring")
	form.Set("version", f.version(id))
	f.done(blog.Managing, edit, form)
	f.see(blog.Managing, edit, "Future of caring", "Withdraw")
	f.see(blog.Managing, edit+"/history", "published “", "edited “Future of caring”", "Editor Okafor")

	f.see(blog.Managing, edit+"/withdraw", "Withdraw “Future of caring”?")
	f.refused(blog.Managing, edit+"/withdraw", url.Values{"reason": {" "}}, http.StatusUnprocessableEntity, "Say why")
	f.done(blog.Managing, edit+"/withdraw", url.Values{"reason": {"Wrong date"}})
	f.server.ForgetAll()
	if code := f.public("/posts/future-of-caring"); code != http.StatusNotFound {
		t.Errorf("the withdrawn page answers %d", code)
	}
	f.see(blog.Managing, edit+"/history", "withdrew “", "Wrong date")
	f.done(blog.Managing, edit+"/reopen", nil)
	f.see(blog.Managing, edit, "Save draft")
}

func TestEveryProblemIsListedAndNothingTypedIsLost(t *testing.T) {
	f := newFloor(t)
	form := text("")
	form.Set("do", "publish")
	form.Set("summary", "Read it at https://example.org/ now")
	form.Set("body", "Words that took an hour.")
	form.Set("thanks", "Our thanks to Ravi")
	form.Set("slug", "Not An Address")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity,
		"There is a problem", `href="#slug"`, "Words that took an hour.", "Our thanks to Ravi", "Not An Address",
		"Read it at https://example.org/ now", `aria-invalid="true"`)

	form.Set("slug", "")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity,
		`href="#summary"`, "Take the link out of the summary", "Words that took an hour.")

	// What can be saved is saved, and what keeps it from being published is told.
	form.Set("title", "A title")
	form.Set("summary", "")
	form.Set("body", "")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity, "Write the text before you publish", "/desk/posts/")
	if posts, _ := f.db.PostsOnDesk(t.Context(), blog.StateDraft, "", 10); len(posts) != 1 {
		t.Errorf("there are %d drafts, not the one that was typed", len(posts))
	}
}

func TestVersionConflictKeepsTheText(t *testing.T) {
	f := newFloor(t)
	id := id(f.done(blog.Managing, "/desk/posts", text("Ours")))
	edit, seen := "/desk/posts/"+id, f.version(id)
	theirs := text("Theirs")
	theirs.Set("version", seen)
	f.done(blog.Owner, edit, theirs)

	mine := text("Mine")
	mine.Set("version", seen)
	mine.Set("body", "My own long text.")
	f.refused(blog.Managing, edit, mine, http.StatusConflict, "My own long text.", `value="Mine"`, "Save mine over theirs")
	mine.Set("do", "overwrite")
	f.done(blog.Managing, edit, mine)
	f.see(blog.Managing, edit, `value="Mine"`, "My own long text.")
}

func TestScheduleAndTakeBack(t *testing.T) {
	f := newFloor(t)
	form := text("Later")
	form.Set("do", "schedule")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity, "Say when it is to go out.")
	form.Set("scheduled_at", "2020-01-01T10:00")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity, "has passed", "2020-01-01T10:00")
	at := time.Now().AddDate(0, 0, 3).UTC().Truncate(time.Minute)
	form.Set("scheduled_at", at.Format("2006-01-02T15:04"))
	form.Set("scheduled_zone", "UTC")
	id := id(f.done(blog.Managing, "/desk/posts", form))
	p, err := f.db.PostByID(t.Context(), id)
	f.check(err)
	if p.State != blog.StateScheduled || !p.ScheduledAt.Equal(at) {
		t.Errorf("it is %s for %s, not scheduled for %s", p.State, p.ScheduledAt, at)
	}
	f.see(blog.Managing, "/desk/posts/"+id, "Goes out by itself")
	f.see(blog.Managing, "/desk/posts?state=scheduled", "Later")
	f.done(blog.Managing, "/desk/posts/"+id+"/unschedule", nil)
	f.see(blog.Managing, "/desk/posts/"+id, "Save draft")
}

func TestEventFromDraftToCancelled(t *testing.T) {
	f := newFloor(t)
	form := text("Talk 1")
	for key, value := range map[string]string{
		"start": "2027-06-03T14:00", "end": "2027-06-03T13:00", "timezone": "Europe/London", "venue": "Sessions House",
		"street": "County Road", "locality": "Maidstone", "postcode": "ME14 1XQ", "capacity": "many", "price": "Free",
		"access": "Step-free", "latitude": "51.27", "do": "publish",
	} {
		form.Set(key, value)
	}
	f.refused(blog.Managing, "/desk/events", form, http.StatusUnprocessableEntity,
		`href="#capacity"`, `href="#latitude"`, `value="many"`, "2027-06-03T14:00", "Sessions House")
	form.Set("capacity", "80")
	form.Set("longitude", "0.52")
	f.refused(blog.Managing, "/desk/events", form, http.StatusUnprocessableEntity, "It ends before it starts")
	form.Set("end", "2027-06-03T16:00")
	to := f.done(blog.Managing, "/desk/events", form)
	if !strings.HasPrefix(to, "/desk/events/") {
		t.Errorf("a saved event leads to %s", to)
	}
	e, err := f.db.EventByID(t.Context(), id(to))
	f.check(err)
	if e.State != blog.StatePublished || e.Capacity != 80 || tongue.In("en").When(e) != "Thu 3 Jun 2027, 14:00 to 16:00 BST" {
		t.Errorf("the event is %s, %d places, %s", e.State, e.Capacity, tongue.In("en").When(e))
	}
	edit := "/desk/events/" + e.ID
	f.see(blog.Managing, edit, `value="2027-06-03T14:00"`, "Does it take place?", `value="0.52"`)
	f.see(blog.Managing, "/desk/posts/"+e.ID+"/preview", "Sessions House, County Road", "14:00 to 16:00 BST")
	f.done(blog.Managing, edit+"/standing", url.Values{"standing": {"cancelled"}, "why": {"The speaker is ill"}})
	f.see(blog.Managing, edit, "Cancelled")
	f.see(blog.Managing, "/desk/posts/"+e.ID+"/history", "The speaker is ill")
}

func TestGuestAuthor(t *testing.T) {
	f := newFloor(t)
	form := text("From a guest")
	form.Set("handle", "@ravi@uni.example")
	f.refused(blog.Managing, "/desk/posts", form, http.StatusUnprocessableEntity, "give their name as well", "@ravi@uni.example")
	form.Set("guest", "Ravi Nair")
	form.Set("thanks", "Our thanks to Ravi Nair.")
	id := id(f.done(blog.Managing, "/desk/posts", form))
	p, err := f.db.PostByID(t.Context(), id)
	f.check(err)
	if !p.Author.Guest || p.Author.Name != "Ravi Nair" || p.Author.Handle != "@ravi@uni.example" || p.Thanks == "" {
		t.Errorf("the author is %+v, the thanks %q", p.Author, p.Thanks)
	}
}

// multipartForm sends a form with a file, as a browser does.
func (f *floor) multipartForm(role blog.Role, path string, form url.Values, file []byte) *httptest.ResponseRecorder {
	f.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f.check(m.WriteField("form_token", f.tokens[role]))
	for key, values := range form {
		f.check(m.WriteField(key, values[0]))
	}
	part, err := m.CreateFormFile("upload", "../../etc/passwd.svg")
	f.check(err)
	_, err = part.Write(file)
	f.check(err)
	f.check(m.Close())
	r := f.request(role, http.MethodPost, path, nil)
	r.Body, r.ContentLength = io.NopCloser(&b), int64(b.Len())
	r.Header.Set("Content-Type", m.FormDataContentType())
	return f.serve(r)
}

// photograph is a small JPEG.
func photograph(t testing.TB) []byte {
	img := image.NewRGBA(image.Rect(0, 0, 900, 600))
	for x := range 900 {
		for y := range 600 {
			img.Set(x, y, color.RGBA{uint8(x / 4), uint8(y / 3), 120, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictureUpload(t *testing.T) {
	f := newFloor(t)
	form := text("With a picture")

	// A file that is no picture is refused, and the text is still there.
	w := f.multipartForm(blog.Contributor, "/desk/posts", form, []byte("<svg onload=alert(1)>"))
	if body := w.Body.String(); w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, "#upload") || !strings.Contains(body, "With a picture") {
		t.Fatalf("a script answers %d:\n%s", w.Code, body)
	}
	// A picture without a description is kept while its description is missing.
	w = f.multipartForm(blog.Contributor, "/desk/posts", form, photograph(t))
	body := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(body, `href="#alt"`) {
		t.Fatalf("a picture without alt text answers %d:\n%s", w.Code, body)
	}
	pictures, err := f.db.Pictures(t.Context(), 5)
	f.check(err)
	if len(pictures) != 1 || !strings.Contains(body, `value="`+pictures[0].Hash+`" checked`) {
		t.Fatalf("%d pictures are kept, and the form has not chosen one:\n%s", len(pictures), body)
	}
	form.Set("picture", pictures[0].Hash)
	form.Set("alt", "A bench by the sea")
	form.Set("credit", "Ana")
	form.Set("licence", "CC BY 4.0")
	id := id(f.done(blog.Contributor, "/desk/posts", form))
	p, err := f.db.PostByID(t.Context(), id)
	f.check(err)
	if p.Picture.Hash != pictures[0].Hash || p.Picture.Alt != "A bench by the sea" || p.Picture.Credit.Licence != "CC BY 4.0" {
		t.Errorf("the picture is %+v", p.Picture)
	}
	if code := f.public(p.Picture.Path()); code != http.StatusOK {
		t.Errorf("the picture answers %d", code)
	}
	// Larger than a picture may be.
	w = f.multipartForm(blog.Contributor, "/desk/posts", form, make([]byte, 19<<20))
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "too large") {
		t.Errorf("19 MiB answer %d:\n%s", w.Code, w.Body)
	}
}
