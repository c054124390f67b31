package plot

import (
	"strconv"
	"strings"

	"inews/internal/blog"
)

// Drawing is a plot at one size, in units that are about pixels.
type Drawing struct {
	Width, Height int
	Lines         []Tick  // of the axis of values
	Words         []Tick  // under the axis, or over the rows
	Shapes        []Shape // of the values
}

// Tick is a word of an axis, and the line that belongs to it.
type Tick struct {
	X, Y   int
	Label  string
	Anchor string // start, middle or end
	From   int    // where the line begins, and Until where it ends
	Until  int
}

// Shape is a path in the colour of its class.
type Shape struct{ Class, D string }

// paper is a size to lay out for.
type paper struct {
	width, height int
	letter        int // width of a letter, about
	labels        int // most under the axis
}

var (
	wide   = paper{width: 520, height: 220, letter: 8, labels: 7}
	narrow = paper{width: 288, height: 220, letter: 8, labels: 3}
)

// Room around the values, and the parts of lying bars.
const (
	above, below = 12, 28
	gap          = 8
	title, bar   = 22, 14
	between      = 14
)

// standing lays out values over an axis of time.
func (s Spec) standing(p paper) Drawing {
	d := Drawing{Width: p.width, Height: p.height}
	axis := NewAxis(s.heights(), s.Kind == Bars)
	left := 0
	for _, v := range axis.Values() {
		left = max(left, len(blog.Number(v))*p.letter+gap)
	}
	right, floor := p.width-gap, p.height-below
	y := func(v int) float64 { return float64(floor) - axis.place(v)*float64(floor-above) }
	for _, v := range axis.Values() {
		d.Lines = append(d.Lines, Tick{X: left - gap, Y: int(y(v) + .5), Label: blog.Number(v), Anchor: "end", From: left, Until: right})
	}
	room := float64(right-left) / float64(max(len(s.Labels), 1))
	x := func(i int) float64 { return float64(left) + (float64(i)+.5)*room }
	d.Words = s.under(p, x, left, right)
	if s.Kind == Line {
		d.Shapes = s.line(x, y)
	} else {
		d.Shapes = s.stack(x, y, room)
	}
	return d
}

// heights are the values that must have their place on the axis.
func (s Spec) heights() []int {
	var heights []int
	for i := range s.Labels {
		up, down := 0, 0
		for _, series := range s.Series {
			v := at(series.Values, i)
			switch {
			case s.Kind == Line:
				heights = append(heights, v)
			case v > 0:
				up += v
			default:
				down += v
			}
		}
		if s.Kind != Line {
			heights = append(heights, up, down)
		}
	}
	return heights
}

// under are as many of the labels as have room, the last one always, since it
// says until when.
func (s Spec) under(p paper, x func(int) float64, left, right int) []Tick {
	n := len(s.Labels)
	every := max(1, (n+p.labels-1)/p.labels)
	var words []Tick
	for i := n - 1; i >= 0; i -= every {
		w := Tick{X: int(x(i) + .5), Y: p.height - gap, Label: s.Labels[i], Anchor: "middle"}
		half := len(w.Label) * p.letter / 2
		switch {
		case w.X+half > right:
			w.X, w.Anchor = right, "end"
		case w.X-half < 0:
			w.X, w.Anchor = 0, "start"
		}
		words = append(words, w)
	}
	return words
}

// line joins the values; a single one is a point.
func (s Spec) line(x func(int) float64, y func(int) float64) []Shape {
	var shapes []Shape
	for n, series := range s.Series {
		var d strings.Builder
		for i := range s.Labels {
			move := "L"
			if i == 0 {
				move = "M"
			}
			d.WriteString(move + coordinate(x(i)) + " " + coordinate(y(at(series.Values, i))))
		}
		if len(s.Labels) == 1 {
			d.WriteString("h0") // with round ends this is a dot
		}
		shapes = append(shapes, Shape{Class: "plot-line " + class(n), D: d.String()})
	}
	return shapes
}

// stack puts the bars of a label on top of each other, those below nought under
// it.
func (s Spec) stack(x func(int) float64, y func(int) float64, room float64) []Shape {
	width := max(min(room*.72, 48), 1)
	up, down := make([]int, len(s.Labels)), make([]int, len(s.Labels))
	var shapes []Shape
	for n, series := range s.Series {
		var d strings.Builder
		for i := range s.Labels {
			v, from := at(series.Values, i), &up[i]
			if v == 0 {
				continue
			}
			if v < 0 {
				from = &down[i]
			}
			d.WriteString("M" + coordinate(x(i)-width/2) + " " + coordinate(y(*from)) + "h" + coordinate(width) +
				"V" + coordinate(y(*from+v)) + "h" + coordinate(-width) + "z")
			*from += v
		}
		shapes = append(shapes, Shape{Class: "plot-bar " + class(n), D: d.String()})
	}
	return shapes
}

// lying lays out the bars of each label below its name.
func (s Spec) lying(p paper) Drawing {
	var values []int
	for _, series := range s.Series {
		values = append(values, series.Values...)
	}
	axis := NewAxis(values, true)
	digits := len(blog.Number(axis.High)) * p.letter
	length := float64(p.width - digits - 2*gap)
	d, y := Drawing{Width: p.width}, 0
	shapes := make([]strings.Builder, len(s.Series))
	for i, label := range s.Labels {
		y += title
		d.Words = append(d.Words, Tick{Y: y - 6, Label: shorten(label, p.width/p.letter), Anchor: "start"})
		for n, series := range s.Series {
			v := at(series.Values, i)
			long := max(axis.place(v)*length, 1)
			shapes[n].WriteString("M0 " + strconv.Itoa(y) + "h" + coordinate(long) + "v" + strconv.Itoa(bar-3) + "H0z")
			d.Words = append(d.Words, Tick{X: int(long) + gap, Y: y + bar - 3, Label: blog.Number(v), Anchor: "start"})
			y += bar
		}
		y += between
	}
	d.Height = max(y-between, 1)
	for n := range shapes {
		d.Shapes = append(d.Shapes, Shape{Class: "plot-bar " + class(n), D: shapes[n].String()})
	}
	return d
}

// shorten cuts a name that is longer than so many letters.
func shorten(name string, letters int) string {
	runes := []rune(name)
	if len(runes) <= letters {
		return name
	}
	return strings.TrimRight(string(runes[:letters-1]), " ,.:;–-") + "…"
}

// Spark is a line without an axis, to stand in a sentence.
func Spark(values []int) Drawing {
	const width, height, edge = 96, 24, 2
	d := Drawing{Width: width, Height: height}
	s := Spec{Labels: make([]string, len(values)), Series: []Series{{Values: values}}}
	axis := NewAxis(values, true)
	d.Shapes = s.line(func(i int) float64 {
		return edge + float64(i)*float64(width-2*edge)/float64(max(len(values)-1, 1))
	}, func(v int) float64 { return height - edge - axis.place(v)*(height-2*edge) })
	return d
}

// coordinate writes a length to a tenth, which nobody sees.
func coordinate(v float64) string {
	text := strconv.FormatFloat(v, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}
