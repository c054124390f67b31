package blog

// Weight is how much a finding matters.
type Weight string

// The weights.
const (
	Fine    Weight = "fine"
	Worry   Weight = "worry"   // it works, and somebody should look at it in time
	Trouble Weight = "trouble" // something does not work for readers or for other servers
)

// Finding is what a look at the server has shown, in plain words.
type Finding struct {
	About  string `json:"about"` // what was looked at: "handle", "certificate"
	Weight Weight `json:"weight"`
	Says   string `json:"says"`
	Do     string `json:"do,omitempty"` // what to do about it; empty when it is fine
}

// WorstOf is the greatest weight among findings.
func WorstOf(findings []Finding) Weight {
	worst := Fine
	for _, f := range findings {
		switch {
		case f.Weight == Trouble:
			return Trouble
		case f.Weight == Worry:
			worst = Worry
		}
	}
	return worst
}
