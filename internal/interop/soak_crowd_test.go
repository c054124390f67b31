package interop

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	fed "inews/federation"
	"inews/federation/fedtest"
	"inews/federation/signature"
)

// soakCrowd is who writes to the blog during a soak.
type soakCrowd struct {
	*testing.T
	node    *node
	about   fed.ID
	every   int // so-many-th activity meets a fault on its way
	sent    int
	faults  int
	writers []*soakWriter
	group   sync.WaitGroup
}

// soakWriter is one of them: what they said, as it is to stand at last.
type soakWriter struct {
	*soakCrowd
	peer  *fedtest.Peer
	queue chan parcel
	notes []fed.ID          // that stand, oldest first
	texts map[fed.ID]string // "" is taken back
	likes map[fed.ID]bool
	open  []net.Conn // that hang
}

// parcel is an activity with what happens to it on its way.
type parcel struct {
	activity map[string]any
	fault    string
}

var soakFaults = []string{"another body than was signed", "sent twice", "the line breaks", "the line hangs"}

func (i *internet) soakCrowd(n *node, about fed.ID, faultEvery int) *soakCrowd {
	i.Helper()
	c := &soakCrowd{T: i.T, node: n, about: about, every: faultEvery}
	for number := range soakSenders {
		w := &soakWriter{
			soakCrowd: c, peer: i.peer(fmt.Sprintf("writer%d", number)),
			queue: make(chan parcel, 1000), texts: map[fed.ID]string{}, likes: map[fed.ID]bool{},
		}
		c.writers = append(c.writers, w)
		c.group.Go(w.work)
	}
	return c
}

// speak lets the next writer do the next thing.
func (c *soakCrowd) speak(likeable func(number int) fed.ID) {
	c.sent++
	w, fault := c.writers[c.sent%len(c.writers)], ""
	if c.sent%c.every == 0 {
		fault = soakFaults[c.sent/c.every%len(soakFaults)]
		c.faults++
	}
	w.queue <- parcel{w.next(c.sent, likeable), fault}
}

// next is a new note, or a change of one that stands, or a like.
func (w *soakWriter) next(number int, likeable func(int) fed.ID) map[string]any {
	kind := number / len(w.writers) % 10 // each of them does all in turn
	switch {
	case kind == 4 || kind == 6:
		if n := len(w.notes); n > 0 {
			return w.says(w.notes[n-1], number, fed.UpdateType)
		}
	case kind == 7:
		if len(w.notes) > 0 {
			note := w.notes[0]
			w.notes, w.texts[note] = w.notes[1:], ""
			return w.activity(number, fed.DeleteType, map[string]any{"id": note, "type": "Tombstone"})
		}
	case kind == 3 || kind == 8:
		if post := likeable(number); post != "" && !w.likes[post] {
			w.likes[post] = true
			return w.activity(number, fed.LikeType, post)
		}
	}
	note := w.peer.ID(fmt.Sprintf("/notes/%d", number))
	w.notes = append(w.notes, note)
	return w.says(note, number, fed.CreateType)
}

func (w *soakWriter) says(note fed.ID, number int, kind string) map[string]any {
	w.texts[note] = fmt.Sprintf("Opinion %d of %s", number, w.peer.Actor())
	object := map[string]any{
		"id": note, "type": "Note", "attributedTo": w.peer.Actor(), "inReplyTo": w.about, "to": []any{fed.Public},
		"content": "<p>" + w.texts[note] + "</p>", "published": "2026-11-20T10:00:00Z",
	}
	if kind == fed.UpdateType {
		object["updated"] = time.Now().UTC().Format(time.RFC3339)
	}
	return w.activity(number, kind, object)
}

func (w *soakWriter) activity(number int, kind string, object any) map[string]any {
	return map[string]any{
		"@context": fed.Namespace, "id": w.peer.ID(fmt.Sprintf("/activities/%d", number)), "type": kind,
		"actor": w.peer.Actor(), "object": object, "to": []any{fed.Public},
	}
}

