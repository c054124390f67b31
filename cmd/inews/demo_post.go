package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"inews/internal/blog"
	"inews/internal/newsroom"
)

// each calls load with every file of a folder, in the order of their names.
func (l *demoLoad) each(ctx context.Context, folder string, load func(ctx context.Context, name string) error) error {
	names, err := fs.Glob(demoFiles, "demo/"+folder+"/*.md")
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := load(ctx, name); err != nil {
			return fmt.Errorf("load %s: %w", name, err)
		}
	}
	return nil
}

// loadPages saves the lasting pages.
func (l *demoLoad) loadPages(ctx context.Context) error {
	return l.each(ctx, "pages", func(ctx context.Context, name string) error {
		file, err := l.markdown(name)
		if err != nil {
			return err
		}
		matter, err := newsroom.ReadFrontMatter(file, []string{"title", "slug", "position"})
		if err != nil {
			return err
		}
		page := blog.Page{
			Title: matter.Text("title"), Slug: matter.Text("slug"), Position: matter.Number("position"), Body: matter.Body,
		}
		if err := matter.Err(); err != nil {
			return err
		}
		// One that setting up the blog has drafted gives way, as does that of a
		// loading which was interrupted.
		if drafted, err := l.DB.PageBySlug(ctx, page.Slug); err == nil {
			page.Version = drafted.Version
		} else if blog.KindOf(err) != blog.NotFound {
			return err
		}
		_, err = l.at(l.now).newsroom.SavePage(ctx, l.editor(""), page)
		return err
	})
}

// loadPosts writes the posts.
func (l *demoLoad) loadPosts(ctx context.Context) error {
	return l.each(ctx, "posts", l.loadPost)
}

func (l *demoLoad) loadPost(ctx context.Context, name string) error {
	source, err := l.markdown(name)
	if err != nil {
		return err
	}
	file, err := newsroom.ReadMarkdown(source)
	if err != nil {
		return err
	}
	by := l.editor(file.Author)
	post, there := l.posts[file.Slug]
	if !there {
		if err := l.picture(ctx, by, file.Image, &file.Picture); err != nil {
			return err
		}
		if post, err = l.at(l.now).newsroom.Draft(ctx, by, l.backDated(file.Draft)); err != nil {
			return err
		}
	}
	if err := l.translate(ctx, by, post); err != nil {
		return err
	}
	_, err = l.release(ctx, by, post, file.Published)
	return err
}

// translate saves what a post says in Welsh, where there is a file of it and
// nobody has saved it yet.
func (l *demoLoad) translate(ctx context.Context, by blog.Editor, post blog.Post) error {
	const language = "cy"
	source, err := demoFiles.Open("demo/translations/" + post.Slug + "." + language + ".md")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer source.Close()
	text, err := newsroom.ReadWording(source, language)
	if err != nil {
		return err
	}
	if _, err := l.DB.TranslationIn(ctx, post.ID, language); blog.KindOf(err) != blog.NotFound {
		return err
	}
	_, err = l.at(l.now).newsroom.Translate(ctx, by, post.ID, language, text)
	return err
}

// backDated is the draft without a date that lies ahead, which is for
// scheduling.
func (l *demoLoad) backDated(d newsroom.Draft) newsroom.Draft {
	if d.Published.After(l.now) {
		d.Published = time.Time{}
	}
	return d
}

// release publishes a draft, or schedules it when its date lies ahead; one
// without a date stays a draft.
func (l *demoLoad) release(ctx context.Context, by blog.Editor, post blog.Post, when time.Time) (blog.Post, error) {
	var err error
	switch room := l.at(l.now).newsroom; {
	case post.State != blog.StateDraft || when.IsZero():
	case when.After(l.now):
		post, err = room.Schedule(ctx, by, post.ID, when)
	default:
		post, err = room.Publish(ctx, by, post.ID)
	}
	l.posts[post.Slug] = post
	return post, err
}

// picture uploads the picture that a file names.
func (l *demoLoad) picture(ctx context.Context, by blog.Editor, image string, picture *blog.Picture) error {
	if image == "" {
		return nil
	}
	file, err := demoFiles.Open("demo/pictures/" + image)
	if err != nil {
		return err
	}
	defer file.Close()
	uploaded, err := l.Uploads.Add(ctx, by, file)
	if err != nil {
		return err
	}
	picture.Hash = uploaded.Hash
	return nil
}
