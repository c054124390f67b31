package interop

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/signature"
	"inews/internal/fediverse"
)

const (
	senders     = 64 // connections
	authors     = 16
	repliesSent = 5000
)

// Replies that are verified, durably stored and answered 202, a second, over
// single rows that as many connections insert, each with a commit of its own.
// The replies are signed before: that is their senders' work.
func BenchmarkInbox(b *testing.B) {
	s := newBench(b)
	post := s.publish(s.draft())
	about := fediverse.Addresses{Base: s.base, Handle: "inews"}.Post(post)
	crowd := s.authors()
	bare := s.insertBare()
	var pairs []pair
	for round := 0; b.Loop(); round++ {
		requests := crowd.replies(about, round)
		rows := repliesSent / bare(round).Seconds()
		w := dial(b, s.address, senders)
		took := w.send(requests, http.StatusAccepted)
		w.close()
		pairs = append(pairs, pair{repliesSent / took.Seconds(), rows})
		if got := s.count(`SELECT count(*) FROM inbox_items`); got != repliesSent {
			b.Fatalf("%d replies are stored, want %d", got, repliesSent)
		}
		s.exec(`DELETE FROM inbox_items WHERE state = 'waiting'`)
		s.await(`SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%comments%' AND pid <> pg_backend_pid()`)
		s.exec(`DELETE FROM inbox_items`)
	}
	report(b, atLeast, 0.5, "per-s", pairs)
}

// insertBare makes a table, and a function that fills it row by row.
func (s *bench) insertBare() func(round int) time.Duration {
	s.exec(`CREATE TABLE bare (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE, body bytea NOT NULL)`)
	db, err := sql.Open("postgres", s.database)
	must(s.B, err)
	s.Cleanup(func() { must(s.B, db.Close()) })
	db.SetMaxOpenConns(senders)
	db.SetMaxIdleConns(senders)
	insert, err := db.PrepareContext(context.Background(), `INSERT INTO bare (name, body) VALUES ($1, $2)`)
	must(s.B, err)
	body := bytes.Repeat([]byte("reply "), 200)
	return func(round int) time.Duration {
		begun := time.Now()
		var group sync.WaitGroup
		for sender := range senders {
			group.Go(func() {
				for n := sender; n < repliesSent; n += senders {
					name := fmt.Sprintf("https://127.0.3.1/notes/%d-%d/activity", round, n)
					if _, err := insert.Exec(name, body); err != nil {
						s.Error(err)
					}
				}
			})
		}
		group.Wait()
		return time.Since(begun)
	}
}

// crowdOfAuthors are people whom the server knows, with their keys.
type crowdOfAuthors struct {
	*bench
	keys []signature.Key
}

func (s *bench) authors() *crowdOfAuthors {
	s.Helper()
	c := &crowdOfAuthors{bench: s}
	for i := range authors {
		host := fmt.Sprintf("127.0.3.%d", i+1)
		person := "http://" + host + "/users/reader"
		signer, err := signature.GenerateRSA()
		must(s.B, err)
		pem, err := signature.MarshalPublicKeyPEM(signer.Public())
		must(s.B, err)
		s.exec(`INSERT INTO people (uri, host, name, inbox) VALUES ($1, $2, 'Reader', $1 || '/inbox')`, person, host)
		s.exec(`INSERT INTO people_keys (key_id, owner, pem) VALUES ($1 || '#main-key', $1, $2)`, person, pem)
		c.keys = append(c.keys, signature.Key{ID: fed.ID(person + "#main-key"), Signer: signer})
	}
	return c
}

// replies makes requests as they go over the wire.
func (c *crowdOfAuthors) replies(about fed.ID, round int) [][]byte {
	requests := make([][]byte, repliesSent)
	var group sync.WaitGroup
	for part := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for n := part; n < len(requests); n += runtime.GOMAXPROCS(0) {
				var err error
				if requests[n], err = c.reply(about, fmt.Sprintf("%d-%d", round, n), c.keys[n%authors]); err != nil {
					c.Error(err)
				}
			}
		})
	}
	group.Wait()
	return requests
}

func (c *crowdOfAuthors) reply(about fed.ID, name string, key signature.Key) ([]byte, error) {
	person := key.ID.Document()
	id := person + fed.ID("/notes/"+name)
	now := time.Now().UTC()
	body, err := json.Marshal(map[string]any{
		"@context": []any{fed.Namespace, map[string]any{"sensitive": "as:sensitive", "Hashtag": "as:Hashtag"}},
		"id":       id + "/activity", "type": "Create", "actor": person, "published": now, "to": []any{fed.Public}, "cc": []any{person + "/followers"},
		"object": map[string]any{
			"id": id, "type": "Note", "attributedTo": person, "inReplyTo": about, "to": []any{fed.Public}, "cc": []any{person + "/followers"},
			"published": now, "url": id, "sensitive": false, "summary": nil, "attachment": []any{}, "tag": []any{},
			"content": "<p>I use the list every week, for the allotments. Thank you for keeping it up to date! This is reply " + name + ".</p>",
		},
	})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, c.base+"/ap/inbox", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", fed.MediaType)
	if err := signature.Sign(r, body, key, signature.Cavage, now); err != nil {
		return nil, err
	}
	var request bytes.Buffer
	err = r.Write(&request)
	return request.Bytes(), err
}
