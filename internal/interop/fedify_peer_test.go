package interop

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"sync"
	"testing"

	fed "inews/federation"
	"inews/federation/signature"
)

// fedify is a server in a process of its own that shares no line with ours: one
// person, anna, with Fedify and Node.js. She signs in one scheme and her server
// takes no other, so that nothing is proven by the wrong one.
type fedify struct {
	*testing.T
	host   string
	port   int // where it listens, which the host need not name
	actor  fed.ID
	scheme signature.Scheme

	orders io.WriteCloser
	read   chan struct{} // closed when the process has ended
	noise  journal

	mu         sync.Mutex
	number     int
	answers    map[int]fedifyAnswer
	deliveries []fedifyDelivery
	sent       []fedifySent
	broken     []string
}

// fedifyAnswer is what came of one of anna's verbs.
type fedifyAnswer struct {
	Result json.RawMessage
	Error  string
}

// fedifyDelivery is a POST to one of her inboxes.
type fedifyDelivery struct {
	Status  int
	Path    string
	Scheme  signature.Scheme // as the headers look, proven or not
	Reason  string           // of a refusal
	Headers map[string]string
	Body    string
	Heard   *fedifyThing // what Fedify read of an activity that it believed
	Error   string       // of the one who listens for activities
}

// fedifySent is a request that Fedify has made.
type fedifySent struct {
	Method string
	URL    string
	Scheme signature.Scheme
	Status int
}

// fedifyLine is a line that the process prints: an answer or an event.
type fedifyLine struct {
	Number int
	fedifyAnswer
	Event       string
	Host, Actor string
	Port        int
}

// fedify starts a server that others find where it listens.
func (i *internet) fedify(scheme signature.Scheme) *fedify {
	i.Helper()
	return i.fedifyBehind("", scheme)
}

// fedifyBehind starts a server and waits until it listens. Others find it at an
// origin that somebody else answers for, or at its own where that is "".
func (i *internet) fedifyBehind(origin string, scheme signature.Scheme) *fedify {
	i.Helper()
	settings, err := json.Marshal(map[string]string{"certificate": i.certificate, "key": i.key, "scheme": string(scheme), "origin": origin})
	check(i.T, err)
	f := &fedify{T: i.T, scheme: scheme, read: make(chan struct{}), answers: map[int]fedifyAnswer{}}
	engine, err := nodejs()
	check(i.T, err)
	process := exec.Command(engine, "peer.mjs", string(settings))
	process.Dir = fedifySource(i.T)
	process.Env = append(process.Environ(), "NODE_EXTRA_CA_CERTS="+i.authority)
	process.Stderr = &f.noise
	f.orders, err = process.StdinPipe()
	check(i.T, err)
	lines, err := process.StdoutPipe()
	check(i.T, err)
	check(i.T, process.Start())
	go func() {
		defer close(f.read)
		f.listen(lines)
		_ = process.Wait() // it ends when its orders do
	}()
	i.Cleanup(func() {
		_ = f.orders.Close()
		<-f.read
		if i.Failed() {
			i.Logf("what anna's server printed beside its answers: %s", f.noise.end())
		}
	})
	f.await("anna's server listens", func() bool { return f.host != "" })
	return f
}

// listen takes what the process prints until it ends.
func (f *fedify) listen(lines io.Reader) {
	const longest = 8 << 20 // bytes of a line: a delivery with its description
	scanner := bufio.NewScanner(lines)
	scanner.Buffer(nil, longest)
	for scanner.Scan() {
		f.take(scanner.Bytes())
	}
}

func (f *fedify) take(text []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	var line fedifyLine
	var err error
	if err = json.Unmarshal(text, &line); err != nil {
		f.broken = append(f.broken, fmt.Sprintf("%v: %s", err, text))
		return
	}
	switch line.Event {
	case "":
		f.answers[line.Number] = line.fedifyAnswer
	case "ready":
		f.host, f.port, f.actor = line.Host, line.Port, fed.ID(line.Actor)
	case "sent":
		var sent fedifySent
		err = json.Unmarshal(text, &sent)
		f.sent = append(f.sent, sent)
	case "delivery":
		var delivery fedifyDelivery
		err = json.Unmarshal(text, &delivery)
		f.deliveries = append(f.deliveries, delivery)
	default:
		f.broken = append(f.broken, string(text))
	}
	if err != nil {
		f.broken = append(f.broken, fmt.Sprintf("%v: %s", err, text))
	}
}

