package fediverse_test

import (
	"bytes"
	"flag"
	"os"
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
