package fediverse

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	fed "inews/federation"
	"inews/internal/blog"
)

// Bounds of what is fine.
const (
	timeOfLook  = 15 * time.Second
	certificate = 14 * 24 * time.Hour // before its end somebody should look: Let's Encrypt renews at 30 days
	skew        = 30 * time.Second    // of clocks; others refuse our signatures at an hour, some at 30 s
)

// inBrowser is how a browser asks.
const inBrowser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// Examine looks at the blog from outside, as a stranger's server would, and at
// its queues from inside. Where the front door does not open, nothing else is
// tried from outside.
func (b *Bridge) Examine(ctx context.Context) []blog.Finding {
	findings, open := b.lookAtDoor(ctx)
	looks := []func(context.Context) blog.Finding{b.lookAtClock, b.lookAtDeliveries, b.lookAtInbox, b.lookAtHosts}
	if open {
		looks = append([]func(context.Context) blog.Finding{
			b.lookAtHandle, b.lookAtDocuments, b.lookAtBrowser, b.lookAtCaches, b.lookAtNodeInfo, b.lookAtRoundTrip,
		}, looks...)
	}
	for _, look := range looks {
		limited, cancel := context.WithTimeout(ctx, timeOfLook)
		findings = append(findings, look(limited))
		cancel()
	}
	return findings
}

func fine(about, says string, args ...any) blog.Finding {
	return blog.Finding{About: about, Weight: blog.Fine, Says: fmt.Sprintf(says, args...)}
}

// lookAtDoor asks for the front page: whether the address works at all, and
// what the answer tells of certificate and clock.
func (b *Bridge) lookAtDoor(ctx context.Context) (findings []blog.Finding, open bool) {
	ctx, cancel := context.WithTimeout(ctx, timeOfLook)
	defer cancel()
	visit, err := b.Client.Visit(ctx, fed.ID(b.Page("/")), inBrowser)
	f := fine("address", "%s answers.", b.Base)
	switch {
	case errors.Is(err, fed.ErrForbidden):
		f.Weight, f.Says = blog.Trouble, fmt.Sprintf("No other server can reach %s: it is not a public https address.", b.Base)
		f.Do = "Set INEWS_BASE_URL to the https address that the site has on the internet, before you publish anything."
	case err != nil:
		f.Weight, f.Says = blog.Trouble, fmt.Sprintf("%s cannot be reached: %v.", b.Base, err)
		f.Do = "See that the server runs, that the name leads to it, and that the proxy and the firewall let https through."
	case visit.Code >= http.StatusInternalServerError:
		f.Weight, f.Says = blog.Trouble, fmt.Sprintf("%s answers %d.", b.Base, visit.Code)
		f.Do = "See the log of the server, or of the proxy in front of it."
	}
	findings = append(findings, f)
	if err != nil {
		return findings, false
	}
	if visit.TLS != nil && len(visit.TLS.PeerCertificates) > 0 {
		findings = append(findings, b.judgeCertificate(visit.TLS.PeerCertificates[0].NotAfter))
	}
	if date, err := http.ParseTime(visit.Header.Get("Date")); err == nil {
		findings = append(findings, judgeClock("clock of the proxy", date.Sub(b.Now().Truncate(time.Second))))
	}
	return findings, true
}

func (b *Bridge) judgeCertificate(end time.Time) blog.Finding {
	left := end.Sub(b.Now())
	f := fine("certificate", "It is good until %s.", end.Format("2 January 2006"))
	if left < certificate {
		f.Weight, f.Says = blog.Worry, fmt.Sprintf("It ends on %s.", end.Format("2 January 2006 at 15:04"))
		f.Do = "See why it is not renewed. Once it has ended, no server delivers to us or believes us."
	}
	return f
}

// judgeClock judges how far a clock is from this machine's.
func judgeClock(about string, off time.Duration) blog.Finding {
	if off.Abs() <= skew {
		return fine(about, "It agrees with this machine's.")
	}
	return blog.Finding{
		About: about, Weight: blog.Trouble, Says: fmt.Sprintf("It is %v away from this machine's.", off.Abs().Round(time.Second)),
		Do: "Set both clocks by NTP: signatures carry the time, and servers refuse those that are too old or too new.",
	}
}

// lookAtClock compares the database's clock with this machine's.
func (b *Bridge) lookAtClock(ctx context.Context) blog.Finding {
	begun := b.Now()
	at, err := b.DB.Clock(ctx)
	if err != nil {
		return blog.Finding{
			About: "database", Weight: blog.Trouble, Says: fmt.Sprintf("It does not answer: %v.", err),
			Do: "See that PostgreSQL runs and that INEWS_DATABASE_URL is right.",
		}
	}
	return judgeClock("clock of the database", at.Sub(begun))
}
