package fediverse_test

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"

	"inews/federation/fetch"
	"inews/federation/webfinger"
	"inews/internal/blog"
	"inews/internal/fediverse"
)

const (
	aPost   = "https://blog.example/ap/posts/1"
	escaped = "https%3A%2F%2Fblog.example%2Fap%2Fposts%2F1"
)

func (w *world) way(handle string, do blog.Doing) blog.Way {
	w.Helper()
	errand := blog.Errand{Do: do, Object: aPost, Text: "Bins & more: https://blog.example/posts/bins #Waste"}
	way, err := w.site.(*fediverse.Site).Way(w.Context(), netip.MustParseAddr("198.51.100.7"), handle, errand)
	check(w.T, err)
	return way
}

// Servers of each sort are asked over TLS, and the way is the one that they
// name: intents before the older template, and a guess where there is none.
func TestWay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	intents := w.peer("anna@toot.example") // as Mastodon 4.6
	intents.Templates = map[string]string{
		webfinger.Subscribe: "https://toot.example/authorize_interaction?uri={uri}",
		webfinger.Create:    "https://toot.example/share?text={content}",
		webfinger.Object:    "https://toot.example/authorize_interaction?uri={object}&by=intent",
	}
	older := w.peer("bert@older.example")
	older.Templates = map[string]string{webfinger.Subscribe: "https://older.example/follow?whom={uri}"}
	complete := w.peer("cleo@all.example")
	complete.Templates = map[string]string{}
	for _, name := range []string{"Follow", "Like", "Announce"} {
		complete.Templates["https://w3id.org/fep/3b86/"+name] = "https://all.example/" + name + "?{object}&then={on-success}"
	}
	complete.Templates[webfinger.Create] = "https://all.example/write?to={inReplyTo}&text={content}"
	w.peer("dora@bare.example") // as GoToSocial
	thief := w.peer("emil@thief.example")
	thief.Templates = map[string]string{webfinger.Object: "https://victim.example/transfer?{object}", webfinger.Create: "https://thief.example:8443/{content}"}
	const fallback = "/authorize_interaction?uri=" + escaped
	for _, test := range []struct {
		handle string
		do     blog.Doing
		want   blog.Way
	}{
		{"@anna@toot.example", blog.ToFollow, blog.Way{Address: "https://toot.example/authorize_interaction?uri=" + escaped + "&by=intent", Known: blog.WayTold}},
		{"anna@Toot.example", blog.ToReply, blog.Way{Address: "https://toot.example/authorize_interaction?uri=" + escaped + "&by=intent", Known: blog.WayTold}},
		{"https://toot.example/@anna", blog.ToShare, blog.Way{Address: "https://toot.example/authorize_interaction?uri=" + escaped + "&by=intent", Known: blog.WayTold,
			Write: "https://toot.example/share?text=Bins+%26+more%3A+https%3A%2F%2Fblog.example%2Fposts%2Fbins+%23Waste"}},
		{"@bert@older.example", blog.ToFollow, blog.Way{Address: "https://older.example/follow?whom=" + escaped, Known: blog.WayTold}},
		{"@bert@older.example", blog.ToLike, blog.Way{Address: "https://older.example/follow?whom=" + escaped, Known: blog.WayTold}},
		{"@cleo@all.example", blog.ToFollow, blog.Way{Address: "https://all.example/Follow?" + escaped + "&then=", Known: blog.WayTold}},
		{"@cleo@all.example", blog.ToLike, blog.Way{Address: "https://all.example/Like?" + escaped + "&then=", Known: blog.WayTold}},
		{"@cleo@all.example", blog.ToReply, blog.Way{Address: "https://all.example/write?to=" + escaped + "&text=", Known: blog.WayTold}},
		{"@dora@bare.example", blog.ToReply, blog.Way{Address: "https://bare.example" + fallback, Known: blog.WayUntold}},
		{"@emil@thief.example", blog.ToReply, blog.Way{Address: "https://thief.example" + fallback, Known: blog.WayUntold}},
		{"@emil@thief.example", blog.ToShare, blog.Way{Address: "https://thief.example" + fallback, Known: blog.WayUntold}},
		{"@nobody@toot.example", blog.ToReply, blog.Way{Address: "https://toot.example" + fallback, Known: blog.WayNobody}},
	} {
		test.want.Server = strings.Split(test.want.Address, "/")[2]
		if got := w.way(test.handle, test.do); got != test.want {
			t.Errorf("%s, %s:\n got %+v\nwant %+v", test.handle, test.do, got, test.want)
		}
	}
	if got := w.way("toot.example", blog.ToReply); got.Known != blog.WayUnasked || got.Address != "https://toot.example"+fallback {
		t.Errorf("by the host alone: %+v", got)
	}
}

