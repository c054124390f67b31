package interop

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"runtime"
	"sync"
	"testing"
	"time"
)

// Sizes of the town.
const (
	hostsOfTown = 500
	perHost     = 20 // followers: 10,000 in all
	slow        = 100 * time.Millisecond
)

// Time from Publish to the last arrival at 500 hosts that take 100 ms each, over
// what a bare client needs with 64 requests in flight. The 10,000 followers cost
// 500 POSTs, one for each shared inbox.
func BenchmarkFanOut(b *testing.B) { fanOut(b, 0) }

// The same with every tenth host accepting and never answering: until all the
// others have it, over the bare client on the others alone.
func BenchmarkFanOutWithHanging(b *testing.B) { fanOut(b, 10) }

func fanOut(b *testing.B, hanging int) {
	s, t := newBench(b), newTown(b, hostsOfTown)
	t.server.SetKeepAlivesEnabled(false) // posts are hours apart
	t.follow(s, perHost, true)
	var pairs []pair
	live := t.live(hanging)
	for b.Loop() {
		bare := t.bare(live, slow)
		news, draft := t.expect(len(live), slow, hanging), s.draft()
		begun := time.Now()
		s.publish(draft)
		t.wait(news)
		pairs = append(pairs, pair{time.Since(begun).Seconds(), bare.Seconds()})
		close(news.over)
		s.forgetFailures()
		if got := int(news.count.Load()); got != len(live) {
			b.Fatalf("%d followers on %d hosts cost %d POSTs", perHost*hostsOfTown, len(live), got)
		}
	}
	report(b, atMost, 1.5, "s", pairs)
}

// forgetFailures gives up what the hanging hosts did not take, once that is
// noted.
func (s *bench) forgetFailures() {
	s.Helper()
	s.await(`SELECT count(*) FROM deliveries WHERE state = 'waiting' AND (lease_until IS NOT NULL OR run_at <= now())`)
	s.exec(`DELETE FROM deliveries WHERE state = 'waiting'`)
	s.exec(`UPDATE hosts SET failures = 0, opened = 0, open_until = NULL`)
}

// Signed deliveries a second to hosts that answer at once, over the signatures
// that the same cores make when they do nothing else. The hosts take their part
// of the cores too.
func BenchmarkDelivery(b *testing.B) {
	const each, all = 8, 8 * hostsOfTown
	s, t := newBench(b), newTown(b, hostsOfTown)
	t.follow(s, each, false)
	var pairs []pair
	for b.Loop() {
		signing := t.sign(all)
		news, draft := t.expect(all, 0, 0), s.draft()
		begun := time.Now()
		s.publish(draft)
		t.wait(news)
		pairs = append(pairs, pair{all / time.Since(begun).Seconds(), all / signing.Seconds()})
		s.await(`SELECT count(*) FROM deliveries WHERE state = 'waiting'`)
	}
	report(b, atLeast, 0.6, "per-s", pairs)
}

// sign makes n signatures on all cores.
func (t *town) sign(n int) time.Duration {
	digest := sha256.Sum256([]byte("news"))
	begun := time.Now()
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for range n / runtime.GOMAXPROCS(0) {
				if _, err := t.key.Signer.Sign(rand.Reader, digest[:], crypto.SHA256); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	return time.Since(begun)
}
