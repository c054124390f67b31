package desk

import (
	"slices"

	"inews/internal/blog"
)

// rendering is one language of a post, in a list: what it says there, or that it
// says nothing yet.
type rendering struct {
	Language, Name, Own string
	Title               string
	Path                string // where it is written
	Missing, Older      bool
}

// mayRender tells whether the desk offers to write what a post says in a language.
func (d *Desk) mayRender(p blog.Post, language string) bool {
	return slices.Contains(d.Languages, language) && !blog.SameTongue(language, p.Language)
}

// renderings are what a post says, and may say, in other languages than its own:
// those of the site, and any other that it has a text in.
func (d *Desk) renderings(v *visit, p blog.Post) ([]rendering, error) {
	if p.ID == "" {
		return nil, nil
	}
	all, err := d.DB.TranslationsOf(v.ctx(), p.ID)
	if err != nil {
		return nil, err
	}
	var list []rendering
	for _, t := range all {
		r := newRendering(p.ID, t.Language)
		r.Title, r.Older = t.Title, t.Older
		list = append(list, r)
	}
	for _, language := range d.Languages {
		there := slices.ContainsFunc(list, func(r rendering) bool { return blog.SameTongue(r.Language, language) })
		if !there && d.mayRender(p, language) {
			r := newRendering(p.ID, language)
			r.Missing = true
			list = append(list, r)
		}
	}
	return list, nil
}

func newRendering(postID, language string) rendering {
	return rendering{
		Language: language, Name: blog.LanguageName(language), Own: blog.LanguageOwnName(language), Path: translationPath(postID, language),
	}
}

// adviseRenderings says what is to be thought of before a post goes out in several
// languages, or is changed in one of them.
func adviseRenderings(p blog.Post, list []rendering) (found checks) {
	own := blog.LanguageName(p.Language)
	for _, r := range list {
		a := blog.Advice{Field: "translations", Finding: blog.Finding{About: "Languages", Weight: blog.Worry}}
		switch {
		case r.Missing:
			a.Says = "There is no " + r.Name + " text."
			a.Do = "Add it before you publish: both go out together. Without it, readers of " + r.Name + " get the " + own + "."
		case r.Older:
			a.Says = "The " + r.Name + " text is older than the " + own + ", which was changed since."
			a.Do = "Bring it up to date: readers of " + r.Name + " get what it says now."
		default:
			a.Weight, a.Says = blog.Fine, "In order."
		}
		found = append(found, a)
	}
	return found
}

// olderTexts are the published posts of which readers in another language get what
// the post said before.
func (d *Desk) olderTexts(v *visit) ([]need, error) {
	if !v.may(blog.MayPublish) {
		return nil, nil
	}
	posts, err := d.DB.PostsWithOlderTexts(v.ctx(), fewDrafts)
	all := make([]need, len(posts))
	for i, p := range posts {
		all[i] = need{Count: "Translation older:", Text: p.Title, Link: deskPath(p) + "#translations"}
	}
	return all, err
}

// renderedRows adds to the rows of a list the languages that each post is in, or
// should be.
func (d *Desk) renderedRows(v *visit, rows []postRow) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.ID
	}
	states, err := d.DB.TranslationStates(v.ctx(), ids)
	if err != nil {
		return err
	}
	for i, row := range rows {
		for _, s := range states {
			if s.PostID == row.ID {
				r := newRendering(row.ID, s.Language)
				r.Older = s.Older
				rows[i].Renderings = append(rows[i].Renderings, r)
			}
		}
	}
	return nil
}
