package blog

import (
	"strings"
	"unicode/utf8"
)

// formulas are the characters with which a spreadsheet lets a formula begin, some
// of them in the wide forms of East Asia, too. Source: OWASP, CSV Injection.
const formulas = "=+-@\t\r\n|%＝＋－＠"

// Cell is text as a cell of a table for spreadsheets, which none takes for a
// formula: somebody may have been given a title to publish, or a list of servers
// to follow, that holds one.
func Cell(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulas, first) {
		return "'" + text
	}
	return text
}

// Uncell is the text that Cell made a cell of.
func Uncell(cell string) string {
	if text, guarded := strings.CutPrefix(cell, "'"); guarded && Cell(text) == cell {
		return text
	}
	return cell
}
