package delivery_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/fetch"
)

func TestBackoff(t *testing.T) {
	for _, test := range []struct {
		failed int
		chance float64
		want   time.Duration
	}{
		{1, middle, time.Minute}, {2, middle, 5 * time.Minute}, {3, middle, 15 * time.Minute},
		{4, middle, 30 * time.Minute}, {5, middle, time.Hour}, {6, middle, 2 * time.Hour},
		{7, middle, 4 * time.Hour}, {8, middle, 8 * time.Hour}, {9, middle, 12 * time.Hour},
		{10, middle, 12 * time.Hour}, {1000, middle, 12 * time.Hour},
		{1, 0, 48 * time.Second}, {1, 1, 72 * time.Second}, {0, middle, time.Minute},
	} {
		got := delivery.Backoff(test.failed, test.chance).Round(time.Second)
		if got != test.want {
			t.Errorf("Backoff(%d, %v) = %s, want %s", test.failed, test.chance, got, test.want)
		}
	}
}

// The whole life of a delivery to a host that never answers.
func TestSchedule(t *testing.T) {
	const hour = time.Hour
	want := []time.Duration{
		0, time.Minute, 6 * time.Minute, 21 * time.Minute, 51 * time.Minute,
		111 * time.Minute, 231 * time.Minute, 471 * time.Minute, 951 * time.Minute, // 15 h 51 min
	}
	for want[len(want)-1]+12*hour <= 7*24*hour {
		want = append(want, want[len(want)-1]+12*hour)
	}
	want = append(want, 7*24*hour-time.Minute)
	var got []time.Duration
	d, now := delivery.Delivery{Since: morning}, morning
	for {
		got = append(got, now.Sub(morning))
		o := delivery.Classify(d, fetch.Response{}, fmt.Errorf("%w: no route to host", federation.ErrUnavailable), now, middle)
		if o.Kind != delivery.Retry {
			if o.Kind != delivery.Expired {
				t.Errorf("it ended as %s", o.Kind)
			}
			break
		}
		now = o.Next
		d.Attempt++
	}
	for i := range got {
		got[i] = got[i].Round(time.Second)
	}
	if !slices.Equal(got, want) {
		t.Errorf("attempts at\n%v, want\n%v", got, want)
	}
	if len(got) != 22 {
		t.Errorf("%d attempts", len(got))
	}
}
