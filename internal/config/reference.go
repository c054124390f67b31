package config

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// Reference prints every variable with its default and what it is for.
func Reference(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, f := range new(Config).fields() {
		standard := f.standard
		if standard == "" {
			standard = "empty"
		}
		fmt.Fprintf(out, "%s (default: %s)\n    %s\n", f.variable, standard, f.help)
	}
	return out.Flush()
}

// Print prints every variable with its value. Passwords are hidden.
func (c Config) Print(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, f := range c.fields() {
		fmt.Fprintf(out, "%s=%s\n", f.variable, f.text())
	}
	return out.Flush()
}

// Unknown names the variables of an environment (os.Environ) that look like
// ours and are not, each with the one that was probably meant. The error is
// Errors, or nil when there is none.
func Unknown(environment []string) error {
	var known []string
	for _, f := range new(Config).fields() {
		known = append(known, f.variable)
	}
	var mistakes Errors
	for _, entry := range environment {
		name, _, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, prefix) {
			continue
		}
		if near, distance := nearest(name, known); distance > 0 {
			mistakes = append(mistakes, fmt.Errorf("%s is not a variable of this program; did you mean %s?", name, near))
		}
	}
	if mistakes == nil {
		return nil
	}
	return mistakes
}

// nearest is the known name with the fewest letters to change.
func nearest(name string, known []string) (string, int) {
	best, fewest := "", len(name)+1
	for _, candidate := range known {
		if d := distance(name, candidate); d < fewest || best == "" {
			best, fewest = candidate, d
		}
	}
	return best, fewest
}

// distance counts the letters to add, drop or change between two words
// (Levenshtein), row by row of the usual table.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
