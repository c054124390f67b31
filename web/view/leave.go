package view

// Leave is the page at which somebody stops messages by e-mail.
type Leave struct {
	Frame
	Stage       string // a mailing.Leaving
	Name, Value string // of the button
}

func (Leave) template() string { return "leave" }
