package web

import (
	"net/http"
	"strings"
)

// read counts that somebody read a page, if it is somebody who may be counted.
// A reader whose browser has the page already and asks whether it is still good
// reads it as well; one whose browser does not ask is not seen.
func (s *Server) read(r *http.Request, k *kept) {
	if s.readings != nil && k.counts && r.Method == http.MethodGet && isReader(r.Header) {
		s.readings.Read(r.URL.Path, k.answer.PostID, first(r.Header, "Referer"))
	}
}

// isReader tells whether a person reads, who does not mind being counted: not a
// program, not a browser that fetches ahead, and nobody who asked not to be
// followed about. What the request says is looked at here and kept nowhere.
func isReader(h http.Header) bool {
	if first(h, "Dnt") == "1" || first(h, "Sec-Gpc") == "1" {
		return false
	}
	if ahead(h) {
		return false
	}
	if to := first(h, "Sec-Fetch-Dest"); to != "" && to != "document" {
		return false // a picture of it, a script that looks at it
	}
	return isBrowser(first(h, "User-Agent"))
}

// ahead tells whether the page is fetched before anybody wants it.
func ahead(h http.Header) bool {
	for _, name := range []string{"Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"} {
		if why := first(h, name); why != "" && (strings.HasPrefix(why, "prefetch") || strings.HasPrefix(why, "prerender") || why == "preview") {
			return true
		}
	}
	return false
}

// programs are words in the names of those that are no browser and say that they
// were one: an address at which to complain is in nearly every robot's name, and
// in no browser's.
var programs = []string{"bot", "http", "crawl", "spider", "slurp", "preview", "headless", "lighthouse", "monitor", "scanner"}

// begins are the letters with which those words begin: most of a name is passed
// over by a look at each letter.
var begins = [256]bool{'b': true, 'h': true, 'c': true, 's': true, 'p': true, 'l': true, 'm': true}

// isBrowser tells whether a program says that it is a browser, and nothing else.
func isBrowser(agent string) bool {
	if !strings.HasPrefix(agent, "Mozilla/") && !strings.HasPrefix(agent, "Opera/") {
		return false
	}
	for i := range len(agent) {
		letter := agent[i] | 0x20 // small
		if !begins[letter] {
			continue
		}
		for _, word := range programs {
			if letter == word[0] && len(agent)-i >= len(word) && strings.EqualFold(agent[i:i+len(word)], word) && !isCubot(agent, i) {
				return false
			}
		}
	}
	return true
}

// isCubot tells whether what looks like a robot is a phone of that make.
func isCubot(agent string, at int) bool {
	return at >= 2 && strings.EqualFold(agent[at-2:at], "cu") && agent[at]|0x20 == 'b'
}

// first is the first value of a header, by its canonical name.
func first(h http.Header, name string) string {
	if values := h[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}
