package accounts

import (
	"context"
	"net/netip"
	"strings"
)

// Caller is the browser that a request comes from. It travels with the request's
// context, so that whatever begins a session can say which browser has it.
type Caller struct {
	Agent   string // the User-Agent header
	Address netip.Addr
}

type callerKey struct{}

// From returns a context that tells whom the request comes from.
func From(ctx context.Context, c Caller) context.Context {
	return context.WithValue(ctx, callerKey{}, c)
}

func callerOf(ctx context.Context) Caller {
	c, _ := ctx.Value(callerKey{}).(Caller)
	return c
}

// neighbourhood is the range of addresses that an address is in, which is all
// that is kept of it: a person knows their office and their home by it.
func neighbourhood(address netip.Addr) string {
	if !address.IsValid() {
		return ""
	}
	address = address.Unmap().WithZone("")
	bits := 24
	if address.Is6() {
		bits = 48
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return ""
	}
	return prefix.String()
}

// What a User-Agent header holds, and what people call that. The first that fits
// counts: every browser names others.
var (
	browsers = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Vivaldi/", "Vivaldi"}, {"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	}
	systems = [][2]string{
		{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Mac OS X", "a Mac"},
		{"CrOS", "a Chromebook"}, {"Linux", "Linux"},
	}
)

// agentWords is the browser and its system in plain words, or "" for a program
// that says neither.
func agentWords(header string) string {
	find := func(table [][2]string) string {
		for _, row := range table {
			if strings.Contains(header, row[0]) {
				return row[1]
			}
		}
		return ""
	}
	browser, system := find(browsers), find(systems)
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case system != "":
		return "A browser on " + system
	}
	return browser
}
