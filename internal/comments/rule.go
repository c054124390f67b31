package comments

// Rules are what a comment is hidden for, as readers are told them: who hides one
// names the rule that it breaks, and can add words. Criticism breaks none.
var Rules = []string{
	"Abuse or hate", "Advertising", "Off topic", "Personal data", "Against the law", "Party politics", "Other",
}
