package comments

import (
	"cmp"
	"context"

	"inews/internal/blog"
	"inews/internal/postgres"
)

// Step is what an import does with a line of a list.
type Step string

// The steps of an import.
const (
	Decide Step = "decide" // as the line says
	Keep   Step = "keep"   // what staff decided before goes as far, or further
	Refuse Step = "refuse" // the line cannot be used, or must not be
)

// Proposal is what an import would do, or did, with a line of a list.
type Proposal struct {
	Entry
	Before blog.Severity // what was decided about the host until now
	Step   Step
	Why    string          // it is kept or refused
	Lost   postgres.Traces // what the decision takes away
}

// Survey says what an import would do, and does nothing.
func (c *Comments) Survey(ctx context.Context, by blog.Editor, entries []Entry, partners bool) ([]Proposal, error) {
	if err := moderator(by); err != nil {
		return nil, err
	}
	decided, err := c.DB.DecidedHosts(ctx)
	if err != nil {
		return nil, err
	}
	before := make(map[string]blog.Severity, len(decided))
	for _, h := range decided {
		before[h.Name] = h.Severity
	}
	traces, err := c.tracesBelow(ctx)
	if err != nil {
		return nil, err
	}
	proposals := make([]Proposal, len(entries))
	for i, entry := range entries {
		p := Proposal{Entry: entry, Before: before[entry.Host], Step: Decide, Lost: lostBy(entry.Severity, traces[entry.Host])}
		p.Step, p.Why = c.stepOf(p, partners)
		if p.Step == Decide {
			before[entry.Host] = entry.Severity // a host that is listed twice is decided about once
		} else {
			p.Lost = postgres.Traces{}
		}
		proposals[i] = p
	}
	return proposals, nil
}

// stepOf decides about one line. An import never loosens what staff decided,
// never touches our own server, and touches a partner's only when told so.
func (c *Comments) stepOf(p Proposal, partners bool) (Step, string) {
	switch {
	case p.Problem != "":
		return Refuse, p.Problem
	case c.isOurs(p.Host):
		return Refuse, "This is the server of this blog."
	case p.Before != blog.NoSeverity && !p.Severity.Stricter(p.Before):
		return Keep, "It is decided about already, as far or further."
	case p.Lost.Partners > 0 && !partners:
		return Refuse, "The blog follows somebody there. Decide about this server by itself, or let the import touch partners."
	}
	return Decide, ""
}

// Import does what Survey says, line by line: when it is stopped in between, it
// can be repeated. It returns what it did.
func (c *Comments) Import(ctx context.Context, by blog.Editor, entries []Entry, partners bool) ([]Proposal, error) {
	proposals, err := c.Survey(ctx, by, entries, partners)
	if err != nil {
		return nil, err
	}
	for _, p := range proposals {
		if p.Step != Decide {
			continue
		}
		if err := c.DecideHost(ctx, by, p.Host, p.Severity, cmp.Or(p.Reason, "From a list")); err != nil {
			return nil, err
		}
	}
	return proposals, nil
}

// tracesBelow sums up, for every host and every domain above one, what there is
// from it and from those below it.
func (c *Comments) tracesBelow(ctx context.Context) (map[string]postgres.Traces, error) {
	byHost, err := c.DB.TracesByHost(ctx)
	below := make(map[string]postgres.Traces, len(byHost))
	for host, traces := range byHost {
		for _, domain := range blog.DomainsOf(host) {
			below[domain] = below[domain].Plus(traces)
		}
	}
	return below, err
}

// lostBy is what a decision takes away of what there is.
func lostBy(severity blog.Severity, traces postgres.Traces) postgres.Traces {
	switch severity {
	case blog.Suspend:
		return traces
	case blog.Hold:
		traces.Followers = 0 // they stay
		return traces
	}
	return postgres.Traces{Trusted: traces.Trusted} // what they write waits
}
