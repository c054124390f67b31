package newsroom

import (
	"context"
	"fmt"
	"strings"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// maxRedirects is the most lines of a list of old addresses that are taken at
// once.
const maxRedirects = 5000

// ReadRedirects reads a list of old addresses: on each line the old one and the
// new one, with a space, a tab, a comma or a semicolon between them. base is the
// address of the site. An error names the first lines that are wrong, at the
// field "list".
func ReadRedirects(list, base string) ([]blog.Redirect, error) {
	var (
		redirects []blog.Redirect
		bad       blog.Problems
	)
	for i, line := range strings.Split(list, "\n") {
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,;", r) })
		if len(words) == 0 {
			continue
		}
		if len(words) != 2 {
			bad.Add("list", "Line %d: write the old address, a space and the new address.", i+1)
		} else if r, err := blog.NewRedirect(words[0], words[1], base); err != nil {
			bad.Add("list", "Line %d: %s", i+1, blog.Message(err))
		} else {
			redirects = append(redirects, r)
		}
		if len(bad) == maxShownProblems {
			break
		}
	}
	if len(bad) == 0 && len(redirects) == 0 {
		bad.Add("list", "Write at least one line: the old address, a space and the new address.")
	}
	if len(redirects) > maxRedirects {
		bad.Add("list", "These are %d lines. At most %d are taken at once: send them in parts.", len(redirects), maxRedirects)
	}
	return redirects, bad.Err()
}

// maxShownProblems is how many wrong lines of a list are told at once.
const maxShownProblems = 5

// SaveRedirects makes old addresses lead to pages of this site.
func (n *Newsroom) SaveRedirects(ctx context.Context, by blog.Editor, redirects ...blog.Redirect) error {
	if err := publisher(by); err != nil {
		return err
	}
	if len(redirects) == 0 {
		return nil
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		for _, r := range redirects {
			if err := tx.SaveRedirect(ctx, r); err != nil {
				return err
			}
		}
		name := redirects[0].Path
		if len(redirects) > 1 {
			name = fmt.Sprintf("%s and %d more", name, len(redirects)-1)
		}
		_, err := tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Added, Subject: blog.RedirectSubject, SubjectID: name})
		return err
	})
}

// RemoveRedirect makes an old address lead nowhere.
func (n *Newsroom) RemoveRedirect(ctx context.Context, by blog.Editor, path string) error {
	if err := publisher(by); err != nil {
		return err
	}
	return n.DB.InTx(ctx, func(tx *postgres.Tx) error {
		removed, err := tx.RemoveRedirect(ctx, path)
		if err != nil {
			return err
		}
		if !removed {
			return blog.Errorf(blog.NotFound, "This old address leads nowhere.")
		}
		_, err = tx.Record(ctx, blog.Change{Editor: by.ID, Verb: blog.Removed, Subject: blog.RedirectSubject, SubjectID: path})
		return err
	})
}
