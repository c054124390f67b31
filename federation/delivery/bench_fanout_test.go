package delivery_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"
)

const hosts = 500

// slow answers after 100 ms; those whose number the hanging divides never do.
func slow(hanging int) func(int, http.ResponseWriter, *http.Request) {
	return func(host int, _ http.ResponseWriter, r *http.Request) {
		if hanging > 0 && host%hanging == 0 {
			<-r.Context().Done()
			return
		}
		timer := time.NewTimer(100 * time.Millisecond)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-r.Context().Done():
		}
	}
}

// Time to reach 500 servers that each take 100 ms, over what a bare client with
// 64 in flight needs. The aim is 1.5 and less.
func BenchmarkFanOut(b *testing.B) {
	tn := newTown(b, hosts, slow(0))
	var ours, bare time.Duration
	for b.Loop() {
		bare += tn.bare(b, tn.inboxes, 64)
		ours += tn.dispatch(b, 1, hosts)
	}
	report(b, ours, bare)
}

// The same with a tenth of the servers never answering: until every other one
// is reached, over the bare client on the others alone.
func BenchmarkFanOutWithHanging(b *testing.B) {
	const hanging = 10
	tn := newTown(b, hosts, slow(hanging))
	live := tn.inboxes[:0:0]
	for i, inbox := range tn.inboxes {
		if i%hanging != 0 {
			live = append(live, inbox)
		}
	}
	var ours, bare time.Duration
	for b.Loop() {
		bare += tn.bare(b, live, 64)
		ours += tn.dispatch(b, 1, len(live))
	}
	report(b, ours, bare)
}

// Deliveries per second when answers are immediate, over the signatures per
// second that the same cores make when they do nothing else. The aim is 0.6 and
// more; the peers here take their part of the cores too.
func BenchmarkThroughput(b *testing.B) {
	const each = 20
	tn := newTown(b, 100, nil)
	var ours, signing time.Duration
	for b.Loop() {
		ours += tn.dispatch(b, each, each*100)
		signing += tn.sign(each * 100)
	}
	b.ReportMetric(float64(each*100*b.N)/ours.Seconds(), "deliveries/s")
	b.ReportMetric(float64(each*100*b.N)/signing.Seconds(), "signatures/s")
	b.ReportMetric(signing.Seconds()/ours.Seconds(), "of-signing")
}

// sign makes n signatures on all cores.
func (tn *town) sign(n int) time.Duration {
	began, digest := time.Now(), sha256.Sum256(tn.body)
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for range n / runtime.GOMAXPROCS(0) {
				tn.key.Signer.Sign(rand.Reader, digest[:], crypto.SHA256)
			}
		})
	}
	group.Wait()
	return time.Since(began)
}

func report(b *testing.B, ours, bare time.Duration) {
	b.Helper()
	b.ReportMetric(ours.Seconds()/float64(b.N), "ours-s")
	b.ReportMetric(bare.Seconds()/float64(b.N), "bare-s")
	b.ReportMetric(ours.Seconds()/bare.Seconds(), "of-bare")
}

// dial finds a name of the network without a fetch.Client.
func (tn *town) dial(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	addrs, err := tn.network.LookupNetIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	return tn.network.Dial(ctx, network, net.JoinHostPort(addrs[0].String(), port))
}
