package fediverse

import (
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"

	fed "inews/federation"
	"inews/federation/fetch"
	"inews/internal/blog"
	"inews/internal/comments"
)

// Edition fetches a list of servers that other moderators keep, if it has
// changed since it was last taken. What goes wrong is said in words for staff.
func (b *Bridge) Edition(ctx context.Context, list blog.BlockList) (comments.Edition, error) {
	had := fetch.Copy{Tag: list.Tag, Modified: list.Modified}
	got, err := b.Client.Copy(ctx, list.URL, had, "text/csv", "text/plain;q=0.9", "application/octet-stream;q=0.8")
	if err != nil {
		return comments.Edition{}, &blog.Error{Kind: blog.Unavailable, Msg: whyNoList(err), Err: err}
	}
	// Some serve files as text or as anything; a page for people is none.
	if kind, _, _ := mime.ParseMediaType(got.ContentType); kind == "text/html" {
		return comments.Edition{}, blog.Errorf(blog.Invalid, "There is a page at this address, and no list. Look for the address of the file itself.")
	}
	return comments.Edition{Text: got.Raw, Tag: got.Tag, Modified: got.Modified, Unchanged: got.Unchanged}, nil
}

// whyNoList says in plain words why a list could not be had.
func whyNoList(err error) string {
	var answered *fetch.StatusError
	switch {
	case errors.As(err, &answered) && (answered.Code == http.StatusNotFound || answered.Code == http.StatusGone):
		return fmt.Sprintf("There is no list at this address (%d).", answered.Code)
	case errors.As(err, &answered):
		return fmt.Sprintf("Its server does not give us the list: it answers %d %s.", answered.Code, http.StatusText(answered.Code))
	case errors.Is(err, fed.ErrTooLarge):
		return "The list is too long: 1 MB is the most."
	case errors.Is(err, fed.ErrForbidden):
		return "We do not ask this address: it is not public, not secure (https), or on a server that you have blocked."
	case errors.Is(err, fed.ErrUnavailable):
		return "Its server does not answer."
	}
	return "The list cannot be fetched from this address."
}
