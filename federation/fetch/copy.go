package fetch

import (
	"context"
	"strings"

	"inews/federation"
)

// Copy is a file as an address gave it, with what is needed to ask again whether
// it has changed. Source: RFC 9110 §13.
type Copy struct {
	Raw         []byte
	ContentType string
	Tag         string // its ETag, or ""
	Modified    string // its Last-Modified, or ""
	Unchanged   bool   // it is as it was: only Tag and Modified are told
}

// Copy fetches a file that is nobody's document, such as a list in CSV: without
// a signature, but behind the same guards. had is the copy from before, of which
// Tag and Modified are looked at; zero when there is none. Errors are those of
// Document.
func (c *Client) Copy(ctx context.Context, address string, had Copy, accept ...string) (Copy, error) {
	ctx, cancel := context.WithTimeout(ctx, or(c.Timeout, defaultTimeout))
	defer cancel()
	q := question{accept: strings.Join(accept, ", "), tag: had.Tag, modified: had.Modified}
	a, err := c.get(ctx, federation.ID(address), q, false)
	if err != nil {
		return Copy{}, err
	}
	if a.unchanged {
		return Copy{Tag: had.Tag, Modified: had.Modified, Unchanged: true}, nil
	}
	return Copy{
		Raw: a.raw, ContentType: a.contentType, Tag: a.header.Get("ETag"), Modified: a.header.Get("Last-Modified"),
	}, nil
}
