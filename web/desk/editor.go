package desk

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"

	"inews/internal/blog"
	"inews/internal/media"
	"inews/internal/newsroom"
	"inews/web/view"
)

// editorPage is the form in which a post or an event is written, with a
// preview above it when one was asked for.
type editorPage struct {
	frame
	Sheet         sheet
	Saved         blog.Post // as it is in the database; zero for a new one
	Authors       []blog.Author
	Series        []blog.Series
	Pictures      []thumb
	Licences      []media.Licence
	Languages     []choice
	Zones         []string
	Preview       *previewPart
	Checks        checks
	Rendered      []rendering // in other languages
	Conflict      *conflict   // somebody else saved in the meantime
	Moved         *blog.Move  // where the blog has gone, or nil
	Keeping       keeping
	HandIn        handIn
	ElectionFlags []string // what in the text to look at twice before an election
}

// choice is an entry of a list to choose from.
type choice struct{ Value, Label string }

// languages are those that the editor offers; the form keeps any other that a
// post already has.
var languages = []choice{
	{"en-GB", "English"}, {"cy", "Welsh"}, {"gd", "Scottish Gaelic"}, {"ga", "Irish"}, {"kw", "Cornish"},
	{"pl", "Polish"}, {"ro", "Romanian"}, {"uk", "Ukrainian"}, {"ur", "Urdu"}, {"fr", "French"}, {"de", "German"},
}

var zones = []string{"Europe/London", "Europe/Dublin", "Europe/Paris", "Europe/Brussels", "Europe/Berlin", "UTC"}

// recent is how many uploads the editor offers to choose from.
const recent = 12

// Action is where the form is sent.
func (p editorPage) Action() string {
	folder := "/desk/posts"
	if p.Sheet.Event {
		folder = "/desk/events"
	}
	if p.Sheet.ID != "" {
		folder += "/" + p.Sheet.ID
	}
	return folder
}

// MaxTitle and MaxSummary are what the counters count to.
func (editorPage) MaxTitle() int   { return blog.MaxTitle }
func (editorPage) MaxSummary() int { return blog.MaxSummary }

func (d *Desk) newPost(v *visit) error {
	s := sheet{Form: string(blog.FormArticle), State: blog.StateDraft, AuthorID: v.editor.AuthorID}
	s.Picture.Hash = v.Query("picture") // from the library
	s, err := d.restore(v, s)
	if err != nil {
		return err
	}
	return d.editor(v, s, nil, nil)
}

func (d *Desk) newEvent(v *visit) error {
	s := sheet{
		Event: true, Form: string(blog.FormEvent), State: blog.StateDraft, AuthorID: v.editor.AuthorID,
		Zone: cmp.Or(d.Zone.String(), newsroom.DefaultZone), Standing: string(blog.GoesAhead),
	}
	s, err := d.restore(v, s)
	if err != nil {
		return err
	}
	return d.editor(v, s, nil, nil)
}

func (d *Desk) editPost(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	if p.Form == blog.FormEvent {
		to := "/desk/events/" + p.ID
		if revision := v.Query("revision"); revision != "" {
			to += "?revision=" + url.QueryEscape(revision)
		} else if copied := v.Query("copy"); copied != "" {
			to += "?copy=" + url.QueryEscape(copied)
		}
		v.to(to)
		return nil
	}
	s, err := d.bringBack(v, d.scheduled(sheetOf(p), p), p)
	if err != nil {
		return err
	}
	return d.editor(v, s, nil, nil)
}

func (d *Desk) editEvent(v *visit) error {
	p, err := d.post(v)
	if err != nil {
		return err
	}
	e, err := d.DB.EventByID(v.ctx(), p.ID)
	if err != nil {
		return err
	}
	s, err := d.bringBack(v, d.scheduled(sheetOfEvent(e), p), p)
	if err != nil {
		return err
	}
	return d.editor(v, s, nil, nil)
}

// scheduled shows when a post will go out, on the clock of the site.
func (d *Desk) scheduled(s sheet, p blog.Post) sheet {
	if p.State == blog.StateScheduled {
		s.ScheduledAt, s.ScheduledZone = p.ScheduledAt.In(d.Zone).Format(wallForm), d.Zone.String()
	}
	return s
}

// post reads the post of the address, if it is the visitor's business: an
// editor's always, a contributor's when they drafted it. To others it is as if
// it were not there.
func (d *Desk) post(v *visit) (blog.Post, error) { return d.postOf(v, v.Param("id")) }

