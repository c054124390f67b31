package privacy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"inews/internal/blog"
)

// Receipt is what an erasure proves: who asked, what went and what stayed and why,
// and what every server answered. It names nobody.
type Receipt struct {
	Site       string       `json:"site"`
	Number     int64        `json:"number"`
	By         string       `json:"known_by"` // "handle" or "email"
	Hash       string       `json:"hash"`     // of the name, keyed
	Asker      string       `json:"asked_by"`
	Channel    string       `json:"asked_how"`
	AskedOn    string       `json:"asked_on"`
	Editor     string       `json:"done_by"`
	BeganAt    time.Time    `json:"began_at"`
	EmptiedAt  *time.Time   `json:"emptied_at"`
	FinishedAt *time.Time   `json:"finished_at"`
	State      string       `json:"state"`
	Gone       []Counted    `json:"gone"`
	Stayed     []Counted    `json:"stayed"`
	Servers    []ServerSaid `json:"servers"`
	Backups    string       `json:"backups"`
}

// Counted is how much of a part went, or stayed, and why.
type Counted struct {
	Title string `json:"title"`
	Count int    `json:"count"`
	Why   string `json:"why"`
}

// ServerSaid is what one server said to one thing that it was told.
type ServerSaid struct {
	Host       string     `json:"host"`
	What       string     `json:"activity"`
	Code       int        `json:"code"`
	Answer     string     `json:"answer"`
	ToldAt     time.Time  `json:"told_at"`
	AnsweredAt *time.Time `json:"answered_at"`
}

// Backups says what an erasure does not reach by itself.
const Backups = "Backups that were taken before hold what was erased until the council throws them away. Whoever puts one back erases again, by the receipts of what was erased since."

// State says in words how far an erasure has come.
func State(x blog.Erasure) string {
	n := x.Servers
	switch {
	case x.EmptiedAt.IsZero():
		return "At work: not everything is gone yet"
	case n.All == 0 && !x.Finished():
		return "Gone from here; other servers are about to be told"
	case n.All == 0:
		return "Done; there was no other server to tell"
	case !x.Finished():
		return fmt.Sprintf("Gone from here; %d of %s confirmed", n.Confirmed, servers(n.All))
	case n.Silent > 0:
		return fmt.Sprintf("Done; %d of %s confirmed, %d did not answer or refused", n.Confirmed, servers(n.All), n.Silent)
	}
	return fmt.Sprintf("Done; %d of %s confirmed", n.Confirmed, servers(n.All))
}

func servers(n int) string {
	if n == 1 {
		return "1 server has"
	}
	return fmt.Sprintf("%d servers have", n)
}

// ReceiptOf makes the receipt of an erasure.
func ReceiptOf(x blog.Erasure, site string) Receipt {
	r := Receipt{
		Site: site, Number: x.Number, By: x.Kind, Hash: x.Hash, Asker: x.Asker.Words(), Channel: x.Channel.Words(),
		AskedOn: x.AskedOn.Format(time.DateOnly), Editor: x.By, BeganAt: x.BeganAt.UTC(), EmptiedAt: maybe(x.EmptiedAt),
		FinishedAt: maybe(x.FinishedAt), State: State(x), Backups: Backups,
	}
	if r.Editor == "" {
		r.Editor = "On the command line"
	}
	counts := map[string]blog.ErasureCount{}
	for _, c := range x.Counts {
		counts[c.Part] = c
	}
	for _, part := range Parts {
		c := counts[part.Key]
		if c.Gone > 0 {
			r.Gone = append(r.Gone, Counted{part.Title, c.Gone, part.Why})
		}
		if c.Kept > 0 {
			r.Stayed = append(r.Stayed, Counted{part.Title, c.Kept, part.Why})
		}
	}
	for _, a := range x.Told {
		r.Servers = append(r.Servers, ServerSaid{a.Host, a.What, a.Code, a.Words(), a.ToldAt.UTC(), maybe(a.AnsweredAt)})
	}
	return r
}

func maybe(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	at = at.UTC()
	return &at
}

// JSON is the receipt for programs.
func (r Receipt) JSON() ([]byte, error) {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write receipt as JSON: %w", err)
	}
	return append(data, '\n'), nil
}

// Page is the receipt for people, to print and to send.
func (r Receipt) Page() ([]byte, error) {
	var page bytes.Buffer
	if err := pages.ExecuteTemplate(&page, "receipt.html", r); err != nil {
		return nil, fmt.Errorf("write receipt as a page: %w", err)
	}
	return page.Bytes(), nil
}
