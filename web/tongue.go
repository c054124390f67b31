package web

import (
	"cmp"
	"strings"

	"inews/internal/tongue"
	"inews/web/site"
)

// speak makes the pages in the site's own language and in further ones. A further
// language is the same server with other pages, which stand below its prefix.
func (s *Server) speak(further []string, called map[string]tongue.Called, o site.Options) error {
	o.Languages = tongue.Tags(o.Language, further)
	own := o
	for i, language := range o.Languages {
		name := called[tongue.Primary(language)]
		o.Language, o.Said = language, own.Language
		o.Name, o.Tagline, o.Organisation = cmp.Or(name.Name, own.Name), cmp.Or(name.Summary, own.Tagline), cmp.Or(name.Organisation, own.Organisation)
		if name.Summary != "" {
			o.Said = language
		}
		pages, err := site.New(o)
		if err != nil {
			return err
		}
		if i == 0 {
			s.site = pages
			continue
		}
		in := *s
		in.site, in.further = pages, nil
		s.further = append(s.further, &in)
	}
	return nil
}

// tongues are the server in each of its languages.
func (s *Server) tongues() []*Server { return append([]*Server{s}, s.further...) }

// at is the server in the language of a path.
func (s *Server) at(path string) *Server {
	for _, in := range s.further {
		rest, ok := strings.CutPrefix(path, in.site.Tongue.Prefix)
		if ok && (rest == "" || rest[0] == '/') {
			return in
		}
	}
	return s
}
