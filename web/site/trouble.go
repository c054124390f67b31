package site

import (
	"context"

	"inews/internal/blog"
	"inews/internal/tongue"
	"inews/web/view"
)

// errNothing is the answer to an address at which there is nothing, whatever
// the reason.
var errNothing = blog.Errorf(blog.NotFound, "There is nothing here.")

// headings are what the page of each kind of trouble says first.
var headings = map[blog.Kind][2]tongue.Words{
	blog.NotFound:     {"This page is not here", "It may have moved, or the address may have a mistake in it. Try the search, or begin at the front page."},
	blog.Gone:         {"This is no longer here", ""},
	blog.Invalid:      {"That did not work", ""},
	blog.Conflict:     {"That did not work", ""},
	blog.Unauthorized: {"Please sign in", ""},
	blog.Forbidden:    {"This is not allowed", ""},
	blog.TooMany:      {"That was a lot at once", ""},
	blog.Unavailable:  {"We will be back in a moment", "The site is busy or being looked after. Please try again in a minute."},
	blog.Internal:     {"Something went wrong on our side", "It has been noted. Please try again in a few minutes."},
}

// Trouble is the page that tells of an error. When the fault is ours it does
// not ask the database. The page for NotFound is the same for everything that
// is not there.
func (s *Site) Trouble(ctx context.Context, err error, status int, request string) (Answer, error) {
	kind := blog.KindOf(err)
	var pages []blog.Page
	var chosen blog.Look
	if kind != blog.Internal && kind != blog.Unavailable {
		pages, _ = s.db.Pages(ctx) // without them the page has fewer links
		chosen, _ = s.db.Look(ctx) // and without this it looks as it came
	}
	words := headings[kind]
	page := view.Trouble{Status: status, Heading: s.say(words[0]), Message: s.say(words[1])}
	if page.Message == "" {
		page.Message = s.Tongue.Message(err)
	}
	if kind == blog.Internal {
		page.Request = request
	}
	page.Frame = s.frameWith(pages, chosen, "", view.Head{Title: page.Heading, NoIndex: true})
	answer, err := s.page(page, page.Head)
	answer.Status = status
	return answer, err
}
