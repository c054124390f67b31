package view

import "inews/internal/blog"

// Updates is the page at which readers ask for news by e-mail, and those at which
// they confirm, change and stop it.
type Updates struct {
	Frame
	Stage string // what the page is for: see its template
	Form  UpdatesForm
	Email string // whose updates these are, where a link proves it
	Pace  blog.Pace
	Feeds bool // no mail is sent here: other ways are told of
}

// UpdatesForm says how often and of what somebody wants to hear.
type UpdatesForm struct {
	Action     string
	Email      string
	Pace       blog.Pace
	Everything bool
	Some       bool // and this is said; neither when nothing is chosen yet
	Tags       []Choice
	Series     []Choice
	Consent    string // the words that are agreed to; "" where that was done
	Problems   blog.Problems
}

// Choice is one of several in a form.
type Choice struct {
	Value, Label string
	On           bool
}

// Problem is what is wrong with a field, or "".
func (f UpdatesForm) Problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Msg
		}
	}
	return ""
}

func (Updates) template() string { return "updates" }