// await looks until it is so; what it looks at stands still meanwhile.
func (f *fedify) await(what string, so func() bool) {
	f.Helper()
	await(f.T, what, func() bool {
		select {
		case <-f.read:
			f.Fatalf("anna's server has ended: %s", f.noise.end())
		default:
		}
		f.mu.Lock()
		defer f.mu.Unlock()
		return so()
	})
}

// have makes anna do something; result may be nil.
func (f *fedify) have(verb string, args map[string]any, result any) {
	f.Helper()
	f.mu.Lock()
	f.number++
	number := f.number
	f.mu.Unlock()
	order, err := json.Marshal(map[string]any{"number": number, "verb": verb, "args": args})
	check(f.T, err)
	_, err = f.orders.Write(append(order, '\n'))
	check(f.T, err)
	var answer fedifyAnswer
	f.await("anna's "+verb, func() (done bool) {
		answer, done = f.answers[number]
		return done
	})
	if answer.Error != "" {
		f.Fatalf("anna's %s of %v: %s", verb, args, answer.Error)
	}
	if result != nil {
		check(f.T, json.Unmarshal(answer.Result, result))
	}
}

// says has anna do something that makes an object or activity, and returns its id.
// It must go out in one request, signed in her scheme and answered 202.
func (f *fedify) says(verb string, args map[string]any) fed.ID {
	f.Helper()
	before := len(f.posted())
	var id fed.ID
	f.have(verb, args, &id)
	posted := f.posted()[before:]
	if len(posted) != 1 || posted[0].Scheme != f.scheme || posted[0].Status != http.StatusAccepted {
		f.Errorf("anna's %s was sent as %+v, want one request in %s, answered 202", verb, posted, f.scheme)
	}
	return id
}

// posted is every delivery that Fedify has tried.
func (f *fedify) posted() []fedifySent {
	f.mu.Lock()
	defer f.mu.Unlock()
	var posted []fedifySent
	for _, sent := range f.sent {
		if sent.Method == http.MethodPost {
			posted = append(posted, sent)
		}
	}
	return posted
}

// judged is every delivery in her scheme, whose proof is left to Fedify.
func (f *fedify) judged() []fedifyDelivery {
	f.mu.Lock()
	defer f.mu.Unlock()
	var judged []fedifyDelivery
	for _, d := range f.deliveries {
		if d.Scheme == f.scheme {
			judged = append(judged, d)
		}
	}
	return judged
}

// hears waits for an activity of the given type about an object, which Fedify
// has proven to be its actor's and has read without an error.
func (f *fedify) hears(activity string, object fed.ID) fedifyDelivery {
	f.Helper()
	var found fedifyDelivery
	f.await(fmt.Sprintf("anna hears of %s %s", activity, object), func() bool {
		for _, d := range f.deliveries {
			if d.Heard != nil && d.Heard.Type == activity && d.Heard.Object != nil && d.Heard.Object.ID == object {
				found = d
				return true
			}
		}
		return false
	})
	if found.Status != http.StatusAccepted || found.Scheme != f.scheme || found.Error != "" {
		f.Errorf("%s %s came in %s and was answered %d: %s", activity, object, found.Scheme, found.Status, found.Error)
	}
	return found
}

// noTrouble fails the test if Fedify met something that it could not read, or
// refused what was in the scheme that it understands.
func (f *fedify) noTrouble() {
	f.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, line := range f.broken {
		f.Errorf("anna's server: %s", line)
	}
	for _, d := range f.deliveries {
		if d.Scheme == f.scheme && (d.Status != http.StatusAccepted || d.Error != "") {
			f.Errorf("%d %s %s of %s", d.Status, d.Reason, d.Error, d.Body)
		}
	}
}
