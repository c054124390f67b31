package blog

// Advice is a word to the writer of a draft: how things are with one part of
// it, what that means for readers, and what to do.
type Advice struct {
	Finding
	Field string // of the form that it is about
	// Mend says what a press of a button does about it, and Mended is what the
	// field holds then; both are "" where only the writer can mend it.
	Mend, Mended string
}

// Key names the advice among those about the same draft.
func (a Advice) Key() string { return a.Field + ": " + a.Mend }