// Whoever asks for many servers, and whose server does not answer, gets a guess:
// nobody waits, and nobody uses us to knock at other doors.
func TestWayIsBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	asked := 0
	_, err := w.network.Serve("count.example", http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/webfinger") {
			asked++
		}
		http.Error(rw, "broken", http.StatusInternalServerError)
	}))
	check(t, err)
	known := map[string]int{}
	for range 30 {
		known[w.way("@anna@count.example", blog.ToReply).Known]++
	}
	if known[blog.WaySilent] != 12 || known[blog.WayUnasked] != 18 || asked > 12 {
		t.Errorf("came to %v, with %d questions", known, asked)
	}
}

// Open redirects, in all the ways that people try them: what is no plain handle
// leads nowhere, and is not asked.
func TestWayRefuses(t *testing.T) {
	t.Parallel()
	site := fediverse.NewSite(&fediverse.Bridge{Addresses: fediverse.Addresses{Base: "https://blog.example", Handle: "inews"}, Client: &fetch.Client{}}, nil, nil, nil)
	for form, handles := range map[string][]string{
		"protocol-relative":   {"//evil.example", "//evil.example/@you", "@you@//evil.example"},
		"backslashes":         {`\\evil.example`, `@you@server.example\@evil.example`, `https:\\server.example/@you`, `https://evil.example\/@you`},
		"credentials":         {"https://good.example@evil.example/@you", "@you@user:pass@server.example", "you@good.example@evil.example"},
		"escapes":             {"evil%2f..example", "@you@good.example%2f@evil.example", "@you@evil%2eexample", "@you@evil.example%00"},
		"scripts":             {"javascript:alert(1)", "@you@javascript:alert(1)", "JAVASCRIPT://server.example/%0aalert(1)"},
		"data":                {"data:text/html,<script>alert(1)</script>", "@you@data:text/html,x"},
		"no encryption":       {"http://server.example", "http://server.example/@you", "http:evil.example"},
		"port":                {"@you@server.example:8443", "server.example:443", "https://server.example:8443/@you"},
		"other letters":       {"@you@s\u0435rver.example", "@you@s\u00ebrver.example", "@you@server\u3002example", "@you@server.example\u202e", "@you@\u2460.example"},
		"line ends":           {"@you@server.example\r\nSet-Cookie: x", "@you@ser\nver.example", "@you@server.example\t", "@y u@server.example", "@you@server.example\x00"},
		"nested address":      {"https://server.example/authorize_interaction?uri=https://evil.example", "@you@server.example/path", "@you@server.example?x", "@you@evil.example#@server.example", "https://server.example/@you?next=//evil.example", "https://server.example"},
		"numbers":             {"@you@127.0.0.1", "@you@[::1]", "@you@2130706433", "@you@0x7f.1", "@you@1.2.3.4.5"},
		"short names":         {"@you@localhost", "you", "localhost", "@you@intranet"},
		"no names":            {"", "@", "@@", "@you@", "@you@.example", "@you@server..example", "@you@-bad.example", "@you@server.example.", "@you@" + strings.Repeat("a.", 130) + "example", "@" + strings.Repeat("y", 65) + "@server.example"},
		"place in the handle": {"@{uri}@server.example", "@you@{uri}.example", "@you@server.example{uri}"},
	} {
		for _, handle := range handles {
			way, err := site.Way(t.Context(), netip.Addr{}, handle, blog.Errand{Do: blog.ToFollow, Object: aPost})
			if blog.KindOf(err) != blog.Invalid || way != (blog.Way{}) {
				t.Errorf("%s: %q leads to %+v, %v", form, handle, way, err)
			}
		}
	}
}
