package desk

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// libraryPage lists the pictures that were uploaded.
type libraryPage struct {
	frame
	Pictures []held
	Words    string // looked for
	Lacking  bool   // only what lacks something
	Next     string // address of the next page, or ""
}

// held is a picture of the library on a page.
type held struct{ blog.Upload }

// Thumb is the address of the narrowest file of the picture.
func (h held) Thumb() string { return thumb{Picture: h.Picture}.Thumb() }

// Name is what to call the picture where it stands as a link.
func (h held) Name() string {
	switch {
	case h.Alt != "":
		return h.Alt
	case h.Credit.Title != "":
		return h.Credit.Title
	case h.Decorative:
		return "Decorative picture"
	}
	return "Picture without a description"
}

// Short is the name where it stands as a heading.
func (h held) Short() string {
	const long = 70 // characters
	return richtext.Excerpt(h.Name(), long)
}

// LacksAlt and LacksCredit tell which marks the picture gets.
func (h held) LacksAlt() bool    { return slices.Contains(h.Missing(), blog.MissingAlt) }
func (h held) LacksCredit() bool { return slices.Contains(h.Missing(), blog.MissingCredit) }

// jsonPicture is a picture of the library for a script.
type jsonPicture struct {
	Hash       string     `json:"hash"`
	Path       string     `json:"path"`
	Thumb      string     `json:"thumb"`
	Width      int        `json:"width"`
	Height     int        `json:"height"`
	Alt        string     `json:"alt"`
	Decorative bool       `json:"decorative"`
	Creator    string     `json:"creator"`
	Title      string     `json:"title"`
	Source     string     `json:"source"`
	Licence    string     `json:"licence"`
	Focal      [2]float64 `json:"focal"` // as blog.Focal counts
	Complete   bool       `json:"complete"`
	Missing    []string   `json:"missing"`
	Edit       string     `json:"edit"`
}

func jsonOf(u blog.Upload) jsonPicture {
	missing := u.Missing()
	if missing == nil {
		missing = []string{} // a script expects a list
	}
	return jsonPicture{
		Hash: u.Hash, Path: u.Path(), Thumb: held{u}.Thumb(), Width: u.Width, Height: u.Height,
		Alt: u.Alt, Decorative: u.Decorative, Creator: u.Credit.Creator, Title: u.Credit.Title,
		Source: u.Credit.Source, Licence: u.Credit.Licence, Focal: [2]float64{u.Focal.X, u.Focal.Y},
		Complete: len(missing) == 0, Missing: missing, Edit: "/desk/pictures/" + u.Hash,
	}
}

// picturesShown is how many pictures stand on one page of the library.
const picturesShown = 48

func (d *Desk) library(v *visit) error { return d.libraryWith(v, http.StatusOK, nil) }

// libraryWith shows the library, with what is wrong with an upload.
func (d *Desk) libraryWith(v *visit, code int, wrong error) error {
	page := libraryPage{Words: strings.TrimSpace(v.Query("q")), Lacking: v.Query("lacking") != ""}
	list, err := d.DB.PicturesInLibrary(v.ctx(), page.Words, page.Lacking, placeIn(v.Query("before")), picturesShown+1)
	if err != nil {
		return err
	}
	next := ""
	if len(list) > picturesShown {
		list = list[:picturesShown]
		last := list[picturesShown-1]
		next = placeOut(postgres.Cursor{At: last.UploadedAt, ID: last.Hash})
	}
	if wantsJSON(v) || v.Query("format") == "json" {
		return v.answer(code, jsonLibrary(list, next))
	}
	if next != "" {
		query := url.Values{"before": {next}}
		if page.Words != "" {
			query.Set("q", page.Words)
		}
		if page.Lacking {
			query.Set("lacking", "yes")
		}
		page.Next = "/desk/pictures?" + query.Encode()
	}
	for _, u := range list {
		page.Pictures = append(page.Pictures, held{u})
	}
	page.frame = d.frameIn(v, "pictures", "Pictures")
	if wrong != nil {
		page.Problems = problemsAt(wrong, "picture")
	}
	return d.show(v, code, "pictures", page)
}

func jsonLibrary(list []blog.Upload, next string) any {
	answer := struct {
		Pictures []jsonPicture `json:"pictures"`
		Next     string        `json:"next"` // for the parameter before; "" at the end
	}{[]jsonPicture{}, next}
	for _, u := range list {
		answer.Pictures = append(answer.Pictures, jsonOf(u))
	}
	return answer
}

// placeIn reads the place in the library that placeOut wrote; its beginning
// when it is none.
func placeIn(s string) postgres.Cursor {
	at, hash, _ := strings.Cut(s, "_")
	when, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return postgres.Cursor{}
	}
	return postgres.Cursor{At: when, ID: hash}
}

func placeOut(c postgres.Cursor) string {
	return c.At.UTC().Format(time.RFC3339Nano) + "_" + c.ID
}
