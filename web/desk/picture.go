package desk

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"inews/internal/blog"
	"inews/internal/media"
)

// picturePage is one picture of the library: what is known of it, and where it
// is shown.
type picturePage struct {
	frame
	Picture  held
	Typed    pictureSheet
	Cut      cropSheet
	Shapes   []shape
	Licences []media.Licence
	Us       string // who "we" are in a credit
	Uses     []pictureUse
	Others   int   // more places that show it, of which whoever looks may not know
	From     *held // what it was cut out of, or nil
	Crops    []held
	Gone     bool // may it be, at the wish of whoever looks
}

// pictureUse is a place that shows the picture, with its address on the desk.
type pictureUse struct{ blog.PictureUse }

// Path is where the text that shows the picture is edited.
func (u pictureUse) Path() string {
	folder := map[blog.Subject]string{blog.EventSubject: "/desk/events/", blog.PageSubject: "/desk/pages/"}
	return cmp.Or(folder[u.Subject], "/desk/posts/") + u.ID
}

// pictureSheet is what was typed about a picture, as text.
type pictureSheet struct {
	Alt, Creator, Title, Source, Licence string
	Decorative, Ours                     bool
	Left, Top                            string // of the focal point, in percent of the picture
}

// us is who stands for "we made it" in a credit.
func (d *Desk) us() string { return cmp.Or(d.Organisation, d.Name) }

func (d *Desk) pictureSheetOf(p blog.Picture) pictureSheet {
	left, top := percents(p.Focal)
	s := pictureSheet{
		Alt: p.Alt, Decorative: p.Decorative, Creator: p.Credit.Creator, Title: p.Credit.Title, Source: p.Credit.Source,
		Licence: p.Credit.Licence, Left: strconv.Itoa(left), Top: strconv.Itoa(top),
	}
	if s.Ours = s.Creator == d.us(); s.Ours {
		s.Creator = ""
	}
	return s
}

// readPictureSheet takes what was typed out of a form. A script may send a part
// of the fields; what it leaves out stays as it was.
func (d *Desk) readPictureSheet(form url.Values, s pictureSheet) pictureSheet {
	for name, field := range map[string]*string{
		"alt": &s.Alt, "credit": &s.Creator, "credit_title": &s.Title, "credit_source": &s.Source, "licence": &s.Licence,
		"focal_left": &s.Left, "focal_top": &s.Top,
	} {
		if form.Has(name) {
			*field = strings.TrimSpace(form.Get(name))
		}
	}
	if form.Has("alt") {
		s.Decorative = form.Get("decorative") != "" && form.Get("decorative") != "no"
	}
	switch form.Get("whose") {
	case "ours":
		s.Ours, s.Creator = true, ""
	case "theirs":
		s.Ours = false
	default:
		s.Ours = s.Ours && !form.Has("credit")
	}
	if left, top, ok := strings.Cut(form.Get("focal"), " "); ok { // one of the nine fields
		s.Left, s.Top = left, top
	}
	return s
}

// pictureOf is the sheet as the library takes it.
func (d *Desk) pictureOf(s pictureSheet, p blog.Picture) (blog.Picture, error) {
	var bad blog.Problems
	p.Alt, p.Decorative = s.Alt, s.Decorative
	p.Credit = blog.Credit{Creator: s.Creator, Title: s.Title, Source: s.Source, Licence: s.Licence}
	if s.Ours {
		p.Credit.Creator = d.us()
	}
	left, top := percent(&bad, "focal_left", s.Left), percent(&bad, "focal_top", s.Top)
	if l, t := percents(p.Focal); math.Round(left) != float64(l) || math.Round(top) != float64(t) {
		p.Focal = blog.Focal{X: math.Round(2*left-100) / 100, Y: math.Round(100-2*top) / 100}
	}
	return p, bad.Err()
}

// begin fills in what the library knows of the picture that was chosen, where
// the writer has said nothing.
func (s *sheet) begin(u blog.Upload) {
	if s.Alt == "" && !s.Decorative {
		s.Alt, s.Decorative = u.Alt, u.Decorative
	}
	if s.Creator+s.CreditTitle+s.Source+s.Licence == "" {
		s.Creator, s.CreditTitle, s.Source, s.Licence = u.Credit.Creator, u.Credit.Title, u.Credit.Source, u.Credit.Licence
	}
}

func percent(bad *blog.Problems, field, typed string) float64 {
	n, err := strconv.ParseFloat(typed, 64)
	if err != nil || !(n >= 0 && n <= 100) { // written so that NaN is refused
		bad.Add(field, "Give a number from 0 to 100.")
	}
	return n
}

