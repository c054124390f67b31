package interop

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Numbers of the soak.
const (
	soakLength   = 15 * time.Second       // of the test; SOAK says another
	soakPace     = 200 * time.Millisecond // between inbound activities: five a second
	soakSenders  = 10                     // servers from which they come
	soakReaders  = 20                     // servers to which posts go
	soakInterval = 2 * time.Second        // between posts
	maxQueueAge  = 60.0                   // seconds
)

// Check 60: 24 h soak at 5 activities/s with 1 % faults: memory and goroutines
// flat, queue age < 60 s, zero lost, one page of health numbers (queue depth,
// oldest age, breaker list, rejects by reason) that an operator can read. Here for
// some seconds, with more faults, so that each kind is met; SOAK=24h for as long
// as that, with one in a hundred.
func TestCheck60Soak(t *testing.T) {
	t.Parallel()
	length, faultEvery := soakLength, 8
	if said := os.Getenv("SOAK"); said != "" {
		var err error
		length, err = time.ParseDuration(said)
		check(t, err)
	}
	if length >= time.Minute {
		faultEvery = 100
	}
	s := newSoak(t, faultEvery)
	quiet := s.measure()
	s.run(length)
	s.crowd.wait()
	s.town.recover()
	s.settle()
	s.crowd.isWhole()
	s.town.isWhole()
	s.isFlat(quiet)
	s.node.noTrouble()
	page := s.page()
	for _, line := range []string{
		"oldest due, seconds", "attempts: delivered", s.town.dead + " ", "answered: 202", "refused: signature is not good", "kept: done",
	} {
		if !strings.Contains(page, line) {
			t.Errorf("the page does not say %q", line)
		}
	}
	if lines := strings.Count(page, "\n"); lines > 60 {
		t.Errorf("the page has %d lines", lines)
	}
	fmt.Fprintf(t.Output(), "%s\n%s\n", s.summary(length), page)
}

// soak is a server under a load that does not end, among peers that fail.
type soak struct {
	*testing.T
	node    *node
	private string
	crowd   *soakCrowd
	town    *soakTown
	home    published // what the crowd talks about
	samples []sample
}

// sample is what /metrics says at one moment, by name, labels in one sum.
type sample map[string]float64

func newSoak(t *testing.T, faultEvery int) *soak {
	t.Helper()
	i := newInternet(t)
	s := &soak{T: t, private: "127.0.0.1:" + i.freePort()}
	s.node = i.node("INEWS_LOG=warn", "INEWS_PRIVATE_LISTEN="+s.private).start()
	s.home = s.node.publish("post", "---\ntitle: What do you think?\n---\nTell us.\n")
	s.node.await("the first post is told of, to nobody", func() bool {
		return s.node.desk.count(`SELECT count(*) FROM outbox_activities`) == 1
	})
	s.town = i.soakTown(s.node, faultEvery)
	s.crowd = i.soakCrowd(s.node, s.home.Object, faultEvery)
	return s
}

// run loads the server for so long, and looks at it each second.
func (s *soak) run(length time.Duration) {
	s.Helper()
	over := time.After(length)
	pace, posts, looks := time.NewTicker(soakPace), time.NewTicker(soakInterval), time.NewTicker(time.Second)
	defer pace.Stop()
	defer posts.Stop()
	defer looks.Stop()
	for {
		select {
		case <-pace.C:
			s.crowd.speak(s.town.likeable)
		case <-posts.C:
			s.town.publish()
		case <-looks.C:
			now := s.measure()
			for _, queue := range []string{"inews_deliveries_oldest_seconds", "inews_inbox_oldest_seconds"} {
				if now[queue] >= maxQueueAge {
					s.Errorf("%s is %.0f", queue, now[queue])
				}
			}
			s.samples = append(s.samples, now)
		case <-over:
			return
		}
	}
}

