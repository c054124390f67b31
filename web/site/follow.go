package site

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"inews/web/view"
)

// Follow is the page that explains how to follow. Given the visitor's handle,
// it also offers the way to the page of the visitor's own server that asks for
// confirmation. The visitor sees where the way leads and takes it by hand: a
// redirect to a host that an address names would lend our name to anybody.
func (s *Site) Follow(ctx context.Context, ask Ask) (Answer, error) {
	head := view.Head{
		Title: "Follow", Path: "/follow", Object: s.actor(),
		Description: "How to follow " + s.Name + " from the fediverse, a feed reader or a calendar.",
	}
	wanted := clip(strings.TrimSpace(ask.Query.Get("to")), maxHandle)
	page := view.Follow{Wanted: wanted, Actor: s.actor(), Webcal: s.webcal("/events.ics")}
	if wanted != "" {
		head.NoIndex = true
		server, ok := serverOf(wanted)
		if ok {
			page.Server = server
			page.Leave = "https://" + server + "/authorize_interaction?" +
				url.Values{"uri": {"acct:" + strings.TrimPrefix(s.fullHandle(), "@")}}.Encode()
		} else {
			page.Problem = "This is not a handle. Write it like @you@server.example."
		}
	}
	var err error
	if page.Frame, err = s.frame(ctx, view.FollowSection, head); err != nil {
		return Answer{}, err
	}
	if page.Moved, err = s.db.StandingMove(ctx); err != nil {
		return Answer{}, err
	}
	answer, err := s.page(page, head)
	answer.Fleeting, answer.Object = wanted != "", ""
	return answer, err
}

// maxHandle is the longest handle: a name, and a host name of 253.
const maxHandle = 300

// hostName is a plain host name: no port, no path, no address in numbers, at
// least two labels, the last of letters or punycode.
var hostName = regexp.MustCompile(`^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$`)

var handleName = regexp.MustCompile(`^[a-z0-9_][a-z0-9_.-]{0,63}$`)

// serverOf is the host name in a handle ("@name@host", "name@host" or the host
// alone), when it is one that a link may lead to.
func serverOf(handle string) (string, bool) {
	handle = strings.ToLower(strings.TrimPrefix(handle, "@"))
	name, host, both := strings.Cut(handle, "@")
	if !both {
		name, host = "visitor", handle
	}
	if len(host) > 253 || !hostName.MatchString(host) || !handleName.MatchString(name) {
		return "", false
	}
	return host, true
}