// work sends what is queued, in order, each until it is taken.
func (w *soakWriter) work() {
	for p := range w.queue {
		body, err := json.Marshal(p.activity)
		if err != nil {
			w.Error(err)
			continue
		}
		w.spoil(p.fault, body)
		w.send(body)
		if p.fault == "sent twice" {
			w.send(body)
		}
	}
	for _, conn := range w.open {
		_ = conn.Close() // it hung long enough
	}
}

func (w *soakWriter) send(body []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*patience)
	defer cancel()
	ticker := time.NewTicker(5 * glance)
	defer ticker.Stop()
	for {
		err := w.peer.Post(ctx, fed.ID(w.node.base+"/ap/inbox"), body)
		if err == nil {
			return
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			w.Errorf("%s was never answered 202: %v", body, err)
			return
		}
	}
}

// spoil is what happens before the activity gets through.
func (w *soakWriter) spoil(fault string, body []byte) {
	if fault == "" || fault == "sent twice" {
		return
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, w.node.base+"/ap/inbox", bytes.NewReader(body))
	if err == nil {
		r.Header.Set("Content-Type", fed.MediaType)
		err = signature.Sign(r, body, w.peer.Key(), signature.Cavage, time.Now())
	}
	if err != nil {
		w.Error(err)
		return
	}
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		w.Error(err)
		return
	}
	conn, err := tls.Dial("tcp", strings.TrimPrefix(w.node.base, "https://"), &tls.Config{RootCAs: w.node.internet.network.RootCAs()})
	if err != nil {
		w.Error(err)
		return
	}
	switch request := wire.Bytes(); fault {
	case "another body than was signed":
		_, err = conn.Write(bytes.Replace(request, []byte("/activities/"), []byte("/activitios/"), 1))
		answer := make([]byte, len("HTTP/1.1 401"))
		if err == nil {
			_, err = conn.Read(answer)
		}
		if err != nil || string(answer) != "HTTP/1.1 401" {
			w.Errorf("%s is answered %q, %v", fault, answer, err)
		}
		_ = conn.Close()
	case "the line breaks":
		_, _ = conn.Write(request[:len(request)-len(body)/2])
		_ = conn.NetConn().Close() // without a word
	case "the line hangs":
		_, _ = conn.Write(request[:len(request)-len(body)/2])
		w.open = append(w.open, conn)
	}
}

// wait returns when all that was said is answered 202.
func (c *soakCrowd) wait() {
	for _, w := range c.writers {
		close(w.queue)
	}
	c.group.Wait()
}

// isWhole checks that each thing that was said stands as it was said last, once.
func (c *soakCrowd) isWhole() {
	c.Helper()
	stands := map[fed.ID]string{}
	rows, err := c.node.desk.db.SQL().QueryContext(context.Background(), `SELECT uri, plain FROM comments WHERE verdict <> 'removed'`)
	check(c.T, err)
	for rows.Next() {
		var uri fed.ID
		var text string
		check(c.T, rows.Scan(&uri, &text))
		stands[uri] = text
	}
	check(c.T, rows.Err())
	said, likes := 0, 0
	for _, w := range c.writers {
		likes += len(w.likes)
		for note, text := range w.texts {
			if stands[note] != text {
				c.Errorf("%s reads %q, want %q", note, stands[note], text)
			}
			if text != "" {
				said++
			}
		}
	}
	if len(stands) != said {
		c.Errorf("%d comments stand, want %d", len(stands), said)
	}
	if n := c.node.desk.count(`SELECT count(*) FROM reactions WHERE kind = 'like'`); n != likes {
		c.Errorf("%d likes, want %d", n, likes)
	}
	if n := c.node.desk.count(`SELECT count(*) FROM inbox_items WHERE state = 'done'`); n != c.sent {
		c.Errorf("%d activities were applied, want %d", n, c.sent)
	}
}
