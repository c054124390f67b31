package desk

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
	"inews/internal/richtext"
)

// translationPage is the form in which somebody writes what a post says in another
// language, with the post beside it.
type translationPage struct {
	frame
	Post      blog.Post // in its own language
	Language  string
	Saved     blog.Translation // as it is in the database; zero for a new one
	Typed     newsroom.Wording
	Original  richtext.HTML
	Since     []changed // what was changed of the post since the translation said the same
	Preview   *previewPart
	Checks    checks
	Theirs    []changed // what somebody else saved in the meantime, compared with the form
	Revisions []revisionRow
	// BroughtBack is when the text was saved that an earlier revision brought into
	// the form; zero for what is there now.
	BroughtBack time.Time
}

// Name and Own are what the language is called in English, and in itself.
func (p translationPage) Name() string { return blog.LanguageName(p.Language) }
func (p translationPage) Own() string  { return blog.LanguageOwnName(p.Language) }

// From is what the post's own language is called in English.
func (p translationPage) From() string { return blog.LanguageName(p.Post.Language) }

// Action is where the form is sent.
func (p translationPage) Action() string { return translationPath(p.Post.ID, p.Language) }

// MaxTitle and MaxSummary are what the counters count to.
func (translationPage) MaxTitle() int   { return blog.MaxTitle }
func (translationPage) MaxSummary() int { return blog.MaxSummary }

func translationPath(postID, language string) string {
	return "/desk/posts/" + postID + "/translations/" + language
}

// translationOf reads the post of the address and what it says in the language of
// the address. A language that readers have no pages in is not there, unless the
// post has a text in it.
func (d *Desk) translationOf(v *visit) (page translationPage, err error) {
	if page.Post, err = d.post(v); err != nil {
		return page, err
	}
	page.Language = v.Param("language")
	page.Saved, err = d.DB.TranslationIn(v.ctx(), page.Post.ID, page.Language)
	if blog.KindOf(err) == blog.NotFound {
		err = nil
		if !d.mayRender(page.Post, page.Language) {
			err = blog.Errorf(blog.NotFound, "There is nothing here.")
		}
	}
	page.Original = richtext.Trusted(page.Post.HTML)
	return page, err
}

func (d *Desk) translation(v *visit) error {
	page, err := d.translationOf(v)
	if err != nil {
		return err
	}
	t := page.Saved
	page.Typed = newsroom.Wording{
		Title: t.Title, Summary: t.Summary, Body: t.Body, Alt: t.Alt, Slug: t.Slug, Version: t.Version, OfVersion: page.Post.Version,
	}
	if revision := v.Query("revision"); revision != "" {
		r, err := d.DB.TranslationRevision(v.ctx(), page.Post.ID, page.Language, version(revision))
		if err != nil {
			return err
		}
		page.Typed.Title, page.Typed.Summary, page.Typed.Body, page.BroughtBack = r.Title, r.Summary, r.Body, r.SavedAt
	}
	return d.showTranslation(v, page, nil)
}

// showTranslation shows the form, with what is wrong with it.
func (d *Desk) showTranslation(v *visit, page translationPage, wrong error) (err error) {
	page.frame = d.frameIn(v, "posts", page.Own()+": "+page.Post.Title)
	page.Scripts = append(page.Scripts, "editor.js")
	if page.Saved.Older {
		if page.Since, err = d.changedSince(v, page.Post, page.Saved.OfVersion); err != nil {
			return err
		}
	}
	if page.Checks, err = d.adviseTranslation(v, page); err != nil {
		return err
	}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	kept, err := d.DB.TranslationRevisions(v.ctx(), page.Post.ID, page.Language)
	if err != nil {
		return err
	}
	for _, r := range kept {
		page.Revisions = append(page.Revisions, saved(r, names))
	}
	if wrong == nil {
		return d.show(v, http.StatusOK, "translation", page)
	}
	page.Problems = problemsAt(wrong, "body")
	return d.show(v, d.Status(blog.KindOf(wrong)), "translation", page)
}

// changedSince is what was changed of a post after it had a version.
func (d *Desk) changedSince(v *visit, p blog.Post, version int) ([]changed, error) {
	then, err := d.DB.RevisionAt(v.ctx(), p.ID, version)
	if blog.KindOf(err) == blog.NotFound {
		return nil, nil
	}
	return wordsChanged(then.Title, then.Summary, then.Body, p.Title, p.Summary, p.Body), err
}

// wordsChanged compares two texts, field by field, and leaves out what is the same.
func wordsChanged(title, summary, body, titleNow, summaryNow, bodyNow string) (list []changed) {
	for _, field := range []struct{ name, was, is string }{
		{"Title", title, titleNow}, {"Summary", summary, summaryNow}, {"Text", body, bodyNow},
	} {
		if field.was != field.is {
			list = append(list, changed{field.name, newsroom.Difference(field.was, field.is)})
		}
	}
	return list
}