// settle waits until all is applied and delivered, but for the host that is dead.
func (s *soak) settle() {
	s.Helper()
	s.node.await("everything is applied", func() bool {
		return s.node.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'waiting'`) == 0
	})
	s.node.await("everything is told", func() bool {
		return s.node.desk.count(`SELECT count(DISTINCT object_id) FROM outbox_activities WHERE type = 'Create'`) == s.town.told()+1
	})
	s.node.await("everything is delivered", func() bool {
		// What failed is due in a minute or in hours; who failed answers now.
		s.node.desk.exec(`UPDATE hosts SET open_until = NULL, failures = 0 WHERE host <> $1 AND open_until IS NOT NULL`, s.town.dead)
		s.node.desk.exec(`UPDATE deliveries SET run_at = now() WHERE state = 'waiting' AND host <> $1 AND run_at > now() AND lease_until IS NULL`, s.town.dead)
		return s.node.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'waiting' AND host <> $1`, s.town.dead) == 0
	})
	if n := s.node.desk.count(`SELECT count(*) FROM deliveries WHERE state = 'failed'`); n != 0 {
		s.Errorf("%d deliveries were given up", n)
	}
}

// isFlat compares the end with the beginning: goroutines when all is quiet again,
// memory under load.
func (s *soak) isFlat(quiet sample) {
	s.Helper()
	const more = 60 // connections that are kept for the next time
	s.node.await("the goroutines are as few as before", func() bool {
		return s.measure()["go_goroutines"] <= quiet["go_goroutines"]+more
	})
	quarter := len(s.samples) / 4
	early, late := s.middle("process_resident_memory_bytes", quarter, 2*quarter), s.middle("process_resident_memory_bytes", 3*quarter, len(s.samples))
	if const64 := 64.0 * (1 << 20); late > 1.25*early+const64 {
		s.Errorf("memory grew from %.0f to %.0f MiB", early/(1<<20), late/(1<<20))
	}
	if early, late := s.middle("go_goroutines", quarter, 2*quarter), s.middle("go_goroutines", 3*quarter, len(s.samples)); late > 1.5*early+more {
		s.Errorf("goroutines grew from %.0f to %.0f", early, late)
	}
}

// middle is the median of a measure in a part of the samples.
func (s *soak) middle(name string, from, to int) float64 {
	s.Helper()
	if from >= to {
		s.Fatal("too few samples")
	}
	part := slices.Clone(s.samples[from:to])
	slices.SortFunc(part, func(a, b sample) int { return cmp.Compare(a[name], b[name]) })
	return part[len(part)/2][name]
}

// most is the largest value of a measure.
func (s *soak) most(name string) float64 {
	most := 0.0
	for _, one := range s.samples {
		most = max(most, one[name])
	}
	return most
}

// measure reads /metrics.
func (s *soak) measure() sample {
	s.Helper()
	r, err := http.Get("http://" + s.private + "/metrics")
	check(s.T, err)
	defer r.Body.Close()
	now := sample{}
	for lines := bufio.NewScanner(r.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), " ")
		if at := strings.LastIndex(lines.Text(), "} "); at > 0 { // a label may hold spaces
			name, value = lines.Text()[:strings.Index(lines.Text(), "{")], lines.Text()[at+2:]
		}
		if number, err := strconv.ParseFloat(value, 64); err == nil {
			now[name] += number
		}
	}
	return now
}

// page is what the operator reads.
func (s *soak) page() string {
	s.Helper()
	r, err := http.Get("http://" + s.private + "/status")
	check(s.T, err)
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	check(s.T, err)
	return string(text)
}

// summary is what the soak itself has seen.
func (s *soak) summary(length time.Duration) string {
	quarter := len(s.samples) / 4
	memory := func(from, to int) float64 { return s.middle("process_resident_memory_bytes", from, to) / (1 << 20) }
	return fmt.Sprintf("%s: %d activities in, %d faults on the way; %d posts to %d servers and one that is dead, %d faults there\n"+
		"oldest delivery %.1f s, oldest activity %.1f s at most; memory %.0f then %.0f MiB, goroutines %.0f then %.0f",
		length, s.crowd.sent, s.crowd.faults, s.town.told(), soakReaders, s.town.faults.Load(),
		s.most("inews_deliveries_oldest_seconds"), s.most("inews_inbox_oldest_seconds"),
		memory(quarter, 2*quarter), memory(3*quarter, len(s.samples)),
		s.middle("go_goroutines", quarter, 2*quarter), s.middle("go_goroutines", 3*quarter, len(s.samples)))
}
