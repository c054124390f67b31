// Package plot works out where the lines, bars and words of a plot stand.
//
// What it returns is numbers and text: a template turns them into SVG, so that
// nothing is printed unescaped, and the style sheet gives the colours, so that a
// plot is right by day, by night, on paper and in the reader's own colours. Each
// plot is laid out twice, for a desk and for a phone, because an image that is
// made smaller has letters that are too small. Beside the picture stands its
// table, which says the same.
package plot

import (
	"fmt"
	"strconv"
	"strings"

	"inews/internal/blog"
)

// Kind is what a plot draws.
type Kind string

// The kinds of plots.
const (
	Line Kind = "line" // how something stands, time by time
	Bars Kind = "bars" // how much there was, one kind on top of the other
	Rows Kind = "rows" // how much there was of each thing, bars lying below its name
)

// Series are the values of one kind of thing, one for each label. A plot has at
// most three: the style sheet has as many colours.
type Series struct {
	Name   string
	Values []int
}

// Sum is all values together.
func (s Series) Sum() int {
	sum := 0
	for _, v := range s.Values {
		sum += v
	}
	return sum
}

// Spec is what a plot is to show.
type Spec struct {
	ID     string // unique in its page
	Title  string
	Kind   Kind
	Of     string   // what the labels are, as the head of their column: "Day"
	Labels []string // under the axis: "3 Oct"
	Names  []string // in full, for the table: "3 October 2026"
	Series []Series
	Empty  string // what to say when there is nothing to see
}

// Plot is a picture and its table.
type Plot struct {
	Spec
	Says         string // the picture in words
	Wide, Narrow Drawing
	Rows         []Row
	Blank        bool // there is nothing to see
}

// Row is a row of the table.
type Row struct {
	Name  string
	Cells []string
}

// Legend tells whether the colours need to be explained.
func (p Plot) Legend() bool { return len(p.Series) > 1 }

// Long tells whether the table is too long to stand open.
func (p Plot) Long() bool { return len(p.Rows) > 12 }

// Class is the class of the series with that number.
func (Plot) Class(i int) string { return class(i) }

func class(i int) string { return "plot-" + strconv.Itoa(i+1) }

// New lays a plot out.
func New(s Spec) Plot {
	p := Plot{Spec: s, Blank: true}
	for _, series := range s.Series {
		for _, v := range series.Values {
			p.Blank = p.Blank && v == 0
		}
	}
	for i, name := range s.Names {
		row := Row{Name: name}
		for _, series := range s.Series {
			row.Cells = append(row.Cells, blog.Number(at(series.Values, i)))
		}
		p.Rows = append(p.Rows, row)
	}
	if p.Blank {
		return p
	}
	p.Says = s.says()
	if s.Kind == Rows {
		p.Wide, p.Narrow = s.lying(wide), s.lying(narrow)
		return p
	}
	p.Wide, p.Narrow = s.standing(wide), s.standing(narrow)
	return p
}

func at(values []int, i int) int {
	if i < len(values) {
		return values[i]
	}
	return 0
}

// says is the picture in words, for who does not see it.
func (s Spec) says() string {
	if len(s.Names) == 0 {
		return ""
	}
	last := len(s.Names) - 1
	var parts []string
	for _, series := range s.Series {
		if s.Kind == Line {
			parts = append(parts, fmt.Sprintf("%s: %s on %s, %s on %s", series.Name,
				blog.Number(at(series.Values, 0)), s.Names[0], blog.Number(at(series.Values, last)), s.Names[last]))
			continue
		}
		part := fmt.Sprintf("%s: %s together", series.Name, blog.Number(series.Sum()))
		if most := peak(series.Values); most >= 0 && last > 0 {
			part += fmt.Sprintf(", most of them %s (%s)", s.in(most), blog.Number(series.Values[most]))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ". ") + "."
}

func (s Spec) in(i int) string {
	switch s.Of {
	case "Day":
		return "on " + s.Names[i]
	case "Month":
		return "in " + s.Names[i]
	}
	return "for “" + s.Names[i] + "”"
}

// peak is the number of the greatest value, -1 when there is none above nought.
func peak(values []int) int {
	most := -1
	for i, v := range values {
		if v > 0 && (most < 0 || v > values[most]) {
			most = i
		}
	}
	return most
}