// percents is a focal point as hands measure it: from the left and from the top.
func percents(f blog.Focal) (left, top int) {
	return int(math.Round((f.X + 1) * 50)), int(math.Round((1 - f.Y) * 50))
}

// At tells whether the focal point is in that field of a grid of nine.
func (s pictureSheet) At(left, top string) bool { return s.Left == left && s.Top == top }

// Between tells whether the focal point is in none of the nine fields.
func (s pictureSheet) Between() bool {
	nine := func(n string) bool { return n == "17" || n == "50" || n == "83" }
	return !nine(s.Left) || !nine(s.Top)
}

func (d *Desk) addPicture(v *visit) error {
	u, err := d.takePicture(v)
	if err != nil && wantsJSON(v) {
		return d.refuse(v, err, "picture")
	}
	if err != nil && isForm(err) {
		return d.libraryWith(v, d.Status(blog.KindOf(err)), err)
	}
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusCreated, jsonOf(u))
	}
	return v.back("/desk/pictures/"+u.Hash, pictureAdded)
}

// takePicture keeps the picture that a form brings.
func (d *Desk) takePicture(v *visit) (blog.Upload, error) {
	file, header, err := v.Request.FormFile("picture")
	if errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && header.Size == 0 {
		return blog.Upload{}, blog.InvalidField("picture", "Choose a picture first.")
	}
	if err != nil {
		return blog.Upload{}, fmt.Errorf("read upload: %w", err)
	}
	defer file.Close()
	p, err := d.Uploads.Add(v.ctx(), v.editor, file)
	if err != nil {
		return blog.Upload{}, err
	}
	return d.DB.UploadByHash(v.ctx(), p.Hash)
}

func (d *Desk) picture(v *visit) error {
	u, err := d.DB.UploadByHash(v.ctx(), v.Param("hash"))
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusOK, jsonOf(u))
	}
	return d.pictureWith(v, http.StatusOK, u, picturePage{}, nil)
}

func (d *Desk) describePicture(v *visit) error {
	u, err := d.DB.UploadByHash(v.ctx(), v.Param("hash"))
	if err != nil {
		return err
	}
	typed := d.readPictureSheet(v.form, d.pictureSheetOf(u.Picture))
	p, err := d.pictureOf(typed, u.Picture)
	kept := u
	if err == nil {
		kept, err = d.Uploads.Describe(v.ctx(), v.editor, p)
	}
	if err != nil && wantsJSON(v) {
		return d.refuse(v, err, "alt")
	}
	if err != nil && isForm(err) {
		return d.pictureWith(v, d.Status(blog.KindOf(err)), u, picturePage{Typed: typed}, err)
	}
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusOK, jsonOf(kept))
	}
	return v.back("/desk/pictures/"+u.Hash, pictureSaved)
}

// pictureWith shows the page of a picture with what was typed; what page leaves
// out is as it is saved.
func (d *Desk) pictureWith(v *visit, code int, u blog.Upload, page picturePage, wrong error) error {
	if page.Typed == (pictureSheet{}) {
		page.Typed = d.pictureSheetOf(u.Picture)
	}
	if page.Cut == (cropSheet{}) {
		page.Cut = wholeOf(u.Picture)
	}
	page.Picture, page.Licences, page.Us, page.Shapes = held{u}, media.Licences(), d.us(), shapes
	uses, err := d.DB.UsesOfPicture(v.ctx(), u.Hash)
	if err != nil {
		return err
	}
	for _, use := range uses {
		if use.KnownTo(v.editor) {
			page.Uses = append(page.Uses, pictureUse{use})
		} else {
			page.Others++
		}
	}
	crops, err := d.DB.CropsOf(v.ctx(), u.Hash)
	if err != nil {
		return err
	}
	for _, crop := range crops {
		page.Crops = append(page.Crops, held{crop})
	}
	if u.MadeFrom != "" {
		from, err := d.DB.UploadByHash(v.ctx(), u.MadeFrom)
		if err != nil {
			return err
		}
		page.From = &held{from}
	}
	page.Gone = len(uses) == 0 && (v.may(blog.MayPublish) || u.EditorID == v.editor.ID)
	page.frame = d.frameIn(v, "pictures", "Picture: "+held{u}.Short())
	page.Scripts = append(page.Scripts, "picture.js")
	if wrong != nil {
		page.Problems = problemsAt(wrong, "alt")
	}
	return d.show(v, code, "picture", page)
}

func (d *Desk) removePicture(v *visit) error {
	err := d.Uploads.Remove(v.ctx(), v.editor, v.Param("hash"))
	if err != nil && wantsJSON(v) {
		return d.refuse(v, err, "")
	}
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusOK, struct{}{})
	}
	return v.back("/desk/pictures", pictureRemoved)
}
