package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"inews/internal/blog"
	"inews/internal/calendar"
	"inews/internal/config"
	"inews/internal/newsroom"
)

type postCommand struct {
	Publish struct {
		File         string            `arg:"" type:"existingfile" help:"Markdown with front matter: title, summary, tags, author, image, alt …"`
		Translations map[string]string `name:"translation" mapsep:"none" placeholder:"LANGUAGE=FILE.md" help:"What it says in another language, such as cy=FILE.md: Markdown with front matter: title, summary, slug, alt. It goes out with the post. May be given several times."`
	} `cmd:"" help:"Publish a post, and print the address of its page."`
}

// Run publishes a post from a file, through the same steps as the desk.
func (c *postCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	file, err := read(c.Publish.File, newsroom.ReadMarkdown)
	if err != nil {
		return err
	}
	texts, err := readWordings(c.Publish.Translations)
	if err != nil {
		return err
	}
	return with(ctx, cfg, s, func(a *app) error {
		return a.publish(ctx, s, c.Publish.File, file.Image, &file.Picture, texts, func() (blog.Post, error) {
			return a.newsroom.Draft(ctx, owner, file.Draft)
		})
	})
}

type eventCommand struct {
	Publish struct {
		File         string            `arg:"" type:"existingfile" help:"Markdown with front matter: title, start, end, timezone, venue …"`
		Translations map[string]string `name:"translation" mapsep:"none" placeholder:"LANGUAGE=FILE.md" help:"What it says in another language, such as cy=FILE.md: Markdown with front matter: title, summary, slug, alt. It goes out with the event. May be given several times."`
	} `cmd:"" help:"Publish an event, and print the address of its page."`
}

// Run publishes an event from a file, through the same steps as the desk.
func (c *eventCommand) Run(ctx context.Context, cfg config.Config, s *streams) error {
	file, err := read(c.Publish.File, calendar.ReadMarkdown)
	if err != nil {
		return err
	}
	texts, err := readWordings(c.Publish.Translations)
	if err != nil {
		return err
	}
	return with(ctx, cfg, s, func(a *app) error {
		return a.publish(ctx, s, c.Publish.File, file.Image, &file.Picture, texts, func() (blog.Post, error) {
			event, err := a.calendar.Draft(ctx, owner, file.EventDraft)
			return event.Post, err
		})
	})
}

// readWordings reads what is said in other languages, by their tags.
func readWordings(files map[string]string) (map[string]newsroom.Wording, error) {
	texts := make(map[string]newsroom.Wording, len(files))
	for language, file := range files {
		text, err := read(file, func(r io.Reader) (newsroom.Wording, error) { return newsroom.ReadWording(r, language) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		texts[language] = text
	}
	return texts, nil
}

// publish uploads the picture of a file, saves the draft and what it says in other
// languages, lets it out and prints where it is. A draft that may not go out stays
// on the desk.
func (a *app) publish(ctx context.Context, s *streams, file, image string, picture *blog.Picture, texts map[string]newsroom.Wording, draft func() (blog.Post, error)) error {
	if err := a.attach(ctx, file, image, picture); err != nil {
		return err
	}
	post, err := draft()
	if err != nil {
		return err
	}
	for _, language := range slices.Sorted(maps.Keys(texts)) {
		if _, err := a.newsroom.Translate(ctx, owner, post.ID, language, texts[language]); err != nil {
			return fmt.Errorf("the draft is kept on the desk, without its %s text: %w", blog.LanguageName(language), err)
		}
	}
	if post, err = a.newsroom.Publish(ctx, owner, post.ID); err != nil {
		return fmt.Errorf("the draft is kept on the desk: %w", err)
	}
	if move, err := a.db.StandingMove(ctx); err == nil && move != nil {
		fmt.Fprintf(s.err, "The blog has moved to %s: this goes out to the followers who have stayed. Publish it there, too.\n", move.Target.Called())
	}
	page := a.addresses.Page(post.Path())
	return s.print(page, map[string]string{"id": post.ID, "page": page, "object": string(a.addresses.Post(post))})
}

// attach uploads the picture that a file names, relative to itself.
func (a *app) attach(ctx context.Context, file, image string, picture *blog.Picture) error {
	if image == "" {
		return nil
	}
	if !filepath.IsAbs(image) {
		image = filepath.Join(filepath.Dir(file), image)
	}
	source, err := os.Open(image)
	if err != nil {
		return blog.InvalidField("image", "The picture cannot be read: %v.", err)
	}
	defer source.Close()
	uploaded, err := a.uploads.Add(ctx, owner, source)
	if err != nil {
		return err
	}
	uploaded.Alt, uploaded.Decorative, uploaded.Credit = picture.Alt, picture.Decorative, picture.Credit
	*picture = uploaded
	return nil
}
