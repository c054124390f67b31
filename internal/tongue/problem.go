package tongue

import "inews/internal/blog"

// Message is what a visitor may read of an error.
func (t *Tongue) Message(err error) string {
	format, args := blog.WordsOf(err)
	return t.Say(Words(format), args...)
}

// Problems are what is wrong with the fields of a form, in this language.
func (t *Tongue) Problems(err error) blog.Problems {
	var said blog.Problems
	for _, p := range blog.ProblemsOf(err) {
		said = append(said, &blog.Error{Kind: p.Kind, Field: p.Field, Msg: t.Message(p), Err: p.Err})
	}
	return said
}
