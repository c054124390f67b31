package site

import (
	"context"
	"strings"

	"inews/internal/blog"
	"inews/internal/look"
	"inews/web/view"
)

// How long the sheet of a look may be kept is said by its name, which changes
// with what is in it.
const (
	lookPrefix = "theme."
	lookSuffix = ".css"
)

// IsLook tells whether the asset of that name is the style sheet of the council's
// look.
func IsLook(name string) bool {
	return strings.HasPrefix(name, lookPrefix) && strings.HasSuffix(name, lookSuffix)
}

// Look is the style sheet of the council's look. It is of the version that was
// asked for unless lasting is false: then the look has changed since, and whoever
// has an old page gets the new colours.
func (s *Site) Look(ctx context.Context, name string) (sheet string, lasting bool, err error) {
	chosen, err := s.db.Look(ctx)
	if err != nil {
		return "", false, err
	}
	sheet = look.Sheet(chosen)
	return sheet, name == lookPrefix+look.Version(sheet)+lookSuffix, nil
}

// dress adds to what every page says of the site how it looks.
func (s *Site) dress(about *view.Site, chosen blog.Look) {
	about.Letters = lettersOf[chosen.Letters]
	if !chosen.IsZero() {
		about.Look = s.lookPath(chosen)
		about.Logo, about.Wordmark = view.NewFigure(chosen.Logo, ""), chosen.Wordmark
	}
}

// lookPath is where the style sheet of a look is.
func (s *Site) lookPath(chosen blog.Look) string {
	return "/assets/" + lookPrefix + look.Version(look.Sheet(chosen)) + lookSuffix
}

// lettersOf are the files of letters that every page needs at once. A browser
// would find them only when it has read the style sheet.
var lettersOf = map[blog.Letters][]string{
	blog.LettersBook:  {"literata-600.woff2", "figtree-400.woff2"},
	blog.LettersMixed: {"literata-600.woff2", "figtree-400.woff2"},
	blog.LettersPlain: {"figtree-600.woff2", "figtree-400.woff2"},
}
