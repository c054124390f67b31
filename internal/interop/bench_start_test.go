package interop

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// From the start of the process, on a database that exists, to the first page;
// the baseline is the aim.
func BenchmarkStart(b *testing.B) {
	const aim = 0.5 // seconds
	s := newBench(b)
	var pairs []pair
	for b.Loop() {
		s.stop()
		pairs = append(pairs, pair{s.serve().Seconds(), aim})
	}
	report(b, atMost, 1, "s", pairs)
}

// Memory of the process while nobody asks for anything; the baseline is the aim.
func BenchmarkIdleMemory(b *testing.B) {
	const aim = 60 // MB
	s := newBench(b)
	var pairs []pair
	for b.Loop() {
		s.stop()
		s.serve()
		pause := time.NewTimer(3 * time.Second) // until the start is over
		<-pause.C
		out, err := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(s.process.Process.Pid)).Output()
		must(b, err)
		kilobytes, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
		must(b, err)
		pairs = append(pairs, pair{kilobytes * 1024 / 1e6, aim})
	}
	report(b, atMost, 1, "MB", pairs)
}
