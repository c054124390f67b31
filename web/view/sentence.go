package view

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"text/template/parse"
	"unicode"
)

// sentences finds the sentences in a run of pieces and says them in the language
// of the turner.
func (t *turner) sentences(run []piece) ([]parse.Node, error) {
	ends := pairs(run)
	var nodes []parse.Node
	from := 0
	flush := func(to int) error {
		said, err := t.part(run[from:to])
		nodes = append(nodes, said...)
		return err
	}
	for i, p := range run {
		if lone := (p.kind == opening || p.kind == closing) && ends[i] < 0; lone || p.kind == wall {
			if err := flush(i); err != nil {
				return nil, err
			}
			nodes = append(nodes, p.nodes...)
			from = i + 1
		}
	}
	err := flush(len(run))
	return nodes, err
}

// pairs says for each tag of a small element where its other one stands, -1 when
// it is not in the run, or when a wall is between the two.
func pairs(run []piece) []int {
	ends := make([]int, len(run))
	var open []int
	for i, p := range run {
		ends[i] = -1
		switch p.kind {
		case wall:
			open = nil
		case opening:
			open = append(open, i)
		case closing:
			if n := len(open); n > 0 && run[open[n-1]].name == p.name {
				ends[i], ends[open[n-1]] = open[n-1], i
				open = open[:n-1]
			} else {
				open = nil
			}
		}
	}
	return ends
}

// part says a run in which every tag has its other one. When there are no words
// but within the small elements, each of those is a sentence by itself.
func (t *turner) part(run []piece) ([]parse.Node, error) {
	ends := pairs(run)
	for i := 0; i < len(run); i++ {
		if run[i].kind == words && hasLetter(run[i].text) {
			return t.sentence(run)
		}
		if ends[i] > i {
			i = ends[i]
		}
	}
	var nodes []parse.Node
	for i := 0; i < len(run); i++ {
		nodes = append(nodes, run[i].plain()...)
		if ends[i] > i {
			said, err := t.part(run[i+1 : ends[i]])
			if err != nil {
				return nil, err
			}
			nodes = append(nodes, said...)
			i = ends[i]
			nodes = append(nodes, run[i].nodes...)
		}
	}
	return nodes, nil
}

func hasLetter(s string) bool {
	return strings.ContainsFunc(html.UnescapeString(s), unicode.IsLetter)
}

// sentence says one sentence. What has no translation stays as it is.
func (t *turner) sentence(run []piece) ([]parse.Node, error) {
	text, marks := write(run)
	begin := len(text) - len(strings.TrimLeft(text, " "))
	end := len(strings.TrimRight(text, " "))
	said, found := t.tongue.Look(text[begin:end])
	if t.met != nil {
		t.met(text[begin:end], run)
	}
	if !found {
		var nodes []parse.Node
		for _, p := range run {
			nodes = append(nodes, p.plain()...)
		}
		return nodes, nil
	}
	nodes, err := read(text[:begin]+said+text[end:], marks)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", text, err)
	}
	return nodes, nil
}

// write makes the text of a sentence as the catalogue has it, and says what stands
// behind each mark in it.
func write(run []piece) (text string, marks map[string][]parse.Node) {
	marks = make(map[string][]parse.Node)
	var b strings.Builder
	var open []int
	values, tags := 0, 0
	for _, p := range run {
		mark := ""
		switch p.kind {
		case words:
			b.WriteString(p.text)
			continue
		case value:
			values++
			mark = fmt.Sprintf("{%d}", values)
		case opening:
			tags++
			open = append(open, tags)
			mark = fmt.Sprintf("<%d>", tags)
		case closing:
			mark = fmt.Sprintf("</%d>", open[len(open)-1])
			open = open[:len(open)-1]
		}
		marks[mark] = p.nodes
		b.WriteString(mark)
	}
	return spaces.ReplaceAllString(b.String(), " "), marks
}

var (
	spaces     = regexp.MustCompile(`[ \t\r\n]+`)
	markFormat = regexp.MustCompile(`\{\d+\}|</?\d+>`)
	bareMark   = regexp.MustCompile(`<|&(?:[a-zA-Z][a-zA-Z0-9]*|#[0-9]+|#[xX][0-9a-fA-F]+);|&`)
)

// read makes a template of a sentence. It must have each mark of the original,
// once, and no tag of its own.
func read(text string, marks map[string][]parse.Node) ([]parse.Node, error) {
	var nodes []parse.Node
	var seen, open []string
	from := 0
	for _, at := range append(markFormat.FindAllStringIndex(text, -1), []int{len(text), len(text)}) {
		if from < at[0] {
			nodes = append(nodes, textNode(plainHTML(text[from:at[0]])))
		}
		mark := text[at[0]:at[1]]
		from = at[1]
		if mark == "" {
			break
		}
		behind, known := marks[mark]
		if !known || slices.Contains(seen, mark) {
			return nil, fmt.Errorf("%s is not in the original, or is here twice", mark)
		}
		seen = append(seen, mark)
		nodes = append(nodes, behind...)
		if inner, closes := strings.CutPrefix(mark, "</"); closes {
			if len(open) == 0 || open[len(open)-1] != "<"+inner {
				return nil, fmt.Errorf("%s closes what is not open", mark)
			}
			open = open[:len(open)-1]
		} else if mark[0] == '<' {
			open = append(open, mark)
		}
	}
	if len(seen) != len(marks) {
		return nil, fmt.Errorf("the translation %q lacks a mark of the original", text)
	}
	return nodes, nil
}

// plainHTML escapes what a translator wrote without a thought of HTML. Entities
// stay.
func plainHTML(s string) string {
	return bareMark.ReplaceAllStringFunc(s, func(found string) string {
		switch found {
		case "<":
			return "&lt;"
		case "&":
			return "&amp;"
		}
		return found
	})
}
