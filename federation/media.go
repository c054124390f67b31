package federation

import (
	"mime"
	"strings"
)

// Media types of ActivityStreams documents. Source: ActivityPub §3.2.
const (
	MediaType       = "application/activity+json"
	LDMediaType     = `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`
	JRDMediaType    = "application/jrd+json"
	Namespace       = "https://www.w3.org/ns/activitystreams"
	ProblemJSONType = "application/problem+json" // FEP-c180, RFC 9457
)

// IsMediaType tells whether a Content-Type names an ActivityStreams document:
// application/activity+json with any parameters, or application/ld+json whose
// profile is that of ActivityStreams. Plain JSON is not, since a server that
// serves uploads could be made to serve it.
func IsMediaType(contentType string) bool {
	mediaType, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	switch mediaType {
	case MediaType:
		return true
	case "application/ld+json":
		for _, profile := range strings.Fields(params["profile"]) {
			if profile == Namespace {
				return true
			}
		}
	}
	return false
}
