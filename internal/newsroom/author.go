package newsroom

import (
	"context"
	"regexp"
	"strings"
	"unicode/utf8"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/richtext"
)

// maxName is the longest name of an author, in characters.
const maxName = 120

// handleShape is how the fediverse writes a person: @name@host.
var handleShape = regexp.MustCompile(`^@[A-Za-z0-9_][A-Za-z0-9_.-]*@[\p{L}\p{N}][\p{L}\p{N}.-]*\.[\p{L}]{2,}$`)

// SaveAuthor saves a byline, new when it has no id.
func (n *Newsroom) SaveAuthor(ctx context.Context, by blog.Editor, a blog.Author) (blog.Author, error) {
	if err := publisher(by); err != nil {
		return a, err
	}
	if err := checkAuthor(&a); err != nil {
		return a, err
	}
	err := n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		var err error
		if a, err = saveAuthor(ctx, tx, a); err != nil {
			return err
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Edited, Subject: blog.AuthorSubject, SubjectID: a.ID})
		return err
	})
	return a, err
}

func checkAuthor(a *blog.Author) error {
	var bad blog.Problems
	a.Name = richtext.Name(a.Name, maxName+1)
	a.Handle, a.URL = strings.TrimSpace(a.Handle), strings.TrimSpace(a.URL)
	if a.Handle != "" && !strings.HasPrefix(a.Handle, "@") {
		a.Handle = "@" + a.Handle
	}
	if name, host, both := strings.Cut(strings.TrimPrefix(a.Handle, "@"), "@"); both {
		a.Handle = "@" + name + "@" + richtext.ShowHost(host)
	}
	if length := utf8.RuneCountInString(a.Name); length == 0 || length > maxName {
		bad.Add("name", "Give the author a name of at most %d characters.", maxName)
	}
	if a.Handle != "" && !handleShape.MatchString(a.Handle) {
		bad.Add("handle", "%q is not an address on the fediverse. Write it like @name@server.example.", a.Handle)
	}
	if a.URL != "" && !blog.IsWebAddress(a.URL) {
		bad.Add("url", "This must be a web address that begins with https://.")
	}
	return bad.Err()
}

// saveAuthor finds a free address for the author and saves them.
func saveAuthor(ctx context.Context, tx *postgres.Tx, a blog.Author) (blog.Author, error) {
	if a.Slug == "" {
		a.Slug = richtext.Slug(a.Name)
	}
	if a.Slug == "" {
		a.Slug = "author"
	}
	free, err := tx.FreeAuthorSlug(ctx, a.Slug, a.ID)
	if err != nil {
		return a, err
	}
	a.Slug = free
	return tx.SaveAuthor(ctx, a)
}

// byline finds whom the post names: an author that exists, a member of staff
// or a guest by name, whom it already named, or the editor.
func byline(ctx context.Context, tx *postgres.Tx, by blog.Editor, d Draft, now blog.Author) (blog.Author, error) {
	switch {
	case d.Guest != nil:
		guest := *d.Guest
		guest.Guest = true
		return named(ctx, tx, guest, "guest")
	case d.Author != "":
		return named(ctx, tx, blog.Author{Name: d.Author}, "author")
	case d.AuthorID != "":
		return authorByID(ctx, tx, d.AuthorID)
	case now.ID != "":
		return now, nil
	case by.AuthorID != "":
		return authorByID(ctx, tx, by.AuthorID)
	case by.Name != "":
		return named(ctx, tx, blog.Author{Name: by.Name}, "author")
	}
	return blog.Author{}, nil // publishing asks for one
}

// bylines are the reads that bylines need, of a DB or of a Tx.
type bylines interface {
	AuthorByID(ctx context.Context, id string) (blog.Author, error)
}

func authorByID(ctx context.Context, in bylines, id string) (blog.Author, error) {
	a, err := in.AuthorByID(ctx, id)
	if blog.KindOf(err) == blog.NotFound {
		return a, blog.InvalidField("author", "This author is not on the list any more. Choose another.")
	}
	return a, err
}

// named finds an author by name and brings up to date what was said of them,
// or begins a new one.
func named(ctx context.Context, tx *postgres.Tx, wanted blog.Author, field string) (blog.Author, error) {
	if err := checkAuthor(&wanted); err != nil {
		if wanted.Name == "" {
			return wanted, blog.InvalidField(field, "Give the author a name.")
		}
		return wanted, err
	}
	found, err := tx.AuthorByName(ctx, wanted.Name)
	if blog.KindOf(err) == blog.NotFound {
		return saveAuthor(ctx, tx, wanted)
	}
	if err != nil {
		return found, err
	}
	merged := found
	for _, fact := range []struct{ have, said *string }{
		{&merged.Bio, &wanted.Bio}, {&merged.Handle, &wanted.Handle}, {&merged.URL, &wanted.URL},
	} {
		if *fact.said != "" {
			*fact.have = *fact.said
		}
	}
	if merged == found {
		return found, nil
	}
	return tx.SaveAuthor(ctx, merged)
}

// previewAuthor is the byline that a draft would get; nobody is added.
func previewAuthor(ctx context.Context, db *postgres.DB, by blog.Editor, d Draft) (blog.Author, error) {
	switch {
	case d.Guest != nil:
		guest := *d.Guest
		guest.Guest = true
		return guest, nil
	case d.Author != "":
		return blog.Author{Name: d.Author}, nil
	case d.AuthorID != "":
		return authorByID(ctx, db, d.AuthorID)
	case by.AuthorID != "":
		return authorByID(ctx, db, by.AuthorID)
	}
	return blog.Author{Name: by.Name}, nil
}