func (d *Desk) postOf(v *visit, id string) (blog.Post, error) {
	p, err := d.DB.PostByID(v.ctx(), id)
	if err != nil || v.may(blog.MayPublish) {
		return p, err
	}
	drafter, err := d.DB.DraftedBy(v.ctx(), p.ID)
	if err == nil && drafter != v.editor.ID {
		err = blog.Errorf(blog.NotFound, "There is nothing here.")
	}
	return p, err
}

// editor shows the form: with what is wrong, when err is not nil, and with a
// preview, when there is one.
func (d *Desk) editor(v *visit, s sheet, preview *previewPart, wrong error) error {
	title := "New post"
	if s.Event {
		title = "New event"
	}
	page := editorPage{Sheet: s, Preview: preview, Licences: media.Licences(), Languages: languages, Zones: withZone(d.Zone.String())}
	var err error
	if s.ID != "" {
		if page.Saved, err = d.DB.PostByID(v.ctx(), s.ID); err != nil {
			return err
		}
		page.Sheet.State = page.Saved.State
		title = "Edit " + page.Saved.State.Words() + ": " + cmp.Or(page.Saved.Title, "untitled")
	}
	if page.Authors, err = d.DB.Authors(v.ctx()); err != nil {
		return err
	}
	if page.Series, err = d.DB.AllSeries(v.ctx()); err != nil {
		return err
	}
	if page.Pictures, err = d.pictures(v, &page.Sheet); err != nil {
		return err
	}
	if page.Moved, err = d.DB.StandingMove(v.ctx()); err != nil {
		return err
	}
	if page.Checks, err = d.advise(v, page.Sheet); err != nil {
		return err
	}
	if page.Rendered, err = d.renderings(v, page.Saved); err != nil {
		return err
	}
	if page.HandIn, err = d.handIn(v, page.Saved); err != nil {
		return err
	}
	if _, page.ElectionFlags, err = d.flags(v, page.Saved); err != nil {
		return err
	}
	page.frame = d.frameIn(v, "posts", title)
	page.Scripts = append(page.Scripts, "editor.js")
	page.Scripts = append(page.Scripts, "keeping.js")
	if page.Keeping, err = d.keeping(v, page); err != nil {
		return err
	}
	page.Scripts = append(page.Scripts, "notes.js")
	if wrong == nil {
		return d.show(v, http.StatusOK, "editor", page)
	}
	page.Problems = problemsOf(wrong)
	for i, p := range page.Problems {
		if field := elsewhere[p.Field]; field != "" {
			page.Problems[i].Field = field
		}
	}
	kind := blog.KindOf(wrong)
	if kind == blog.Conflict && s.ID != "" && page.Saved.Version != s.Version {
		if page.Conflict, err = d.conflict(v, page); err != nil {
			return err
		}
	}
	return d.show(v, d.Status(kind), "editor", page)
}

// elsewhere are the fields that have another name in the editor than in the
// use case: the name of an author is that of the guest, and a date that lies
// ahead is mended by scheduling.
var elsewhere = map[string]string{"name": "guest", "published": "scheduled_at"}

// thumb is an upload to choose from.
type thumb struct {
	blog.Picture
	Number int
}

// Thumb is the address of the narrowest file of the picture.
func (t thumb) Thumb() string {
	if len(t.Widths) == 0 {
		return t.Path()
	}
	return view.Figure{Picture: t.Picture}.Variant(slices.Min(t.Widths))
}

// pictures are the newest uploads, the chosen one among them, whose measures
// the sheet gets.
func (d *Desk) pictures(v *visit, s *sheet) ([]thumb, error) {
	list, err := d.DB.Pictures(v.ctx(), recent)
	if err != nil {
		return nil, err
	}
	hashes := []string{}
	if s.Picture.Hash != "" {
		hashes = append(hashes, s.Picture.Hash)
	}
	for _, p := range list {
		if p.Hash != s.Picture.Hash {
			hashes = append(hashes, p.Hash)
		}
	}
	chosen := s.Picture.Hash
	s.Picture = blog.Picture{}
	var thumbs []thumb
	for _, hash := range hashes {
		u, err := d.DB.UploadByHash(v.ctx(), hash)
		if blog.KindOf(err) == blog.NotFound {
			continue // what was chosen is no upload of ours
		}
		if err != nil {
			return nil, err
		}
		if hash == chosen {
			s.Picture = u.Picture
			s.begin(u)
		}
		thumbs = append(thumbs, thumb{u.Picture, len(thumbs) + 1})
	}
	return thumbs, nil
}
