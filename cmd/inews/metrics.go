package main

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"inews/federation/delivery"
	"inews/federation/inbox"
	"inews/internal/postgres"
)

// metrics are what the private listener tells an operator.
type metrics struct {
	db       *postgres.DB
	registry *prometheus.Registry
	inbox    *prometheus.CounterVec
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
		applies: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_activities_total", Help: "Activities worked off, by type and by what became of them.",
		}, []string{"type", "state"}),
		delivers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "inews_delivery_attempts_total", Help: "Attempts to deliver an activity, by outcome.",
		}, []string{"outcome"}),
	}
	m.registry.MustRegister(m.inbox, m.applies, m.delivers, collectors.NewGoCollector(),
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

func (m *metrics) received(o inbox.Outcome) { m.inbox.WithLabelValues(strconv.Itoa(o.Status)).Inc() }
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

// probeTimeout bounds what a probe waits for the database.
const probeTimeout = 2 * time.Second

// handler answers /metrics, /livez (the process runs) and /readyz (it can do
// its work: the database answers, and it is not about to stop).
func (m *metrics) handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("live\n")) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), probeTimeout)
		defer cancel()
		if m.ending.Load() {
			http.Error(w, "stopping", http.StatusServiceUnavailable)
			return
		}
		if err := m.db.Ping(ctx); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
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
	deliveriesAge     = prometheus.NewDesc("inews_deliveries_oldest_seconds", "For how long the oldest delivery has been due.", nil, nil)
	breakersOpen      = prometheus.NewDesc("inews_hosts_down", "Hosts that are given up for the moment.", nil, nil)
	inboxItems        = prometheus.NewDesc("inews_inbox_items", "Activities that came in, by state.", []string{"state"}, nil)
)

// Describe names the measures.
func (d *depths) Describe(c chan<- *prometheus.Desc) {
	for _, desc := range []*prometheus.Desc{deliveriesWaiting, deliveriesAge, breakersOpen, inboxItems} {
		c <- desc
	}
}

// Collect measures; without the database there is nothing to tell.
func (d *depths) Collect(c chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), probeTimeout)
	defer cancel()
	if depth, err := d.db.DeliveryDepth(ctx); err == nil {
		c <- prometheus.MustNewConstMetric(deliveriesWaiting, prometheus.GaugeValue, float64(depth.Waiting))
		c <- prometheus.MustNewConstMetric(breakersOpen, prometheus.GaugeValue, float64(depth.Open))
		age := 0.0
		if !depth.Oldest.IsZero() {
			age = max(0, time.Since(depth.Oldest).Seconds())
		}
		c <- prometheus.MustNewConstMetric(deliveriesAge, prometheus.GaugeValue, age)
	}
	if counts, err := d.db.CountInbox(ctx); err == nil {
		for _, count := range counts {
			c <- prometheus.MustNewConstMetric(inboxItems, prometheus.GaugeValue, float64(count.N), count.State)
		}
	}
}
