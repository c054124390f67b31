package fediverse

import (
	"context"
	"errors"
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"time"

	fed "inews/federation"
	"inews/federation/inbox"
	"inews/federation/webfinger"
	"inews/internal/blog"
)

// Limits of the look-ups that visitors cause: for how long one waits, how many
// are under way at once, and how many a minute one address may ask for. Whoever
// asks for more is told the guess.
const (
	wayTime  = 5 * time.Second
	waysOnce = 16
	waysEach = 12
)

// ways finds the ways of visitors to their own servers.
type ways struct {
	*Bridge
	throttle inbox.Throttle
	places   chan struct{}
}

func newWays(b *Bridge) *ways {
	return &ways{Bridge: b, throttle: inbox.Throttle{PerAddress: waysEach}, places: make(chan struct{}, waysOnce)}
}

// Way finds where the server of a visitor does an errand: by the templates that
// it publishes, or else at the address that most servers have. from is where the
// visitor is. The error is Invalid at "to" for what is no handle, or names a host
// that no link of ours may lead to.
func (s *Site) Way(ctx context.Context, from netip.Addr, handle string, errand blog.Errand) (blog.Way, error) {
	return s.ways.find(ctx, from, handle, errand)
}

func (w *ways) find(ctx context.Context, from netip.Addr, handle string, errand blog.Errand) (blog.Way, error) {
	name, host, err := visitor(handle, len(w.Client.Allow) > 0)
	if err != nil {
		return blog.Way{}, err
	}
	guess := blog.Way{
		Server: host, Known: blog.WayUnasked,
		Address: "https://" + host + "/authorize_interaction?" + url.Values{"uri": {errand.Object}}.Encode(),
	}
	if name == "" || w.throttle.Admit(inbox.Visitor{Address: netip.AddrPortFrom(from, 0).String()}) != nil {
		return guess, nil
	}
	select {
	case w.places <- struct{}{}:
		defer func() { <-w.places }()
	default:
		return guess, nil
	}
	ctx, cancel := context.WithTimeout(ctx, wayTime)
	defer cancel()
	intents, err := (&webfinger.Client{Fetch: w.Client}).Intents(ctx, webfinger.Handle{Name: name, Host: host})
	switch {
	case errors.Is(err, fed.ErrNotFound) || errors.Is(err, fed.ErrGone):
		guess.Known = blog.WayNobody
		return guess, nil
	case err != nil:
		w.Log.Debug("look for a visitor's server", "host", host, "err", err)
		guess.Known = blog.WaySilent
		return guess, nil
	}
	return choose(intents, errand, guess), nil
}

// relations are the templates for each errand, the best first: the one for just
// this, the one that opens any object, and the one that was there before both.
var relations = map[blog.Doing][]string{
	blog.ToFollow: {webfinger.Follow, webfinger.Object, webfinger.Subscribe},
	blog.ToReply:  {webfinger.Create, webfinger.Object, webfinger.Subscribe},
	blog.ToLike:   {webfinger.Like, webfinger.Object, webfinger.Subscribe},
	blog.ToShare:  {webfinger.Announce, webfinger.Object, webfinger.Subscribe},
}

// choose fills in the best template that a server has for an errand. Source:
// FEP-3b86 §3 and, for the order, Mastodon's own page for visitors.
func choose(intents webfinger.Intents, errand blog.Errand, guess blog.Way) blog.Way {
	way := guess
	way.Known = blog.WayUntold
	values := map[string]string{"object": errand.Object, "uri": errand.Object}
	for _, relation := range relations[errand.Do] {
		template := intents[relation]
		if template == "" || relation == webfinger.Create && !template.Has("inReplyTo") {
			continue // to write is to answer only where it says whom
		}
		if relation == webfinger.Create {
			values["inReplyTo"] = errand.Object
		}
		if address := template.Fill(values); safe(address) {
			way.Address, way.Known = address, blog.WayTold
			break
		}
	}
	if errand.Do == blog.ToShare && errand.Text != "" && intents[webfinger.Create] != "" {
		if address := intents[webfinger.Create].Fill(map[string]string{"content": errand.Text, "object": errand.Object, "type": fed.NoteType}); safe(address) {
			way.Write = address
		}
	}
	if u, err := url.Parse(way.Address); err == nil {
		way.Server = u.Host // a domain's server may have another name
	}
	return way
}

// safe tells whether a template with its values is still an address; too long
// ones are not.
func safe(address string) bool {
	_, err := fed.ParseID(address)
	return err == nil && strings.HasPrefix(address, "https://")
}

// hostName is a plain host name: no port, no path, no address in numbers, at
// least two labels, the last of letters or punycode. In a network for tests, which
// the operator has allowed, the host may be a short name and have a port.
var (
	hostName = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$`)
	testHost = regexp.MustCompile(`^[a-z](?:[a-z0-9.-]*[a-z0-9])?(?::[1-9][0-9]{0,4})?$`)
	pageOfIt = regexp.MustCompile(`^https://([^/@?#\\]+)/@([A-Za-z0-9_.-]+)/?$`)
)

// visitor reads what a visitor gives as their handle: "@name@host", "name@host",
// the address of their page as Mastodon writes it, or the host alone, without a
// name then. The host is one to which a link may lead, and that nobody can take
// for another.
func visitor(handle string, testing bool) (name, host string, err error) {
	wrong := blog.InvalidField("to", "This is not a handle. Write it like @you@server.example.")
	if m := pageOfIt.FindStringSubmatch(handle); m != nil {
		handle = m[2] + "@" + m[1]
	}
	name, host, both := strings.Cut(strings.TrimPrefix(handle, "@"), "@")
	if !both {
		name, host = "", name
	}
	host = strings.ToLower(host)
	if len(host) > 253 || !hostName.MatchString(host) && !(testing && testHost.MatchString(host)) {
		return "", "", wrong
	}
	if !both {
		return "", host, nil
	}
	parsed, err := webfinger.ParseHandle(name + "@" + host)
	if err != nil || parsed.Host != host || len(parsed.Name) > maxHandleName {
		return "", "", wrong
	}
	return parsed.Name, host, nil
}

// maxHandleName is the longest name before the host that any server gives out.
const maxHandleName = 64
