package desk

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"inews/internal/blog"
	"inews/internal/media"
)

// cropSheet is the part of a picture that was asked for, as text.
type cropSheet struct{ Shape, Left, Top, Width, Height string }

// shape is a part that is found without measuring: the largest of that shape
// around what matters in the picture.
type shape struct {
	Value, Words  string
	width, height int
}

var shapes = []shape{
	{"square", "Square, around what matters", 1, 1}, {"wide", "Wide, as cards of links show it", 1200, 630},
	{"photo", "Three by two, as on this site", 3, 2}, {"tall", "Four by five, for phones", 4, 5},
}

// Ratio is the width that goes with a height of one.
func (s shape) Ratio() string {
	return strconv.FormatFloat(float64(s.width)/float64(s.height), 'f', 4, 64)
}

func wholeOf(p blog.Picture) cropSheet {
	return cropSheet{Left: "0", Top: "0", Width: strconv.Itoa(p.Width), Height: strconv.Itoa(p.Height)}
}

func readCropSheet(form url.Values) cropSheet {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	return cropSheet{text("shape"), text("crop_left"), text("crop_top"), text("crop_width"), text("crop_height")}
}

// crop is the part that the sheet asks for.
func (s cropSheet) crop(p blog.Picture) (blog.Crop, error) {
	for _, shape := range shapes {
		if s.Shape == shape.Value {
			return media.Around(p, shape.width, shape.height), nil
		}
	}
	var bad blog.Problems
	pixels := func(field, typed string) int {
		n, err := strconv.Atoi(typed)
		if err != nil {
			bad.Add(field, "%q is not a whole number.", typed)
		}
		return n
	}
	c := blog.Crop{
		X: pixels("crop_left", s.Left), Y: pixels("crop_top", s.Top), Width: pixels("crop_width", s.Width), Height: pixels("crop_height", s.Height),
	}
	return c, bad.Err()
}

func (d *Desk) cropPicture(v *visit) error {
	u, err := d.DB.UploadByHash(v.ctx(), v.Param("hash"))
	if err != nil {
		return err
	}
	typed := readCropSheet(v.form)
	crop, err := typed.crop(u.Picture)
	kept := u
	if err == nil {
		kept, err = d.Uploads.Crop(v.ctx(), v.editor, u.Hash, crop)
	}
	if err != nil && wantsJSON(v) {
		return d.refuse(v, err, "crop_left")
	}
	if err != nil && isForm(err) {
		return d.pictureWith(v, d.Status(blog.KindOf(err)), u, picturePage{Cut: typed}, err)
	}
	if err != nil {
		return err
	}
	if wantsJSON(v) {
		return v.answer(http.StatusCreated, jsonOf(kept))
	}
	return v.back("/desk/pictures/"+kept.Hash, pictureCropped)
}
