package desk

import (
	"net/http"
	"net/url"
	"strings"

	"inews/internal/blog"
	"inews/internal/look"
	"inews/internal/postgres"
)

// picturesOffered is how many pictures of the library may become the logo.
const picturesOffered = 60

// lookPage is the form of how the site looks.
type lookPage struct {
	frame
	Look     blog.Look
	Pictures []blog.Upload // of the library
	Sheet    string        // address of the style sheet of the sample
	Nearer   []nearer
}

// nearer is a shade that may stand in for a colour that fails.
type nearer struct{ Field, Label, Shade string }

func (d *Desk) lookForm(v *visit) error {
	chosen, err := d.DB.Look(v.ctx())
	if err != nil {
		return err
	}
	return d.lookPage(v, chosen, nil)
}

// lookPage shows the form, a sample of what it says, and what is wrong with it.
func (d *Desk) lookPage(v *visit, chosen blog.Look, wrong error) error {
	page := lookPage{frame: d.frameIn(v, "look", "How the site looks"), Look: chosen}
	page.Scripts = append(page.Scripts, "look.js")
	page.Sheet = "/desk/look/sheet.css?" + url.Values{
		"accent": {chosen.Accent}, "night": {chosen.Night}, "ground": {chosen.Ground},
		"letters": {string(chosen.Letters)}, "masthead": {string(chosen.Masthead)},
	}.Encode()
	var err error
	if page.Pictures, err = d.DB.PicturesInLibrary(v.ctx(), "", false, postgres.Cursor{}, picturesOffered); err != nil {
		return err
	}
	if wrong == nil {
		return d.show(v, http.StatusOK, "look", page)
	}
	shades := look.Nearer(chosen)
	for _, field := range []nearer{{Field: "accent", Label: "Colour of links and buttons"}, {Field: "night", Label: "The same where it is dark"}, {Field: "ground", Label: "Ground of the pages"}} {
		if field.Shade = shades[field.Field]; field.Shade != "" {
			page.Nearer = append(page.Nearer, field)
		}
	}
	page.Problems = problemsAt(wrong, "accent")
	return d.show(v, d.Status(blog.KindOf(wrong)), "look", page)
}

// What the form of the look may ask for beside being saved.
const (
	doReset = "reset"
	doShade = "use:" // and the field, for the nearest shade that passes
)

func (d *Desk) saveLook(v *visit) error {
	chosen := lookIn(v.form)
	do := v.form.Get("do")
	if field, ok := strings.CutPrefix(do, doShade); ok {
		useShade(&chosen, field)
		do = doPreview
	}
	var err error
	switch do {
	case doReset:
		if err = d.Looks.Save(v.ctx(), v.editor, blog.Look{}); err == nil {
			return v.back("/desk/look", lookReset)
		}
	case doPreview:
		if _, err = look.Check(chosen); err == nil {
			return d.lookPage(v, chosen, nil)
		}
	default:
		if err = d.Looks.Save(v.ctx(), v.editor, chosen); err == nil {
			return v.back("/desk/look", lookSaved)
		}
	}
	if !isForm(err) {
		return err
	}
	return d.lookPage(v, chosen, err)
}

// useShade replaces a colour that fails by its nearest shade that does not.
func useShade(chosen *blog.Look, field string) {
	shade := look.Nearer(*chosen)[field]
	if shade == "" {
		return
	}
	switch field {
	case "accent":
		chosen.Accent = shade
	case "night":
		chosen.Night = shade
	case "ground":
		chosen.Ground = shade
	}
}

// lookSheet is the style sheet of a sample. It says nothing of what is kept.
func (d *Desk) lookSheet(v *visit) error {
	v.Data(http.StatusOK, "text/css; charset=utf-8", []byte(look.Specimen(lookIn(v.Request.URL.Query()))))
	return nil
}

// lookIn reads a look out of a form.
func lookIn(form url.Values) blog.Look {
	return blog.Look{
		Accent: form.Get("accent"), Night: form.Get("night"), Ground: form.Get("ground"),
		Letters: blog.Letters(form.Get("letters")), Masthead: blog.Masthead(form.Get("masthead")),
		Logo: blog.Picture{Hash: form.Get("logo")}, Wordmark: form.Get("wordmark") != "",
	}
}
