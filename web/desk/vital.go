package desk

import (
	"fmt"
	"time"

	"inews/internal/blog"
	"inews/internal/postgres"
	"inews/internal/reach"
	"inews/web/view/plot"
)

// health is how the server stands, for its tile.
type health struct {
	Success string // of the deliveries of a week; "" when none ended
	Spark   plot.Drawing
	Says    string // the spark in words
	Queue   postgres.QueueDepth
	Waited  time.Duration // since the oldest delivery was due
	Hosts   []blog.Host   // that do not answer
	Machine Machine
}

// Machine is what the program knows of where it runs. What it does not know is
// zero.
type Machine struct {
	CertificateDays int // until it ends; -1 when it has
	Certificate     bool
	DiskFree        int // of a hundred
	Disk            bool
}

// week is over how many days the health of deliveries is told.
const week = 7

// health is how deliveries to other servers stand.
func (d *Desk) health(v *visit, n reach.Numbers) (h health, err error) {
	days := n.Steps[max(0, len(n.Steps)-week):]
	var sum reach.Step
	var went []int
	for _, s := range days {
		sum.Delivered, sum.Failed = sum.Delivered+s.Delivered, sum.Failed+s.Failed
		went = append(went, s.Delivered)
	}
	h.Success, h.Spark = sum.Percent(), plot.Spark(went)
	h.Says = fmt.Sprintf("%s in %d days, %s today", blog.CountOf(sum.Delivered, "delivery", "deliveries"), len(days), blog.Number(went[len(went)-1]))
	if h.Queue, err = d.DB.DeliveryDepth(v.ctx()); err != nil {
		return h, err
	}
	if late := d.Now().Sub(h.Queue.Oldest); !h.Queue.Oldest.IsZero() && late > 0 {
		h.Waited = late
	}
	if d.Machine != nil {
		h.Machine = d.Machine()
	}
	h.Hosts, err = d.DB.HostsInTrouble(v.ctx(), fewHosts)
	return h, err
}

// lasted writes a span of time roughly: "3 minutes", "2 days".
func lasted(d time.Duration) string {
	switch {
	case d < time.Hour:
		return blog.CountOf(int(d.Minutes()), "minute", "minutes")
	case d < 48*time.Hour:
		return blog.CountOf(int(d.Hours()), "hour", "hours")
	}
	return blog.CountOf(int(d.Hours()/24), "day", "days")
}
