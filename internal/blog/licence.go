package blog

import "strings"

// Licence is what allows us to show somebody's picture.
type Licence struct {
	Name   string
	URL    string // its text, or "" when there is none to link to
	Credit bool   // the maker must be named
}

// Licences lists those that editors can choose from, the most usual first.
func Licences() []Licence {
	return []Licence{
		{"CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/", true},
		{"CC BY-SA 4.0", "https://creativecommons.org/licenses/by-sa/4.0/", true},
		{"CC BY 2.0", "https://creativecommons.org/licenses/by/2.0/", true},
		{"CC0", "https://creativecommons.org/publicdomain/zero/1.0/", false},
		{"Public domain", "https://creativecommons.org/publicdomain/mark/1.0/", false},
		{"OGL v3.0", "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/", true},
		{"All rights reserved with permission", "", true},
	}
}

// LicenceNamed finds a licence by its name; case and spaces do not matter.
func LicenceNamed(name string) (Licence, bool) {
	for _, l := range Licences() {
		if spelling(l.Name) == spelling(name) {
			return l, true
		}
	}
	return Licence{}, false
}

func spelling(name string) string {
	return strings.Join(strings.Fields(strings.ToLower(name)), "")
}
