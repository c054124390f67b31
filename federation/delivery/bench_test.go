package delivery_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"inews/federation"
	"inews/federation/delivery"
	"inews/federation/fedtest"
	"inews/federation/signature"
)

// town is many servers that take everything, some of them after a while and
// some never.
type town struct {
	network *fedtest.Network
	key     signature.Key
	inboxes []federation.ID
	body    []byte

	arrived atomic.Int64
	awaited int64
	all     chan struct{} // closed when awaited many have arrived
}

func newTown(b *testing.B, hosts int, answer func(host int, w http.ResponseWriter, r *http.Request)) *town {
	b.Helper()
	n, err := fedtest.NewNetwork()
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { n.Close() })
	signer, err := signature.GenerateRSA()
	if err != nil {
		b.Fatal(err)
	}
	tn := &town{network: n, key: signature.Key{ID: "https://council.example/ap/actors/inews#main-key", Signer: signer}, body: bytes.Repeat([]byte("a"), 4<<10)}
	for i := range hosts {
		s, err := n.Serve(fmt.Sprintf("h%d.example", i), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			if answer != nil {
				answer(i, w, r)
			}
			if r.Context().Err() != nil {
				return
			}
			w.WriteHeader(http.StatusAccepted)
			if tn.arrived.Add(1) == tn.awaited {
				close(tn.all)
			}
		}))
		if err != nil {
			b.Fatal(err)
		}
		tn.inboxes = append(tn.inboxes, s.ID("/inbox"))
	}
	return tn
}

func (tn *town) await(n int) {
	tn.awaited, tn.all = int64(n), make(chan struct{})
	tn.arrived.Store(0)
}

// dispatch sends each to every inbox with a Dispatcher over a queue in memory,
// and returns the time until the awaited ones have arrived.
func (tn *town) dispatch(b *testing.B, each, awaited int) time.Duration {
	b.Helper()
	tn.await(awaited)
	q := new(fedtest.Queue)
	for i := range each {
		for _, inbox := range tn.inboxes {
			q.Add(b.Context(), delivery.Delivery{
				ActivityID: federation.ID(fmt.Sprint(i)), Inbox: inbox, Body: tn.body, Sender: "https://council.example/ap/actors/inews",
			})
		}
	}
	poster := &delivery.Poster{Client: tn.network.Client(), Key: func(context.Context, federation.ID) (signature.Key, error) { return tn.key, nil }}
	defer poster.Client.CloseIdleConnections()
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	began := time.Now()
	go func() {
		ended <- (&delivery.Dispatcher{Queue: q, Post: poster.Post, Drain: time.Second}).Run(ctx)
	}()
	<-tn.all
	took := time.Since(began)
	cancel()
	<-ended
	return took
}

// bare sends one POST to each inbox with a plain client, inFlight at a time.
func (tn *town) bare(b *testing.B, inboxes []federation.ID, inFlight int) time.Duration {
	b.Helper()
	tn.await(len(inboxes))
	transport := &http.Transport{
		DialContext: tn.dial, TLSClientConfig: &tls.Config{RootCAs: tn.network.RootCAs()}, ForceAttemptHTTP2: true,
		MaxIdleConns: 512, MaxIdleConnsPerHost: 2,
	}
	defer transport.CloseIdleConnections()
	client, work := &http.Client{Transport: transport}, make(chan federation.ID)
	var group sync.WaitGroup
	began := time.Now()
	for range inFlight {
		group.Go(func() {
			for inbox := range work {
				r, _ := http.NewRequest(http.MethodPost, string(inbox), bytes.NewReader(tn.body))
				r.Header.Set("Content-Type", federation.MediaType)
				err := signature.Sign(r, tn.body, tn.key, signature.Cavage, time.Now())
				if err == nil {
					var answer *http.Response
					if answer, err = client.Do(r); err == nil {
						io.Copy(io.Discard, answer.Body)
						answer.Body.Close()
					}
				}
				if err != nil {
					b.Errorf("bare: %v", err)
				}
			}
		})
	}
	for _, inbox := range inboxes {
		work <- inbox
	}
	close(work)
	group.Wait()
	return time.Since(began)
}
