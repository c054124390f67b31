package interop

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"

	"inews/federation/signature"
)

// eve is on the way to anna's server, which others find at eve's address alone.
// She passes on what she sees, but takes what is signed in anna's scheme: its
// sender hears that it was delivered, and what anna gets is the test's to say.
type eve struct {
	*internet
	host  string
	anna  *fedify
	taken chan letter
}

// letter is a signed delivery.
type letter struct {
	path   string
	header http.Header
	body   string
}

// eve starts anna's server and stands before it.
func (i *internet) eve(scheme signature.Scheme) *eve {
	i.Helper()
	const enough = 8 // letters: nobody sends more while the test does not look
	e := &eve{internet: i, host: "localhost:" + i.freePort(), taken: make(chan letter, enough)}
	e.anna = i.fedifyBehind("https://"+e.host, scheme)
	passOn := &httputil.ReverseProxy{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: i.network.RootCAs()}},
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(&url.URL{Scheme: "https", Host: e.behind()})
			r.Out.Host = r.In.Host
		},
	}
	_, err := i.network.Serve(e.host, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || (r.Header.Get("Signature-Input") != "") != (scheme == signature.RFC9421) {
			passOn.ServeHTTP(w, r)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		e.taken <- letter{path: r.URL.Path, header: r.Header.Clone(), body: string(body)}
		w.WriteHeader(http.StatusAccepted)
	}))
	check(i.T, err)
	return e
}

// behind is where anna's server listens.
func (e *eve) behind() string { return fmt.Sprintf("localhost:%d", e.anna.port) }

// takes waits for a delivery that was meant for anna.
func (e *eve) takes() letter {
	e.Helper()
	select {
	case l := <-e.taken:
		return l
	case <-within(e.T).Done():
		e.Fatal("nothing was sent to anna")
		return letter{}
	}
}

// hands gives anna a letter, addressed as if eve were not there, and answers the
// status and what anna's server tells of it.
func (e *eve) hands(l letter) (int, fedifyDelivery) {
	e.Helper()
	before := len(e.anna.judged())
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, "https://"+e.behind()+l.path, strings.NewReader(l.body))
	check(e.T, err)
	request.Host, request.Header = e.host, l.header.Clone()
	response, err := e.client.Do(request)
	check(e.T, err)
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	check(e.T, err)
	var told []fedifyDelivery
	await(e.T, "anna's server tells of the delivery", func() bool {
		told = e.anna.judged()[before:]
		return len(told) > 0
	})
	return response.StatusCode, told[0]
}
