package main

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"inews/federation/delivery"
	"inews/federation/inbox"
	"inews/federation/signature"
	"inews/internal/postgres"
)

// metrics are what the private listener tells an operator.
type metrics struct {
	db       *postgres.DB
	registry *prometheus.Registry
	inbox    *prometheus.CounterVec
	refuses  *prometheus.CounterVec
	applies  *prometheus.CounterVec
	delivers *prometheus.CounterVec
	ending   atomic.Bool
}

func newMetrics(a *app) *metrics {
	m := &metrics{
		db: a.db, registry: prometheus.NewRegistry(),
		inbox: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_inbox_requests_total", Help: "Requests to the inboxes, by HTTP status.",
		}, []string{"code"}),
		refuses: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_inbox_refusals_total", Help: "Requests that the inboxes refused, by reason.",
		}, []string{"reason"}),
		applies: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_activities_total", Help: "Activities worked off, by type and by what became of them.",
		}, []string{"type", "state"}),
		delivers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_delivery_attempts_total", Help: "Attempts to deliver an activity, by outcome.",
		}, []string{"outcome"}),
	}
	m.registry.MustRegister(m.inbox, m.refuses, m.applies, m.delivers, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), &depths{a.db})
	return m
}

// making counts what is made for readers and for other servers, which says with
// the number of requests how many a copy has answered.
func (m *metrics) making(pages, documents func() int64) {
	count := func(name, help string, made func() int64) {
		m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help},
			func() float64 { return float64(made()) }))
	}
	count("inews_pages_made_total", "Pages that were made; all other answers were copies.", pages)
	count("inews_documents_made_total", "ActivityStreams documents that were made; all other answers were copies.", documents)
}

func (m *metrics) received(o inbox.Outcome) {
	m.inbox.WithLabelValues(strconv.Itoa(o.Status)).Inc()
	if o.Err != nil {
		m.refuses.WithLabelValues(reason(o)).Inc()
	}
}
func (m *metrics) delivered(r delivery.Result) {
	m.delivers.WithLabelValues(string(r.Outcome.Kind)).Inc()
}
func (m *metrics) stopping() { m.ending.Store(true) }
func (m *metrics) applied(kind, state string) {
	if !known[kind] { // a stranger chooses the type: it must not make a label
		kind = "other"
	}
	m.applies.WithLabelValues(kind, state).Inc()
}

var known = map[string]bool{
	"Follow": true, "Undo": true, "Create": true, "Update": true, "Delete": true, "Like": true, "Announce": true,
	"Block": true, "Move": true, "Accept": true, "Reject": true, "EmojiReact": true,
}

// reason is why a request was refused, in one of few words: what the error says
// holds words of the sender.
func reason(o inbox.Outcome) string {
	_, signed := errors.AsType[*signature.Error](o.Err)
	switch {
	case o.Status == http.StatusUnauthorized:
		return "signature is not good"
	case signed && o.Status == http.StatusBadRequest:
		return "signature cannot be read"
	case signed && o.Status == http.StatusServiceUnavailable:
		return "key cannot be fetched"
	case o.Status == http.StatusBadRequest:
		return "not an activity"
	case o.Status == http.StatusForbidden:
		return "not allowed"
	case o.Status == http.StatusRequestTimeout:
		return "body did not arrive"
	case o.Status == http.StatusTooManyRequests:
		return "too many"
	case o.Status == http.StatusServiceUnavailable:
		return "busy, or no database"
	}
	return "wrong form" // another method or type of content, or too large
}

// probeTimeout bounds what a probe waits for the database.
const probeTimeout = 2 * time.Second

// handler answers /metrics, /status (the same for people), /livez (the process
// runs) and /readyz (it can do its work: the database answers and takes writes,
// and it is not about to stop).
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /status", m.status)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("live\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), probeTimeout)
		defer cancel()
		if m.ending.Load() {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if err := m.db.Ready(ctx); err != nil {
			http.Error(w, "the database does not answer, or takes no writes", http.StatusServiceUnavailable)
			return
		}
		_, _ = w.Write([]byte("ready\n"))
	})
	return mux
}

// depths measures the queues when somebody asks.
type depths struct{ db *postgres.DB }

var (
	deliveriesWaiting = prometheus.NewDesc("inews_deliveries_waiting", "Deliveries that wait to be made.", nil, nil)
	deliveriesHeld    = prometheus.NewDesc("inews_deliveries_held", "Of them, those for hosts that do not answer.", nil, nil)
	deliveriesAge     = prometheus.NewDesc("inews_deliveries_oldest_seconds", "For how long the oldest delivery has been due that waits for nobody but us.", nil, nil)
	deliveriesKept    = prometheus.NewDesc("inews_deliveries_kept_back", "Deliveries that are kept back since a backup was put back.", nil, nil)
	breakersOpen      = prometheus.NewDesc("inews_hosts_down", "Hosts that are given up for the moment.", nil, nil)
	hostWaiting       = prometheus.NewDesc("inews_host_deliveries_waiting", "Deliveries for a host that is given up for the moment; the twenty with most.", []string{"host"}, nil)
	inboxItems        = prometheus.NewDesc("inews_inbox_items", "Activities that came in, by state.", []string{"state"}, nil)
	inboxAge          = prometheus.NewDesc("inews_inbox_oldest_seconds", "For how long the oldest activity has been due that was not applied yet.", nil, nil)
)

// mostHosts bounds the list of hosts that do not answer: each is a label.
const mostHosts = 20

// Describe names the measures.
func (d *depths) Describe(c chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{deliveriesWaiting, deliveriesHeld, deliveriesKept, deliveriesAge, breakersOpen, hostWaiting, inboxItems, inboxAge} {
		c <- desc
	}
}

// Collect measures; without the database there is nothing to tell.
func (d *depths) Collect(c chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	if depth, err := d.db.DeliveryDepth(ctx); err == nil {
		gauge(c, deliveriesWaiting, float64(depth.Waiting))
		gauge(c, deliveriesHeld, float64(depth.Held))
		gauge(c, breakersOpen, float64(depth.Open))
		gauge(c, deliveriesAge, age(depth.Oldest))
	}
	if hosts, err := d.db.HostsInTrouble(ctx, mostHosts); err == nil {
		for _, host := range hosts {
			gauge(c, hostWaiting, float64(host.Waiting), host.Name)
		}
	}
	if held, err := d.db.CountHeld(ctx); err == nil {
		gauge(c, deliveriesKept, float64(held))
	}
	if counts, err := d.db.CountInbox(ctx); err == nil {
		for _, count := range counts {
			gauge(c, inboxItems, float64(count.N), count.State)
		}
	}
	if oldest, err := d.db.OldestInboxItem(ctx); err == nil {
		gauge(c, inboxAge, age(oldest))
	}
}

func gauge(c chan<- prometheus.Metric, desc *prometheus.Desc, value float64, labels ...string) {
	c <- prometheus.MustNewConstMetric(desc, prometheus.GaugeValue, value, labels...)
}

// age is for how many seconds something has been so, 0 when it is not.
func age(since time.Time) float64 {
	if since.IsZero() {
		return 0
	}
	return max(0, time.Since(since).Seconds())
}
