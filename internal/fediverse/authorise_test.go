package fediverse_test

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"testing"

	"inews/internal/fediverse"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// Check 15, the written half: the decision table is what was agreed on. A rule
// that changes by accident changes this file, too.
func TestCheck15WrittenTable(t *testing.T) {
	var table bytes.Buffer
	check(t, fediverse.WriteTable(&table))
	const file = "testdata/authorise.md"
	if *update {
		check(t, os.WriteFile(file, table.Bytes(), 0o644))
	}
	want, err := os.ReadFile(file)
	check(t, err)
	if !bytes.Equal(table.Bytes(), want) {
		t.Errorf("the decision table is not that of %s: look at the difference, and run with -update if it is meant", file)
	}
}

// Check 15, what we promise: FEDERATION.md holds the same table.
func TestCheck15PublishedTable(t *testing.T) {
	var table bytes.Buffer
	check(t, fediverse.WriteTable(&table))
	const file, begin, end = "../../FEDERATION.md", "<!-- table -->\n", "<!-- /table -->"
	text, err := os.ReadFile(file)
	check(t, err)
	before, rest, begun := bytes.Cut(text, []byte(begin))
	published, after, ended := bytes.Cut(rest, []byte(end))
	if !begun || !ended {
		t.Fatalf("%s has no place for the table", file)
	}
	if *update {
		check(t, os.WriteFile(file, slices.Concat(before, []byte(begin), table.Bytes(), []byte(end), after), 0o644))
		published = table.Bytes()
	}
	if !bytes.Equal(table.Bytes(), published) {
		t.Errorf("the decision table is not that of %s: run with -update if it is meant", file)
	}
}
