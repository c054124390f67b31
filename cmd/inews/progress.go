package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

// progress tells how far long work has come: one line that changes, on a
// terminal, and elsewhere a line for each step that is done.
type progress struct {
	to       io.Writer
	terminal bool
	shown    time.Time
	width    int // of the line that is shown
}

// often is the time between two changes of the line.
const often = 100 * time.Millisecond

func newProgress(to io.Writer) *progress {
	file, ok := to.(*os.File)
	p := &progress{to: to}
	if ok {
		info, err := file.Stat()
		p.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return p
}

// step says how much of some work is done; of 0 is not known.
func (p *progress) step(what string, done, of int64) {
	if !p.terminal || time.Since(p.shown) < often {
		return
	}
	line := fmt.Sprintf("%s: %s", what, size(done))
	if of > 0 {
		const width = 24
		full := int(min(done, of) * width / of)
		line = fmt.Sprintf("%-24s [%-*.*s] %3d %%", what, width, full, "########################", min(done, of)*100/of)
	}
	p.show(line)
	p.shown = time.Now()
}

// done says that a step has ended, in a line that stays.
func (p *progress) done(line string) {
	p.show(line)
	_, _ = fmt.Fprintln(p.to) // nobody is left to tell where it cannot be written
	p.width = 0
}

func (p *progress) show(line string) {
	if p.terminal {
		line = fmt.Sprintf("\r%-*s", p.width, line)
	}
	p.width = len(line)
	_, _ = fmt.Fprint(p.to, line)
}

// size is a number of bytes in words.
func size(bytes int64) string {
	switch {
	case bytes >= 1e9:
		return fmt.Sprintf("%.1f GB", float64(bytes)/1e9)
	case bytes >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(bytes)/1e6)
	}
	return fmt.Sprintf("%d kB", (bytes+999)/1000)
}

// counted passes bytes on and tells how many there were.
type counted struct {
	io.Writer
	tell func(sum int64)
	sum  int64
}

// Write passes p on.
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.sum += int64(n)
	c.tell(c.sum)
	return n, err
}
