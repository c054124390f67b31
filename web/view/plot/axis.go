package plot

import "math"

// Axis is the values between two round ends, in round steps.
type Axis struct{ Low, High, Step int }

// steps is about how many steps an axis has: lines enough to read a value by,
// and not so many that they are what one sees.
const steps = 4

// NewAxis finds the round axis on which all values have their place. It has at
// least one step, also when there are no values, and its ends are never beyond
// what the values need by more than a step.
func NewAxis(values []int, fromZero bool) Axis {
	low, high := 0, 0
	if len(values) > 0 {
		low, high = values[0], values[0]
	}
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	// A line far above nought would be flat on an axis that begins there.
	if fromZero || low > 0 && low <= (high-low)*2 {
		low = min(low, 0)
	}
	if fromZero {
		high = max(high, 0)
	}
	step := round(float64(high)/steps - float64(low)/steps)
	a := Axis{Low: floor(low, step) * step, High: -floor(-high, step) * step, Step: step}
	if a.High == a.Low {
		a.High += step
	}
	return a
}

// round is the smallest of 1, 2, 5, 10, 20, 50… that is not under the step.
// What is counted has no halves.
func round(step float64) int {
	if step <= 1 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(step)))
	for _, times := range []float64{1, 2, 5} {
		if times*power >= step {
			return int(times * power)
		}
	}
	return int(10 * power)
}

// floor is the quotient, rounded down.
func floor(n, step int) int {
	q := n / step
	if n%step < 0 {
		q--
	}
	return q
}

// Values are those at which the axis has a line, lowest first.
func (a Axis) Values() []int {
	var values []int
	for n := 0; n <= (a.High-a.Low)/a.Step; n++ {
		values = append(values, a.Low+n*a.Step)
	}
	return values
}

// place is where a value stands between the ends: 0 at the low one, 1 at the
// high one.
func (a Axis) place(v int) float64 {
	return (float64(v) - float64(a.Low)) / (float64(a.High) - float64(a.Low))
}