// adviseTranslation looks over what was typed, as far as the rules of posts fit:
// tags and the makers of pictures are the post's, and the language is a fact.
func (d *Desk) adviseTranslation(v *visit, page translationPage) (checks, error) {
	w := page.Typed
	if w.Title == "" && w.Body == "" {
		return nil, nil
	}
	all, err := d.Newsroom.Advise(v.ctx(), newsroom.Draft{
		Form: page.Post.Form, Title: w.Title, Summary: w.Summary, Body: w.Body, Language: page.Language,
	})
	var some checks
	for _, a := range all {
		if a.Mend = ""; a.About == "Tags and mentions" || a.About == "Plain English" && !blog.SameTongue(page.Language, "en") {
			continue
		}
		if a.Field == "language" {
			a.Field, a.Do = "body", "See that the text is in the right one of the two forms."
		}
		some = append(some, a)
	}
	return some, err
}

// saveTranslation saves what was typed, or shows it. Whatever goes wrong, the
// translator gets back what they typed.
func (d *Desk) saveTranslation(v *visit) error {
	page, err := d.translationOf(v)
	if err != nil {
		return err
	}
	text := func(name string) string { return strings.TrimSpace(v.form.Get(name)) }
	page.Typed = newsroom.Wording{
		Title: text("title"), Summary: text("summary"), Body: v.form.Get("body"), Slug: text("slug"), Alt: text("alt"),
		Whole: v.form.Get("whole") != "",
	}
	page.Typed.Version, page.Typed.OfVersion = version(text("version")), version(text("of_version"))
	if v.form.Get("do") == doPreview {
		if page.Preview, err = d.previewWording(v, page); err != nil && !isForm(err) {
			return err
		}
		return d.showTranslation(v, page, err)
	}
	_, err = d.Newsroom.Translate(v.ctx(), v.editor, page.Post.ID, page.Language, page.Typed)
	if err == nil {
		word := savedDraft
		if page.Post.Visible() {
			word = savedPublic
		}
		return v.back(page.Action(), word)
	}
	if !isForm(err) {
		return err
	}
	if latest := page.Saved; blog.KindOf(err) == blog.Conflict && latest.Version != page.Typed.Version {
		page.Theirs = wordsChanged(page.Typed.Title, page.Typed.Summary, newlines(page.Typed.Body), latest.Title, latest.Summary, latest.Body)
		page.Typed.Version = latest.Version
	}
	return d.showTranslation(v, page, err)
}

// version reads the number of a version: 0, which none has, when it is none.
func version(text string) int {
	n, _ := strconv.ParseInt(text, 10, 32) // what is too large comes back as the largest
	return int(max(n, 0))
}

// newlines gives a text of a form the ends of lines that the database has.
func newlines(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// previewWording is how what was typed will look. Nothing is saved.
func (d *Desk) previewWording(v *visit, page translationPage) (*previewPart, error) {
	read, err := d.Newsroom.PreviewTranslation(v.ctx(), page.Post, page.Language, page.Typed)
	if err != nil {
		return nil, err
	}
	return d.previewTranslated(v, page.Post, read)
}

// previewTranslated renders a post as it reads in a translation. Programs of the
// fediverse show its own language, so that there is nothing to see of them.
func (d *Desk) previewTranslated(v *visit, p, read blog.Post) (*previewPart, error) {
	part, err := d.previewRead(v, read)
	if err == nil {
		part.Away, part.First = nil, blog.LanguageName(p.Language)
	}
	return part, err
}

// previewRead renders a post as it reads in a language.
func (d *Desk) previewRead(v *visit, read blog.Post) (*previewPart, error) {
	if read.Form != blog.FormEvent {
		return d.previewPost(v, read, nil)
	}
	e, err := d.DB.EventByID(v.ctx(), read.ID)
	if err != nil {
		return nil, err
	}
	e.Post = read
	return d.previewEvent(v, e)
}

// dropTranslation removes what a post says in a language.
func (d *Desk) dropTranslation(v *visit) error {
	page, err := d.translationOf(v)
	if err != nil {
		return err
	}
	err = d.Newsroom.DropTranslation(v.ctx(), v.editor, page.Post.ID, page.Language, version(v.form.Get("version")))
	if err == nil {
		return v.back(deskPath(page.Post), textGone)
	}
	if !isForm(err) {
		return err
	}
	t := page.Saved
	page.Typed = newsroom.Wording{
		Title: t.Title, Summary: t.Summary, Body: t.Body, Alt: t.Alt, Slug: t.Slug, Version: t.Version, OfVersion: page.Post.Version,
	}
	return d.showTranslation(v, page, err)
}
