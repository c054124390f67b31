package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/web/view"
)

// language is that of the pages.
func (s *Site) language() string { return s.Language }

// languages are all that the site has pages in, its own first.
func (s *Site) languages() []string {
	if s.Languages == nil {
		return []string{s.Language}
	}
	return s.Languages
}

// addressIn is the full address of a post as it reads in a language.
func (s *Site) addressIn(read blog.Post) string {
	return s.BaseURL + blog.PathIn(s.languages(), read.Language, read.Path())
}

// rendered are posts as readers of the pages' language read them: those that say
// nothing in it are as they were written.
func (s *Site) rendered(ctx context.Context, posts []blog.Post) ([]blog.Post, error) {
	return s.db.PostsIn(ctx, posts, s.language())
}

// renderedEvents is rendered for events.
func (s *Site) renderedEvents(ctx context.Context, events []blog.Event, err error) ([]blog.Event, error) {
	posts := make([]blog.Post, len(events))
	for i, e := range events {
		posts[i] = e.Post
	}
	if err == nil {
		posts, err = s.rendered(ctx, posts)
	}
	for i := range events {
		events[i].Post = posts[i]
	}
	return events, err
}

// renderedHits is rendered for what a search found, with the passages.
func (s *Site) renderedHits(ctx context.Context, words string, found []postgres.Found) error {
	posts, ids := make([]blog.Post, len(found)), make([]string, len(found))
	for i, f := range found {
		posts[i], ids[i] = f.Post, f.ID
	}
	read, err := s.rendered(ctx, posts)
	if err != nil {
		return err
	}
	var matched map[string]postgres.Matched
	for i, p := range read {
		if p.Language == posts[i].Language {
			continue
		}
		if matched == nil {
			if matched, err = s.db.MatchedIn(ctx, blog.TongueOf(s.language()), words, ids); err != nil {
				return err
			}
		}
		found[i] = postgres.Found{Post: p, Matched: matched[p.ID]}
	}
	return nil
}

// find reads a published post by the last part of its address, as it reads in the
// language of the pages. When its page stands at another address, because it was
// renamed, is of another form or is called something else in that language,
// elsewhere says where.
func (s *Site) find(ctx context.Context, slug, folder string) (post blog.Post, elsewhere string, err error) {
	tongue := blog.TongueOf(s.language())
	for _, look := range []func() (blog.Post, error){
		func() (blog.Post, error) { return s.db.PostBySlug(ctx, slug) },
		func() (blog.Post, error) { return s.db.PostByTranslatedSlug(ctx, tongue, slug) },
		func() (blog.Post, error) { return s.db.PostByOldSlug(ctx, slug) },
	} {
		if post, err = look(); blog.KindOf(err) != blog.NotFound {
			break
		}
	}
	if blog.KindOf(err) == blog.NotFound {
		return s.findAbroad(ctx, slug, folder)
	}
	if err != nil || post.Slug == slug && !s.speaks(post.Language) { // there is no other page of the original
		return post, "", err
	}
	read, err := s.rendered(ctx, []blog.Post{post})
	if err == nil && read[0].Path() != folder+slug {
		elsewhere = read[0].Path()
	}
	return read[0], elsewhere, err
}

// findAbroad finds a post by its address in another language, which it was asked
// for without.
func (s *Site) findAbroad(ctx context.Context, slug, folder string) (post blog.Post, elsewhere string, err error) {
	tongues, err := s.db.TonguesOfSlug(ctx, slug)
	if err == nil && len(tongues) == 0 {
		err = errNothing
	}
	if err != nil {
		return post, "", err
	}
	if post, err = s.db.PostByTranslatedSlug(ctx, tongues[0], slug); err != nil {
		return post, "", err
	}
	translations, err := s.db.TranslationsAmong(ctx, []string{post.ID}, tongues[0])
	if t, there := translations[post.ID]; there {
		post = post.In(t)
	}
	if elsewhere = blog.PathIn(s.languages(), post.Language, post.Path()); elsewhere == folder+slug {
		elsewhere = "" // the site does not speak it
	}
	return post, elsewhere, err
}

// bilingual says in a page's head in which languages there is what it shows. Where
// there is nothing in the language of the pages, machines are told of the original.
func (s *Site) bilingual(ctx context.Context, read blog.Post, head *view.Head) error {
	original, err := s.db.PostByID(ctx, read.ID)
	if err != nil {
		return err
	}
	translations, err := s.db.TranslationsOf(ctx, read.ID)
	if err != nil {
		return err
	}
	all := []blog.Post{original}
	for _, t := range translations {
		all = append(all, original.In(t))
	}
	if !blog.SameTongue(read.Language, s.language()) {
		head.Only, head.Elsewhere = blog.LanguageName(read.Language), s.addressIn(read)
	}
	for _, p := range all {
		if blog.SameTongue(p.Language, s.language()) {
			head.Only = ""
		}
		if len(all) > 1 {
			head.Renderings = append(head.Renderings, view.Rendering{
				Language: p.Language, Address: s.addressIn(p), Title: p.Title, Words: blog.ReadIn(p.Language),
				Original: p.Language == original.Language, Here: p.Language == read.Language,
			})
		}
	}
	return nil
}

// speaks tells whether there are pages in a language.
func (s *Site) speaks(language string) bool {
	for _, other := range s.languages() {
		if blog.SameTongue(other, language) {
			return true
		}
	}
	return false
}
