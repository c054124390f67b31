package desk

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"inews/internal/blog"
)

// bundleThread is how much of a thread goes into a bundle.
const bundleThread = 2000

// bundled is a request as a record: what was asked, in which thread, and what was
// done about it.
type bundled struct {
	Site    string         `json:"site"`
	Made    time.Time      `json:"made"`
	Request bundledRequest `json:"request"`
	Thread  []bundledWords `json:"thread"`
	Done    []bundledWords `json:"history"`
}

type bundledRequest struct {
	Number                   int64
	Kind, State              string
	Words, Source            string
	Name, Contact            string
	Received, Due            time.Time
	Answered, Closed         *time.Time `json:",omitempty"`
	Owner, OpenedBy, Outcome string
	Notes                    []bundledWords
}

type bundledWords struct {
	Who, Words, Address string
	At                  time.Time
}

// bundlePage is the same for people.
type bundlePage struct {
	frame
	Request blog.Request
	Thread  []bundledWords
	Done    []bundledWords
	Made    time.Time
}

func maybe(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// bundle is a request with its thread as a file: a page and JSON in a zip.
func (d *Desk) bundle(v *visit) error {
	r, err := d.DB.RequestByID(v.ctx(), v.Param("id"))
	if err != nil {
		return err
	}
	page := bundlePage{frame: d.frame(v, fmt.Sprintf("Request %d", r.Number)), Request: r, Made: d.Now()}
	if r.CommentID != "" {
		c, err := d.DB.CommentByID(v.ctx(), r.CommentID)
		if err != nil {
			return err
		}
		thread, err := d.DB.ThreadOf(v.ctx(), c, bundleThread)
		if err != nil {
			return err
		}
		for _, c := range thread {
			page.Thread = append(page.Thread, bundledWords{d.who(c), c.Text, c.URI, c.Received})
		}
	}
	if r.MessageID != "" {
		if err := d.correspondence(v, &page); err != nil {
			return err
		}
	}
	trail, err := d.trail(v, blog.RequestSubject, r.ID)
	if err != nil {
		return err
	}
	for _, c := range trail {
		page.Done = append(page.Done, bundledWords{Who: c.Who, Words: c.What + ". " + c.Reason, At: c.At})
	}
	file, err := d.zipped(page)
	if err != nil {
		return err
	}
	return v.download("application/zip", fmt.Sprintf("request-%d.zip", r.Number), file)
}

// correspondence adds the message on which a request hangs, with what was answered
// and noted there.
func (d *Desk) correspondence(v *visit, page *bundlePage) error {
	m, err := d.DB.MessageByID(v.ctx(), page.Request.MessageID)
	if err != nil {
		return err
	}
	entries, err := d.DB.EntriesOf(v.ctx(), m.ID)
	if err != nil {
		return err
	}
	names, err := d.names(v)
	if err != nil {
		return err
	}
	page.Thread = append(page.Thread, bundledWords{messageRow{ReaderMessage: m}.From(), m.Words, m.Reference, m.CreatedAt})
	for _, e := range entries {
		if e.Words != "" {
			page.Thread = append(page.Thread, bundledWords{names[e.EditorID], e.Words, string(e.Kind), e.At})
		}
	}
	return nil
}

func (d *Desk) zipped(page bundlePage) ([]byte, error) {
	r := page.Request
	record := bundled{Site: d.BaseURL, Made: page.Made, Thread: page.Thread, Done: page.Done, Request: bundledRequest{
		Number: r.Number, Kind: string(r.Kind), State: string(r.State), Words: r.Words, Source: r.Source, Name: r.Name, Contact: r.Contact,
		Received: r.ReceivedAt, Due: r.DueAt, Answered: maybe(r.AnsweredAt), Closed: maybe(r.ClosedAt), Owner: r.Owner, OpenedBy: r.OpenedBy, Outcome: r.Outcome,
	}}
	for _, n := range r.Notes {
		record.Request.Notes = append(record.Request.Notes, bundledWords{Who: n.Who, Words: n.Words, At: n.At})
	}
	data, err := json.MarshalIndent(record, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write request as JSON: %w", err)
	}
	html, err := d.view.Render("bundle", page)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, file := range []struct {
		name string
		body []byte
	}{{"request.html", html}, {"request.json", data}} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: file.name, Method: zip.Deflate, Modified: page.Made})
		if err == nil {
			_, err = w.Write(file.body)
		}
		if err != nil {
			return nil, fmt.Errorf("write bundle: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write bundle: %w", err)
	}
	return out.Bytes(), nil
}
