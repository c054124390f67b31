package view

import (
	"inews/internal/blog"
	"inews/internal/richtext"
)

// MessageForm is a form with which readers write to the council in private.
type MessageForm struct {
	Title, Text, Name, Email string
	Named                    bool
	Useful                   string // "yes", "no" or ""
	Page, PageTitle          string // that an opinion is about; the title is "" when the page has none that we know
	PageLanguage             string // of the title; the site's own when empty
	Opened                   int64  // when the form was made, in seconds of the Unix clock
	Problems                 blog.Problems
}

// Problem is what is wrong with a field, or "".
func (f MessageForm) Problem(field string) string {
	for _, p := range f.Problems {
		if p.Field == field {
			return p.Msg
		}
	}
	return ""
}

// Contact is the page with which somebody writes to the council.
type Contact struct {
	Frame
	Page *blog.Page // what staff say there, or nil
	Body richtext.HTML
	Form MessageForm
}

// Feedback is the page on which somebody says what they think of another one.
type Feedback struct {
	Frame
	Form MessageForm
}

// Ideas is the page that says what becomes of ideas, with those of which there is
// something to tell.
type Ideas struct {
	Frame
	Outcomes []Outcome
	First    bool   // it is the first page of them
	Next     string // address of the page with older ones
}

// Outcome is a post that says what became of an idea.
type Outcome struct {
	Card
	State blog.MessageState
}

// IdeaForm is the page on which somebody tells an idea.
type IdeaForm struct {
	Frame
	Form MessageForm
}

// Idea is the page on which whoever had an idea sees how it stands. Nobody else
// knows its address.
type Idea struct {
	Frame
	Idea    blog.ReaderMessage
	Entries []blog.Entry
	Post    *blog.Post // that was published about it, or nil
	Action  string     // where the form to take it back leads
	Sent    bool       // it was just sent
}

// Reached tells whether the idea has come as far as the step, or past it.
func (i Idea) Reached(step string) bool {
	order := map[blog.MessageState]int{blog.IdeaReceived: 1, blog.IdeaConsidered: 2, blog.IdeaTrial: 3, blog.IdeaDone: 4, blog.IdeaDeclined: 4}
	return order[blog.MessageState(step)] <= order[i.Idea.State]
}

// Thanks says that a message has come.
type Thanks struct {
	Frame
	Kind      blog.MessageKind
	Reference string
	Page      string // to go back to, or ""
}

func (Contact) template() string  { return "contact" }
func (Feedback) template() string { return "feedback" }
func (Ideas) template() string    { return "ideas" }
func (IdeaForm) template() string { return "idea-form" }
func (Idea) template() string     { return "idea" }
func (Thanks) template() string   { return "thanks" }
