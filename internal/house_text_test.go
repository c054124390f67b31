package internal_test

import (
	"fmt"
	"regexp"
	"strings"
)

// What may stand in no text of the repository. The patterns are written so
// that they do not find themselves.
var (
	machinePaths = regexp.MustCompile(`(^|[^\w.~])/(work|farm|root|home|tmp)/[A-Za-z0-9._-]+`)
	registries   = regexp.MustCompile(`proxy\.golang\.org|sum\.golang\.org|registry\.npmjs\.org|deb\.debian\.org`)
	promises     = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X|HA` + `CK)\b`)
)

var textRules = []rule{
	{"no path of somebody's machine stands in the repository", found(machinePaths)},
	{"no host of a package registry stands in the repository", found(registries)},
	{"work that is left is an issue and not a comment", found(promises)},
}

func found(unwanted *regexp.Regexp) func(*house, offend) {
	return func(h *house, offend offend) {
		for name, content := range h.texts {
			if name == "go.sum" || !unwanted.MatchString(content) {
				continue
			}
			for i, line := range strings.Split(content, "\n") {
				if match := unwanted.FindString(line); match != "" {
					offend(fmt.Sprintf("%s:%d", name, i+1), strings.TrimSpace(match))
				}
			}
		}
	}
}
