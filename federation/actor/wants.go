package actor

import (
	"mime"
	"net/http"
	"strconv"
	"strings"

	"inews/federation"
)

// Wants tells whether a request asks for ActivityStreams rather than for a
// page: it names application/activity+json, or application/ld+json with any
// profile or none, and no page with more weight. What accepts anything, as
// browsers and command-line tools do, is given the page. Plain
// application/json is no sign: it is what scripts on pages send. Source:
// ActivityPub §3.2; Mastodon app/helpers/json_ld_helper.rb for the forms that
// name no profile.
func Wants(r *http.Request) bool {
	streams, page := weights(r.Header.Values("Accept"))
	return streams > 0 && streams >= page
}

// weights returns the largest weight of a form of ActivityStreams and of HTML
// in Accept headers; 0 when it is not named. Source: RFC 9110 §12.5.1.
func weights(accept []string) (streams, page float64) {
	for _, part := range strings.Split(strings.Join(accept, ","), ",") {
		mediaType, params, err := mime.ParseMediaType(strings.TrimSpace(part))
		if err != nil {
			continue
		}
		weight := 1.0
		if q, given := params["q"]; given {
			if weight, err = strconv.ParseFloat(q, 64); err != nil || !(weight >= 0 && weight <= 1) {
				continue
			}
		}
		switch mediaType {
		case federation.MediaType, "application/ld+json":
			streams = max(streams, weight)
		case "text/html", "application/xhtml+xml":
			page = max(page, weight)
		}
	}
	return streams, page
}

// wantsLD tells whether the request names application/ld+json alone.
func wantsLD(r *http.Request) bool {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "application/ld+json") && !strings.Contains(accept, federation.MediaType)
}
