package newsroom

import (
	"io"

	"inews/internal/blog"
)

// fileKeys are the keys of a post, in the order of a well-kept file.
var fileKeys = []string{
	"title", "summary", "slug", "form", "language", "tags", "series", "published", "comments", "mail",
	"author", "guest", "handle", "bio", "url", "thanks",
	"image", "alt", "decorative", "credit", "credit_title", "credit_source", "licence",
}

// FileKeys are the keys that the front matter of a post may have.
func FileKeys() []string { return append([]string(nil), fileKeys...) }

// File is a post as a Markdown file holds it.
type File struct {
	Draft
	Image string // path of the picture, relative to the file: upload it and set Picture.Hash
}

// ReadMarkdown reads a post from a Markdown file with front matter. The error
// is Invalid and holds every problem, each with its line.
func ReadMarkdown(r io.Reader) (File, error) {
	f, err := ReadFrontMatter(r, fileKeys)
	if err != nil {
		return File{}, err
	}
	file := FileOf(f)
	return file, f.Err()
}

// FileOf takes what a post needs from front matter.
func FileOf(f *FrontMatter) File {
	file := File{Image: f.Text("image"), Draft: Draft{
		Form:      blog.Form(f.Text("form")),
		Title:     f.Text("title"),
		Summary:   f.Text("summary"),
		Body:      f.Body,
		Slug:      f.Text("slug"),
		Language:  f.Text("language"),
		Tags:      f.List("tags"),
		Author:    f.Text("author"),
		Thanks:    f.Text("thanks"),
		Series:    f.Text("series"),
		Comments:  blog.CommentRule(f.Text("comments")),
		Mail:      blog.MailRule(f.Text("mail")),
		Published: f.Time("published", DefaultZone),
		Picture: blog.Picture{
			Alt:        f.Text("alt"),
			Decorative: f.YesNo("decorative"),
			Credit: blog.Credit{
				Creator: f.Text("credit"),
				Title:   f.Text("credit_title"),
				Source:  f.Text("credit_source"),
				Licence: f.Text("licence"),
			},
		},
	}}
	guest(f, &file.Draft)
	return file
}

// guest reads the keys that say who a guest is.
func guest(f *FrontMatter, d *Draft) {
	name := f.Text("guest")
	if name == "" {
		for _, key := range []string{"handle", "bio", "url"} {
			if f.Has(key) {
				f.Refuse(key, "this belongs to a guest: name them with \"guest: …\".")
			}
		}
		return
	}
	if d.Author != "" {
		f.Refuse("guest", "a post is written by an author or by a guest: leave one of the two out.")
	}
	d.Guest = &blog.Author{Name: name, Guest: true, Handle: f.Text("handle"), Bio: f.Text("bio"), URL: f.Text("url")}
}
