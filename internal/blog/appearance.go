package blog

// Appearance is how a program of the fediverse shows a post, by its own rules.
type Appearance struct {
	Program  string
	Warning  string // behind which all that follows is hidden until a press
	Title    string // "" when the program shows none of its own
	Text     string // HTML, as far as the program shows it
	Link     string // below the text
	Card     string // the address of which a preview card is shown
	Pictures []Shot
	Facts    []string // of an event
	Tags     []string // without #
	Says     string   // what a writer should know about it
}

// Shot is a picture as other servers get it.
type Shot struct{ Address, Alt string }
