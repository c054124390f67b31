package blog

// Look is how the council wants its site to look. The zero value is how it looks
// when nobody has said anything.
type Look struct {
	Accent   string // of links and buttons, as "#0b5a63"; "" for ours
	Night    string // the accent where it is dark; "" for one made from Accent
	Ground   string // of the pages where it is light; "" for ours
	Letters  Letters
	Masthead Masthead
	Logo     Picture // without a hash when there is none
	Wordmark bool    // the logo holds the name of the site, which is not written beside it
}

// IsZero tells whether nobody has said anything.
func (l Look) IsZero() bool {
	return l.Accent == "" && l.Night == "" && l.Ground == "" && l.Letters == LettersBook && l.Masthead == MastheadBand && l.Logo.Hash == ""
}

// Letters is a choice of fonts.
type Letters string

// The choices of fonts.
const (
	LettersBook  Letters = ""      // a serif to read, a sans to find the way
	LettersMixed Letters = "mixed" // the serif for headings alone
	LettersPlain Letters = "plain" // the sans throughout
	LettersOwn   Letters = "own"   // those of the reader's device; nothing is fetched
)

// Masthead is a choice for the head of every page.
type Masthead string

// The choices for the head.
const (
	MastheadBand  Masthead = ""      // filled with the accent
	MastheadPaper Masthead = "paper" // on paper, under a line of the accent
)
