package fedtest

import (
	"net/http"
	"time"
)

// Answer is what an inbox does with a request.
type Answer struct {
	Code   int           // HTTP status code; 0: 202
	Header http.Header   // such as Retry-After
	Body   string        // for people
	Delay  time.Duration // before it answers
	Hang   bool          // it never answers
}

// Answers makes the peer's inboxes answer the next requests so, one each, and
// every later one with 202 again. An Answer with a Code is given without a look
// at the signature; what was sent is received only when the code is a 2xx.
func (p *Peer) Answers(answers ...Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = append(p.answers, answers...)
}

// Always makes the peer's inboxes give one answer until told otherwise; the zero
// Answer is what they do by themselves.
func (p *Peer) Always(a Answer) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.always = a
}

// next is the answer to the next request.
func (p *Peer) next() Answer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.answers) == 0 {
		return p.always
	}
	a := p.answers[0]
	p.answers = p.answers[1:]
	return a
}

func (a Answer) code() int {
	if a.Code == 0 {
		return http.StatusAccepted
	}
	return a.Code
}

// wait returns when it is time to answer; false when the sender has gone.
func (a Answer) wait(r *http.Request) bool {
	if a.Hang {
		<-r.Context().Done()
		return false
	}
	timer := time.NewTimer(a.Delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}

func (a Answer) write(w http.ResponseWriter) {
	for name, values := range a.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(a.code())
	w.Write([]byte(a.Body))
}
