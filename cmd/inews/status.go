package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"
)

// status is one page of what an operator asks first, in plain text.
func (m *metrics) status(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), probeTimeout)
	defer cancel()
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	page, err := m.measure()
	if err != nil {
		http.Error(w, "measure: "+err.Error(), http.StatusInternalServerError)
		return
	}
	up := time.Since(time.Unix(int64(page.total("process_start_time_seconds")), 0))
	fmt.Fprintf(w, "iNews %s, up %s, %.0f MiB of memory, %.0f goroutines\n",
		version, up.Round(time.Second), page.total("process_resident_memory_bytes")/(1<<20), page.total("go_goroutines"))
	fmt.Fprintf(w, "\nDeliveries\n")
	page.lines(w, "waiting", "inews_deliveries_waiting")
	page.lines(w, "held for hosts that do not answer", "inews_deliveries_held")
	page.lines(w, "oldest due, seconds", "inews_deliveries_oldest_seconds")
	page.lines(w, "attempts: ", "inews_delivery_attempts_total")
	m.hosts(ctx, w)
	fmt.Fprintf(w, "\nInbox\n")
	page.lines(w, "oldest due, seconds", "inews_inbox_oldest_seconds")
	page.lines(w, "kept: ", "inews_inbox_items")
	page.lines(w, "answered: ", "inews_inbox_requests_total")
	page.lines(w, "refused: ", "inews_inbox_refusals_total")
}

// hosts lists those whose breaker is open.
func (m *metrics) hosts(ctx context.Context, w io.Writer) {
	fmt.Fprintf(w, "\nHosts that do not answer\n")
	hosts, err := m.db.HostsInTrouble(ctx, mostHosts)
	if err != nil {
		fmt.Fprintf(w, "  the database does not answer\n")
		return
	}
	if len(hosts) == 0 {
		fmt.Fprintf(w, "  none\n")
	}
	for _, host := range hosts {
		next := max(0, time.Until(host.OpenUntil)).Round(time.Second)
		fmt.Fprintf(w, "  %-40s %d waiting, next try in %s: %s\n", host.Name, host.Waiting, next, host.LastError)
	}
}

// measures are values by metric and by the value of its label, "" without one.
type measures map[string]map[string]float64

// measure reads what /metrics shows.
func (m *metrics) measure() (measures, error) {
	families, err := m.registry.Gather()
	if err != nil {
		return nil, err
	}
	all := measures{}
	for _, family := range families {
		values := map[string]float64{}
		for _, metric := range family.GetMetric() {
			label := ""
			for _, pair := range metric.GetLabel() {
				label = pair.GetValue()
			}
			values[label] += metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
		}
		all[family.GetName()] = values
	}
	return all, nil
}

func (m measures) total(name string) float64 {
	sum := 0.0
	for _, value := range m[name] {
		sum += value
	}
	return sum
}

// lines writes one line for each label. What the database would have to tell is
// missing when it does not answer.
func (m measures) lines(w io.Writer, before, name string) {
	for _, label := range slices.Sorted(maps.Keys(m[name])) {
		fmt.Fprintf(w, "  %-40s %.0f\n", before+label, m[name][label])
	}
}
