package plot_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"inews/web/view/plot"
)

// Whatever the values are, the axis has its ends on round steps, holds them all,
// and has lines enough to read by and not too many.
func TestAxisHoldsEverything(t *testing.T) {
	cases := [][]int{nil, {0}, {0, 0, 0}, {1}, {-1}, {7}, {-7, 7}, {1167, 1204}, {-3, -2}, {math.MaxInt32, 0}, {math.MaxInt32, math.MinInt32}, {999, 1001}}
	chance := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		values := make([]int, chance.IntN(12))
		size := 1 << chance.IntN(40)
		for i := range values {
			values[i] = chance.IntN(2*size) - size/(1+chance.IntN(9))
		}
		cases = append(cases, values)
	}
	for _, values := range cases {
		for _, fromZero := range []bool{true, false} {
			a := plot.NewAxis(values, fromZero)
			lines := a.Values()
			switch {
			case a.Step < 1 || a.Low >= a.High || len(lines) < 2 || len(lines) > 8:
				t.Fatalf("the axis of %v is %+v", values, a)
			case a.Low%a.Step != 0 || a.High%a.Step != 0 || lines[0] != a.Low || lines[len(lines)-1] != a.High:
				t.Fatalf("the axis of %v has ends beside its steps: %+v", values, a)
			case fromZero && (a.Low > 0 || a.High < 0):
				t.Fatalf("the axis of %v leaves out nought: %+v", values, a)
			}
			if digits := strings.TrimRight(fmt.Sprint(a.Step), "0"); !slices.Contains([]string{"1", "2", "5"}, digits) {
				t.Fatalf("the step of %v is %d, which is not round", values, a.Step)
			}
			for _, v := range values {
				if v < a.Low || v > a.High {
					t.Fatalf("the axis of %v is %+v: %d is beyond it", values, a, v)
				}
			}
			if len(values) > 0 && (min(slices.Min(values), 0)-a.Low >= a.Step && a.Low < 0 || a.High-max(slices.Max(values), 0) > a.Step) {
				t.Fatalf("the axis of %v goes a step too far: %+v", values, a)
			}
		}
	}
}

func TestAxisOfALineNeedNotBeginAtNought(t *testing.T) {
	if a := plot.NewAxis([]int{1167, 1204}, false); a != (plot.Axis{Low: 1160, High: 1210, Step: 10}) {
		t.Errorf("the axis is %+v", a)
	}
	if a := plot.NewAxis([]int{3, 40}, false); a.Low != 0 {
		t.Errorf("the axis is %+v, and nought is near", a)
	}
}

// However odd the values, a plot has only numbers in it, inside of its frame.
func TestPlotsOfOddValues(t *testing.T) {
	odd := map[string][]int{
		"none": nil, "nothing": {0, 0}, "one": {5}, "losses": {-4, -9, 2}, "huge": {math.MaxInt32, 1, math.MaxInt32}, "few": {1},
	}
	for name, values := range odd {
		for _, kind := range []plot.Kind{plot.Line, plot.Bars, plot.Rows} {
			s := plot.Spec{ID: "p", Title: "T", Kind: kind, Of: "Day", Series: []plot.Series{{Name: "A", Values: values}, {Name: "B", Values: values}}}
			for i := range values {
				s.Labels, s.Names = append(s.Labels, fmt.Sprint(i)), append(s.Names, fmt.Sprint("day ", i))
			}
			p := plot.New(s)
			if blank := name == "none" || name == "nothing"; p.Blank != blank {
				t.Errorf("%s %s: blank is %v", kind, name, p.Blank)
			}
			if len(p.Rows) != len(values) {
				t.Errorf("%s %s: the table has %d rows", kind, name, len(p.Rows))
			}
			for _, d := range []plot.Drawing{p.Wide, p.Narrow, plot.Spark(values)} {
				for _, shape := range d.Shapes {
					if strings.Contains(shape.D, "NaN") || strings.Contains(shape.D, "Inf") {
						t.Errorf("%s %s: %s", kind, name, shape.D)
					}
				}
				for _, w := range slices.Concat(d.Lines, d.Words) {
					if w.X < 0 || w.X > d.Width || w.Y < 0 || w.Y > d.Height {
						t.Errorf("%s %s: %q stands at %d, %d outside of %d by %d", kind, name, w.Label, w.X, w.Y, d.Width, d.Height)
					}
				}
			}
		}
	}
}
