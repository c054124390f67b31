package site

import (
	"strings"
	"testing"
	"time"
)

// A link leads only to a plain host name: nothing that a browser, or a person,
// could take for another place.
func TestServerOf(t *testing.T) {
	for handle, want := range map[string]string{
		"@you@server.example":                           "server.example",
		"you@Server.Example":                            "server.example",
		"server.example":                                "server.example",
		"@a.b-c_d@xn--bcher-kva.example":                "xn--bcher-kva.example",
		"":                                              "",
		"you":                                           "",
		"@you@localhost":                                "",
		"@you@127.0.0.1":                                "",
		"@you@[::1]":                                    "",
		"@you@2130706433":                               "",
		"@you@server.example:8443":                      "",
		"@you@server.example/path":                      "",
		"@you@server.example\\@evil.example":            "",
		"@you@evil.example#@server.example":             "",
		"@you@server.example?x":                         "",
		"@you@user:pass@server.example":                 "",
		"https://server.example":                        "",
		"//server.example":                              "",
		"@you@server..example":                          "",
		"@you@.example":                                 "",
		"@you@-bad.example":                             "",
		"@you@server.example.":                          "",
		"@you@sërver.example":                           "",
		"@you@ser\nver.example":                         "",
		"@you@server.example\r\nSet-Cookie: x":          "",
		"@y u@server.example":                           "",
		"@you@" + strings.Repeat("a.", 130) + "example": "",
	} {
		if got, ok := serverOf(handle); got != want || ok != (want != "") {
			t.Errorf("serverOf(%q) = %q, %v, want %q", handle, got, ok, want)
		}
	}
}

func TestCursor(t *testing.T) {
	at := time.Date(2026, 11, 24, 9, 30, 0, 123456000, time.UTC)
	cursor, err := readCursor(writeCursor(at, "some-id"))
	if err != nil || !cursor.At.Equal(at) || cursor.ID != "some-id" {
		t.Errorf("read %v, %v", cursor, err)
	}
	for _, bad := range []string{"x", "1", "1.", ".id", "1e9.id"} {
		if _, err := readCursor(bad); err == nil {
			t.Errorf("readCursor(%q) found a place", bad)
		}
	}
}
